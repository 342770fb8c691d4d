package io.tollgate.persistence.cold;

import static io.tollgate.persistence.cold.FreshDatabase.PATIENCE;
import static io.tollgate.persistence.cold.PaymentsUnderTest.opened;
import static io.tollgate.persistence.cold.PaymentsUnderTest.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.r2dbc.spi.IsolationLevel;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.hot.StoredPayment;
import io.tollgate.sandbox.servers.SandboxDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DatabaseOutageTest {

  private static final DatabaseSettings.Limits IMPATIENT =
      new DatabaseSettings.Limits(
          4,
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2));

  private static SandboxDatabase server;
  private static FreshDatabase database;
  private static R2dbcPaymentArchive archive;

  @BeforeAll
  static void open() {
    server = SandboxDatabase.start();
    database = FreshDatabase.open(server, IMPATIENT);
    archive = new R2dbcPaymentArchive(database.connections(), WatchSchedule.DEFAULT);
  }

  @AfterAll
  static void close() {
    database.close();
    server.close();
  }

  @Test
  void isUnavailableWhileTheServerIsGoneAndWorksOnceItIsBack() {
    openAllConnections();
    archive.write(stored(List.of(opened("before")))).block(PATIENCE);

    server.kill();
    assertUnavailable(() -> archive.write(stored(List.of(opened("during")))).block(PATIENCE));
    assertUnavailable(() -> find(opened("before").id()).block(PATIENCE));
    assertUnavailable(() -> database.connections().ping().block(PATIENCE));

    server.restart();
    archive.write(stored(List.of(opened("after")))).block(PATIENCE);
    assertThat(find(opened("before").id()).block(PATIENCE)).isEqualTo(opened("before"));
    assertThat(find(opened("after").id()).block(PATIENCE)).isEqualTo(opened("after"));
  }

  @Test
  void isUnavailableWhileTheServerHangsAndWorksOnceItGoesOn() throws Exception {
    openAllConnections();

    signal("-STOP");
    try {
      assertUnavailable(() -> archive.write(stored(List.of(opened("hung")))).block(PATIENCE));
      assertUnavailable(() -> find(opened("hung").id()).block(PATIENCE));
    } finally {
      signal("-CONT");
    }

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> {
          archive.write(stored(List.of(opened("hung")))).block(PATIENCE);
          assertThat(find(opened("hung").id()).block(PATIENCE)).isEqualTo(opened("hung"));
        });
  }

  @Test
  void isUnavailableWhereSomebodyElseHoldsTheRow() {
    archive.write(stored(List.of(opened("held")))).block(PATIENCE);
    Mono<Boolean> writing = archive.write(stored(PaymentsUnderTest.life("held"))).thenReturn(true);

    var outcome =
        database
            .connections()
            .inTransaction(
                IsolationLevel.READ_COMMITTED,
                connection ->
                    Flux.from(
                            connection
                                .createStatement(
                                    "SELECT version FROM payment WHERE reference = 'held'"
                                        + " FOR UPDATE")
                                .execute())
                        .flatMap(result -> result.map((row, _) -> 1))
                        .then(writing.onErrorResume(GatewayFault.class, _ -> Mono.just(false))));

    assertThat(outcome.onErrorReturn(false).block(PATIENCE)).isFalse();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> archive.write(stored(PaymentsUnderTest.life("held"))).block(PATIENCE));
  }

  @Test
  void isUnavailableWhereTheServerIsReadOnly() {
    database.run("SET GLOBAL read_only = 1");
    var reader = readOnlyUser();
    try {
      assertUnavailable(() -> reader.block(PATIENCE));
    } finally {
      database.run("SET GLOBAL read_only = 0");
    }
  }

  @Test
  void neverSaysWhereTheDatabaseIs() {
    var nowhere =
        new DatabaseSettings(
            "127.0.0.1",
            1,
            "nowhere",
            "nobody",
            database.settings().password(),
            DatabaseSettings.Tls.OFF,
            IMPATIENT);
    var connections = DatabaseConnections.open(nowhere);

    assertThatThrownBy(() -> connections.ping().block(PATIENCE))
        .isInstanceOfSatisfying(
            GatewayFault.class,
            fault -> assertThat(fault).hasMessage("the database is not available"));
    connections.close().block(PATIENCE);
  }

  /** The sandbox's own user may write even where it is read-only. */
  private static Mono<Void> readOnlyUser() {
    database.run("CREATE OR REPLACE USER plain@'%' IDENTIFIED BY 'plain'");
    database.run(
        "GRANT SELECT, INSERT, UPDATE ON " + database.settings().name() + ".* TO plain@'%'");
    var settings = database.settings();
    var connections =
        DatabaseConnections.open(
            new DatabaseSettings(
                settings.host(),
                settings.port(),
                settings.name(),
                "plain",
                Secret.ofText("plain"),
                settings.tls(),
                IMPATIENT));
    return new R2dbcPaymentArchive(connections, WatchSchedule.DEFAULT)
        .write(stored(List.of(opened("read-only"))))
        .then()
        .onErrorResume(error -> connections.close().then(Mono.error(error)));
  }

  private static void openAllConnections() {
    Flux.fromStream(IntStream.range(0, 8).boxed())
        .flatMap(_ -> database.connections().ping())
        .blockLast(PATIENCE);
  }

  private static void signal(String name) throws Exception {
    var kill = new ProcessBuilder("kill", name, Long.toString(server.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static Mono<Payment> find(PaymentId id) {
    return archive.find(id).map(StoredPayment::payment);
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayFault.class,
            fault -> assertThat(fault.code()).isEqualTo(FaultCode.STORE_UNAVAILABLE));
  }
}
