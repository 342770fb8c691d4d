package io.tollgate.domain.payment;

import static io.tollgate.domain.PaymentFixtures.NOON;
import static io.tollgate.domain.PaymentFixtures.SECOND_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.PaymentFixtures;
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
import io.tollgate.domain.lifecycle.PaymentEvent;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.payment.PaymentChange.Changed;
import io.tollgate.domain.payment.PaymentChange.Contradicted;
import io.tollgate.domain.payment.PaymentChange.Unchanged;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentChangeTest {
  private static final Instant LATER = NOON.plusSeconds(5);
  private static final NextStep REDIRECT =
      new NextStep.Redirect(URI.create("https://bank.example"));
  private static final DeclineReason NO_FUNDS =
      new DeclineReason(DeclineReason.Category.INSUFFICIENT_FUNDS, "51");

  private static final Map<String, ChannelOutcome> OUTCOMES = outcomes();

  /**
   * What every outcome of the live attempt makes of a payment that knows no channel reference yet:
   * the next status ({@code +} keeps the status and learns the reference), {@code -} for unchanged,
   * {@code !} for contradicted.
   */
  private static final String TABLE =
      """
      outcome      | created         | pending         | requires_action | unknown         | authorized | succeeded | failed | cancelled | expired
      approved     | succeeded       | succeeded       | succeeded       | succeeded       | succeeded  | -         | !      | !         | !
      authorized   | authorized      | authorized      | authorized      | authorized      | +          | -         | !      | !         | !
      declined     | failed          | failed          | failed          | failed          | !          | !         | -      | -         | -
      needs_action | requires_action | requires_action | +               | requires_action | +          | -         | -      | -         | -
      pending      | pending         | +               | pending         | pending         | +          | -         | -      | -         | -
      cancelled    | cancelled       | cancelled       | cancelled       | cancelled       | cancelled  | !         | -      | -         | -
      expired      | expired         | expired         | expired         | expired         | expired    | !         | -      | -         | -
      absent       | -               | -               | -               | -               | -          | -         | -      | -         | -
      not_sent     | failed          | !               | !               | !               | !          | !         | -      | -         | -
      unknown      | pending         | -               | -               | -               | -          | -         | -      | -         | -
      """;

  @ParameterizedTest(name = "{1} in {0}: {2}")
  @MethodSource("cells")
  void makesOfEveryOutcomeWhatTheTableSays(PaymentStatus status, String outcome, String expected) {
    var payment = PaymentFixtures.in(status);

    var change = PaymentChange.of(payment, 1, OUTCOMES.get(outcome), LATER);

    switch (expected) {
      case "-" -> assertThat(change).isEqualTo(new Unchanged());
      case "!" -> {
        var contradicted = (Contradicted) change;
        assertThat(contradicted.next().status()).isEqualTo(status);
        assertThat(contradicted.next().version()).isEqualTo(payment.version() + 1);
        assertThat(contradicted.next().conflicts()).containsExactly(contradicted.conflict());
      }
      case "+" -> {
        var next = ((Changed) change).next();
        assertThat(next.status()).isEqualTo(status);
        assertThat(next.nextStep()).isEqualTo(payment.nextStep());
        assertThat(next.liveAttempt().channelReference()).isEqualTo("ch_1");
      }
      default -> {
        var next = ((Changed) change).next();
        assertThat(next.status().code()).isEqualTo(expected);
        assertThat(next.version()).isEqualTo(payment.version() + 1);
        assertThat(next.updatedAt()).isEqualTo(LATER);
        assertThat(next.createdAt()).isEqualTo(NOON);
      }
    }
  }

  @Test
  void tableNamesEveryPairOnce() {
    assertThat(cells()).hasSize(OUTCOMES.size() * PaymentStatus.values().length);
    assertThat(cells().map(cell -> List.of(cell.get()[0], cell.get()[1]))).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(PaymentStatus.class)
  void repeatingAnOutcomeChangesNothingMore(PaymentStatus status) {
    OUTCOMES.forEach((name, outcome) -> {
      var once =
          after(
              PaymentFixtures.in(status),
              PaymentChange.of(PaymentFixtures.in(status), 1, outcome, LATER));
      assertThat(PaymentChange.of(once, 1, outcome, LATER.plusSeconds(1)))
          .as(name)
          .isEqualTo(new Unchanged());
    });
  }

  @Test
  void showsThePayerWhatToDo() {
    var waiting =
        changed(PaymentChange.of(PaymentFixtures.opened(), 1, OUTCOMES.get("needs_action"), LATER));

    assertThat(waiting.nextStep()).isEqualTo(REDIRECT);
    assertThat(changed(PaymentChange.of(waiting, 1, new Approved("ch_1"), LATER)).nextStep())
        .isEqualTo(new NextStep.Done());
  }

  @Test
  void silenceLeavesThePayersStepAndStatus() {
    var waiting =
        changed(PaymentChange.of(PaymentFixtures.opened(), 1, OUTCOMES.get("needs_action"), LATER));

    assertThat(PaymentChange.of(waiting, 1, new Unknown("timeout"), LATER))
        .isEqualTo(new Unchanged());
  }

  @Test
  void tellsWhyItFailed() {
    assertThat(
            changed(PaymentChange.of(PaymentFixtures.opened(), 1, OUTCOMES.get("declined"), LATER))
                .failure())
        .isEqualTo(NO_FUNDS);
    assertThat(
            changed(PaymentChange.of(PaymentFixtures.opened(), 1, OUTCOMES.get("not_sent"), LATER))
                .failure())
        .isEqualTo(new DeclineReason(DeclineReason.Category.CHANNEL_UNREACHABLE, null));
    assertThat(changed(PaymentChange.neverArrived(PaymentFixtures.opened(), 1, LATER)).failure())
        .isEqualTo(new DeclineReason(DeclineReason.Category.NEVER_ARRIVED, null));
  }

  @Test
  void keepsAReferenceOnceLearned() {
    var pending =
        changed(PaymentChange.of(PaymentFixtures.opened(), 1, new Pending("ch_1"), LATER));

    var declined = changed(PaymentChange.of(pending, 1, new Declined(NO_FUNDS, null), LATER));

    assertThat(declined.liveAttempt().channelReference()).isEqualTo("ch_1");
  }

  @Test
  void contradictionKeepsTheReferenceThatARefundNeeds() {
    var expired = PaymentFixtures.in(PaymentStatus.EXPIRED);

    var contradicted = (Contradicted) PaymentChange.of(expired, 1, new Approved("ch_9"), LATER);

    assertThat(contradicted.conflict()).isEqualTo(new ConflictRecord(1, PaymentEvent.PAID, LATER));
    assertThat(contradicted.next().liveAttempt().channelReference()).isEqualTo("ch_9");
  }

  @Test
  void recordsEachContradictionOnce() {
    var expired = PaymentFixtures.in(PaymentStatus.EXPIRED);
    var paid = after(expired, PaymentChange.of(expired, 1, new Approved("ch_9"), LATER));

    assertThat(PaymentChange.of(paid, 1, new Approved("ch_9"), LATER)).isEqualTo(new Unchanged());
    assertThat(after(paid, PaymentChange.of(paid, 1, new Authorized("ch_9"), LATER)).conflicts())
        .extracting(ConflictRecord::event)
        .containsExactly(PaymentEvent.PAID, PaymentEvent.AUTHORIZED);
  }

  @Test
  void reroutesANewPaymentUnderANewRequestId() {
    var opened = PaymentFixtures.opened();

    var next = changed(PaymentChange.rerouted(opened, SECOND_ACCOUNT, LATER));

    assertThat(next.status()).isEqualTo(PaymentStatus.CREATED);
    assertThat(next.version()).isEqualTo(2);
    assertThat(next.attempts()).hasSize(2).startsWith(opened.liveAttempt());
    assertThat(next.liveAttempt().account()).isEqualTo(SECOND_ACCOUNT);
    assertThat(next.liveAttempt().requestId()).hasToString(opened.id() + "-2");
    assertThat(next.liveAttempt().startedAt()).isEqualTo(LATER);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATED")
  void reroutesNothingThatTheChannelMayHave(PaymentStatus status) {
    var payment = PaymentFixtures.in(status);

    var contradicted = (Contradicted) PaymentChange.rerouted(payment, SECOND_ACCOUNT, LATER);

    assertThat(contradicted.next().attempts()).isEqualTo(payment.attempts());
    assertThat(contradicted.next().status()).isEqualTo(status);
  }

  @Test
  void moneyOnAnAttemptThatWasGivenUpIsAContradictionWhateverTheLiveOneDid() {
    var rerouted = changed(PaymentChange.rerouted(PaymentFixtures.opened(), SECOND_ACCOUNT, LATER));
    var paid = changed(PaymentChange.of(rerouted, 2, new Approved("ch_2"), LATER));

    for (var payment : List.of(rerouted, paid)) {
      var contradicted = (Contradicted) PaymentChange.of(payment, 1, new Approved("ch_1"), LATER);

      assertThat(contradicted.next().status()).isEqualTo(payment.status());
      assertThat(contradicted.conflict())
          .isEqualTo(new ConflictRecord(1, PaymentEvent.PAID, LATER));
      assertThat(contradicted.next().attempts().getFirst().channelReference()).isEqualTo("ch_1");
    }
  }

  @Test
  void noOtherOutcomeOfAGivenUpAttemptEndsThePayment() {
    var rerouted = changed(PaymentChange.rerouted(PaymentFixtures.opened(), SECOND_ACCOUNT, LATER));

    for (var outcome :
        List.of(new NotSent("refused"), new Declined(NO_FUNDS, null), new Closed(true, null))) {
      assertThat(PaymentChange.of(rerouted, 1, outcome, LATER)).isEqualTo(new Unchanged());
    }
    assertThat(PaymentChange.neverArrived(rerouted, 1, LATER)).isEqualTo(new Unchanged());
    assertThat(PaymentChange.wentSilent(rerouted, 1, LATER)).isEqualTo(new Unchanged());
  }

  @Test
  void silenceBeyondEveryDeadlineKeepsWhatThePayerSees() {
    var waiting =
        changed(PaymentChange.of(PaymentFixtures.opened(), 1, OUTCOMES.get("needs_action"), LATER));

    var silent = changed(PaymentChange.wentSilent(waiting, 1, LATER));

    assertThat(silent.status()).isEqualTo(PaymentStatus.UNKNOWN);
    assertThat(silent.nextStep()).isEqualTo(REDIRECT);
  }

  private static Payment changed(PaymentChange change) {
    return ((Changed) change).next();
  }

  private static Payment after(Payment payment, PaymentChange change) {
    return switch (change) {
      case Changed(var next) -> next;
      case Contradicted(var next, _) -> next;
      case Unchanged _ -> payment;
    };
  }

  private static Map<String, ChannelOutcome> outcomes() {
    var outcomes = new LinkedHashMap<String, ChannelOutcome>();
    outcomes.put("approved", new Approved("ch_1"));
    outcomes.put("authorized", new Authorized("ch_1"));
    outcomes.put("declined", new Declined(NO_FUNDS, "ch_1"));
    outcomes.put("needs_action", new NeedsAction(REDIRECT, "ch_1"));
    outcomes.put("pending", new Pending("ch_1"));
    outcomes.put("cancelled", new Closed(false, "ch_1"));
    outcomes.put("expired", new Closed(true, "ch_1"));
    outcomes.put("absent", new Absent());
    outcomes.put("not_sent", new NotSent("connection refused"));
    outcomes.put("unknown", new Unknown("no answer"));
    return outcomes;
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
                        PaymentStatus.valueOf(statuses.get(column).toUpperCase(Locale.ROOT)),
                        row.getFirst(),
                        row.get(column))));
  }
}
