package io.tollgate.persistence.hot;

import static io.tollgate.persistence.SomePayments.FINGERPRINT;
import static io.tollgate.persistence.SomePayments.opened;
import static io.tollgate.persistence.SomePayments.paid;
import static io.tollgate.persistence.SomePayments.pending;
import static io.tollgate.persistence.SomePayments.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.InMemoryArchive;
import io.tollgate.persistence.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that comes back as it was some moments ago, as after the crash of a machine. */
class LostWritesTest {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final String FILE = "appendonly.aof";

  @TempDir private Path data;
  private final InMemoryArchive archive = new InMemoryArchive();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TestRedis redis;
  private RedisPayments payments;

  @BeforeEach
  void start() {
    redis = TestRedis.single(data);
    payments =
        new RedisPayments(
            redis.connection(),
            new Fence(
                redis.connection(),
                archive,
                WatchSchedule.DEFAULT,
                ReseedSettings.standard(),
                meters),
            archive,
            SecondCopy.NOT_AWAITED,
            1_000_000);
  }

  @AfterEach
  void stop() {
    payments.close();
    redis.close();
  }

  @Test
  void showsNobodyThePastAndGivesBackWhatTheTableHas() throws IOException {
    var older = open();
    var untouched = open();
    var told = save(paid(open()));
    remember();
    var newer = save(pending(older));
    var lost = save(paid(open()));
    comeBackAsRemembered();

    assertThat(payments.find(older.id()).block(BOUND)).isEqualTo(newer);
    assertThat(payments.find(lost.id()).block(BOUND)).isEqualTo(lost);
    assertThat(payments.find(untouched.id()).block(BOUND)).isEqualTo(untouched);
    assertThat(open(lost.order().reference().value())).isEqualTo(new Opening.SamePayment(lost));
    var shard = Shard.of(newer.id());
    assertThat(redis.commands().zscore(shard.due(), "watch:" + newer.id())).isNotNull();
    assertThat(meters.counter("tollgate.hot.restored").count()).isEqualTo(2);

    // Its notice may have been put off until later, by a task that was lost.
    assertThat(payments.find(told.id()).block(BOUND)).isEqualTo(told);
    assertThat(redis.commands().xrange(Shard.of(told.id()).log(), Range.unbounded()))
        .extracting(entry -> entry.getBody().get("id") + " " + entry.getBody().get("v"))
        .containsSubsequence(told.id() + " 1", told.id() + " 2", told.id() + " 2");
  }

  @Test
  void staysShutWhileTheTableCannotBeAsked() throws IOException {
    var first = open();
    remember();
    var second = save(pending(first));
    archive.hangs = true;
    comeBackAsRemembered();

    assertUnavailable(() -> payments.find(first.id()).block(BOUND));
    assertUnavailable(() -> payments.save(second, Optional.empty()).block(BOUND));
    assertUnavailable(() -> open());

    archive.hangs = false;
    assertThat(payments.find(first.id()).block(BOUND)).isEqualTo(second);
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayFault.class,
            fault -> assertThat(fault.code()).isEqualTo(FaultCode.STORE_UNAVAILABLE));
  }

  private Payment open() {
    var payment = opened();
    open(payment);
    return payment;
  }

  private Opening open(String reference) {
    return open(opened(reference));
  }

  private Opening open(Payment payment) {
    var opening = payments.open(payment, FINGERPRINT, Duration.ofSeconds(3)).block(BOUND);
    archive.write(List.of(stored(payment))).block(BOUND);
    return opening;
  }

  /** Saves it, and has it written behind at once. */
  private Payment save(Payment next) {
    payments.save(next, Optional.of(Duration.ofSeconds(9))).block(BOUND);
    archive.write(List.of(stored(next))).block(BOUND);
    return next;
  }

  /** Redis puts a write to its file off while the file is being synced. */
  private void remember() throws IOException {
    await().atMost(BOUND).until(() -> redis.info("persistence").contains("aof_buffer_length:0\r"));
    Files.copy(data.resolve(FILE), data.resolve("remembered"));
  }

  private void comeBackAsRemembered() throws IOException {
    redis.server().kill();
    Files.move(data.resolve("remembered"), data.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    redis.server().restart();
    await().atMost(BOUND).ignoreExceptions().until(() -> redis.commands().ping() != null);
  }
}
