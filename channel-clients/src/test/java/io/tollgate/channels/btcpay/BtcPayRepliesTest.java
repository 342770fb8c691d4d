package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayFixtures.INVOICE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.PAGE;
import static io.tollgate.channels.btcpay.BtcPayFixtures.account;
import static io.tollgate.channels.btcpay.BtcPayFixtures.attempt;
import static io.tollgate.channels.btcpay.BtcPayFixtures.invoice;
import static io.tollgate.channels.btcpay.BtcPayFixtures.list;
import static io.tollgate.channels.btcpay.BtcPayFixtures.order;
import static io.tollgate.channels.btcpay.BtcPayFixtures.problem;
import static io.tollgate.channels.btcpay.BtcPayFixtures.unpaid;
import static io.tollgate.channels.btcpay.BtcPayFixtures.wrongField;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.product.NextStep;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class BtcPayRepliesTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final BtcPayReplies replies = replies(Map.of());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatus() {
    assertThat(made(unpaid("New")))
        .isEqualTo(new NeedsAction(new NextStep.Redirect(PAGE), INVOICE));
    assertThat(made(unpaid("Processing"))).isEqualTo(new Pending(INVOICE));
    assertThat(made(invoice("Settled", "None"))).isEqualTo(new Approved(INVOICE));
    assertThat(made(unpaid("Expired"))).isEqualTo(new Closed(true, INVOICE));
    assertThat(made(unpaid("Invalid"))).isEqualTo(refused("Invalid"));
    assertThat(made(unpaid("Invalid").put("additionalStatus", "Marked")))
        .isEqualTo(refused("Marked"));
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // status, additional status, what was paid, outcome, whether a person has to give money back
    "New, None, 0, NeedsAction, false",
    "New, PaidPartial, 5, NeedsAction, false",
    "Processing, None, 12.99, Pending, false",
    "Processing, PaidOver, 20, Pending, false",
    "Processing, Marked, 0, Pending, false",
    "Settled, None, 12.99, Approved, false",
    "Settled, Marked, 0, Approved, false",
    "Settled, PaidOver, 20, Approved, true",
    "Expired, None, 0, Closed, false",
    "Expired, PaidPartial, 5, Closed, true",
    "Expired, PaidLate, 12.99, Closed, true",
    "Expired, PaidOver, 20, Closed, true",
    "Expired, Marked, 0, Closed, false",
    "Expired, None, 0.01, Closed, true",
    "Expired, None, much, Closed, true",
    "Invalid, None, 12.99, Declined, true",
    "Invalid, Invalid, 0, Declined, false",
    "Invalid, Marked, 0, Declined, false",
    "Invalid, Marked, 12.99, Declined, true",
  })
  void callsForAPersonWhereMoneyPaysForNothing(
      String status, String additional, String paid, String outcome, boolean isLeft) {
    assertThat(named(made(invoice(status, additional).put("paidAmount", paid)))).isEqualTo(outcome);
    assertThat(alarms().containsKey("mismatch")).isEqualTo(isLeft);
  }

  @Test
  void knowsEveryStatusThatTheDescriptionNames() {
    BtcPayDescription.assume();
    for (var status : BtcPayDescription.words("InvoiceStatus")) {
      for (var additional : BtcPayDescription.words("InvoiceAdditionalStatus")) {
        assertThat(made(invoice(status, additional)))
            .as(status + additional)
            .isNotInstanceOf(Unknown.class);
      }
    }
  }

  @Test
  void raisesAnAlarmOnAStatusThatIsNotMapped() {
    assertThat(made(unpaid("Waiting"))).isInstanceOf(Unknown.class);
    assertThat(made(unpaid("Settled").put("additionalStatus", "Sometime")))
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).containsEntry("unmapped", 2.0);
  }

  @Test
  void believesNoInvoiceOfAnotherOrder() {
    var otherAttempt = invoice("Settled", "None");
    ((ObjectNode) otherAttempt.get("metadata")).put("orderId", "order 7");
    var none = invoice("Settled", "None");
    none.remove("metadata");

    for (var other :
        List.of(
            otherAttempt,
            none,
            invoice("Settled", "None").put("amount", "12.98"),
            invoice("Settled", "None").put("amount", "12.999"),
            invoice("Settled", "None").put("amount", "1299"),
            invoice("Settled", "None").put("currency", "USD"),
            invoice("Settled", "None").putNull("currency"),
            invoice("Settled", "None").put("type", "TopUp"),
            invoice("Settled", "None").put("storeId", "AnotherStore"))) {
      assertThat(made(other)).as(other.toString()).isInstanceOf(Unknown.class);
    }
    assertThat(alarms()).containsEntry("mismatch", 9.0);
  }

  @Test
  void readsAnAmountHoweverManyZerosItHas() {
    assertThat(made(invoice("Settled", "None").put("amount", "12.990000000000")))
        .isEqualTo(new Approved(INVOICE));
  }

  @Test
  void takesNoIdThatCouldLeadOurRequestsElsewhere() {
    assertThat(made(invoice("Settled", "None").put("id", "../pull-payments")))
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/i/1",
        "http://pay.shop.example/i/1",
        "https://pay.shop.example:444/i/1",
        "https://pay.shop.example@evil.example/i/1",
        "javascript:alert(1)",
        "no address"
      })
  void sendsNoPayerToAStrangePage(String page) {
    assertThat(made(unpaid("New").put("checkoutLink", page)))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), INVOICE));
    assertThat(alarms()).containsEntry("misconfigured", 1.0);
  }

  @Test
  void sendsPayersToPagesThatTheAccountNames() {
    var page = unpaid("New").put("checkoutLink", "https://crypto.shop.example/i/1");

    assertThat(replies(Map.of("page-hosts", "a.example,crypto.shop.example")).toCreate(said(page)))
        .isInstanceOfSatisfying(
            NeedsAction.class,
            needed -> assertThat(needed.step()).isInstanceOf(NextStep.Redirect.class));
  }

  @ParameterizedTest
  @CsvSource({
    // HTTP status, body, what it means for the request, what for a question
    "400, coded, Declined, query_refused",
    "400, field, Declined, query_refused",
    "422, field, Declined, query_refused",
    "422, coded, Declined, query_refused",
    "404, coded, Declined, query_refused",
    "401, coded, Declined, credentials_refused",
    "403, coded, Declined, credentials_refused",
    "401, html, Declined, credentials_refused",
    "403, empty, Declined, credentials_refused",
    "400, html, Unknown, query_refused",
    "422, empty, Unknown, query_refused",
    "404, html, Unknown, query_refused",
    "405, coded, Unknown, query_refused",
    "409, coded, Unknown, query_refused",
    "413, html, Unknown, query_refused",
    "429, coded, NotSent, none",
    "429, html, NotSent, none",
    "500, coded, Unknown, none",
    "502, html, Unknown, none",
    "503, field, Unknown, none",
    "301, html, Unknown, none",
  })
  void readsEveryError(int status, String kind, String outcome, String alarm) {
    var body =
        switch (kind) {
          case "coded" -> problem("some-code");
          case "field" -> wrongField("checkout.paymentMethods[0]");
          case "html" -> "<html>";
          default -> "";
        };
    var answer = answered(status, body);

    assertThat(named(replies.toCreate(answer))).isEqualTo(outcome);
    assertThat(replies.toFirstLook(answer)).map(BtcPayRepliesTest::named).contains(outcome);
    meters.clear();
    assertThat(replies.toLookup(answer)).isInstanceOf(Unknown.class);
    assertThat(alarms().keySet())
        .matches(raised -> alarm.equals("none") ? raised.isEmpty() : raised.contains(alarm));
    assertThat(replies.toRetrieve(answer)).isInstanceOf(Unknown.class);
    replies.toClose(answer).ifPresent(it -> assertThat(it).isInstanceOf(Unknown.class));
  }

  @Test
  void saysWhyARequestWasRefusedByItsCodeOrItsField() {
    assertThat(replies.toCreate(answered(400, problem("non-refundable"))))
        .isEqualTo(rejected("non-refundable"));
    assertThat(replies.toCreate(answered(422, wrongField("checkout.paymentMethods[0]"))))
        .isEqualTo(rejected("checkout.paymentMethods[0]"));
    assertThat(replies.toCreate(answered(422, wrongField("")))).isEqualTo(rejected(null));
    assertThat(replies.toCreate(answered(400, problem("call +44 20 7946 0958"))))
        .isEqualTo(rejected(null));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void raisesAnAlarmOnAnErrorThatIsNotMapped() {
    replies.toCreate(answered(409, problem("some-code")));
    replies.toCreate(answered(400, "<html>"));

    assertThat(alarms()).containsEntry("unmapped", 2.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 302, 400, 404, 422, 500, 502})
  void treatsAnAnswerThatIsNotBtcPaysAsUnknown(int status) {
    for (var body : List.of("", "<html>", "null", "[]", "{}", "[null]", "[{}]", "{\"id\":1", "7")) {
      assertThat(replies.toCreate(answered(status, body))).as(body).isInstanceOf(Unknown.class);
      assertThat(replies.toRetrieve(answered(status, body))).as(body).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void knowsThatAnInvoiceIsLost() {
    assertThat(replies.toRetrieve(answered(404, problem("invoice-not-found"))))
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).containsOnlyKeys("reference_lost");
  }

  @Test
  void neverSaysNotSentOfAQuestion() {
    var unsent = new Exchange.NotSent("circuit breaker open");

    assertThat(replies.toRetrieve(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies.toLookup(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies.toClose(unsent)).get().isInstanceOf(Unknown.class);
    assertThat(replies.toCreate(unsent)).isEqualTo(new NotSent("circuit breaker open"));
    assertThat(replies.toFirstLook(unsent)).contains(new NotSent("circuit breaker open"));
    assertThat(replies.toFirstLook(new Exchange.Unknown("silence")))
        .contains(new Unknown("silence"));
  }

  @Test
  void findsTheInvoiceThatWasPaidAmongSeveral() {
    var expired = unpaid("Expired").put("id", "Expired1");
    var paid = invoice("Settled", "None").put("id", "Paid1");
    var another = invoice("Settled", "None");
    ((ObjectNode) another.get("metadata")).put("orderId", "another");

    assertThat(replies.toLookup(said(list(expired, paid)))).isEqualTo(new Approved("Paid1"));
    assertThat(replies.toLookup(said(list(paid, expired)))).isEqualTo(new Approved("Paid1"));
    assertThat(alarms()).containsEntry("several_payments", 2.0);
    assertThat(replies.toLookup(said(list(another)))).isEqualTo(new Absent());
    assertThat(replies.toLookup(said(list()))).isEqualTo(new Absent());
    assertThat(replies.toFirstLook(said(list()))).isEmpty();
    assertThat(replies.toFirstLook(said(list(expired)))).contains(new Closed(true, "Expired1"));
  }

  @Test
  void readsAClosingByWhatTheInvoiceThenIs() {
    var closed = unpaid("Invalid").put("additionalStatus", "Marked");

    assertThat(replies.toClose(said(closed)).map(BtcPayStatuses::whenClosing))
        .contains(new Closed(false, INVOICE));
    assertThat(replies.toClose(said(invoice("Settled", "None"))).map(BtcPayStatuses::whenClosing))
        .contains(new Approved(INVOICE));
    assertThat(replies.toClose(answered(422, wrongField("status")))).isEmpty();
  }

  private BtcPayReplies replies(Map<String, String> options) {
    return new BtcPayReplies(
        attempt(order()), order(), account(options), edges.alarms(account().id()));
  }

  private ChannelOutcome made(ObjectNode invoice) {
    return replies.toCreate(said(invoice));
  }

  private static Exchange said(Object body) {
    return answered(200, body.toString());
  }

  private static Exchange answered(int status, String body) {
    return new Exchange.Answered(status, body.getBytes(UTF_8));
  }

  private static Declined refused(String code) {
    return new Declined(new DeclineReason(Category.OTHER, code), INVOICE);
  }

  private static Declined rejected(String code) {
    return new Declined(new DeclineReason(Category.REQUEST_REFUSED, code), null);
  }

  private static String named(ChannelOutcome outcome) {
    return outcome.getClass().getSimpleName();
  }

  private Map<String, Double> alarms() {
    var counted = new TreeMap<String, Double>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      counted.put(counter.getId().getTag("alarm"), counter.count());
    }
    return counted;
  }
}
