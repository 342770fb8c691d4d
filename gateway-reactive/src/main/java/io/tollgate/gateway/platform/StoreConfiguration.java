package io.tollgate.gateway.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.channels.ChannelDirectory;
import io.tollgate.delayqueue.DelayQueue;
import io.tollgate.delayqueue.DelayQueueSettings;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.IdempotencyKeys;
import io.tollgate.domain.payment.PaymentTimes;
import io.tollgate.domain.risk.RiskCounters;
import io.tollgate.domain.settings.SettingsStore;
import io.tollgate.persistence.cold.DatabaseConnections;
import io.tollgate.persistence.cold.DatabaseMigration;
import io.tollgate.persistence.cold.DatabaseSettings;
import io.tollgate.persistence.cold.R2dbcPaymentArchive;
import io.tollgate.persistence.cold.R2dbcSightings;
import io.tollgate.persistence.hot.FallbackPayments;
import io.tollgate.persistence.hot.Fence;
import io.tollgate.persistence.hot.RedisConnection;
import io.tollgate.persistence.hot.RedisIdempotencyKeys;
import io.tollgate.persistence.hot.RedisPayments;
import io.tollgate.persistence.hot.RedisRiskCounters;
import io.tollgate.persistence.hot.ReplicaOrTable;
import io.tollgate.persistence.hot.ReseedSettings;
import io.tollgate.persistence.hot.SecondCopy;
import io.tollgate.persistence.settings.R2dbcSettingsStore;
import io.tollgate.persistence.settings.SettingsSealer;
import io.tollgate.persistence.stream.ChangeStream;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** Connects the process to its stores and builds what stands on them. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  /** On which Redis channel processes tell each other of new settings; a hint, no more. */
  private static final String SETTINGS_HINTS = "tollgate:settings";

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "close")
  RedisConnections redisConnections(TollgateProperties properties, LoopResources eventLoops) {
    return RedisConnections.open(properties.redis(), eventLoops.onServer(true));
  }

  @Bean
  RedisConnection redisConnection(RedisConnections connections, TollgateProperties properties) {
    return RedisConnection.over(connections::commands, properties.redis().timeout());
  }

  @Bean
  DatabaseSettings databaseSettings(TollgateProperties properties) {
    var database = properties.database();
    var standard = DatabaseSettings.Limits.DEFAULT;
    return new DatabaseSettings(
        database.host(),
        database.port(),
        database.name(),
        database.user(),
        Secret.ofText(database.password()),
        database.tls(),
        new DatabaseSettings.Limits(
            database.connections(),
            standard.maxLife(),
            standard.connectTimeout(),
            standard.acquireTimeout(),
            standard.statementTimeout()));
  }

  @Bean
  DatabaseReady databaseReady(DatabaseSettings settings) {
    return new DatabaseReady(DatabaseMigration.migrate(settings));
  }

  @Bean
  DatabaseConnections databaseConnections(DatabaseSettings settings) {
    return DatabaseConnections.open(settings);
  }

  @Bean
  PaymentTimes paymentTimes(TollgateProperties properties) {
    return new PaymentTimes(properties.watch().schedule(), properties.watch().payerWindow());
  }

  @Bean
  R2dbcPaymentArchive paymentArchive(DatabaseConnections connections, PaymentTimes times) {
    return new R2dbcPaymentArchive(connections, times.watch());
  }

  @Bean
  Fence fence(
      RedisConnection redis,
      R2dbcPaymentArchive archive,
      PaymentTimes times,
      TollgateProperties properties,
      MeterRegistry meters) {
    return new Fence(
        redis,
        archive,
        times.watch(),
        new ReseedSettings(properties.redis().toldAgain(), properties.redis().referenceRetention()),
        meters);
  }

  @Bean(destroyMethod = "close")
  ReplicationLine replicationLine(RedisConnections connections) {
    return new ReplicationLine(connections::serverOf);
  }

  @Bean
  SecondCopy secondCopy(
      TollgateProperties properties,
      ReplicationLine line,
      R2dbcPaymentArchive archive,
      Fence fence,
      MeterRegistry meters) {
    return switch (properties.redis().durability()) {
      case ONE_COPY -> SecondCopy.NOT_AWAITED;
      case TWO_COPIES ->
          new ReplicaOrTable(line::to, archive, fence, properties.redis().replicaTimeout(), meters);
    };
  }

  @Bean(destroyMethod = "close")
  FallbackPayments payments(
      RedisConnection redis,
      Fence fence,
      R2dbcPaymentArchive archive,
      SecondCopy secondCopy,
      DatabaseConnections connections,
      TollgateProperties properties,
      MeterRegistry meters) {
    var backlog = properties.redis().backlog();
    return new FallbackPayments(
        new RedisPayments(redis, fence, archive, secondCopy, backlog),
        fence,
        archive,
        new R2dbcSightings(connections),
        meters);
  }

  @Bean
  ChangeStream changeStream(RedisConnection redis, MeterRegistry meters) {
    return new ChangeStream(redis, meters);
  }

  @Bean
  RiskCounters riskCounters(RedisConnection redis) {
    return new RedisRiskCounters(redis);
  }

  @Bean
  IdempotencyKeys idempotencyKeys(RedisConnection redis) {
    return new RedisIdempotencyKeys(redis);
  }

  @Bean
  DelayQueue delayQueue(RedisConnections connections, MeterRegistry meters) {
    return DelayQueue.over(
        connections.commands(), connections::listening, DelayQueueSettings.standard(), meters);
  }

  @Bean
  SettingsStore settingsStore(
      DatabaseReady ready,
      DatabaseConnections connections,
      TollgateProperties properties,
      RedisConnection redis,
      RedisConnections redisConnections) {
    return new R2dbcSettingsStore(
        connections,
        SettingsSealer.fromKeyset(properties.sealingKey()),
        version -> redis.ask(commands -> commands.publish(SETTINGS_HINTS, "" + version)).then(),
        hints(redisConnections));
  }

  @Bean(destroyMethod = "close")
  ChannelDirectory channelDirectory(MeterRegistry meters, LoopResources eventLoops) {
    return ChannelDirectory.of(meters, http -> http.runOn(eventLoops));
  }

  private static Flux<Long> hints(RedisConnections connections) {
    return Mono.fromCompletionStage(connections::listening)
        .flatMapMany(connection ->
            connection
                .reactive()
                .subscribe(SETTINGS_HINTS)
                .thenMany(connection.reactive().observeChannels()))
        .map(hint -> Long.parseLong(hint.getMessage()))
        .onErrorResume(_ -> Flux.<Long>empty().delaySubscription(Duration.ofSeconds(5)))
        .repeat();
  }
}
