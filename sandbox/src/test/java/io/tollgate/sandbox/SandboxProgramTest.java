package io.tollgate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import io.tollgate.sandbox.servers.SandboxDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxProgramTest {

  @TempDir private Path folder;
  private Process program;

  @AfterEach
  void endIt() throws InterruptedException {
    if (program != null && program.isAlive()) {
      program.destroyForcibly().waitFor();
    }
  }

  @Test
  void startsEverythingSaysWhatToTryAndEndsTheGatewayFirst() throws Exception {
    int[] ports = freePorts();
    start("0", ports, "--gateway", FakeGateway.jarIn(folder).toString());

    await().atMost(Duration.ofSeconds(60)).until(() -> output().contains("Tollgate is ready"));
    List<ProcessHandle> children = program.descendants().toList();
    program.destroy();

    assertThat(program.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(output())
        .contains("Redis ")
        .contains("http://127.0.0.1:" + ports[0])
        .doesNotContain("${");
    assertThat(Files.readString(folder.resolve(".sandbox/gateway.log")))
        .contains("profile sandbox")
        .contains("ended while Redis was still there");
    assertThat(children).hasSizeGreaterThanOrEqualTo(2).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void showsTheEndOfTheLogWhenTheGatewayFails() throws Exception {
    start("1", freePorts(), "--gateway", FakeGateway.jarIn(folder).toString());

    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(program.exitValue()).isEqualTo(1);
    assertThat(output()).contains("ended with status 3").contains("no such table: payments");
  }

  @Test
  void namesTheOptionThatChangesATakenPort() throws Exception {
    int[] ports = freePorts();
    try (ServerSocket taken = new ServerSocket(ports[1], 1, InetAddress.getLoopbackAddress())) {
      start("0", ports, "--gateway", FakeGateway.jarIn(folder).toString());

      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output())
          .contains("port " + taken.getLocalPort() + " is taken")
          .contains("--management-port");
    }
  }

  @Test
  void refusesWordsItDoesNotKnow() {
    assertThatThrownBy(() -> SandboxOptions.parse("--prot", "1")).hasMessageContaining("--prot");
    assertThatThrownBy(() -> SandboxOptions.parse("--port")).hasMessageContaining("missing");
    assertThatThrownBy(() -> SandboxOptions.parse("--port", "x")).hasMessageContaining("65535");
    assertThat(SandboxOptions.parse("--fresh", "--port", "18080"))
        .isEqualTo(new SandboxOptions(null, 18080, 8081, 9000, 9010, 9001, true, false));
  }

  @Test
  void handsTheFirstWordOver() throws Exception {
    launch(List.of("simulator", "--help"), "0");

    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output()).contains("pm_card_visa").contains("--callback-url");
  }

  private void start(String broken, int[] ports, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    String[] names = {
      "--port", "--management-port", "--stripe-port", "--webhook-port", "--channel-ports"
    };
    for (int i = 0; i < names.length; i++) {
      arguments.add(names[i]);
      arguments.add(String.valueOf(ports[i]));
    }
    launch(arguments, broken);
  }

  private void launch(List<String> arguments, String broken) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dtollgate.root=" + folder);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SandboxProgram.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    // This JVM's own database, because unpacking one for every test takes long.
    SandboxDatabase database = SandboxDatabase.shared();
    builder
        .environment()
        .put(
            SandboxDatabase.VARIABLE,
            "mysql://%s:%s@%s:%d/"
                .formatted(database.user(), database.password(), database.host(), database.port()));
    builder.environment().put("FAKE_GATEWAY_BROKEN", broken);
    program = builder.start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private static int[] freePorts() throws IOException {
    int[] ports = new int[5];
    ports[4] = startOfFreePorts(SimulatedChannelFactory.all().size());
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports[i] = socket.getLocalPort();
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  /** Below the ports that systems give away, so that nobody gets one of them meanwhile. */
  private static int startOfFreePorts(int count) {
    return IntStream.iterate(20_000, start -> start < 30_000, start -> start + count)
        .filter(start -> IntStream.range(start, start + count).allMatch(SandboxProgramTest::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
