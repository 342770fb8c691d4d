package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.MERCHANT;
import static io.tollgate.channels.adyen.AdyenFixtures.OWN;
import static io.tollgate.channels.adyen.AdyenFixtures.PSP;
import static io.tollgate.channels.adyen.AdyenFixtures.account;
import static io.tollgate.channels.adyen.AdyenFixtures.acting;
import static io.tollgate.channels.adyen.AdyenFixtures.agreement;
import static io.tollgate.channels.adyen.AdyenFixtures.bytes;
import static io.tollgate.channels.adyen.AdyenFixtures.error;
import static io.tollgate.channels.adyen.AdyenFixtures.operation;
import static io.tollgate.channels.adyen.AdyenFixtures.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Captures, cancellations, refunds and agreements. */
class AdyenOperationRepliesTest {

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AdyenOperationReplies replies =
      new AdyenOperationReplies(
          operation("re_1", 300, true), account(), edges.alarms(account().id()));
  private final AdyenAgreementReplies agreements =
      new AdyenAgreementReplies(agreement(), account(), edges.alarms(account().id()));

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void saysThatWhatWasReceivedIsUnderWay() {
    assertThat(replies.to(answered(201, received("re_1", 300L)), true))
        .isEqualTo(new OperationOutcome.Pending(OWN));
    assertThat(replies.to(answered(201, received("re_1", null)), false))
        .isEqualTo(new OperationOutcome.Pending(OWN));
  }

  @Test
  void believesNoAnswerAboutAnotherOperation() {
    for (var other :
        List.of(
            received("re_1", 301L),
            received("re_1", null),
            received("re_2", 300L),
            received("re_1", 300L).put("paymentPspReference", "AAAAAAAAAAAAAAAA"),
            (ObjectNode) received("re_1", 300L).without("paymentPspReference"),
            received("re_1", 300L).put("merchantAccount", "Somebody"),
            received("re_1", 300L).put("status", "settled"),
            received("re_1", 300L).put("pspReference", "x"))) {
      assertThat(replies.to(answered(201, other), true))
          .as("%s", other)
          .isInstanceOf(OperationOutcome.Unknown.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, 702, Refused, Refused, Refused",
    "422, 137, Refused, Refused, Refused",
    "422, 803, Refused, Refused, Done",
    "422, 704, Unknown, Unknown, Unknown",
    "401, 000, Refused, Refused, Refused",
    "403, 901, Refused, Refused, Refused",
    "404, 000, Unknown, Unknown, Unknown",
    "429, 000, NotSent, NotSent, NotSent",
    "500, 000, Unknown, Unknown, Unknown",
  })
  void readsEveryError(int status, String code, String operation, String sign, String end) {
    var said = answered(status, error(status, code, "validation"));

    assertThat(name(replies.to(said, true))).isEqualTo(operation);
    assertThat(name(agreements.toSign(said))).isEqualTo(sign);
    assertThat(name(agreements.toEnd(said))).isEqualTo(end);
    assertThat(name(agreements.toStored(said))).isEqualTo("Unknown");
  }

  @Test
  void tellsTheChannelsCodeOfARefusal() {
    assertThat(replies.to(answered(422, error(422, "137", "validation")), true))
        .isEqualTo(
            new OperationOutcome.Refused(new DeclineReason(Category.REQUEST_REFUSED, "137"), null));
  }

  @Test
  void knowsWhatWasSent() {
    assertThat(name(replies.to(new Exchange.NotSent("x"), true))).isEqualTo("NotSent");
    assertThat(name(replies.to(new Exchange.Unknown("x"), true))).isEqualTo("Unknown");
    assertThat(name(agreements.toSign(new Exchange.NotSent("x")))).isEqualTo("NotSent");
    assertThat(name(agreements.toSign(new Exchange.Unknown("x")))).isEqualTo("Unknown");
    assertThat(name(agreements.toEnd(new Exchange.NotSent("x")))).isEqualTo("NotSent");
    assertThat(name(agreements.toStored(new Exchange.NotSent("x")))).isEqualTo("Unknown");
  }

  @Test
  void holdsTheTokenThatAnAnswerBrings() {
    var newer = signed("Authorised");
    newer.putObject("additionalData").put("tokenization.storedPaymentMethodId", "M5N7TQ4T");
    var older = signed("Authorised");
    older.putObject("additionalData").put("recurring.recurringDetailReference", "8415718");

    assertThat(agreements.toSign(answered(200, newer)))
        .isEqualTo(new AgreementOutcome.Active("tollgate.agr_1/M5N7TQ4T", PSP));
    assertThat(agreements.toSign(answered(200, older)))
        .isEqualTo(new AgreementOutcome.Active("tollgate.agr_1/8415718", PSP));
    assertThat(agreements.toSign(answered(200, signed("Authorised"))))
        .isEqualTo(new AgreementOutcome.Pending(PSP));
  }

  @ParameterizedTest
  @CsvSource({
    "Authorised, Pending",
    "RedirectShopper, NeedsAction",
    "Received, Pending",
    "Refused, Refused",
    "Error, Refused",
    "Cancelled, Refused",
    "Success, Unknown",
  })
  void readsWhatBecomesOfAnAgreement(String code, String outcome) {
    assertThat(name(agreements.toSign(answered(200, signed(code))))).isEqualTo(outcome);
  }

  @Test
  void sendsThePayerToThePageToAgree() {
    var action = Map.of("type", "redirect", "method", "GET", "url", "https://a.example/3ds");

    assertThat(agreements.toSign(answered(200, acting("RedirectShopper", action))))
        .isEqualTo(
            new AgreementOutcome.NeedsAction(
                new NextStep.Redirect(URI.create("https://a.example/3ds")), null));
  }

  @Test
  void believesNoAgreementThatIsAnothersOrMovesMoney() {
    var others = signed("Authorised").put("merchantReference", "tollgate.agr_2");
    var dear = signed("Authorised");
    dear.withObjectProperty("amount").put("value", 1);

    assertThat(name(agreements.toSign(answered(200, others)))).isEqualTo("Unknown");
    assertThat(name(agreements.toSign(answered(200, dear)))).isEqualTo("Unknown");
    assertThat(
            name(
                agreements.toSign(
                    answered(200, signed("Authorised").without("merchantReference")))))
        .isEqualTo("Unknown");
  }

  @Test
  void findsTheOneMethodThatIsStored() {
    assertThat(agreements.toStored(answered(200, stored("M5N7TQ4T"))))
        .isEqualTo(new AgreementOutcome.Active("tollgate.agr_1/M5N7TQ4T", null));
    assertThat(agreements.toStored(answered(200, stored())))
        .isEqualTo(new AgreementOutcome.Absent());
    assertThat(name(agreements.toStored(answered(200, stored("A", "B"))))).isEqualTo("Unknown");
    assertThat(
            name(
                agreements.toStored(
                    answered(200, stored("A").put("shopperReference", "tollgate.agr_2")))))
        .isEqualTo("Unknown");
    assertThat(
            name(agreements.toStored(answered(200, stored("A").put("merchantAccount", "Other")))))
        .isEqualTo("Unknown");
  }

  @Test
  void endsAnAgreementOnce() {
    assertThat(agreements.toEnd(new Answered(204, new byte[0])))
        .isEqualTo(new OperationOutcome.Done(null));
  }

  private static ObjectNode signed(String resultCode) {
    var answer =
        AdyenFixtures.JSON
            .createObjectNode()
            .put("pspReference", PSP)
            .put("resultCode", resultCode)
            .put("merchantReference", "tollgate.agr_1")
            .put("refusalReasonCode", "2");
    answer.putObject("amount").put("currency", "EUR").put("value", 0);
    return answer;
  }

  private static ObjectNode stored(String... ids) {
    var answer =
        AdyenFixtures.JSON
            .createObjectNode()
            .put("merchantAccount", MERCHANT)
            .put("shopperReference", "tollgate.agr_1");
    var list = answer.putArray("storedPaymentMethods");
    for (var id : ids) {
      list.addObject().put("id", id).put("type", "scheme");
    }
    return answer;
  }

  private static Answered answered(int status, JsonNode body) {
    return new Answered(status, bytes(body));
  }

  private static String name(Object outcome) {
    return outcome.getClass().getSimpleName();
  }
}
