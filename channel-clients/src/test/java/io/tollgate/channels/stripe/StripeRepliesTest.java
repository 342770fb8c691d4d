package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.account;
import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.bytes;
import static io.tollgate.channels.stripe.StripeFixtures.error;
import static io.tollgate.channels.stripe.StripeFixtures.intent;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.stripe.StripeLookup.Found;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class StripeRepliesTest {

  private static final String ID = "pi_3MtwBwLkdIwHu7ix28a3tqPa";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final StripeReplies replies =
      new StripeReplies(attempt(order()), order(), account(), edges.alarms(account().id()));

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatusOfTheDescription() {
    assertThat(paying(200, intent("succeeded"))).isEqualTo(new Approved(ID));
    assertThat(paying(200, intent("requires_capture"))).isEqualTo(new Authorized(ID));
    assertThat(paying(200, intent("processing"))).isEqualTo(new Pending(ID));
    assertThat(paying(200, intent("requires_confirmation"))).isEqualTo(new Pending(ID));
    assertThat(paying(200, intent("requires_payment_method"))).isEqualTo(new Pending(ID));
    assertThat(paying(200, failed(intent("requires_payment_method"))))
        .isEqualTo(
            new Declined(new DeclineReason(Category.INSUFFICIENT_FUNDS, "insufficient_funds"), ID));
    assertThat(paying(200, intent("canceled").put("cancellation_reason", "abandoned")))
        .isEqualTo(new Closed(false, ID));
    assertThat(paying(200, intent("canceled").put("cancellation_reason", "automatic")))
        .isEqualTo(new Closed(true, ID));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void knowsEveryStatusThatTheDescriptionNames() {
    OfficialDescription.assume();
    for (var status : OfficialDescription.words("payment_intent", "status")) {
      assertThat(paying(200, intent(status))).as(status).isNotInstanceOf(Unknown.class);
    }
  }

  @Test
  void raisesAnAlarmOnAStatusThatIsNotMapped() {
    assertThat(paying(200, intent("requires_patience"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "redirect_to_url, url",
    "alipay_handle_redirect, url",
    "cashapp_handle_redirect_or_display_qr_code, hosted_instructions_url",
    "boleto_display_details, hosted_voucher_url",
    "konbini_display_details, hosted_voucher_url",
    "oxxo_display_details, hosted_voucher_url",
    "verify_with_microdeposits, hosted_verification_url",
    "display_bank_transfer_instructions, hosted_instructions_url",
  })
  void sendsThePayerToThePageOfTheNextAction(String type, String field) {
    var outcome = paying(200, acting(type, field, "https://hooks.stripe.com/3d_secure_2?x=1"));

    assertThat(outcome)
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(URI.create("https://hooks.stripe.com/3d_secure_2?x=1")), ID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "paynow_display_qr_code",
        "pix_display_qr_code",
        "promptpay_display_qr_code",
        "wechat_pay_display_qr_code"
      })
  void showsTheCodeOfTheNextAction(String type) {
    assertThat(paying(200, acting(type, "data", "weixin://x")))
        .isEqualTo(new NeedsAction(new NextStep.ShowCode("weixin://x"), ID));
  }

  @ParameterizedTest
  @CsvSource({
    "use_stripe_sdk, url, https://x.example",
    "something_new, url, https://x.example",
    "redirect_to_url, url, javascript:alert(1)",
    "redirect_to_url, url, 'not an address'",
    "redirect_to_url, other, https://x.example",
  })
  void staysOpenWithAnAlarmWhereTheNextActionCannotBeTold(String type, String field, String text) {
    assertThat(paying(200, acting(type, field, text)))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), ID));
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "insufficient_funds, INSUFFICIENT_FUNDS",
    "expired_card, EXPIRED_METHOD",
    "incorrect_number, INVALID_METHOD",
    "incorrect_cvc, INVALID_METHOD",
    "card_velocity_exceeded, LIMIT_EXCEEDED",
    "lost_card, SUSPECTED_FRAUD",
    "stolen_card, SUSPECTED_FRAUD",
    "fraudulent, SUSPECTED_FRAUD",
    "authentication_required, AUTHENTICATION_FAILED",
    "do_not_honor, DO_NOT_HONOR",
    "generic_decline, DO_NOT_HONOR",
    "processing_error, OTHER",
    "a_code_of_tomorrow, OTHER",
  })
  void sortsDeclineCodesIntoCategories(String code, Category category) {
    var answer = error("card_error");
    ((ObjectNode) answer.get("error")).put("code", "card_declined").put("decline_code", code);

    assertThat(paying(402, answer))
        .isEqualTo(new Declined(new DeclineReason(category, code), null));
  }

  @Test
  void fallsBackToTheCodeWhereTheIssuerGaveNone() {
    var answer = error("card_error");
    ((ObjectNode) answer.get("error")).put("code", "expired_card");
    var silent = error("card_error");

    assertThat(paying(402, answer))
        .isEqualTo(new Declined(new DeclineReason(Category.EXPIRED_METHOD, "expired_card"), null));
    assertThat(paying(402, silent))
        .isEqualTo(new Declined(new DeclineReason(Category.OTHER, null), null));
  }

  @Test
  void passesNoTextOnThatIsNotACode() {
    var answer = error("card_error");
    ((ObjectNode) answer.get("error")).put("decline_code", "card 4242 4242 4242 4242 refused");

    assertThat(paying(402, answer))
        .isEqualTo(new Declined(new DeclineReason(Category.OTHER, null), null));
  }

  @ParameterizedTest
  @CsvSource({
    // type, HTTP status, what it means for a payment
    "card_error, 402, Declined",
    "card_error, 400, Declined",
    "card_error, 500, Unknown",
    "invalid_request_error, 400, Declined",
    "invalid_request_error, 401, Declined",
    "invalid_request_error, 402, Declined",
    "invalid_request_error, 403, Declined",
    "invalid_request_error, 404, Declined",
    "invalid_request_error, 409, Unknown",
    "invalid_request_error, 429, NotSent",
    "invalid_request_error, 500, Unknown",
    "idempotency_error, 400, Unknown",
    "idempotency_error, 409, Unknown",
    "api_error, 400, Unknown",
    "api_error, 500, Unknown",
    "api_error, 502, Unknown",
    "api_error, 503, Unknown",
    "api_error, 429, NotSent",
    "error_of_tomorrow, 400, Unknown",
    "card_error, 302, Unknown",
  })
  void readsEveryErrorType(String type, int status, String outcome) {
    assertThat(paying(status, error(type)).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void raisesAnAlarmWhereOurKeyIsRefused() {
    assertThat(paying(401, error("invalid_request_error")))
        .isEqualTo(new Declined(new DeclineReason(Category.REQUEST_REFUSED, null), null));
    paying(403, error("invalid_request_error"));

    assertThat(alarms()).containsEntry("credentials_refused", 2.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 301, 400, 401, 402, 403, 404, 409, 500, 502, 503})
  void treatsAnAnswerThatIsNotStripesAsUnknown(int status) {
    for (var body : List.of("", "<html>", "null", "[]", "{}", "{\"error\":null}", "{\"id\":1")) {
      assertThat(replies.toPay(answered(status, body))).as(body).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void neverTakesAChargeForARefusal() {
    for (var type : List.of("card_error", "invalid_request_error", "api_error")) {
      var answer = error(type);
      ((ObjectNode) answer.get("error")).set("payment_intent", intent("succeeded"));

      assertThat(paying(400, answer)).as(type).isEqualTo(new Approved(ID));
    }
  }

  @Test
  void givesTheIntentOfADeclineAsItsReference() {
    var answer = error("card_error");
    ((ObjectNode) answer.get("error"))
        .put("decline_code", "do_not_honor")
        .set("payment_intent", failed(intent("requires_payment_method")));

    assertThat(paying(402, answer))
        .isEqualTo(new Declined(new DeclineReason(Category.DO_NOT_HONOR, "do_not_honor"), ID));
  }

  @Test
  void believesNoAnswerAboutAnotherOrder() {
    var otherAttempt = intent("succeeded");
    ((ObjectNode) otherAttempt.get("metadata")).put("attempt_id", "pay_0-1");
    var noAttempt = intent("succeeded");
    noAttempt.remove("metadata");

    assertThat(paying(200, intent("succeeded").put("amount", 1298))).isInstanceOf(Unknown.class);
    assertThat(paying(200, intent("succeeded").put("currency", "usd"))).isInstanceOf(Unknown.class);
    assertThat(paying(200, otherAttempt)).isInstanceOf(Unknown.class);
    assertThat(paying(200, noAttempt)).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsEntry("mismatch", 4.0);
  }

  @Test
  void takesNoIdThatCouldLeadOurRequestsElsewhere() {
    assertThat(paying(200, intent("succeeded").put("id", "../refunds")))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void neverSaysNotSentOrDeclinedOfAnAttemptWhoseQuestionFailed() {
    for (int status : new int[] {400, 401, 403, 404, 409, 429, 500, 503}) {
      for (var type : List.of("card_error", "invalid_request_error", "api_error")) {
        var answer = answered(status, error(type).toString());
        assertThat(replies.toRetrieve(answer)).isInstanceOf(Unknown.class);
        assertThat(found(answer))
            .isInstanceOfSatisfying(
                Found.Nothing.class,
                nothing -> assertThat(replies.toLookup(nothing)).isInstanceOf(Unknown.class));
        replies
            .toCancel(answer)
            .ifPresent(outcome -> assertThat(outcome).isInstanceOf(Unknown.class));
      }
    }
    var unsent = new Exchange.NotSent("circuit breaker open");
    assertThat(replies.toRetrieve(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies.toCancel(unsent)).get().isInstanceOf(Unknown.class);
    assertThat(replies.toPay(unsent)).isEqualTo(new NotSent("circuit breaker open"));
  }

  @Test
  void prefersThePaidOneOfSeveralIntentsAndRaisesAnAlarm() {
    var open = intent("processing").put("id", "pi_open");
    var paid = intent("succeeded").put("id", "pi_paid");

    assertThat(looking(page(false, open, paid))).isEqualTo(new Approved("pi_paid"));
    assertThat(looking(page(false, paid, open))).isEqualTo(new Approved("pi_paid"));
    assertThat(looking(page(false))).isEqualTo(new Absent());
    assertThat(alarms()).containsEntry("several_payments", 2.0);
  }

  @Test
  void neverTakesAPageForTheEndThatIsNoneOrCannotBeRead() {
    for (var page :
        List.of(
            "{\"object\":\"list\",\"has_more\":true,\"data\":[]}",
            "{\"object\":\"list\",\"has_more\":true,\"data\":[{\"id\":\"../x\"}]}",
            "{\"object\":\"list\",\"has_more\":false,\"data\":[null]}",
            "{\"object\":\"list\",\"has_more\":false,\"data\":[{\"amount\":\"x\"}]}",
            "{\"object\":\"list\"}")) {
      assertThat(found(answered(200, page))).as(page).isInstanceOf(Found.Nothing.class);
    }
  }

  private Found<StripeIntent> found(Exchange exchange) {
    var ours = attempt(order()).toString();
    return new StripeLookup<>(ours, StripeIntent.class, intent -> ours.equals(intent.attemptId()))
        .read(exchange, edges.alarms(account().id()));
  }

  private ChannelOutcome looking(ObjectNode page) {
    return replies.toLookup(found(answered(200, page.toString())));
  }

  private ChannelOutcome paying(int status, ObjectNode body) {
    return replies.toPay(new Exchange.Answered(status, bytes(body)));
  }

  private static Exchange answered(int status, String body) {
    return new Exchange.Answered(status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode failed(ObjectNode intent) {
    intent
        .putObject("last_payment_error")
        .put("type", "card_error")
        .put("code", "card_declined")
        .put("decline_code", "insufficient_funds");
    return intent;
  }

  private static ObjectNode acting(String type, String field, String text) {
    var intent = intent("requires_action");
    intent.putObject("next_action").put("type", type).putObject(type).put(field, text);
    return intent;
  }

  private Map<String, Double> alarms() {
    var counted = new java.util.TreeMap<String, Double>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      counted.put(counter.getId().getTag("alarm"), counter.count());
    }
    assertThat(new TreeSet<>(counted.keySet())).doesNotContain("defect");
    return counted;
  }
}
