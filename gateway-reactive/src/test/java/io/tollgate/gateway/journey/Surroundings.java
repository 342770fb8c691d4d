package io.tollgate.gateway.journey;

import io.tollgate.persistence.settings.SettingsSealer;
import io.tollgate.sandbox.merchant.WebhookReceiver;
import io.tollgate.sandbox.servers.SandboxBroker;
import io.tollgate.sandbox.servers.SandboxDatabase;
import io.tollgate.sandbox.servers.SandboxRedis;
import io.tollgate.sandbox.stripe.StripeSimulator;
import io.tollgate.sandbox.stripe.StripeSimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything around a gateway: its servers, a channel, a merchant's endpoint, its settings. */
final class Surroundings implements AutoCloseable {

  static final String WEBHOOK_SECRET = "whsec_c2FuZGJveC1kZW1vLW1lcmNoYW50LXNlY3JldA==";

  final int port = freePort();
  final int managementPort = freePort();
  final SandboxRedis redis;
  final SandboxDatabase database;
  final SandboxBroker broker;
  final StripeSimulator channel;
  final WebhookReceiver receiver;
  final String databaseName;
  private final boolean ownServers;
  private final Path settingsFile;

  private Surroundings(boolean ownServers) {
    this.ownServers = ownServers;
    redis = SandboxRedis.start();
    database = ownServers ? SandboxDatabase.start() : SandboxDatabase.shared();
    databaseName = database.createDatabase("journey");
    broker = ownServers ? SandboxBroker.start() : SandboxBroker.shared();
    channel =
        StripeSimulator.start(
            StripeSimulatorSettings.defaults()
                .withKeys("sk_test_sandbox", "whsec_sandbox_stripe")
                .withCallbackUrl(
                    URI.create("http://127.0.0.1:" + port + "/callbacks/stripe/demo")));
    receiver = WebhookReceiver.start(WEBHOOK_SECRET);
    settingsFile = settings();
  }

  /** Servers shared by all tests of this JVM, where they can be shared. */
  static Surroundings shared() {
    return new Surroundings(false);
  }

  /** A broker and a database of its own, which a test may stop. */
  static Surroundings withOwnServers() {
    return new Surroundings(true);
  }

  /** What a gateway in these surroundings is started with. */
  List<String> arguments() {
    return new ArrayList<>(
        List.of(
            "--server.port=" + port,
            "--management.server.port=" + managementPort,
            "--tollgate.sandbox=true",
            "--tollgate.sealing-key=" + SEALING_KEY,
            "--tollgate.settings.seed=" + settingsFile.toUri(),
            "--tollgate.settings.reseed=true",
            "--tollgate.redis.uri=" + redis.uri(),
            "--tollgate.redis.timeout=5s",
            "--tollgate.redis.durability=one-copy",
            "--tollgate.database.host=" + database.host(),
            "--tollgate.database.port=" + database.port(),
            "--tollgate.database.name=" + databaseName,
            "--tollgate.database.user=" + database.user(),
            "--tollgate.database.password=" + database.password(),
            "--tollgate.broker.uri=" + broker.uri(),
            "--tollgate.broker.quorum=" + broker.external(),
            "--tollgate.webhooks.private-addresses=true",
            "--logging.level.root=warn",
            "--logging.level.qpid=error",
            "--logging.structured.format.console="));
  }

  private static final String SEALING_KEY = SettingsSealer.newKeyset();

  private Path settings() {
    try {
      var file = Files.createTempFile("settings", ".yml");
      file.toFile().deleteOnExit();
      return Files.writeString(
          file,
          """
          merchants:
            - {id: demo, name: Demo shop, requests-per-second: 100000}
            - {id: other, name: Another shop, requests-per-second: 100000}
            - {id: slow, name: Slow shop, requests-per-second: 2}
            - {id: closed, name: Closed shop, requests-per-second: 100, enabled: false}
          keys:
            - {id: mk_demo, merchant: demo, algorithm: hmac-sha256, secret: "text:%1$s"}
            - {id: mk_other, merchant: other, algorithm: hmac-sha256, secret: "text:%1$s"}
            - {id: mk_slow, merchant: slow, algorithm: hmac-sha256, secret: "text:%1$s"}
            - {id: mk_closed, merchant: closed, algorithm: hmac-sha256, secret: "text:%1$s"}
          webhooks:
            - {id: demo-hook, merchant: demo, url: "%2$s", secrets: ["%3$s"]}
          accounts:
            - id: stripe/demo
              base-url: "%4$s"
              secrets: {api-key: sk_test_sandbox, webhook: whsec_sandbox_stripe}
              limits: {max-in-flight: 3000, connect-timeout: 1s, reply-timeout: 2s, queries-per-second: 1000}
            - id: stripe/unreachable
              base-url: "http://127.0.0.1:%5$d"
              secrets: {api-key: sk_test_sandbox, webhook: whsec_other}
              limits: {max-in-flight: 3000, connect-timeout: 1s, reply-timeout: 2s, queries-per-second: 1000}
          routes:
            - {name: demo, account: stripe/demo, priority: 10, currencies: [EUR, USD, JPY]}
            - {name: pounds-first, account: stripe/unreachable, priority: 1, currencies: [GBP]}
            - {name: pounds-second, account: stripe/demo, priority: 2, currencies: [GBP]}
            - {name: francs, account: stripe/unreachable, priority: 1, currencies: [CHF]}
          risk-rules:
            - {name: at-most-one-million-euros, amount-limit: {currency: EUR, max: 100000000}}
            - {name: three-per-customer, velocity: {per: customer, window: 60s, max: 3}}
          """
              .formatted(
                  Merchant.SECRET, receiver.url(), WEBHOOK_SECRET, channel.baseUrl(), freePort()));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  @Override
  public void close() {
    receiver.close();
    channel.close();
    database.dropDatabase(databaseName);
    if (ownServers) {
      broker.close();
      database.close();
    }
    redis.close();
  }
}
