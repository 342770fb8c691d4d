package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackFixtures.account;
import static io.tollgate.channels.paystack.PaystackFixtures.attempt;
import static io.tollgate.channels.paystack.PaystackFixtures.bytes;
import static io.tollgate.channels.paystack.PaystackFixtures.data;
import static io.tollgate.channels.paystack.PaystackFixtures.error;
import static io.tollgate.channels.paystack.PaystackFixtures.notFound;
import static io.tollgate.channels.paystack.PaystackFixtures.order;
import static io.tollgate.channels.paystack.PaystackFixtures.recorded;
import static io.tollgate.channels.paystack.PaystackFixtures.reference;
import static io.tollgate.channels.paystack.PaystackFixtures.transaction;
import static io.tollgate.channels.paystack.PaystackFixtures.underWay;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paystack.PaystackReplies.Said;
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
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What every status and every error means, for a request and for a question. */
class PaystackRepliesTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final PaystackReplies replies =
      new PaystackReplies(attempt(order()), order(), account(), edges.alarms(account().id()));

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @CsvSource({
    "success, Approved",
    "reversed, Approved",
    "failed, Declined",
    "pending, Pending",
    "ongoing, Pending",
    "processing, Pending",
    "queued, Pending",
    "abandoned, NeedsAction",
    "send_otp, NeedsAction",
    "pay_offline, NeedsAction",
  })
  void mapsEveryStatus(String status, String outcome) {
    var answer = answered(200, transaction(status));

    assertThat(replies.toVerify(answer).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(replies.toCharge(answer)).isEqualTo(new Said.Firm(replies.toVerify(answer)));
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"send_pin", "send_phone", "send_birthday", "send_address", "open_url"})
  void waitsWhereThePayerCannotAnswerAndTellsAPerson(String status) {
    assertThat(replies.toCharge(answered(200, underWay(status))))
        .isEqualTo(firm(new NeedsAction(new NextStep.Wait(), reference())));
    assertThat(alarms()).isEqualTo(Map.of("unmapped", 1.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invented", "Success", "reversal_pending", ""})
  void doesNotKnowWhatItDoesNotKnow(String status) {
    var answer = answered(200, transaction(status));

    assertThat(replies.toVerify(answer)).isInstanceOf(Unknown.class);
    assertThat(replies.toCharge(answer)).isInstanceOf(Said.Doubtful.class);
    assertThat(alarms()).isEqualTo(Map.of("unmapped", 2.0));
  }

  @Test
  void tellsThePayerWhatToDo() {
    assertThat(step(underWay("send_otp"))).isEqualTo(new NextStep.EnterOtp("***678"));
    assertThat(step(underWay("pay_offline"))).isEqualTo(new NextStep.Wait());
    assertThat(step(with(underWay("pay_offline"), "ussd_code", "*737*33*4*1#")))
        .isEqualTo(new NextStep.ShowCode("*737*33*4*1#"));
    assertThat(step(with(underWay("open_url"), "url", "https://standard.paystack.co/x")))
        .isEqualTo(new NextStep.Redirect(URI.create("https://standard.paystack.co/x")));
    assertThat(step(with(underWay("open_url"), "redirect_url", "https://a.example/y")))
        .isEqualTo(new NextStep.Redirect(URI.create("https://a.example/y")));
    assertThat(step(with(underWay("open_url"), "url", "javascript:alert(1)")))
        .isEqualTo(new NextStep.Wait());
  }

  @Test
  void sendsThePayerToThePage() {
    assertThat(replies.toInitialize(answered(200, recorded("initialized.json"))))
        .isEqualTo(
            firm(
                new NeedsAction(
                    new NextStep.Redirect(
                        URI.create("https://checkout.paystack.com/3ni8kdavz62431k")),
                    reference())));
  }

  @Test
  void sendsNoPayerToAPageThatIsNoneOrOfAnotherOrder() {
    var noPage = recorded("initialized.json");
    data(noPage).put("authorization_url", "ftp://checkout.paystack.com/1");
    var others = recorded("initialized.json");
    data(others).put("reference", "T1");
    var nobodys = recorded("initialized.json");
    data(nobodys).remove("reference");

    for (var answer : new ObjectNode[] {noPage, others, nobodys}) {
      assertThat(replies.toInitialize(answered(200, answer))).isInstanceOf(Said.Doubtful.class);
    }
    assertThat(alarms()).isEqualTo(Map.of("mismatch", 1.0));
  }

  @ParameterizedTest
  @CsvSource({
    "reference, 'T1'",
    "amount, 249999",
    "currency, 'USD'",
  })
  void believesNoAnswerAboutAnotherOrder(String field, String value) {
    var answer = transaction("success");
    if (field.equals("amount")) {
      data(answer).put(field, Long.parseLong(value));
    } else {
      data(answer).put(field, value);
    }

    assertThat(replies.toVerify(answered(200, answer)))
        .isEqualTo(new Unknown("answer about another order"));
    assertThat(replies.toCharge(answered(200, answer))).isInstanceOf(Said.Doubtful.class);
    assertThat(alarms()).isEqualTo(Map.of("mismatch", 2.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"success", "failed", "reversed"})
  void endsNothingByAnAnswerWithoutAnAmount(String status) {
    for (var field : new String[] {"amount", "currency"}) {
      var answer = transaction(status);
      data(answer).remove(field);

      assertThat(replies.toVerify(answered(200, answer))).isInstanceOf(Unknown.class);
      assertThat(replies.toCharge(answered(200, answer))).isInstanceOf(Said.Doubtful.class);
    }
    assertThat(replies.toCharge(answered(200, underWay("pending"))))
        .isEqualTo(firm(new Pending(reference())));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, Insufficient Funds, INSUFFICIENT_FUNDS, insufficient_funds",
        "-, Expired Card, EXPIRED_METHOD, expired_card",
        "-, Denied by fraud system, SUSPECTED_FRAUD, denied_by_fraud_system",
        "-, Pickup card (lost card), SUSPECTED_FRAUD, pickup_card_lost_card",
        "-, Declined, DO_NOT_HONOR, declined",
        "-, Tell Ada that her card 4081 is bad, OTHER, -",
        "-, -, OTHER, -",
        "do_not_honor, Declined, DO_NOT_HONOR, do_not_honor",
        "invalid_account_number, x, INVALID_METHOD, invalid_account_number",
        "invented_code, Insufficient Funds, OTHER, invented_code",
        "no word, Insufficient Funds, OTHER, -",
      })
  void saysWhyItWasDeclined(String code, String text, Category category, String known) {
    var answer = transaction("failed");
    data(answer).put("gateway_response_code", code).put("gateway_response", text);

    assertThat(replies.toVerify(answered(200, answer)))
        .isEqualTo(new Declined(new DeclineReason(category, known), reference()));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // HTTP status, type, code, what it means for a request
        "200, validation_error, invalid_params, Doubtful Declined",
        "200, -, -, Doubtful Declined",
        "400, validation_error, duplicate_reference, Doubtful Declined",
        "400, processor_error, x, Doubtful Declined",
        "400, api_error, x, Firm Unknown",
        "400, invented_error, x, Firm Unknown",
        "404, -, -, Doubtful Declined",
        "422, validation_error, invalid_params, Doubtful Declined",
        "401, -, -, Firm Declined",
        "403, -, -, Firm Declined",
        "429, -, -, Firm NotSent",
        "408, validation_error, x, Firm Unknown",
        "409, validation_error, x, Firm Unknown",
        "302, validation_error, x, Firm Unknown",
        "500, validation_error, x, Firm Unknown",
        "502, -, -, Firm Unknown",
        "504, -, -, Firm Unknown",
      })
  void mapsEveryErrorOfARequest(int status, String type, String code, String meaning) {
    var said = replies.toCharge(answered(status, error(type, code)));

    assertThat(said.getClass().getSimpleName() + " " + outcome(said).getClass().getSimpleName())
        .isEqualTo(meaning);
    if (outcome(said) instanceof Declined declined) {
      assertThat(declined.reason()).isEqualTo(new DeclineReason(Category.REQUEST_REFUSED, code));
    }
    assertThat(replies.toInitialize(answered(status, error(type, code)))).isEqualTo(said);
  }

  @Test
  void tellsAPersonOfKeysThatAreRefusedAndOfErrorsNobodyKnows() {
    replies.toCharge(answered(401, error(null, null)));
    replies.toCharge(answered(400, error("invented_error", "x")));
    replies.toVerify(answered(401, error(null, null)));

    assertThat(alarms())
        .isEqualTo(Map.of("credentials_refused", 2.0, "unmapped", 1.0, "query_refused", 1.0));
  }

  @Test
  void takesNoAnswerOfSomebodyElseForPaystacks() {
    for (var body : new String[] {"<html>", "{}", "[]", "null", "", "{\"status\":1}", "12"}) {
      for (int status : new int[] {200, 400, 404}) {
        var answer = new Answered(status, body.getBytes());
        assertThat(outcome(replies.toCharge(answer))).as(body).isInstanceOf(Unknown.class);
        assertThat(replies.toVerify(answer)).as(body).isInstanceOf(Unknown.class);
      }
    }
  }

  @Test
  void findsNothingOnlyWherePaystackSaysSo() {
    var text = error(null, null).put("message", "Transaction reference not found.");
    var quoted = error(null, null).put("status", "false");

    assertThat(replies.toVerify(answered(404, error(null, null)))).isEqualTo(new Absent());
    assertThat(replies.toVerify(answered(404, quoted))).isEqualTo(new Absent());
    assertThat(replies.toVerify(answered(400, notFound()))).isEqualTo(new Absent());
    assertThat(replies.toVerify(answered(200, text))).isEqualTo(new Absent());
    assertThat(replies.toVerify(answered(400, error("validation_error", "x"))))
        .isInstanceOf(Unknown.class);
    assertThat(replies.toVerify(answered(500, notFound()))).isInstanceOf(Unknown.class);
    assertThat(replies.toVerify(answered(404, transaction("success")))).isInstanceOf(Unknown.class);
  }

  @Test
  void neverAnswersAQuestionWithNotSent() {
    var unsent = new Exchange.NotSent("no free connection");
    var silent = new Exchange.Unknown("no whole answer in time");

    assertThat(replies.toVerify(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies.toVerify(silent)).isInstanceOf(Unknown.class);
    assertThat(replies.toVerify(answered(429, error(null, null)))).isInstanceOf(Unknown.class);
    assertThat(replies.toClose(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies.toCharge(unsent)).isEqualTo(firm(new NotSent("no free connection")));
    assertThat(replies.toCharge(silent)).isEqualTo(firm(new Unknown("no whole answer in time")));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void closesWhatWasAbandonedAndNothingElse() {
    assertThat(replies.toClose(answered(200, transaction("abandoned"))))
        .isEqualTo(new Closed(true, reference()));
    assertThat(replies.toClose(answered(200, transaction("success"))))
        .isEqualTo(new Approved(reference()));
    assertThat(replies.toClose(answered(200, transaction("ongoing"))))
        .isEqualTo(new Pending(reference()));
    assertThat(replies.toClose(answered(200, transaction("send_otp"))))
        .isInstanceOf(NeedsAction.class);
    assertThat(replies.toClose(answered(200, underWay("abandoned"))))
        .isInstanceOf(NeedsAction.class);
    var others = transaction("abandoned");
    data(others).put("amount", 1);
    assertThat(replies.toClose(answered(200, others))).isInstanceOf(Unknown.class);
  }

  private NextStep step(ObjectNode answer) {
    return ((NeedsAction) outcome(replies.toCharge(answered(200, answer)))).step();
  }

  private static ObjectNode with(ObjectNode answer, String field, String value) {
    data(answer).put(field, value);
    return answer;
  }

  private static Said firm(ChannelOutcome outcome) {
    return new Said.Firm(outcome);
  }

  private static ChannelOutcome outcome(Said said) {
    return switch (said) {
      case Said.Firm(var outcome) -> outcome;
      case Said.Doubtful(var outcome) -> outcome;
    };
  }

  private static Answered answered(int status, ObjectNode body) {
    return new Answered(status, bytes(body));
  }

  private Map<String, Double> alarms() {
    var counted = new TreeMap<String, Double>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      counted.put(counter.getId().getTag("alarm"), counter.count());
    }
    return counted;
  }
}
