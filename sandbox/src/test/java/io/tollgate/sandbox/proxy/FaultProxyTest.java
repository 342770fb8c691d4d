package io.tollgate.sandbox.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.sandbox.proxy.Fault.Bandwidth;
import io.tollgate.sandbox.proxy.Fault.Blackhole;
import io.tollgate.sandbox.proxy.Fault.BrokenReplies;
import io.tollgate.sandbox.proxy.Fault.Latency;
import io.tollgate.sandbox.proxy.Fault.Slice;
import io.tollgate.sandbox.proxy.Fault.Toward;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plain sockets through the proxy, to a server that says back what it hears. */
@Timeout(30)
class FaultProxyTest {

  private ServerSocket server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    proxy = FaultProxy.start("127.0.0.1", server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private void serve() {
    try {
      while (true) {
        var client = server.accept();
        Thread.ofVirtual().start(() -> echo(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void echo(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException broken) {
      // As the test wanted it.
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", proxy.port()), 2_000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String exchange(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return new String(readExactly(socket.getInputStream(), text.length()), US_ASCII);
  }

  private static byte[] readExactly(InputStream in, int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("after " + bytes.length + " bytes");
    }
    return bytes;
  }

  @Test
  void leadsNewConnectionsElsewhereAndLeavesThoseThatAreOpen() throws IOException {
    try (var elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var old = connect()) {
      assertThat(heard(old, "before")).isEqualTo("before");

      proxy.leadTo("127.0.0.1", elsewhere.getLocalPort());
      try (var led = connect();
          var there = elsewhere.accept()) {
        there.getOutputStream().write("hello".getBytes(US_ASCII));
        assertThat(new String(led.getInputStream().readNBytes(5), US_ASCII)).isEqualTo("hello");
      }

      assertThat(heard(old, "after")).isEqualTo("after");
    }
  }

  private static String heard(Socket socket, String said) throws IOException {
    socket.getOutputStream().write(said.getBytes(US_ASCII));
    return new String(socket.getInputStream().readNBytes(said.length()), US_ASCII);
  }

  @Test
  void passesOnWhatItGetsUnchanged() throws Exception {
    var bytes = new byte[3 << 20];
    new Random(7).nextBytes(bytes);
    try (var socket = connect()) {
      var sender = Thread.ofVirtual().start(() -> send(socket, bytes));

      assertThat(readExactly(socket.getInputStream(), bytes.length)).isEqualTo(bytes);
      sender.join();
    }
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void passesOnTheEndOfAConnection() throws Exception {
    try (var socket = connect()) {
      exchange(socket, "hello");

      proxy.closeAll();

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void delaysEveryByteAndKeepsTheOrder() throws Exception {
    try (var socket = connect()) {
      exchange(socket, "warm");
      proxy.breakWith(new Latency(Duration.ofMillis(200), Toward.BOTH));
      long begun = System.nanoTime();

      assertThat(exchange(socket, "there and back")).isEqualTo("there and back");

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(390));
    }
  }

  @Test
  void limitsTheBandwidth() throws Exception {
    try (var socket = connect()) {
      exchange(socket, "warm");
      proxy.breakWith(new Bandwidth(100_000));
      long begun = System.nanoTime();

      exchange(socket, "x".repeat(50_000));

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
    }
  }

  @Test
  void slicesWithoutLosingAnything() throws Exception {
    try (var socket = connect()) {
      proxy.breakWith(new Slice(3, Duration.ofMillis(1)));

      assertThat(exchange(socket, "abcdefghijklmnopqrstuvwxyz"))
          .isEqualTo("abcdefghijklmnopqrstuvwxyz");
    }
  }

  @Test
  void holdsEverythingInABlackHoleAndDeliversItAfterwards() throws Exception {
    try (var socket = connect()) {
      exchange(socket, "warm");
      proxy.breakWith(new Blackhole(Toward.CLIENT));
      socket.getOutputStream().write("lost?".getBytes(US_ASCII));
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      proxy.mend();

      socket.setSoTimeout(10_000);
      assertThat(readExactly(socket.getInputStream(), 5)).isEqualTo("lost?".getBytes(US_ASCII));
    }
  }

  @Test
  void holdsOnlyTheConnectionsThatWereOpen() throws Exception {
    try (var before = connect()) {
      exchange(before, "warm");
      proxy.breakOpenOnesWith(new Blackhole(Toward.SERVER));
      before.getOutputStream().write("held".getBytes(US_ASCII));

      try (var after = connect()) {
        assertThat(exchange(after, "free")).isEqualTo("free");
      }

      proxy.mend();
      assertThat(readExactly(before.getInputStream(), 4)).isEqualTo("held".getBytes(US_ASCII));
    }
  }

  @Test
  void breaksOffRepliesInTheMiddle() throws Exception {
    try (var socket = connect()) {
      exchange(socket, "warm");
      proxy.breakWith(new BrokenReplies(1, 42));
      socket.getOutputStream().write("0123456789".getBytes(US_ASCII));

      assertThatThrownBy(() -> readExactly(socket.getInputStream(), 10))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void resetsWhatIsOpen() throws Exception {
    try (var socket = connect()) {
      exchange(socket, "warm");

      proxy.resetAll();

      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void letsNobodyInUntilItIsMended() throws Exception {
    proxy.refuse();
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);

    proxy.mend();

    try (var socket = connect()) {
      assertThat(exchange(socket, "back")).isEqualTo("back");
    }
  }

  @Test
  void resetsAClientWhoseServerIsGone() throws Exception {
    int nobody;
    try (var once = new ServerSocket(0)) {
      nobody = once.getLocalPort();
    }

    try (var toNobody = FaultProxy.start("127.0.0.1", nobody)) {
      // Slow clients meet the reset while they still connect.
      assertThatThrownBy(() -> readOnce(toNobody)).isInstanceOf(SocketException.class);
    }
  }

  private static int readOnce(FaultProxy proxy) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", proxy.port()), 2_000);
      socket.setSoTimeout(10_000);
      return socket.getInputStream().read();
    }
  }

  @Test
  void forgetsConnectionsThatEnded() throws Exception {
    for (int round = 0; round < 20; round++) {
      try (var socket = connect()) {
        exchange(socket, "short");
      }
    }

    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (proxy.connections() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(proxy.connections()).isZero();
  }
}
