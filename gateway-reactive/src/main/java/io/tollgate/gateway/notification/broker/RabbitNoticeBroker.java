package io.tollgate.gateway.notification.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.gateway.notification.Notice;
import io.tollgate.gateway.notification.NoticeBroker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.rabbitmq.AcknowledgableDelivery;
import reactor.rabbitmq.ConsumeOptions;
import reactor.rabbitmq.OutboundMessage;
import reactor.rabbitmq.OutboundMessageResult;
import reactor.rabbitmq.RabbitFlux;
import reactor.rabbitmq.Receiver;
import reactor.rabbitmq.ReceiverOptions;
import reactor.rabbitmq.SendOptions;
import reactor.rabbitmq.Sender;
import reactor.rabbitmq.SenderOptions;
import reactor.util.retry.Retry;

/**
 * Notices over AMQP 0-9-1: a topic exchange {@code payments} whose routing keys are the event
 * types, and our own durable queue {@code notices} bound to it. Other systems bind theirs.
 */
@Component
final class RabbitNoticeBroker implements NoticeBroker, DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitNoticeBroker.class);

  private static final String EXCHANGE = "payments";
  private static final String QUEUE = "notices";
  private static final String MERCHANT = "merchant";
  private static final String SHARD = "shard";
  private static final int PERSISTENT = 2;

  /** The client opens channels and writes under locks, so it is never called on an event loop. */
  private static final Scheduler BLOCKING = Schedulers.boundedElastic();

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

  private final BrokerProperties properties;
  private final Mono<Connection> publishing;
  private final Mono<Connection> consuming;
  private final Sender sender;
  private final Receiver receiver;
  private volatile boolean declared;

  RabbitNoticeBroker(BrokerProperties properties) {
    this.properties = properties;
    var factory = connectionFactory(properties);
    this.publishing = connection(factory, "tollgate-publishes");
    this.consuming = connection(factory, "tollgate-consumes");
    this.sender =
        RabbitFlux.createSender(
            new SenderOptions().connectionMono(publishing).resourceManagementScheduler(BLOCKING));
    this.receiver = RabbitFlux.createReceiver(new ReceiverOptions().connectionMono(consuming));
  }

  @Override
  public Mono<Set<String>> publish(List<Notice> notices) {
    return ready()
        .thenMany(
            Flux.defer(() ->
                sender.sendWithPublishConfirms(
                    Flux.fromIterable(notices).map(RabbitNoticeBroker::message),
                    new SendOptions().trackReturned(true))))
        .subscribeOn(BLOCKING)
        .collect(HashSet<String>::new, RabbitNoticeBroker::addConfirmed)
        .<Set<String>>map(Function.identity())
        .onErrorResume(error -> {
          declared = false;
          LOG.warn("the broker took no notices: {}", error.toString());
          return Mono.just(Set.of());
        });
  }

  @Override
  public Flux<Notice> deliverEach(Function<Notice, Mono<Void>> deliver) {
    return ready()
        .then(consuming)
        .publishOn(BLOCKING)
        .flatMapMany(connection -> deliveries().takeUntilOther(end(connection)))
        .flatMap(delivery -> delivered(delivery, deliver), properties.prefetch())
        // What was delivered meanwhile is acknowledged in one turn of one thread.
        .publishOn(BLOCKING, properties.prefetch())
        .doOnNext(Delivered::acknowledge)
        .map(Delivered::notice)
        .doOnError(error -> LOG.warn("notices are not read from the broker: {}", error.toString()))
        .doOnTerminate(() -> declared = false)
        .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(MAX_PAUSE))
        .repeatWhen(ended -> ended.delayElements(FIRST_PAUSE));
  }

  private Flux<AcknowledgableDelivery> deliveries() {
    return receiver.consumeManualAck(QUEUE, new ConsumeOptions().qos(properties.prefetch()));
  }

  /** Tells when a connection is lost: the receiver itself waits for a recovery we do not use. */
  private static Mono<Void> end(Connection connection) {
    return Mono.create(sink -> {
      connection.addShutdownListener(_ -> sink.success());
      if (!connection.isOpen()) {
        sink.success();
      }
    });
  }

  private Mono<Delivered> delivered(
      AcknowledgableDelivery delivery, Function<Notice, Mono<Void>> deliver) {
    return Mono.fromCallable(() -> notice(delivery))
        .flatMap(notice -> deliver.apply(notice).thenReturn(new Delivered(notice, delivery)))
        .onErrorResume(error -> refused(delivery, error));
  }

  /** A notice that may be acknowledged. */
  private record Delivered(Notice notice, AcknowledgableDelivery delivery) {

    /** A write to a socket under a lock. Where it fails the notice comes again. */
    void acknowledge() {
      try {
        delivery.ack();
      } catch (RuntimeException lost) {
        LOG.warn("a notice could not be acknowledged: {}", lost.toString());
      }
    }
  }

  /** It comes again, after a pause: what failed is our own delay queue. */
  private static Mono<Delivered> refused(AcknowledgableDelivery delivery, Throwable error) {
    LOG.warn("a notice goes back to the broker: {}", error.toString());
    return Mono.delay(Duration.ofSeconds(1))
        .then(Mono.<Void>fromRunnable(() -> delivery.nack(true)).subscribeOn(BLOCKING))
        .onErrorComplete()
        .then(Mono.empty());
  }

  private Mono<Void> ready() {
    return Mono.defer(() -> declared ? Mono.empty() : declare());
  }

  /** Declared anew after every failure, because a broker may come back empty. */
  private Mono<Void> declare() {
    return publishing
        .publishOn(BLOCKING)
        .flatMap(connection -> Mono.fromCallable(() -> declareOn(connection)))
        .doOnNext(done -> declared = done)
        .then();
  }

  private boolean declareOn(Connection connection) throws IOException, TimeoutException {
    try (var channel = connection.createChannel()) {
      channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
      channel.queueDeclare(
          QUEUE,
          true,
          false,
          false,
          properties.quorum() ? Map.of("x-queue-type", "quorum") : Map.of());
      channel.queueBind(QUEUE, EXCHANGE, "payment.#");
      return true;
    }
  }

  private static OutboundMessage message(Notice notice) {
    var about =
        new BasicProperties.Builder()
            .messageId(notice.id())
            .type(notice.type())
            .contentType("application/json")
            .deliveryMode(PERSISTENT)
            .headers(Map.of(MERCHANT, notice.merchant().value(), SHARD, notice.shard()))
            .build();
    return new OutboundMessage(
        EXCHANGE, notice.type(), about, notice.payload().getBytes(StandardCharsets.UTF_8));
  }

  private static Notice notice(AcknowledgableDelivery delivery) {
    var about = delivery.getProperties();
    return new Notice(
        about.getMessageId(),
        about.getType(),
        new MerchantId(String.valueOf(about.getHeaders().get(MERCHANT))),
        Integer.parseInt(String.valueOf(about.getHeaders().get(SHARD))),
        new String(delivery.getBody(), StandardCharsets.UTF_8));
  }

  private static void addConfirmed(Set<String> ids, OutboundMessageResult<?> result) {
    var about = result.getOutboundMessage().getProperties();
    if (about != null && result.isAck() && !result.isReturned()) {
      ids.add(about.getMessageId());
    }
  }

  /** One connection, made when first needed and made anew when it was lost. */
  private static Mono<Connection> connection(ConnectionFactory factory, String name) {
    return Mono.fromCallable(() -> factory.newConnection(name))
        .subscribeOn(BLOCKING)
        .cacheInvalidateIf(connection -> !connection.isOpen());
  }

  private static ConnectionFactory connectionFactory(BrokerProperties properties) {
    try {
      var factory = new ConnectionFactory();
      factory.setUri(properties.uri());
      factory.useNio();
      factory.setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis());
      factory.setRequestedHeartbeat(10);
      factory.setAutomaticRecoveryEnabled(false);
      factory.setTopologyRecoveryEnabled(false);
      return factory;
    } catch (GeneralSecurityException | URISyntaxException malformed) {
      throw new IllegalArgumentException("tollgate.broker.uri is no AMQP address", malformed);
    }
  }

  @Override
  public void destroy() {
    sender.close();
    receiver.close();
  }
}
