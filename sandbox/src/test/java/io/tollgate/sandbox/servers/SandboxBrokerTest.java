package io.tollgate.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SandboxBrokerTest {

  private static final byte[] NOTICE = "paid".getBytes(StandardCharsets.UTF_8);

  @Test
  void confirmsWhatIsPublishedAndDeliversIt() throws Exception {
    try (SandboxBroker broker = SandboxBroker.start();
        Connection connection = connect(broker.uri());
        Channel channel = connection.createChannel()) {
      channel.exchangeDeclare("payments", "topic", true);
      channel.queueDeclare("notices", true, false, false, Map.of("x-queue-type", "quorum"));
      channel.queueBind("notices", "payments", "payment.#");
      BlockingQueue<String> received = new LinkedBlockingQueue<>();
      channel.basicConsume(
          "notices",
          true,
          (_, delivery) -> received.add(new String(delivery.getBody(), StandardCharsets.UTF_8)),
          _ -> {});
      channel.confirmSelect();

      channel.basicPublish(
          "payments", "payment.paid", true, MessageProperties.PERSISTENT_BASIC, NOTICE);

      channel.waitForConfirmsOrDie(10_000);
      assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("paid");
    }
  }

  @Test
  void returnsWhatNoQueueWants() throws Exception {
    try (SandboxBroker broker = SandboxBroker.start();
        Connection connection = connect(broker.uri());
        Channel channel = connection.createChannel()) {
      channel.exchangeDeclare("payments", "topic", true);
      BlockingQueue<String> returned = new LinkedBlockingQueue<>();
      channel.addReturnListener(message -> returned.add(message.getRoutingKey()));
      channel.confirmSelect();

      channel.basicPublish("payments", "nobody", true, new AMQP.BasicProperties(), NOTICE);

      assertThat(returned.poll(10, TimeUnit.SECONDS)).isEqualTo("nobody");
    }
  }

  @Test
  void refusesConnectionsWhileStoppedAndServesAgainOnTheSamePort() throws Exception {
    try (SandboxBroker broker = SandboxBroker.start()) {
      broker.stop();
      assertThatThrownBy(() -> connect(broker.uri()).close())
          .isInstanceOf(java.net.ConnectException.class);

      broker.restart();

      try (Connection connection = connect(broker.uri())) {
        assertThat(connection.isOpen()).isTrue();
      }
    }
  }

  @Test
  void servesTheVirtualHostThatATrailingSlashNames() throws Exception {
    // Of our own broker: to RabbitMQ the slash names a virtual host without a name.
    try (SandboxBroker broker = SandboxBroker.start();
        Connection connection = connect(broker.uri() + "/");
        Connection encoded = connect(broker.uri() + "/%2f")) {
      assertThat(connection.isOpen()).isTrue();
      assertThat(encoded.isOpen()).isTrue();
    }
  }

  @Test
  void refusesAWrongPassword() {
    String uri = SandboxBroker.shared().uri().replace("guest:guest", "guest:wrong");

    assertThatThrownBy(() -> connect(uri).close())
        .isInstanceOf(com.rabbitmq.client.PossibleAuthenticationFailureException.class);
  }

  @Test
  void stepsAsideForTheBrokerTheEnvironmentNames() {
    Map<String, String> environment = Map.of("TOLLGATE_AMQP_URI", "amqp://a:b@10.1.2.3:5672");

    SandboxBroker broker = SandboxBroker.external(environment::get);

    assertThat(broker.uri()).isEqualTo("amqp://a:b@10.1.2.3:5672");
    assertThat(broker.external()).isTrue();
    assertThatThrownBy(broker::stop).isInstanceOf(IllegalStateException.class);
    broker.close();
    assertThat(SandboxBroker.external(name -> null)).isNull();
  }

  private static Connection connect(String uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }
}
