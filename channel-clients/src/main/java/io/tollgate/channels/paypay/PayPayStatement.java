package io.tollgate.channels.paypay;

import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A day's statement (facts, section 13, "Settlement"). PayPay has no address to ask: it makes a
 * file a day, which is in the merchant's panel, and names by an unsigned notification an address
 * that is good for two hours. So the account says where its files are kept, in the option {@value
 * #FILES}: an address in which {@code {day}} stands for {@code 20260301}. PayPay's key is not sent
 * there.
 */
final class PayPayStatement {

  static final String FILES = "statement-url";

  static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;

  PayPayStatement(LocalDate day, ChannelAccount account, Edge edge) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  /** When a day is over. */
  static Instant end(LocalDate day) {
    return day.plusDays(1).atStartOfDay(JAPAN).toInstant();
  }

  /** The file is read apart from the event loops: it may be long. */
  Flux<StatementRow> rows() {
    var template = account.options().get(FILES);
    if (template == null) {
      return Flux.error(
          new StatementUnavailable("the account does not say where its files are kept", false));
    }
    var address = template.replace("{day}", day.format(DateTimeFormatter.BASIC_ISO_DATE));
    return edge.ask(
            () -> HttpCall.download(URI.create(address), headers -> headers.set("Accept", "*/*")))
        .publishOn(Schedulers.parallel())
        .map(this::file)
        .flatMapIterable(new PayPayStatementRows(day, account, alarms)::read);
  }

  /** A file comes until ten in the morning of the next day. */
  private byte[] file(Exchange exchange) {
    if (exchange instanceof Answered answer && answer.status() == 404) {
      throw new StatementUnavailable("there is no file of the day yet", true);
    }
    return StatementAnswers.usable(exchange, alarms).body();
  }
}
