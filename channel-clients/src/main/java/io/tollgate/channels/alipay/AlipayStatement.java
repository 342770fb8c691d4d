package io.tollgate.channels.alipay;

import io.tollgate.channels.alipay.AlipayAnswers.Said;
import io.tollgate.channels.alipay.AlipayErrors.Failure;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.channels.http.TrustedHosts;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A day's bill: an address that lives for half a minute, and the file behind it (facts, section 4,
 * "Bill"). The file is fetched without any key, and only from where Alipay keeps such files, which
 * is unconfirmed: the option {@value #BILL_HOSTS}.
 */
final class AlipayStatement {

  static final String BILL_HOSTS = "bill-hosts";

  private static final String BILL_HOSTS_UNLESS_SET = "dwbillcenter.alipay.com";
  private static final LocalTime READY = LocalTime.of(10, 0);
  private static final Json<Bill> BILL = Json.of(Bill.class);

  private final LocalDate day;
  private final AlipayCalls calls;
  private final Edge edge;
  private final Alarms alarms;

  AlipayStatement(LocalDate day, AlipayCalls calls, Edge edge) {
    this.day = day;
    this.calls = calls;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  /** What we read of the answer. */
  record Bill(@Nullable String billDownloadUrl) {}

  /** From when on there is a bill of the day: ten in the morning of the next, in Shanghai. */
  static Instant readyAt(LocalDate day) {
    return day.plusDays(1).atTime(READY).atZone(AlipayCalls.ZONE).toInstant();
  }

  /** The file is read apart from the event loops: it may be long. */
  Flux<StatementRow> rows() {
    return edge.ask(() -> AlipayRequests.bill(day, calls))
        .map(this::address)
        .flatMap(address -> edge.ask(() -> HttpCall.download(address, _ -> {})))
        .publishOn(Schedulers.parallel())
        .map(exchange -> StatementAnswers.usable(exchange, alarms).body())
        .flatMapIterable(new AlipayBill(calls.account(), alarms)::read);
  }

  private URI address(Exchange exchange) {
    var said = new AlipayAnswers(calls.account(), alarms).read(exchange, AlipayRequests.BILL);
    return switch (said) {
      case Said.Ok(var node) -> trusted(node);
      case Said.NotSent(var why) -> throw later(why);
      case Said.Silent(var why) -> throw later(why);
      case Said.Failed(Failure.Busy(var why)) -> throw later(why);
      case Said.Failed(Failure.Unclear(var why)) -> throw later(why);
      case Said.Failed(Failure.Refused(var reason)) -> {
        alarms.raise(Alarm.QUERY_REFUSED, reason.channelCode() + " to the bill of " + day);
        throw never("refused: " + reason.channelCode());
      }
      case Said.Failed(Failure.Absent _) -> throw later("there is no bill of the day");
      case Said.Failed(Failure.ThereAlready _), Said.Waiting _ ->
          throw never("an answer to another question");
    };
  }

  /**
   * The vendor's own example of an address is one of HTTP (open.alitrip.com, article 104674); what
   * is in a bill is fetched by HTTPS all the same.
   */
  private URI trusted(byte[] node) {
    var url = BILL.read(node).map(Bill::billDownloadUrl).orElse("");
    var hosts = TrustedHosts.of(calls.account(), calls.option(BILL_HOSTS, BILL_HOSTS_UNLESS_SET));
    return hosts
        .find(url)
        .or(() -> hosts.find(url.replaceFirst("^http:", "https:")))
        .orElseThrow(() -> {
          alarms.raise(Alarm.MISMATCH, "the bill of " + day + " is at a host that is not Alipay's");
          return never("the bill is at a host that is not Alipay's");
        });
  }

  private static StatementUnavailable later(String why) {
    return new StatementUnavailable(why, true);
  }

  private static StatementUnavailable never(String why) {
    return new StatementUnavailable(why, false);
  }
}
