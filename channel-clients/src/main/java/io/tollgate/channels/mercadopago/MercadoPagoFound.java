package io.tollgate.channels.mercadopago;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelRequestId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a search for the payments that carry an attempt's id brought. */
sealed interface MercadoPagoFound {

  Json<Page> PAGE = Json.of(Page.class);
  String UNREADABLE = "unreadable answer";

  /**
   * They were looked for.
   *
   * @param isAll whether these are all there are
   */
  record Hits(List<MercadoPagoPayment> payments, boolean isAll) implements MercadoPagoFound {}

  /** They could not be looked for. */
  record Nothing(String why) implements MercadoPagoFound {}

  /** A page as it comes. */
  record Page(@Nullable Paging paging, @Nullable List<@Nullable MercadoPagoPayment> results) {}

  /** How many there are altogether. */
  record Paging(@Nullable Long total) {}

  /** Looks at the answer to a search; a payment that carries another id was not looked for. */
  static MercadoPagoFound read(Exchange exchange, ChannelRequestId attempt, Alarms alarms) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? PAGE.read(answer.body())
            .map(page -> of(page, attempt))
            .orElseGet(() -> new Nothing(UNREADABLE))
        : new Nothing(MercadoPagoErrors.unanswered(exchange, attempt, alarms));
  }

  private static MercadoPagoFound of(Page page, ChannelRequestId attempt) {
    if (page.results() == null) {
      return new Nothing(UNREADABLE);
    }
    var ours = new ArrayList<MercadoPagoPayment>();
    for (var payment : page.results()) {
      if (payment == null) {
        return new Nothing(UNREADABLE);
      }
      if (attempt.toString().equals(payment.externalReference())) {
        ours.add(payment);
      }
    }
    var paging = page.paging();
    var total = paging == null ? null : paging.total();
    return new Hits(ours, total == null || total <= page.results().size());
  }
}
