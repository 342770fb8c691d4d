package io.tollgate.channels.razorpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.razorpay.RazorpaySimulator;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RazorpaySimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final RazorpaySimulator simulator =
      RazorpaySimulator.start(
          "rzp_test_1", RazorpayFixtures.KEY_SECRET, RazorpayFixtures.WEBHOOK_SECRET, null);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final RazorpayChannel channel = new RazorpayChannel(edges, Clock.systemUTC());
  private final ChannelAccount account = RazorpayFixtures.account(simulator.baseUrl(), Map.of());

  @AfterEach
  void close() {
    edges.close();
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "HDFC, Pending, Approved, 1",
    "SIM_PENDING, Pending, Pending, 0",
    "SIM_DECLINE, Declined, Declined, 0",
    "SIM_BANK_FAILS, Declined, Declined, 0",
    "SIM_CHARGE_THEN_TIMEOUT, Unknown, Approved, 1",
    "SIM_CHARGE_THEN_DROP, Unknown, Approved, 1",
  })
  void saysWhatTheBookSays(String bank, String paid, String asked, int charges) {
    var order = order(bank);

    assertThat(name(pay(order))).isEqualTo(paid);
    assertThat(name(ask(order))).isEqualTo(asked);
    assertThat(simulator.book().chargesFor(RazorpayFixtures.attempt().toString()))
        .hasSize(charges);
  }

  @Test
  void chargesOnceHoweverOftenItIsAsked() {
    var order = order("HDFC");
    assertThat(ask(order)).isEqualTo(new Absent());

    assertThat(pay(order)).isInstanceOf(Pending.class);
    assertThat(pay(order)).isInstanceOf(Approved.class);

    assertThat(simulator.book().chargesFor(RazorpayFixtures.attempt().toString())).hasSize(1);
  }

  private ChannelOutcome pay(Order order) {
    return channel.pay(RazorpayFixtures.request(order), account).block(SOON);
  }

  private ChannelOutcome ask(Order order) {
    return channel.query(RazorpayFixtures.query(order, null), account).block(SOON);
  }

  private static String name(ChannelOutcome outcome) {
    return switch (outcome) {
      case Approved _ -> "Approved";
      case Pending _ -> "Pending";
      case Declined _ -> "Declined";
      case Unknown _ -> "Unknown";
      default -> outcome.toString();
    };
  }

  private static Order order(String bank) {
    return RazorpayFixtures.order(
        Product.ONLINE_BANKING, new Method("netbanking", bank), CaptureMode.AUTOMATIC);
  }
}
