package io.tollgate.gateway.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.notification.AddressGuard.PrivateAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class AddressGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "3fff::1",
        "4000::1",
      })
  void takesForPrivateWhatTheInternetDoesNotRoute(String address) throws UnknownHostException {
    assertThat(AddressGuard.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "126.0.0.1",
        "128.0.0.1",
        "169.253.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "192.167.0.1",
        "192.169.0.1",
        "198.17.255.255",
        "198.20.0.1",
        "203.0.114.1",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450:4001::200e",
        "::ffff:8.8.8.8",
      })
  void takesForPublicWhatTheInternetRoutes(String address) throws UnknownHostException {
    assertThat(AddressGuard.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void takesAnUnresolvedAddressForPrivate() {
    assertThat(AddressGuard.isPublic(null)).isFalse();
  }

  @Test
  void reachesNoLocalServer() throws IOException {
    var connections = ConnectionProvider.newConnection();
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (var host : new String[] {"127.0.0.1", "localhost"}) {
        HttpClient.create(connections)
            .doOnChannelInit((_, channel, _) -> channel.pipeline().addFirst(AddressGuard.INSTANCE))
            .get()
            .uri("http://" + host + ":" + server.getLocalPort() + "/inside")
            .response()
            .as(StepVerifier::create)
            .expectErrorSatisfies(error ->
                assertThat(error)
                    .satisfiesAnyOf(
                        refused -> assertThat(refused).isInstanceOf(PrivateAddress.class),
                        refused ->
                            assertThat(refused).hasRootCauseInstanceOf(PrivateAddress.class)))
            .verify(Duration.ofSeconds(10));
      }

      assertFirstConnectionIsOurs(server);
    }
  }

  /** Connections are accepted in their order: a first one that is ours had none before it. */
  private static void assertFirstConnectionIsOurs(ServerSocket server) throws IOException {
    try (var ours = new Socket(server.getInetAddress(), server.getLocalPort());
        var first = server.accept()) {
      assertThat(first.getPort()).isEqualTo(ours.getLocalPort());
    }
  }
}
