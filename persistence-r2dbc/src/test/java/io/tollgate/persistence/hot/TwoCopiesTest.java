package io.tollgate.persistence.hot;

import static io.tollgate.persistence.SomePayments.FINGERPRINT;
import static io.tollgate.persistence.SomePayments.opened;
import static io.tollgate.persistence.SomePayments.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.InMemoryArchive;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A primary with a replica, and what is acknowledged when either is away. */
class TwoCopiesTest {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private final InMemoryArchive archive = new InMemoryArchive();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SandboxRedis primary = SandboxRedis.start();
  private final SandboxRedis replica = SandboxRedis.startReplicaOf(primary);
  private final RedisClient client = RedisClient.create();
  private Fence fence;
  private RedisPayments payments;

  @BeforeEach
  void connect() {
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    payments = paymentsAt(primary);
    var link = client.connect(RedisURI.create(replica.uri())).sync();
    await().atMost(BOUND).until(() -> link.info("replication").contains("master_link_status:up"));
  }

  @AfterEach
  void stop() {
    payments.close();
    client.shutdown();
    replica.close();
    primary.close();
  }

  private RedisPayments paymentsAt(SandboxRedis server) {
    var connection = RedisConnection.over(client.connect(RedisURI.create(server.uri())).async());
    fence =
        new Fence(connection, archive, WatchSchedule.DEFAULT, ReseedSettings.standard(), meters);
    fence.check().block(BOUND);
    var copies = new ReplicaOrTable(line(server), archive, fence, Duration.ofMillis(200), meters);
    return new RedisPayments(connection, fence, archive, copies, 1_000_000);
  }

  private Function<Shard, CompletionStage<RedisAsyncCommands<String, String>>> line(
      SandboxRedis server) {
    CompletableFuture<RedisAsyncCommands<String, String>> commands =
        client
            .connectAsync(StringCodec.UTF8, RedisURI.create(server.uri()))
            .thenApply(StatefulRedisConnection::async)
            .toCompletableFuture();
    return _ -> commands;
  }

  @Test
  void answersOnceTheReplicaHasIt() {
    var all = Flux.range(0, 500).flatMap(_ -> open(), 64).collectList().block(BOUND);

    assertThat(all).hasSize(500);
    assertThat(copied("replica")).isEqualTo(500);
    assertThat(copied("table")).isZero();
    assertThat(archive.stored).isEmpty();
  }

  @Test
  void writesToTheTableWhereNoReplicaAnswers() throws Exception {
    signal(replica, "STOP");
    var payment = open().block(BOUND);
    var last = paid(payment);
    payments.save(last, Optional.empty()).block(BOUND);
    signal(replica, "CONT");

    assertThat(archive.rows()).containsEntry(payment.id(), last);
    assertThat(archive.stored.get(payment.id()).fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(copied("table")).isEqualTo(2);
    assertThat(copied("replica")).isZero();

    await()
        .atMost(BOUND)
        .until(() -> {
          open().block(BOUND);
          return copied("replica") > 0;
        });
  }

  @Test
  void acknowledgesNothingThatOnlyOneServerHas() throws Exception {
    signal(replica, "STOP");
    archive.failuresToCome.set(1);

    assertUnavailable(open());
    assertThat(open().block(BOUND)).isNotNull();
    signal(replica, "CONT");
  }

  /** A client that saw it would see the payment go backwards once the replica takes over. */
  @Test
  void showsNothingThatOnlyOneServerHas() throws Exception {
    var payment = open().block(BOUND);
    signal(replica, "STOP");
    archive.failuresToCome.set(3);
    var end = paid(payment);

    assertUnavailable(payments.save(end, Optional.empty()));
    assertUnavailable(payments.find(payment.id()));
    assertUnavailable(payments.replay(payment.id(), FINGERPRINT));

    assertThat(payments.find(payment.id()).block(BOUND)).isEqualTo(end);
    assertThat(archive.rows()).containsEntry(payment.id(), end);
    signal(replica, "CONT");
  }

  @Test
  void showsWhatItKnowsInTwoPlacesWhateverIsAway() throws Exception {
    var payment = open().block(BOUND);
    signal(replica, "STOP");
    archive.hangs = true;

    assertThat(payments.find(payment.id()).block(BOUND)).isEqualTo(payment);
    signal(replica, "CONT");
  }

  @Test
  void losesNothingAcknowledgedToAReplicaThatLagged() {
    var early = open().block(BOUND);
    var promoted = client.connect(RedisURI.create(replica.uri())).sync();
    promoted.replicaof("127.0.0.1", 1);
    var late = open().block(BOUND);
    var changed = paid(early);
    payments.save(changed, Optional.empty()).block(BOUND);
    primary.kill();
    promoted.replicaofNoOne();
    assertThat(promoted.hget(key(early), "v")).isEqualTo("1");
    assertThat(promoted.exists(key(late))).isZero();

    var after = paymentsAt(replica);

    assertThat(after.find(early.id()).block(BOUND)).isEqualTo(changed);
    assertThat(after.find(late.id()).block(BOUND)).isEqualTo(late);
    assertThat(promoted.zscore(Shard.of(late.id()).due(), "watch:" + late.id())).isNotNull();
    assertThat(after.open(late, FINGERPRINT, Duration.ofSeconds(3)).block(BOUND))
        .isEqualTo(new Opening.SamePayment(late));
    after.close();
  }

  @Test
  void asksRedisForWhatTheTableTookLate() throws Exception {
    signal(replica, "STOP");
    var server = client.connect(RedisURI.create(primary.uri())).sync();
    archive.beforeTheFirstWrite.set(
        Mono.fromCompletionStage(() -> server.getStatefulConnection().async().flushall())
            .then(Mono.defer(fence::check))
            .then());

    var payment = open().block(BOUND);
    signal(replica, "CONT");

    assertThat(server.hget(key(payment), "v")).isEqualTo("1");
    assertThat(server.zscore(Shard.of(payment.id()).due(), "watch:" + payment.id())).isNotNull();
    assertThat(archive.rows()).containsKey(payment.id());
  }

  private static void assertUnavailable(Mono<?> answer) {
    assertThatThrownBy(() -> answer.block(BOUND))
        .isInstanceOfSatisfying(
            GatewayFault.class,
            fault -> assertThat(fault.code()).isEqualTo(FaultCode.STORE_UNAVAILABLE));
  }

  private static String key(Payment payment) {
    return Shard.of(payment.id()).payment(payment.id().value());
  }

  private Mono<Payment> open() {
    var payment = opened();
    return payments
        .open(payment, FINGERPRINT, Duration.ofSeconds(3))
        .doOnNext(opening -> assertThat(opening).isEqualTo(new Opening.Opened(payment)))
        .thenReturn(payment);
  }

  private double copied(String by) {
    return meters.counter("tollgate.hot.copied", "by", by).count();
  }

  private static void signal(SandboxRedis server, String signal)
      throws IOException, InterruptedException {
    var kill = List.of("kill", "-" + signal, Long.toString(server.pid()));
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }
}
