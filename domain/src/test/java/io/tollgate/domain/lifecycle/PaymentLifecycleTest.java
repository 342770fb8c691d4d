package io.tollgate.domain.lifecycle;

import static io.tollgate.domain.lifecycle.PaymentStatus.CREATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.lifecycle.Transition.AlreadyApplied;
import io.tollgate.domain.lifecycle.Transition.Applied;
import io.tollgate.domain.lifecycle.Transition.Conflict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentLifecycleTest {
  /**
   * What every event does in every status: the next status, {@code -} for old news, {@code !} for a
   * contradiction.
   */
  private static final String TABLE =
      """
      event           | created         | pending         | requires_action | unknown         | authorized | succeeded | failed | cancelled | expired
      paid            | succeeded       | succeeded       | succeeded       | succeeded       | succeeded  | -         | !      | !         | !
      authorized      | authorized      | authorized      | authorized      | authorized      | -          | -         | !      | !         | !
      declined        | failed          | failed          | failed          | failed          | !          | !         | -      | -         | -
      action_required | requires_action | requires_action | -               | requires_action | -          | -         | -      | -         | -
      in_progress     | pending         | -               | pending         | pending         | -          | -         | -      | -         | -
      unanswered      | pending         | -               | -               | -               | -          | -         | -      | -         | -
      rerouted        | created         | !               | !               | !               | !          | !         | !      | !         | !
      unreachable     | failed          | !               | !               | !               | !          | !         | -      | -         | -
      never_arrived   | failed          | failed          | failed          | failed          | !          | !         | -      | -         | -
      cancelled       | cancelled       | cancelled       | cancelled       | cancelled       | cancelled  | !         | -      | -         | -
      expired         | expired         | expired         | expired         | expired         | expired    | !         | -      | -         | -
      went_silent     | unknown         | unknown         | unknown         | -               | -          | -         | -      | -         | -
      """;

  @ParameterizedTest(name = "{1} in {0}: {2}")
  @MethodSource("cells")
  void doesWhatTheTableSays(PaymentStatus status, PaymentEvent event, String expected) {
    assertThat(PaymentLifecycle.on(status, event))
        .isEqualTo(
            switch (expected) {
              case "-" -> new AlreadyApplied<>();
              case "!" -> new Conflict<>();
              default -> new Applied<>(status(expected));
            });
  }

  @Test
  void tableNamesEveryPairOnce() {
    assertThat(cells().map(cell -> List.of(cell.get()[0], cell.get()[1])))
        .containsExactlyInAnyOrderElementsOf(
            pairs().map(pair -> List.<Object>of(pair.status, pair.event)).toList());
  }

  @Test
  void replayingAnAppliedEventChangesNothing() {
    assertThat(pairs().filter(pair -> pair.event != PaymentEvent.REROUTED))
        .allSatisfy(pair -> {
          if (PaymentLifecycle.on(pair.status, pair.event)
              instanceof Applied<PaymentStatus>(var next)) {
            assertThat(PaymentLifecycle.on(next, pair.event)).isEqualTo(new AlreadyApplied<>());
          }
        });
  }

  @Test
  void neverFallsInRank() {
    assertThat(pairs())
        .allSatisfy(pair -> {
          if (PaymentLifecycle.on(pair.status, pair.event)
              instanceof Applied<PaymentStatus>(var next)) {
            assertThat(next.rank()).isGreaterThanOrEqualTo(pair.status.rank());
          }
        });
  }

  @Test
  void nothingMovesAFinalStatus() {
    assertThat(pairs().filter(pair -> pair.status.isFinal()))
        .noneMatch(pair -> PaymentLifecycle.on(pair.status, pair.event) instanceof Applied);
  }

  @Test
  void onlyOneStatusStaysWhereItIsByAnAppliedEvent() {
    assertThat(pairs())
        .filteredOn(
            pair -> PaymentLifecycle.on(pair.status, pair.event).equals(new Applied<>(pair.status)))
        .containsExactly(new Pair(CREATED, PaymentEvent.REROUTED));
  }

  @Test
  void moneyMovesByTwoEventsOnly() {
    assertThat(PaymentEvent.values())
        .filteredOn(PaymentEvent::movesMoney)
        .containsExactly(PaymentEvent.PAID, PaymentEvent.AUTHORIZED);
  }

  private static Stream<Arguments> cells() {
    var rows =
        TABLE
            .lines()
            .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
            .toList();
    var statuses = rows.getFirst();
    return rows.stream()
        .skip(1)
        .flatMap(row ->
            Stream.iterate(1, column -> column < row.size(), column -> column + 1)
                .map(column ->
                    Arguments.of(
                        status(statuses.get(column)),
                        PaymentEvent.valueOf(row.getFirst().toUpperCase(Locale.ROOT)),
                        row.get(column))));
  }

  private static PaymentStatus status(String code) {
    return PaymentStatus.valueOf(code.toUpperCase(Locale.ROOT));
  }

  private static Stream<Pair> pairs() {
    return Arrays.stream(PaymentStatus.values())
        .flatMap(
            status -> Arrays.stream(PaymentEvent.values()).map(event -> new Pair(status, event)));
  }

  private record Pair(PaymentStatus status, PaymentEvent event) {}
}
