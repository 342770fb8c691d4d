package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.AGREEMENT;
import static io.tollgate.channels.stripe.StripeFixtures.SETUP_ID;
import static io.tollgate.channels.stripe.StripeFixtures.TOKEN;
import static io.tollgate.channels.stripe.StripeFixtures.account;
import static io.tollgate.channels.stripe.StripeFixtures.bytes;
import static io.tollgate.channels.stripe.StripeFixtures.error;
import static io.tollgate.channels.stripe.StripeFixtures.page;
import static io.tollgate.channels.stripe.StripeFixtures.recorded;
import static io.tollgate.channels.stripe.StripeFixtures.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.stripe.StripeAgreementReplies.Customer;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.NeedsAction;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

/** What Stripe's statuses and errors mean for agreements. */
class StripeAgreementRepliesTest {

  private static final String METHOD = "pm_1MtwBwLkdIwHu7ix";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final StripeAgreementReplies replies =
      new StripeAgreementReplies(AGREEMENT, edges.alarms(account().id()));

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @CsvSource({
    "succeeded, Active",
    "processing, Pending",
    "requires_confirmation, Pending",
    "requires_payment_method, Pending",
    "requires_action, NeedsAction",
    "canceled, Refused",
    "requires_patience, Unknown",
  })
  void readsEveryStatus(String status, String outcome) {
    var setup = status.equals("requires_action") ? acting() : setup(status);
    var answer = answered(200, setup);

    assertThat(name(replies.toSetUp(answer))).isEqualTo(outcome);
    assertThat(name(replies.toRetrieve(answer))).isEqualTo(outcome);
    assertThat(name(looking(page(false, setup)))).isEqualTo(outcome);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(status.equals("requires_patience"));
  }

  @Test
  void knowsEveryStatusThatTheDescriptionNames() {
    OfficialDescription.assume();
    for (var status : OfficialDescription.words("setup_intent", "status")) {
      assertThat(replies.toSetUp(answered(200, setup(status))))
          .as(status)
          .isNotInstanceOf(Unknown.class);
    }
    for (var status : OfficialDescription.words("mandate", "status")) {
      assertThat(replies.toSetUp(answered(200, mandated(status))))
          .as(status)
          .isNotInstanceOf(Unknown.class);
    }
  }

  @Test
  void givesTheTokenThatIsChargedLater() {
    assertThat(replies.toSetUp(answered(200, setup("succeeded"))))
        .isEqualTo(new Active(TOKEN, SETUP_ID));
    assertThat(replies.toRetrieve(answered(200, attached(TOKEN.split("/")[0]))))
        .isEqualTo(new Active(TOKEN, SETUP_ID));
  }

  @ParameterizedTest
  @CsvSource({"active, Active", "pending, Pending", "inactive, Ended", "torn, Unknown"})
  void isInForceAsLongAsItsMandateIs(String status, String outcome) {
    assertThat(name(replies.toRetrieve(answered(200, mandated(status))))).isEqualTo(outcome);
  }

  @Test
  void isOverWhenTheMethodIsTheCustomersNoMore() {
    assertThat(name(replies.toRetrieve(answered(200, attached(null))))).isEqualTo("Ended");
  }

  @Test
  void givesNoTokenOfWhichAPartIsMissing() {
    var nobody = setup("succeeded");
    nobody.putNull("customer");
    var nothing = setup("succeeded");
    nothing.putNull("payment_method");

    for (var setup :
        List.of(
            nobody,
            nothing,
            setup("succeeded").put("payment_method", 7),
            setup("succeeded").put("payment_method", "pm/../x"),
            setup("succeeded").put("customer", "cus 1"),
            setup("succeeded").put("id", "../x"))) {
      assertThat(replies.toSetUp(answered(200, setup))).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void sendsThePayerToThePageOfTheNextAction() {
    assertThat(replies.toSetUp(answered(200, acting())))
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(URI.create("https://bank.example/3ds")), SETUP_ID));
  }

  @Test
  void tellsWhyThePayerOrTheIssuerRefused() {
    var failed = setup("requires_payment_method");
    failed
        .putObject("last_setup_error")
        .put("type", "invalid_request_error")
        .put("code", "setup_intent_authentication_failure");
    var answer = error("card_error");
    ((ObjectNode) answer.get("error"))
        .put("code", "card_declined")
        .put("decline_code", "lost_card")
        .set("setup_intent", failed);

    assertThat(replies.toRetrieve(answered(200, failed)))
        .isEqualTo(
            new Refused(
                new DeclineReason(
                    Category.AUTHENTICATION_FAILED, "setup_intent_authentication_failure")));
    assertThat(replies.toSetUp(answered(402, answer)))
        .isEqualTo(new Refused(new DeclineReason(Category.SUSPECTED_FRAUD, "lost_card")));
  }

  @Test
  void neverTakesAnAgreementForARefusal() {
    var answer = error("invalid_request_error");
    ((ObjectNode) answer.get("error")).set("setup_intent", setup("succeeded"));

    assertThat(replies.toSetUp(answered(400, answer))).isEqualTo(new Active(TOKEN, SETUP_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "card_error, 402, Refused",
    "invalid_request_error, 400, Refused",
    "invalid_request_error, 401, Refused",
    "invalid_request_error, 404, Refused",
    "invalid_request_error, 409, Unknown",
    "invalid_request_error, 429, NotSent",
    "idempotency_error, 400, Unknown",
    "api_error, 500, Unknown",
    "error_of_tomorrow, 400, Unknown",
  })
  void readsEveryErrorTypeAndNeverBelievesAQuestionThatFailed(
      String type, int status, String outcome) {
    var answer = answered(status, error(type));

    assertThat(name(replies.toSetUp(answer))).isEqualTo(outcome);
    assertThat(replies.toCustomer(answer))
        .isInstanceOfSatisfying(
            Customer.Missing.class,
            missing -> assertThat(name(missing.outcome())).isEqualTo(outcome));
    assertThat(replies.toDetach(answer, METHOD).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(replies.toRetrieve(answer)).isInstanceOf(Unknown.class);
    assertThat(looking(answer)).isInstanceOf(Unknown.class);
    assertThat(replies.toDetachQuery(answer, METHOD)).isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void isNotSentOnlyWhereARequestWasNot() {
    var unsent = new Exchange.NotSent("circuit breaker open");

    assertThat(replies.toSetUp(unsent)).isEqualTo(new NotSent("circuit breaker open"));
    assertThat(replies.toDetach(unsent, METHOD)).isInstanceOf(OperationOutcome.NotSent.class);
    assertThat(replies.toRetrieve(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies.toDetachQuery(unsent, METHOD)).isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void believesNoAnswerAboutAnotherAgreement() {
    var others = setup("succeeded");
    ((ObjectNode) others.get("metadata")).put("agreement_id", "agr_2");
    var customer = recorded("customer.json");
    ((ObjectNode) customer.get("metadata")).put("agreement_id", "agr_2");

    assertThat(replies.toSetUp(answered(200, others))).isInstanceOf(Unknown.class);
    assertThat(replies.toCustomer(answered(200, customer))).isInstanceOf(Customer.Missing.class);
    assertThat(replies.toDetach(answered(200, method(null).put("id", "pm_2")), METHOD))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 3.0));
    assertThat(replies.toCustomer(answered(200, recorded("customer.json"))))
        .isEqualTo(new Customer.Made("cus_QXg1o8vcGmoR32"));
  }

  @Test
  void isDetachedOnlyWhereStripeSaysSo() {
    assertThat(replies.toDetach(answered(200, method(null)), METHOD))
        .isEqualTo(new OperationOutcome.Done(METHOD));
    assertThat(replies.toDetach(answered(200, method("cus_1")), METHOD))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(replies.toDetachQuery(answered(200, method(null)), METHOD))
        .isEqualTo(new OperationOutcome.Done(METHOD));
    assertThat(replies.toDetachQuery(answered(200, method("cus_1")), METHOD))
        .isEqualTo(new OperationOutcome.Absent());
  }

  @Test
  void findsTheAgreementInForceAmongThoseOfTheMethod() {
    var others = setup("succeeded").put("id", "seti_other");
    ((ObjectNode) others.get("metadata")).put("agreement_id", "agr_2");

    assertThat(looking(page(false, others))).isEqualTo(new Absent());
    assertThat(looking(page(false, setup("canceled").put("id", "seti_0"), setup("succeeded"))))
        .isEqualTo(new Active(TOKEN, SETUP_ID));
    assertThat(looking(page(false, setup("succeeded"), setup("canceled").put("id", "seti_0"))))
        .isEqualTo(new Active(TOKEN, SETUP_ID));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 400, 402, 404, 500})
  void treatsAnAnswerThatIsNotStripesAsUnknown(int status) {
    for (var body : List.of("", "<html>", "null", "[]", "{}", "{\"error\":null}", "{\"id\":1")) {
      var answer = new Answered(status, body.getBytes(StandardCharsets.UTF_8));
      assertThat(replies.toSetUp(answer)).as(body).isInstanceOf(Unknown.class);
      assertThat(replies.toDetach(answer, METHOD))
          .as(body)
          .isInstanceOf(OperationOutcome.Unknown.class);
      assertThat(replies.toCustomer(answer)).as(body).isInstanceOf(Customer.Missing.class);
    }
  }

  private static ObjectNode acting() {
    var setup = setup("requires_action");
    setup
        .putObject("next_action")
        .put("type", "redirect_to_url")
        .putObject("redirect_to_url")
        .put("url", "https://bank.example/3ds");
    return setup;
  }

  private static ObjectNode mandated(String status) {
    var setup = setup("succeeded");
    setup.set("mandate", recorded("mandate.json").put("status", status));
    return setup;
  }

  private static ObjectNode attached(String customer) {
    var setup = setup("succeeded");
    setup.set("payment_method", method(customer));
    return setup;
  }

  private static ObjectNode method(String customer) {
    return recorded("payment-method.json").put("customer", customer);
  }

  private AgreementOutcome looking(ObjectNode page) {
    return looking(answered(200, page));
  }

  private AgreementOutcome looking(Exchange exchange) {
    var lookup =
        new StripeLookup<>(
            AGREEMENT, StripeSetup.class, setup -> AGREEMENT.value().equals(setup.agreementId()));
    return replies.toLookup(lookup.read(exchange, edges.alarms(account().id())));
  }

  private static Answered answered(int status, ObjectNode body) {
    return new Answered(status, bytes(body));
  }

  private static String name(AgreementOutcome outcome) {
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
