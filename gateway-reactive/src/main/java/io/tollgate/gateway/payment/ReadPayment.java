package io.tollgate.gateway.payment;

import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.gateway.settings.LiveSettings;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads a merchant's own payments; another merchant's are not there. */
@Component
final class ReadPayment {

  private final Payments payments;
  private final ChannelsInUse channels;
  private final SettlePayment settlePayment;
  private final LiveSettings settings;

  ReadPayment(
      Payments payments,
      ChannelsInUse channels,
      SettlePayment settlePayment,
      LiveSettings settings) {
    this.payments = payments;
    this.channels = channels;
    this.settlePayment = settlePayment;
    this.settings = settings;
  }

  Mono<Payment> read(MerchantId merchant, PaymentId id) {
    return payments
        .find(id)
        .filter(payment -> payment.order().merchant().equals(merchant))
        .switchIfEmpty(Mono.error(ReadPayment::notFound));
  }

  /** Asks the channel first, where the payment is not final yet. */
  Mono<Payment> refresh(MerchantId merchant, PaymentId id) {
    return read(merchant, id)
        .flatMap(payment -> payment.status().isFinal() ? Mono.just(payment) : asked(payment));
  }

  /** The payment as it stands and every later version, ending with the final one. */
  Flux<Payment> follow(MerchantId merchant, PaymentId id) {
    return read(merchant, id).flatMapMany(_ -> payments.follow(id));
  }

  private Mono<Payment> asked(Payment payment) {
    var attempt = payment.liveAttempt();
    var query =
        new AttemptQuery(
            attempt.requestId(), attempt.channelReference(), payment.order(), attempt.startedAt());
    return Mono.justOrEmpty(settings.current().account(attempt.account()))
        .flatMap(account -> channels.of(attempt.account()).query(query, account))
        .filter(ReadPayment::isAnAnswer)
        .flatMap(outcome -> settlePayment.settle(payment, attempt.number(), outcome))
        .defaultIfEmpty(payment);
  }

  /** A query that was not answered says nothing about the payment. */
  private static boolean isAnAnswer(ChannelOutcome outcome) {
    return !(outcome instanceof ChannelOutcome.NotSent
        || outcome instanceof ChannelOutcome.Unknown);
  }

  static GatewayFault notFound() {
    return new GatewayFault(FaultCode.NOT_FOUND, "no such payment");
  }
}
