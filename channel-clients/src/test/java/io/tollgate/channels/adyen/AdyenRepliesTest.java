package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.LINK;
import static io.tollgate.channels.adyen.AdyenFixtures.PSP;
import static io.tollgate.channels.adyen.AdyenFixtures.account;
import static io.tollgate.channels.adyen.AdyenFixtures.acting;
import static io.tollgate.channels.adyen.AdyenFixtures.answer;
import static io.tollgate.channels.adyen.AdyenFixtures.attempt;
import static io.tollgate.channels.adyen.AdyenFixtures.bytes;
import static io.tollgate.channels.adyen.AdyenFixtures.error;
import static io.tollgate.channels.adyen.AdyenFixtures.held;
import static io.tollgate.channels.adyen.AdyenFixtures.hosted;
import static io.tollgate.channels.adyen.AdyenFixtures.link;
import static io.tollgate.channels.adyen.AdyenFixtures.order;
import static io.tollgate.channels.adyen.AdyenFixtures.received;
import static io.tollgate.channels.adyen.AdyenFixtures.reference;
import static io.tollgate.channels.adyen.AdyenFixtures.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
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
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AdyenRepliesTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @CsvSource({
    // result code, what it is where the money is taken at once
    "Authorised, Approved",
    "RedirectShopper, NeedsAction",
    "IdentifyShopper, NeedsAction",
    "ChallengeShopper, NeedsAction",
    "PresentToShopper, NeedsAction",
    "Pending, Pending",
    "Received, Pending",
    "AuthenticationNotRequired, Pending",
    "AuthenticationFinished, Pending",
    "PartiallyAuthorised, Pending",
    "Refused, Declined",
    "Error, Declined",
    "Cancelled, Closed",
    "Success, Unknown",
    "SomethingNew, Unknown",
  })
  void readsEveryResultCode(String code, String outcome) {
    assertThat(paying(200, answer(order(), code)).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(alarms().containsKey("unmapped"))
        .isEqualTo(outcome.equals("Unknown") || outcome.equals("NeedsAction"));
  }

  @Test
  void knowsEveryResultCodeOfTheDescriptionButOne() {
    AdyenDescription.assume();
    var unknown = new ArrayList<String>();
    for (var code : AdyenDescription.resultCodes()) {
      if (paying(200, answer(order(), code)) instanceof Unknown) {
        unknown.add(code);
      }
    }

    assertThat(unknown).containsExactly("Success");
  }

  @Test
  void saysWhoHoldsTheMoney() {
    assertThat(paying(200, answer(order(), "Authorised"))).isEqualTo(new Approved(PSP));
    assertThat(replies(held(), account()).toPay(answered(200, answer(held(), "Authorised"))))
        .isEqualTo(new Authorized(PSP));
    assertThat(paying(200, answer(order(), "Cancelled"))).isEqualTo(new Closed(false, PSP));
    assertThat(paying(200, answer(order(), "Received"))).isEqualTo(new Pending(PSP));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void waitsForTheWebhookWhereAnErrorIsNotFinal() {
    var account = account(Map.of(AdyenOptions.ERROR_IS_FINAL, "false"));

    assertThat(replies(order(), account).toPay(answered(200, answer(order(), "Error"))))
        .isEqualTo(new Pending(PSP));
  }

  @ParameterizedTest
  @CsvSource({
    "2, DO_NOT_HONOR",
    "3, DO_NOT_HONOR",
    "4, OTHER",
    "5, INVALID_METHOD",
    "6, EXPIRED_METHOD",
    "7, REQUEST_REFUSED",
    "8, INVALID_METHOD",
    "9, OTHER",
    "10, INVALID_METHOD",
    "11, AUTHENTICATION_FAILED",
    "12, INSUFFICIENT_FUNDS",
    "14, SUSPECTED_FRAUD",
    "15, OTHER",
    "16, OTHER",
    "17, AUTHENTICATION_FAILED",
    "18, LIMIT_EXCEEDED",
    "19, AUTHENTICATION_FAILED",
    "20, SUSPECTED_FRAUD",
    "21, REQUEST_REFUSED",
    "22, SUSPECTED_FRAUD",
    "23, DO_NOT_HONOR",
    "24, INVALID_METHOD",
    "25, SUSPECTED_FRAUD",
    "26, DO_NOT_HONOR",
    "27, DO_NOT_HONOR",
    "28, LIMIT_EXCEEDED",
    "29, LIMIT_EXCEEDED",
    "31, SUSPECTED_FRAUD",
    "32, INVALID_METHOD",
    "33, AUTHENTICATION_FAILED",
    "34, INVALID_METHOD",
    "35, INVALID_METHOD",
    "36, AUTHENTICATION_FAILED",
    "37, OTHER",
    "38, AUTHENTICATION_FAILED",
    "39, AUTHENTICATION_FAILED",
    "42, AUTHENTICATION_FAILED",
    "999, OTHER",
  })
  void sortsRefusalsIntoCategories(String code, Category category) {
    assertThat(paying(200, refused(code)))
        .isEqualTo(new Declined(new DeclineReason(category, code), PSP));
  }

  @Test
  void passesNoTextOnThatIsNotACode() {
    assertThat(paying(200, refused("card 4111 1111 1111 1111")))
        .isEqualTo(new Declined(new DeclineReason(Category.OTHER, null), PSP));
  }

  @ParameterizedTest
  @CsvSource({
    // status, code, type; what it means for a payment, for a repetition, of a known one
    "400, 702, validation, Declined, Absent, Unknown",
    "422, 101, validation, Declined, Absent, Unknown",
    "422, 704, validation, Unknown, Unknown, Unknown",
    "401, 000, security, Declined, Unknown, Unknown",
    "403, 901, security, Declined, Unknown, Unknown",
    "404, 000, validation, Unknown, Unknown, Unknown",
    "409, 000, validation, Unknown, Unknown, Unknown",
    "429, 000, validation, NotSent, Unknown, Unknown",
    "500, 905, configuration, Unknown, Unknown, Unknown",
    "502, 000, internal, Unknown, Unknown, Unknown",
    "503, 000, internal, Unknown, Unknown, Unknown",
    "302, 000, internal, Unknown, Unknown, Unknown",
  })
  void readsEveryError(
      int status, String code, String type, String paying, String asking, String known) {
    var said = answered(status, error(status, code, type));

    assertThat(name(replies().toPay(said))).isEqualTo(paying);
    assertThat(name(replies().toRepeat(said, false))).isEqualTo(asking);
    assertThat(name(replies().toRepeat(said, true))).isEqualTo(known);
    assertThat(name(replies().toDetails(said))).isEqualTo("Unknown");
    assertThat(name(replies().toCancel(said, PSP))).isEqualTo("Unknown");
    assertThat(name(replies().toLinkState(said))).isEqualTo("Unknown");
  }

  @Test
  void tellsPeopleWhatIsTheirs() {
    paying(401, error(401, "000", "security"));
    assertThat(alarms()).containsOnlyKeys("credentials_refused");

    replies().toRepeat(answered(403, error(403, "901", "security")), false);
    assertThat(alarms()).containsOnlyKeys("credentials_refused", "query_refused");

    replies().toRepeat(answered(422, error(422, "101", "validation")), true);
    replies().toLinkState(answered(404, error(404, "000", "validation")));
    assertThat(alarms()).containsEntry("reference_lost", 2.0);

    paying(404, error(404, "000", "validation"));
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  @Test
  void takesARequestForUnderWayThatMayBeSentAgain() {
    var headers = new DefaultHttpHeaders().set("transient-error", "true");
    var said = new Answered(422, headers, bytes(error(422, "999", "validation")));
    var other = account(Map.of(AdyenOptions.IN_PROGRESS_CODE, "999"));

    assertThat(replies().toPay(said)).isInstanceOf(Unknown.class);
    assertThat(replies(order(), other).toPay(answered(422, error(422, "999", "validation"))))
        .isInstanceOf(Unknown.class);
    assertThat(replies(order(), other).toPay(answered(422, error(422, "704", "validation"))))
        .isInstanceOf(Declined.class);
  }

  @Test
  void neverTakesAQuestionForNotSent() {
    var unsent = new Exchange.NotSent("breaker");

    assertThat(replies().toPay(unsent)).isEqualTo(new NotSent("breaker"));
    assertThat(replies().toRepeat(unsent, false)).isInstanceOf(Unknown.class);
    assertThat(replies().toRepeat(unsent, true)).isInstanceOf(Unknown.class);
    assertThat(replies().toDetails(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies().toCancel(unsent, null)).isInstanceOf(Unknown.class);
    assertThat(replies().toLinkState(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies().toExpire(unsent)).get().isInstanceOf(Unknown.class);
    assertThat(replies().toPay(new Exchange.Unknown("silence"))).isEqualTo(new Unknown("silence"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"merchantReference", "amount", "pspReference"})
  void believesNoAuthorisationThatLacksAPart(String field) {
    var said = answer(order(), "Authorised");
    said.remove(field);

    assertThat(paying(200, said)).isInstanceOf(Unknown.class);
  }

  @Test
  void believesNoAnswerAboutAnotherOrder() {
    var others = new ArrayList<ObjectNode>();
    for (var code : List.of("Authorised", "Refused", "Cancelled", "Received")) {
      others.add(answer(order(), code).put("merchantReference", "pay_x"));
      others.add(answer(order(), code).put("merchantReference", reference(order()) + "-m"));
      others.add(with(answer(order(), code), "value", "1298"));
      others.add(with(answer(order(), code), "currency", "\"USD\""));
      others.add(with(answer(order(), code), "value", "12.99"));
    }
    for (var other : others) {
      assertThat(paying(200, other)).as("%s", other).isInstanceOf(Unknown.class);
    }

    assertThat(alarms()).containsEntry("mismatch", (double) others.size());
  }

  @Test
  void takesAPartOfTheAmountForUnderWay() {
    assertThat(paying(200, with(answer(order(), "PartiallyAuthorised"), "value", "500")))
        .isEqualTo(new Pending(PSP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "<html>", "{\"resultCode\":7}"})
  void findsUnreadableAnswersUnknown(String body) {
    var said = new Answered(200, body.getBytes(UTF_8));

    assertThat(replies().toPay(said)).isInstanceOf(Unknown.class);
    assertThat(replies().toCancel(said, PSP)).isInstanceOf(Unknown.class);
    assertThat(replies(hosted(), account()).toPay(said)).isInstanceOf(Unknown.class);
  }

  @Test
  void sendsThePayerToThePage() {
    var said =
        acting(
            "RedirectShopper",
            Map.of("type", "redirect", "method", "GET", "url", "https://test.adyen.com/3ds?x=1"));

    assertThat(paying(200, said))
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(URI.create("https://test.adyen.com/3ds?x=1")),
                attempt(order()).toString()));
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // type, field, value, step
    "nativeRedirect, url, https://a.example/x, Redirect",
    "qrCode, qrCodeData, weixin://wxpay/x, ShowCode",
    "qrCode, url, https://a.example/x, Redirect",
    "voucher, url, https://a.example/x, Redirect",
    "voucher, downloadUrl, https://a.example/x, Redirect",
    "voucher, reference, 123 456, ShowCode",
    "bankTransfer, reference, 123 456, ShowCode",
    "await, url, https://a.example/x, Wait",
  })
  void tellsThePayerWhatToDo(String type, String field, String value, String step) {
    var said =
        answer(order(), "PresentToShopper")
            .set("action", acting("x", Map.of("type", type, field, value)).get("action"));

    var outcome = (NeedsAction) paying(200, said);

    assertThat(outcome.step().getClass().getSimpleName()).isEqualTo(step);
    assertThat(outcome.channelReference()).isEqualTo(PSP);
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "threeDS2, token, eyJ",
    "sdk, paymentData, x",
    "delegatedAuthentication, token, x",
    "something_new, url, https://a.example",
    "redirect, url, javascript:alert(1)",
    "redirect, url, 'no address'",
    "qrCode, qrCodeData, ' '",
    "voucher, other, x",
  })
  void staysOpenWithAnAlarmWhereTheActionCannotBeTold(String type, String field, String value) {
    var said = acting("ChallengeShopper", Map.of("type", type, field, value));

    assertThat(paying(200, said))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), attempt(order()).toString()));
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  @Test
  void opensNoPageThatWantsAFormPosted() {
    var said =
        acting(
            "RedirectShopper",
            Map.of("type", "redirect", "method", "POST", "url", "https://a.example"));

    assertThat(((NeedsAction) paying(200, said)).step()).isEqualTo(new NextStep.Wait());
  }

  @ParameterizedTest
  @CsvSource({
    // status, said to a question, said where the account takes a completed link for paid
    "active, NeedsAction, NeedsAction",
    "paymentPending, Pending, Pending",
    "completed, Pending, Approved",
    "paid, Pending, Approved",
    "expired, Closed, Closed",
    "archived, Unknown, Unknown",
  })
  void readsEveryStatusOfAPaymentLink(String status, String asking, String paid) {
    var account = account(Map.of(AdyenOptions.COMPLETED_LINK_IS_PAID, "true"));
    var said = answered(200, link(hosted(), status));

    assertThat(name(replies(hosted(), account()).toLinkState(said))).isEqualTo(asking);
    assertThat(name(replies(hosted(), account()).toPay(said))).isEqualTo(asking);
    assertThat(name(replies(hosted(), account).toLinkState(said))).isEqualTo(paid);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(asking.equals("Unknown"));
  }

  @Test
  void knowsEveryStatusOfAPaymentLinkInTheDescription() {
    AdyenDescription.assume();
    for (var status : AdyenDescription.linkStatuses()) {
      assertThat(replies(hosted(), account()).toLinkState(answered(200, link(hosted(), status))))
          .as(status)
          .isNotInstanceOf(Unknown.class);
    }
  }

  @Test
  void tellsAnExpiredLinkFromOneThatWeEnded() {
    var said = answered(200, link(hosted(), "expired"));

    assertThat(replies(hosted(), account()).toLinkState(said)).isEqualTo(new Closed(true, LINK));
    assertThat(replies(hosted(), account()).toExpire(said)).contains(new Closed(false, LINK));
    assertThat(replies(hosted(), account()).toExpire(answered(422, error(422, "29", "validation"))))
        .isEmpty();
  }

  @Test
  void believesNoPaymentLinkOfAnotherOrder() {
    for (var other :
        List.of(
            link(hosted(), "completed").put("reference", "pay_x"),
            link(hosted(), "completed").put("merchantAccount", "Somebody"),
            with(link(hosted(), "completed"), "value", "1298"),
            (ObjectNode) link(hosted(), "completed").without("amount"))) {
      assertThat(replies(hosted(), account()).toLinkState(answered(200, other)))
          .isInstanceOf(Unknown.class);
    }
    assertThat(alarms()).containsEntry("mismatch", 4.0);
  }

  @Test
  void saysThatACancellationIsUnderWay() {
    var known = received("x", null);
    var lost =
        known.deepCopy().put("paymentReference", reference(order())).without("paymentPspReference");

    assertThat(replies().toCancel(answered(201, known), PSP)).isEqualTo(new Pending(PSP));
    assertThat(replies().toCancel(answered(201, lost), null)).isEqualTo(new Pending(null));
    assertThat(replies().toCancel(answered(201, known), null)).isInstanceOf(Unknown.class);
    assertThat(replies().toCancel(answered(201, known), "AAAAAAAAAAAAAAAA"))
        .isInstanceOf(Unknown.class);
    assertThat(replies().toCancel(answered(201, known.put("status", "done")), PSP))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void believesAPayersResultOnlyWhereItNamesThePayment() {
    var authorised = answered(200, answer(order(), "Authorised"));
    var unnamed = answered(200, answer(order(), "Refused").without("merchantReference"));

    assertThat(replies().toDetails(authorised)).isEqualTo(new Approved(PSP));
    assertThat(replies().toDetails(answered(200, refused("11")))).isInstanceOf(Declined.class);
    assertThat(replies().toDetails(unnamed)).isInstanceOf(Unknown.class);
    assertThat(replies().toPay(unnamed)).isInstanceOf(Declined.class);
  }

  private ChannelOutcome paying(int status, JsonNode body) {
    return replies().toPay(answered(status, body));
  }

  private AdyenReplies replies() {
    return replies(order(), account());
  }

  private AdyenReplies replies(Order order, ChannelAccount account) {
    return new AdyenReplies(attempt(order), order, account, edges.alarms(account.id()));
  }

  private static Answered answered(int status, JsonNode body) {
    return new Answered(status, bytes(body));
  }

  private static ObjectNode with(ObjectNode answer, String field, String json) {
    answer.withObjectProperty("amount").set(field, AdyenFixtures.JSON.readTree(json));
    return answer;
  }

  private static String name(ChannelOutcome outcome) {
    return outcome.getClass().getSimpleName();
  }

  private Map<String, Double> alarms() {
    var counts = new TreeMap<String, Double>();
    meters
        .find("tollgate.channel.alarms")
        .counters()
        .forEach(counter -> counts.put(counter.getId().getTag("alarm"), counter.count()));
    return counts;
  }
}
