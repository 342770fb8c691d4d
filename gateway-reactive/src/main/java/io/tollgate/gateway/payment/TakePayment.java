package io.tollgate.gateway.payment;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OrderField;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.fault.InvalidRequest;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Opening.DifferentPayment;
import io.tollgate.domain.payment.Opening.Opened;
import io.tollgate.domain.payment.Opening.SamePayment;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentTimes;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.product.ProductRules;
import io.tollgate.domain.risk.RiskCheck;
import io.tollgate.domain.risk.RiskCounters;
import io.tollgate.domain.risk.RiskRules;
import io.tollgate.domain.risk.RiskVerdict;
import io.tollgate.domain.routing.Router;
import io.tollgate.domain.settings.Settings;
import io.tollgate.gateway.settings.LiveSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes a payment: the page to read first.
 *
 * <p>One picture of the settings is taken at the beginning and used to the end. Until {@link #open}
 * nothing is stored and everything may be refused. From there on the work is detached from the
 * request: a client that hangs up cancels nothing.
 */
@Component
final class TakePayment {

  private final LiveSettings settings;
  private final RiskCounters riskCounters;
  private final Payments payments;
  private final ChannelsInUse channels;
  private final SettlePayment settlePayment;
  private final DetachedWork detachedWork;
  private final PaymentTimes times;
  private final Clock clock;

  TakePayment(
      LiveSettings settings,
      RiskCounters riskCounters,
      Payments payments,
      ChannelsInUse channels,
      SettlePayment settlePayment,
      DetachedWork detachedWork,
      PaymentTimes times,
      Clock clock) {
    this.settings = settings;
    this.riskCounters = riskCounters;
    this.payments = payments;
    this.channels = channels;
    this.settlePayment = settlePayment;
    this.detachedWork = detachedWork;
    this.times = times;
    this.clock = clock;
  }

  /**
   * Takes the payment that the command asks for, once: the same reference again answers the first
   * payment as it stands.
   */
  Mono<TakenPayment> take(PayCommand command) {
    return Mono.just(Taking.of(command, settings.current()))
        .flatMap(this::screen)
        .map(this::route)
        .flatMap(this::openAndCharge)
        .onErrorResume(TakePayment::isRefusal, refusal -> unlessKnown(command, refusal));
  }

  /** Validation beside risk: the counters are asked, if there are any, while the order is seen. */
  private Mono<Taking> screen(Taking taking) {
    var check = riskCheck(taking);
    return check.isEmpty()
        ? Mono.fromCallable(() -> withinLimits(validated(taking)))
        : Mono.zip(
            Mono.fromCallable(() -> validated(taking)),
            Mono.fromCallable(() -> withinLimits(taking))
                .then(riskCounters.check(check))
                .map(TakePayment::passed),
            (valid, _) -> valid);
  }

  private static Taking validated(Taking taking) {
    var problems = ProductRules.problemsOf(taking.command().order());
    if (!problems.isEmpty()) {
      throw new InvalidRequest(problems);
    }
    return taking;
  }

  private static Taking withinLimits(Taking taking) {
    RiskRules.brokenBy(taking.command().order(), taking.settings().riskRules())
        .ifPresent(rule -> {
          throw refusedBy(rule.name());
        });
    return taking;
  }

  private static RiskCheck riskCheck(Taking taking) {
    var caller = taking.command().caller();
    return new RiskCheck(
        caller.merchant(),
        caller.keyId(),
        caller.nonce(),
        RiskRules.countersOf(taking.command().order(), taking.settings().riskRules()));
  }

  private static RiskVerdict passed(RiskVerdict verdict) {
    return switch (verdict) {
      case RiskVerdict.Within within -> within;
      case RiskVerdict.Exceeded(var rule) -> throw refusedBy(rule);
      case RiskVerdict.NonceReused _ -> throw KeyedRequests.usedNonce();
    };
  }

  private Taking route(Taking taking) {
    var order = taking.command().order();
    var accounts =
        Router.route(
            order,
            taking.settings().routes(),
            account -> channels.canTake(order, account, taking.settings()));
    if (accounts.isEmpty()) {
      throw unroutable(taking);
    }
    return taking.routedTo(accounts);
  }

  /** Says what the best route would need to be told, where that is all it lacks. */
  private GatewayFault unroutable(Taking taking) {
    var order = taking.command().order();
    var lacked =
        Router.route(
                order, taking.settings().routes(), account -> !lackedBy(taking, account).isEmpty())
            .stream()
            .findFirst()
            .map(account ->
                lackedBy(taking, account).stream()
                    .map(OrderField::path)
                    .collect(Collectors.joining(" and ", " without ", "")))
            .orElse("");
    return new GatewayFault(
        FaultCode.NO_ROUTE,
        "no channel takes "
            + order.amount()
            + " by "
            + order.method().type()
            + " for "
            + order.product().code()
            + lacked);
  }

  private Set<OrderField> lackedBy(Taking taking, AccountId account) {
    return channels.lackedBy(taking.command().order(), account, taking.settings());
  }

  private Mono<TakenPayment> openAndCharge(Taking taking) {
    return detachedWork
        .start(open(taking).map(opening -> begin(opening, taking)))
        .flatMap(begun -> begun.within(taking.command().patience()));
  }

  private Mono<Opening> open(Taking taking) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var payment =
        Payment.opened(
            taking.command().order(),
            taking.accounts().getFirst(),
            now,
            now.plus(times.payerWindow()));
    return payments.open(payment, taking.command().fingerprint(), times.watch().first());
  }

  /** Only the request that opened the payment charges it. */
  private Begun begin(Opening opening, Taking taking) {
    return switch (opening) {
      case Opened(var payment) ->
          new Begun(
              payment,
              false,
              detachedWork.start(
                  charge(new Charging(payment, taking.accounts(), taking.settings()))));
      case SamePayment(var payment) -> new Begun(payment, true, Mono.just(payment));
      case DifferentPayment _ ->
          throw new GatewayFault(
              FaultCode.REFERENCE_REUSED,
              "reference: '"
                  + taking.command().order().reference()
                  + "' was used with another body (expected: the same body, or a new reference)");
    };
  }

  private Mono<Payment> charge(Charging charging) {
    return callChannel(charging)
        .flatMap(outcome ->
            outcome instanceof NotSent && charging.hasAnotherAccount()
                ? rerouted(charging)
                : settlePayment.settle(
                    charging.payment(), charging.payment().liveAttempt().number(), outcome));
  }

  private Mono<ChannelOutcome> callChannel(Charging charging) {
    var attempt = charging.payment().liveAttempt();
    var request = new PayRequest(attempt.requestId(), charging.payment().order());
    return Mono.justOrEmpty(charging.settings().account(attempt.account()))
        .flatMap(account -> channel(attempt.account()).pay(request, account))
        .defaultIfEmpty(new NotSent("the account is not configured any more"));
  }

  private Mono<Payment> rerouted(Charging charging) {
    var next = charging.accounts().get(1);
    return settlePayment
        .reroute(charging.payment(), next)
        .flatMap(payment ->
            payment.liveAttempt().account().equals(next)
                ? charge(charging.to(payment))
                : Mono.just(payment));
  }

  private Channel channel(AccountId account) {
    return channels.of(account);
  }

  /** A retry of a known reference is answered, even where the same order would be refused now. */
  private Mono<TakenPayment> unlessKnown(PayCommand command, Throwable refusal) {
    return payments
        .replay(command.order().paymentId(), command.fingerprint())
        .onErrorMap(_ -> refusal)
        .flatMap(opening ->
            opening instanceof SamePayment(var payment)
                ? Mono.just(new TakenPayment(payment, true))
                : Mono.<TakenPayment>empty())
        .switchIfEmpty(Mono.error(refusal));
  }

  private static boolean isRefusal(Throwable error) {
    return error instanceof GatewayFault fault
        && (fault.code() == FaultCode.RISK_REFUSED || fault.code() == FaultCode.NO_ROUTE);
  }

  private static GatewayFault refusedBy(String rule) {
    return new GatewayFault(FaultCode.RISK_REFUSED, "refused by risk rule '" + rule + "'");
  }

  /** A command on its way, with what was found out so far. */
  private record Taking(PayCommand command, Settings settings, List<AccountId> accounts) {

    static Taking of(PayCommand command, Settings settings) {
      return new Taking(command, settings, List.of());
    }

    Taking routedTo(List<AccountId> routed) {
      return new Taking(command, settings, routed);
    }
  }

  /** A stored payment on its way to the channel; the first account is the one being tried. */
  private record Charging(Payment payment, List<AccountId> accounts, Settings settings) {

    boolean hasAnotherAccount() {
      return accounts.size() > 1;
    }

    Charging to(Payment rerouted) {
      return new Charging(rerouted, accounts.subList(1, accounts.size()), settings);
    }
  }

  /** A stored payment and the outcome that it will have. */
  private final class Begun {

    private final Payment opened;
    private final boolean replayed;
    private final Mono<Payment> outcome;

    Begun(Payment opened, boolean replayed, Mono<Payment> outcome) {
      this.opened = opened;
      this.replayed = replayed;
      this.outcome = outcome;
    }

    /** The payment as it stands when the channel has answered, or when the wait is over. */
    Mono<TakenPayment> within(Duration wait) {
      return outcome
          .map(Optional::of)
          .timeout(wait, asStored())
          .onErrorResume(_ -> asStored())
          .map(payment -> new TakenPayment(payment.orElse(opened), replayed));
    }

    private Mono<Optional<Payment>> asStored() {
      return payments
          .find(opened.id())
          .map(Optional::of)
          .onErrorReturn(Optional.empty())
          .defaultIfEmpty(Optional.empty());
    }
  }
}
