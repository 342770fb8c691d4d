package io.tollgate.persistence.hot;

import static io.tollgate.persistence.SomePayments.FINGERPRINT;
import static io.tollgate.persistence.SomePayments.opened;
import static io.tollgate.persistence.SomePayments.paid;
import static io.tollgate.persistence.SomePayments.pending;
import static io.tollgate.persistence.SomePayments.touched;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Saving;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every store of payments promises. */
public abstract class PaymentsContract {

  protected static final Duration BOUND = Duration.ofSeconds(20);
  protected static final Duration FIRST_CHECK = Duration.ofSeconds(3);

  protected abstract Payments payments();

  /** How long until the status is checked; empty where it is not watched. */
  protected abstract Optional<Duration> untilCheck(PaymentId id);

  protected final Payment open() {
    var payment = opened();
    assertThat(opening(payment)).isInstanceOf(Opening.Opened.class);
    return payment;
  }

  protected final Opening opening(Payment payment) {
    return payments().open(payment, FINGERPRINT, FIRST_CHECK).block(BOUND);
  }

  protected final Saving saving(Payment next) {
    return payments().save(next, Optional.of(Duration.ofSeconds(30))).block(BOUND);
  }

  @Test
  void opensANewPaymentAndWatchesIt() {
    var payment = opened();

    assertThat(opening(payment)).isEqualTo(new Opening.Opened(payment));

    assertThat(payments().find(payment.id()).block(BOUND)).isEqualTo(payment);
    assertThat(untilCheck(payment.id())).hasValueSatisfying(left -> isAbout(FIRST_CHECK, left));
  }

  @Test
  void answersARepeatedReferenceWithThePaymentAsItStands() {
    var payment = open();
    var current = paid(payment);
    assertThat(saving(current)).isEqualTo(new Saving.Saved(current));

    var again = opened(payment.order().reference().value());

    assertThat(opening(again)).isEqualTo(new Opening.SamePayment(current));
  }

  @Test
  void refusesAReferenceThatWasUsedWithAnotherBody() {
    var payment = open();
    var another = new Fingerprint("e".repeat(64));

    var opening = payments().open(payment, another, FIRST_CHECK).block(BOUND);

    assertThat(opening).isEqualTo(new Opening.DifferentPayment());
    assertThat(payments().find(payment.id()).block(BOUND)).isEqualTo(payment);
  }

  @Test
  void tellsHowARequestComparesWithWhatIsStored() {
    var payment = open();
    var current = paid(payment);
    saving(current);
    var another = new Fingerprint("e".repeat(64));

    assertThat(payments().replay(payment.id(), FINGERPRINT).block(BOUND))
        .isEqualTo(new Opening.SamePayment(current));
    assertThat(payments().replay(payment.id(), another).block(BOUND))
        .isEqualTo(new Opening.DifferentPayment());
    assertThat(payments().replay(opened().id(), FINGERPRINT).block(BOUND)).isNull();
  }

  @Test
  void opensOneOfAThousandAtOnceWithOneReference() {
    var payment = opened();

    var openings =
        Flux.range(0, 1_000)
            .flatMap(
                _ ->
                    payments()
                        .open(payment, FINGERPRINT, FIRST_CHECK)
                        .subscribeOn(Schedulers.parallel()),
                1_000)
            .collectList()
            .block(BOUND);

    assertThat(openings).hasSize(1_000);
    assertThat(openings).filteredOn(Opening.Opened.class::isInstance).hasSize(1);
    assertThat(openings).filteredOn(Opening.SamePayment.class::isInstance).hasSize(999);
  }

  @Test
  void givesARepeatedSubscriptionTheSameAnswer() {
    var opening = payments().open(opened(), FINGERPRINT, FIRST_CHECK);

    assertThat(opening.block(BOUND)).isInstanceOf(Opening.Opened.class);
    assertThat(opening.block(BOUND)).isInstanceOf(Opening.Opened.class);
  }

  @Test
  void savesTheNextVersionAndMovesTheWatch() {
    var next = pending(open());

    assertThat(saving(next)).isEqualTo(new Saving.Saved(next));

    assertThat(payments().find(next.id()).block(BOUND)).isEqualTo(next);
    assertThat(untilCheck(next.id()))
        .hasValueSatisfying(left -> isAbout(Duration.ofSeconds(30), left));
  }

  @Test
  void endsTheWatchWhereNoCheckIsDue() {
    var next = paid(open());

    payments().save(next, Optional.empty()).block(BOUND);

    assertThat(untilCheck(next.id())).isEmpty();
  }

  @Test
  void tellsWhatIsStoredWhereSomebodySavedFirst() {
    var payment = open();
    var first = pending(payment);
    var second = paid(payment);
    saving(first);

    assertThat(saving(second)).isEqualTo(new Saving.Stale(first));
    assertThat(payments().find(payment.id()).block(BOUND)).isEqualTo(first);
  }

  @Test
  void refusesToSkipAVersion() {
    var payment = open();

    assertThat(saving(touched(touched(payment)))).isEqualTo(new Saving.Stale(payment));
  }

  @Test
  void answersARepeatedSavingAsSaved() {
    var next = pending(open());

    assertThat(saving(next)).isEqualTo(new Saving.Saved(next));
    assertThat(saving(next)).isEqualTo(new Saving.Saved(next));
  }

  @Test
  void letsOneOfManySaveAVersion() {
    var payment = open();

    var saved =
        Flux.range(0, 100)
            .flatMap(
                _ ->
                    payments()
                        .save(touched(payment), Optional.empty())
                        .subscribeOn(Schedulers.parallel()),
                100)
            .filter(Saving.Saved.class::isInstance)
            .map(saving -> ((Saving.Saved) saving).payment())
            .distinct()
            .collectList()
            .block(BOUND);

    assertThat(saved).containsExactly(payments().find(payment.id()).block(BOUND));
  }

  @Test
  void findsNothingUnderAnUnknownId() {
    StepVerifier.create(payments().find(opened().id())).expectComplete().verify(BOUND);
    StepVerifier.create(payments().follow(opened().id())).expectComplete().verify(BOUND);
  }

  @Test
  void movesTheCheckOfAWatchedPaymentOnly() {
    var payment = open();
    var unknown = opened();

    payments().checkIn(payment.id(), Duration.ofSeconds(70)).block(BOUND);
    payments().checkIn(unknown.id(), Duration.ofSeconds(70)).block(BOUND);

    assertThat(untilCheck(payment.id()))
        .hasValueSatisfying(left -> isAbout(Duration.ofSeconds(70), left));
    assertThat(untilCheck(unknown.id())).isEmpty();
  }

  @Test
  void followsAFinalPaymentToItsEndAtOnce() {
    var payment = paid(open());
    saving(payment);

    StepVerifier.create(payments().follow(payment.id()))
        .expectNext(payment)
        .expectComplete()
        .verify(BOUND);
  }

  @Test
  void followsAPaymentForwardToItsEnd() {
    var payment = open();
    var second = pending(payment);
    var third = paid(second);

    StepVerifier.create(payments().follow(payment.id()))
        .expectNext(payment)
        .then(() -> saving(second))
        .expectNext(second)
        .then(() -> saving(third))
        .expectNext(third)
        .expectComplete()
        .verify(BOUND);
  }

  @Test
  void missesNoEndHoweverTheFollowingBegins() {
    var followed =
        Flux.range(0, 100)
            .flatMap(
                number -> {
                  var payment = open();
                  var last = paid(payment);
                  var following = payments().follow(payment.id()).collectList();
                  var saving = payments().save(last, Optional.empty());
                  return number % 2 == 0
                      ? following.zipWith(saving, (versions, _) -> versions)
                      : saving.zipWith(following, (_, versions) -> versions);
                },
                100)
            .collectList()
            .block(BOUND);

    assertThat(followed).hasSize(100);
    assertThat(followed)
        .allSatisfy(versions -> {
          assertThat(versions.getLast().status().isFinal()).isTrue();
          assertThat(versions).extracting(Payment::version).isSorted().doesNotHaveDuplicates();
        });
  }

  @Test
  void tellsASlowFollowerTheEndWithoutKeepingAllBetween() {
    var payment = open();

    StepVerifier.create(payments().follow(payment.id()), 1)
        .expectNext(payment)
        .then(() -> saving(paid(savedTwentyTimes(payment))))
        .thenRequest(Long.MAX_VALUE)
        .thenConsumeWhile(version -> !version.status().isFinal())
        .expectNextMatches(version -> version.version() == 22)
        .expectComplete()
        .verify(BOUND);
  }

  private Payment savedTwentyTimes(Payment payment) {
    var current = payment;
    for (int i = 0; i < 20; i++) {
      current = savedAfter(touched(current));
    }
    return current;
  }

  private Payment savedAfter(Payment next) {
    assertThat(saving(next)).isInstanceOf(Saving.Saved.class);
    return next;
  }

  private static void isAbout(Duration expected, Duration actual) {
    assertThat(actual).isBetween(expected.minusSeconds(3), expected);
  }
}
