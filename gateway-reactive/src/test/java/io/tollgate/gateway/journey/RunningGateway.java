package io.tollgate.gateway.journey;

import static org.awaitility.Awaitility.await;

import io.tollgate.gateway.TollgateApplication;
import io.tollgate.gateway.journey.Merchant.Answer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway in this JVM, with everything around it. */
final class RunningGateway implements AutoCloseable {

  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled", "expired");

  static {
    // Machines that run tests are shared: what takes long is not wrong.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
  }

  private static @org.jspecify.annotations.Nullable RunningGateway shared;

  final Surroundings around;
  final Merchant merchant;
  private final ConfigurableApplicationContext context;

  private RunningGateway(Surroundings around, String... more) {
    this.around = around;
    var arguments = around.arguments();
    for (var argument : more) {
      // Said twice, an argument would be a list.
      arguments.removeIf(it -> it.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
      arguments.add(argument);
    }
    this.context =
        new SpringApplication(TollgateApplication.class).run(arguments.toArray(String[]::new));
    this.merchant = new Merchant(around.port, "mk_demo");
    await().atMost(Duration.ofSeconds(120)).until(() -> health("readiness").status() == 200);
  }

  /** One for all tests that break nothing. */
  static synchronized RunningGateway shared() {
    if (shared == null) {
      var started = new RunningGateway(Surroundings.shared());
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      shared = started;
    }
    return shared;
  }

  static RunningGateway in(Surroundings around, String... more) {
    return new RunningGateway(around, more);
  }

  Merchant merchant(String keyId) {
    return new Merchant(around.port, keyId);
  }

  Answer health(String group) {
    return new Merchant(around.managementPort, "none").get("/actuator/health/" + group);
  }

  Answer management(String path) {
    return new Merchant(around.managementPort, "none").get(path);
  }

  /** Waits until the payment is final and answers it. */
  Answer awaitFinal(String id, Duration atMost) {
    return await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> merchant.get("/v1/payments/" + id), answer -> isFinal(answer));
  }

  static boolean isFinal(Answer answer) {
    return answer.status() == 200 && FINAL.contains(answer.field("status"));
  }

  /** The status of the payment's row in the database, once there is one. */
  Optional<String> storedStatus(String id) {
    var address =
        "jdbc:mariadb://%s:%d/%s?user=%s&password=%s"
            .formatted(
                around.database.host(),
                around.database.port(),
                around.databaseName,
                around.database.user(),
                around.database.password());
    try (var connection = DriverManager.getConnection(address);
        var query = connection.prepareStatement("SELECT status FROM payment WHERE id = ?")) {
      query.setString(1, id);
      var rows = query.executeQuery();
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Charges that the channel really made for this payment. */
  long chargesOf(String paymentId) {
    return around.channel.book().chargesFor(paymentId).stream()
        .filter(charge -> charge.charged())
        .count();
  }

  @Override
  public void close() {
    context.close();
    around.close();
  }
}
