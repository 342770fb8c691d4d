package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.AgreementOutcome.NeedsAction;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Pending;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.product.NextStep;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Agreements (facts, section 2, "agreement"): a setup token that the payer approves at PayPal is
 * exchanged for a payment token, which later payments carry.
 *
 * <p>The reference of an agreement is {@code setup-tokens/<id>} until it is in force, and {@code
 * payment-tokens/<id>} from then on, as PayPal's addresses have them. PayPal writes no id of ours
 * into either, so an answer is taken for the agreement that it answers.
 */
final class PayPalAgreements {

  private static final Json<PayPalVaultToken> TOKEN = Json.of(PayPalVaultToken.class);
  private static final Json<PayPalVaultToken.Page> PAGE = Json.of(PayPalVaultToken.Page.class);

  private final PayPalCalls calls;
  private final ChannelAccount account;

  PayPalAgreements(PayPalCalls calls) {
    this.calls = calls;
    this.account = calls.account();
  }

  /** Only the payer's wallet can be signed for: cards would have to be given to us in full. */
  Mono<AgreementOutcome> sign(AgreementRequest request) {
    return PayPalRequests.WALLET.equals(request.method().type())
        ? requested(request, calls::send)
        : Mono.just(new Refused(new DeclineReason(Category.REQUEST_REFUSED, "NO_SUCH_METHOD")));
  }

  private Mono<AgreementOutcome> requested(
      AgreementRequest request, Function<Function<Secret, HttpCall>, Mono<Exchange>> sending) {
    return sending
        .apply(token -> PayPalVaultRequests.setup(request, account, token))
        .flatMap(exchange ->
            switch (exchange) {
              case Exchange.NotSent(var why) -> Mono.just(new NotSent(why));
              case Exchange.Unknown(var why) -> Mono.just(new Unknown(why));
              case Answered answer when answer.isSuccess() ->
                  read(answer, token -> setUp(token, request));
              case Answered answer -> Mono.just(refused(answer));
            });
  }

  /**
   * By the reference. Without one the request for the setup token is repeated under its key: PayPal
   * answers with the one that there is, or makes one that nobody has approved.
   */
  Mono<AgreementOutcome> state(AgreementRequest request) {
    var reference = request.channelReference();
    if (reference == null) {
      return requested(request, calls::ask).map(PayPalAgreements::asAnswer);
    }
    return reference.startsWith(PayPalVaultRequests.PAYMENT_TOKENS)
        ? asked(
            PayPalVaultRequests.PAYMENT_TOKENS,
            reference,
            new Ended(),
            token -> Mono.just(inForce(token)))
        : asked(
            PayPalVaultRequests.SETUP_TOKENS,
            reference,
            new Absent(),
            token -> setUp(token, request));
  }

  /** A payment token that PayPal does not know has ended already. */
  Mono<OperationOutcome> end(String paymentToken) {
    return calls
        .send(token -> PayPalVaultRequests.delete(paymentToken, account, token))
        .map(exchange ->
            switch (exchange) {
              case Exchange.NotSent(var why) -> new OperationOutcome.NotSent(why);
              case Exchange.Unknown(var why) -> new OperationOutcome.Unknown(why);
              case Answered answer when answer.isSuccess() || answer.status() == 404 ->
                  new OperationOutcome.Done(null);
              case Answered answer -> unended(answer);
            });
  }

  private Mono<AgreementOutcome> asked(
      String kind,
      String reference,
      AgreementOutcome unknownToPayPal,
      Function<PayPalVaultToken, Mono<AgreementOutcome>> outcome) {
    var id = reference.substring(reference.indexOf('/') + 1);
    return calls
        .ask(token -> PayPalVaultRequests.read(kind, id, account, token))
        .flatMap(exchange ->
            switch (exchange) {
              case Exchange.NotSent(var why) -> Mono.just(new Unknown("could not ask: " + why));
              case Exchange.Unknown(var why) -> Mono.just(new Unknown(why));
              case Answered answer when answer.isSuccess() -> read(answer, outcome);
              case Answered answer when answer.status() == 404 -> Mono.just(unknownToPayPal);
              case Answered answer -> Mono.just(unanswered(answer));
            });
  }

  private static Mono<AgreementOutcome> read(
      Answered answer, Function<PayPalVaultToken, Mono<AgreementOutcome>> outcome) {
    return TOKEN
        .read(answer.body())
        .filter(token -> PayPalRequests.isToken(token.id()))
        .map(outcome)
        .orElseGet(() -> Mono.just(new Unknown("unreadable answer")));
  }

  /** The words of PayPal's current SDK; the description of 2024 names none. */
  private Mono<AgreementOutcome> setUp(PayPalVaultToken setup, AgreementRequest request) {
    return switch (setup.status() == null ? "" : setup.status()) {
      case "CREATED", "PAYER_ACTION_REQUIRED" -> Mono.just(waiting(setup));
      case "APPROVED" -> exchanged(setup, request);
      case "VAULTED", "TOKENIZED" -> ofCustomer(setup);
      default -> {
        var status = "setup token status " + PayPalDeclines.word(setup.status());
        calls.alarms().raise(Alarm.UNMAPPED, status);
        yield Mono.just(new Unknown(status + " is not known"));
      }
    };
  }

  private static AgreementOutcome waiting(PayPalVaultToken setup) {
    return PayPalOrder.page(setup.links(), List.of("approve", "payer-action"))
        .<AgreementOutcome>map(
            page -> new NeedsAction(new NextStep.Redirect(page), setupReference(setup)))
        .orElseGet(() -> new Pending(setupReference(setup)));
  }

  /** The payer approved. Repeating the exchange under its key gives the same payment token. */
  private Mono<AgreementOutcome> exchanged(PayPalVaultToken setup, AgreementRequest request) {
    var id = String.valueOf(setup.id());
    return calls
        .send(token -> PayPalVaultRequests.exchange(id, request, account, token))
        .flatMap(exchange ->
            switch (exchange) {
              case Exchange.NotSent _, Exchange.Unknown _ ->
                  Mono.just(new Pending(setupReference(setup)));
              case Answered answer when answer.isSuccess() ->
                  read(answer, token -> Mono.just(inForce(token)));
              case Answered answer -> Mono.just(unexchanged(answer, setup));
            });
  }

  private AgreementOutcome unexchanged(Answered answer, PayPalVaultToken setup) {
    var problem = PayPalProblem.of(answer, calls.alarms());
    problem.alarm(calls.alarms());
    return switch (problem.meaning()) {
      case DECLINED, REFUSED, EXPIRED -> new Refused(problem.reason());
      case LATER, LOOK, RUNNING -> new Pending(setupReference(setup));
      case MISCONFIGURED, DUPLICATE, UNPROVED -> new Unknown(problem.text());
    };
  }

  /**
   * It was exchanged, and the answer was lost. PayPal makes a customer for each setup token that
   * comes without one, as ours do, so that customer's only payment token is the agreement's.
   */
  private Mono<AgreementOutcome> ofCustomer(PayPalVaultToken setup) {
    var customer = setup.customer() == null ? null : setup.customer().id();
    if (customer == null || !PayPalRequests.isToken(customer)) {
      return Mono.just(new Unknown("an exchanged setup token that names no customer"));
    }
    return calls
        .ask(token -> PayPalVaultRequests.ofCustomer(customer, account, token))
        .map(exchange ->
            exchange instanceof Answered answer && answer.isSuccess()
                ? only(answer)
                : new Unknown("the customer's payment tokens could not be read"));
  }

  private AgreementOutcome only(Answered answer) {
    var tokens = PAGE.read(answer.body()).map(PayPalVaultToken.Page::paymentTokens).orElse(null);
    var known =
        tokens == null
            ? List.<PayPalVaultToken>of()
            : tokens.stream()
                .filter(Objects::nonNull)
                .filter(token -> PayPalRequests.isToken(token.id()))
                .toList();
    if (known.size() == 1) {
      return inForce(known.getFirst());
    }
    return new Unknown("a customer with " + known.size() + " payment tokens");
  }

  private AgreementOutcome refused(Answered answer) {
    var problem = PayPalProblem.of(answer, calls.alarms());
    problem.alarm(calls.alarms());
    return switch (problem.meaning()) {
      case DECLINED, REFUSED, MISCONFIGURED, EXPIRED -> new Refused(problem.reason());
      case LATER -> new NotSent(problem.text());
      case LOOK, DUPLICATE, RUNNING, UNPROVED -> new Unknown(problem.text());
    };
  }

  private AgreementOutcome unanswered(Answered answer) {
    PayPalProblem.of(answer, calls.alarms()).alarm(calls.alarms());
    return new Unknown("HTTP " + answer.status());
  }

  private OperationOutcome unended(Answered answer) {
    var problem = PayPalProblem.of(answer, calls.alarms());
    problem.alarm(calls.alarms());
    return switch (problem.meaning()) {
      case DECLINED, REFUSED, MISCONFIGURED, EXPIRED ->
          new OperationOutcome.Refused(problem.reason(), null);
      case LATER -> new OperationOutcome.NotSent(problem.text());
      case LOOK, DUPLICATE, RUNNING, UNPROVED -> new OperationOutcome.Unknown(problem.text());
    };
  }

  private static AgreementOutcome inForce(PayPalVaultToken token) {
    var id = String.valueOf(token.id());
    return new Active(id, PayPalVaultRequests.PAYMENT_TOKENS + id);
  }

  private static @Nullable String setupReference(PayPalVaultToken setup) {
    return PayPalVaultRequests.SETUP_TOKENS + setup.id();
  }

  private static AgreementOutcome asAnswer(AgreementOutcome outcome) {
    return outcome instanceof NotSent(var why) ? new Unknown("could not ask: " + why) : outcome;
  }
}
