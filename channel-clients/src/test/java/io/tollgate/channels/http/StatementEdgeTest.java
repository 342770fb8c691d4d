package io.tollgate.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** How statements end at the edge. */
class StatementEdgeTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final StatementRow ROW =
      new StatementRow(StatementRow.Kind.FEE, null, null, Money.of(-1, "EUR"), null, Instant.EPOCH);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final ChannelAccount account =
      new ChannelAccount(
          new AccountId("any", "eu"),
          URI.create("http://127.0.0.1:1"),
          Map.of(),
          Map.of(),
          ChannelLimits.DEFAULT);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void passesRowsAndTimesTheWhole() {
    edges
        .statement(account, DAY, _ -> Flux.just(ROW, ROW))
        .as(StepVerifier::create)
        .expectNext(ROW, ROW)
        .expectComplete()
        .verify(SOON);

    assertThat(timed("done")).isOne();
  }

  @Test
  void passesOnThatItIsUnavailable() {
    edges
        .statement(account, DAY, _ -> Flux.error(new StatementUnavailable("not yet", true)))
        .as(StepVerifier::create)
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, "not yet", true))
        .verify(SOON);

    assertThat(timed("unavailable")).isOne();
    assertThat(meters.find("tollgate.channel.alarms").counters()).isEmpty();
  }

  @Test
  void hidesADefectBehindAnAlarm() {
    Flux.concat(
            edges.statement(account, DAY, _ -> Flux.error(new IllegalStateException("secret"))),
            Flux.empty())
        .as(StepVerifier::create)
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, "failed inside us", false))
        .verify(SOON);
    edges
        .statement(
            account,
            DAY,
            _ -> {
              throw new IllegalStateException("secret");
            })
        .as(StepVerifier::create)
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, "failed inside us", false))
        .verify(SOON);

    assertThat(alarms("defect")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    // status, whether asking later may help, the alarm
    "400, false, query_refused",
    "401, false, credentials_refused",
    "403, false, credentials_refused",
    "404, false, query_refused",
    "302, false, query_refused",
    "408, true,",
    "429, true,",
    "500, true,",
    "503, true,",
  })
  void judgesAnswersByTheirStatus(int status, boolean later, String alarm) {
    var answer = new Answered(status, new byte[0]);
    StepVerifier.create(
            Flux.defer(
                () -> Flux.just(StatementAnswers.usable(answer, edges.alarms(account.id())))))
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, "HTTP " + status, later))
        .verify(SOON);

    assertThat(meters.find("tollgate.channel.alarms").counters()).hasSize(alarm == null ? 0 : 1);
    if (alarm != null) {
      assertThat(alarms(alarm)).isOne();
    }
  }

  @Test
  void comesLaterWhereTheQuestionDidNotGetThrough() {
    var alarms = edges.alarms(account.id());
    StepVerifier.create(
            Flux.defer(() -> Flux.just(StatementAnswers.usable(new Exchange.NotSent("a"), alarms))))
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, "a", true))
        .verify(SOON);
    StepVerifier.create(
            Flux.defer(() -> Flux.just(StatementAnswers.usable(new Exchange.Unknown("b"), alarms))))
        .expectErrorSatisfies(thrown -> assertUnavailable(thrown, "b", true))
        .verify(SOON);
    var answer = new Answered(200, new byte[] {1});
    assertThat(StatementAnswers.usable(answer, alarms)).isSameAs(answer);
  }

  private static void assertUnavailable(Throwable thrown, String why, boolean later) {
    assertThat(thrown)
        .hasMessage(why)
        .isInstanceOfSatisfying(
            StatementUnavailable.class,
            unavailable -> assertThat(unavailable.later()).isEqualTo(later));
  }

  private long timed(String outcome) {
    return meters
        .get("tollgate.channel.calls")
        .tags("operation", "statement", "outcome", outcome)
        .timer()
        .count();
  }

  private double alarms(String alarm) {
    return meters.get("tollgate.channel.alarms").tag("alarm", alarm).counter().count();
  }
}
