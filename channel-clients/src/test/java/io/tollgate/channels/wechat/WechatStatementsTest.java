package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.CLOCK;
import static io.tollgate.channels.wechat.WechatFixtures.JSON;
import static io.tollgate.channels.wechat.WechatFixtures.bytes;
import static io.tollgate.channels.wechat.WechatFixtures.error;
import static io.tollgate.channels.wechat.WechatFixtures.number;
import static io.tollgate.channels.wechat.WechatFixtures.order;
import static io.tollgate.channels.wechat.WechatFixtures.resource;
import static io.tollgate.channels.wechat.WechatFixtures.seal;
import static io.tollgate.channels.wechat.WechatFixtures.zipped;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class WechatStatementsTest {

  private static final LocalDate DAY = LocalDate.parse("2026-02-28");
  private static final byte[] BILL =
      new String(resource("bill-all.csv"), UTF_8)
          .replace("$NUMBER", number(order()))
          .getBytes(UTF_8);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final WechatChannel wechat = new WechatChannel(edges, CLOCK);
  private WireServer server;

  @BeforeEach
  void start() throws IOException {
    server = new WireServer(WireServer.silent());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    edges.close();
  }

  @Test
  void readsABillThatIsZippedOrNot() {
    serve(address(server.url() + "/v3/billdownload/file?token=a%2Fb&tartype=gzip"), zipped(BILL));
    assertThat(rows()).hasSize(4);

    serve(address(" " + server.url() + "/v3/billdownload/file?token=x"), BILL);
    assertThat(rows()).hasSize(4);
    assertThat(server.requests()).isEqualTo(4);
  }

  @Test
  void usesNoFileThatIsNotTheOneThatWasAnnounced() {
    var changed = BILL.clone();
    changed[changed.length - 5] ^= 1;
    var address = address(server.url() + "/v3/billdownload/file?token=x");
    for (var file :
        List.of(zipped(changed), changed, new byte[0], "{\"code\":\"NO_AUTH\"}".getBytes(UTF_8))) {
      serve(address, file);

      assertThat(missing().later()).isTrue();
    }
    var torn = zipped(BILL);
    serve(address, Arrays.copyOf(torn, torn.length / 2));
    assertThat(missing().later()).isTrue();
  }

  @Test
  void usesNoFileThatIsAnnouncedRightlyAndIsNoBill() {
    var other = "a,b\n`1,`2\n".getBytes(UTF_8);
    serve(
        address(server.url() + "/v3/billdownload/file?token=x").put("hash_value", sha1(other)),
        other);

    assertThat(missing().later()).isFalse();
    assertThat(meters.get("tollgate.channel.alarms").tag("alarm", "unmapped").counter().count())
        .isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.mch.weixin.qq.com.evil.example/v3/billdownload/file?token=x",
        "https://api.mch.weixin.qq.com@evil.example/v3/billdownload/file?token=x",
        "https://user@api.mch.weixin.qq.com/v3/billdownload/file?token=x",
        "http://api.mch.weixin.qq.com/v3/billdownload/file?token=x",
        "https://api.mch.weixin.qq.com:8443/v3/billdownload/file?token=x",
        "http://127.0.0.1:1/v3/billdownload/file?token=x",
        "file:///etc/passwd",
        "//evil.example/x",
        "not an address",
        ""
      })
  void fetchesNothingFromAnotherHost(String address) {
    serve(address(address), BILL);

    assertThat(missing().later()).isFalse();
    assertThat(server.requests()).isOne();
  }

  @Test
  void fetchesNothingWhoseHashIsOfAnotherKind() {
    serve(address(server.url() + "/x").put("hash_type", "MD5"), BILL);
    assertThat(missing().later()).isFalse();

    var without = address(server.url() + "/x");
    without.remove("hash_value");
    serve(without, BILL);
    assertThat(missing().later()).isFalse();
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void believesNoAddressThatIsNotSigned() {
    var body = bytes(address(server.url() + "/x"));
    server.now((socket, _) -> write(socket, 200, body, Map.of()));

    assertThat(missing().later()).isTrue();
    assertThat(server.requests()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "400, STATEMENT_CREATING, true",
    "400, PARAM_ERROR, false",
    "403, NO_AUTH, false",
    "429, FREQUENCY_LIMITED, true",
    "500, SYSTEM_ERROR, true",
    "400, INVENTED, true",
  })
  void saysWhetherItMayComeLater(int status, String code, boolean later) {
    var body = bytes(error(code));
    server.now((socket, _) -> write(socket, status, body, seal(body)));

    assertThat(missing().later()).isEqualTo(later);
  }

  /** Now is 20:00 of 1 March in Beijing, so the bill of 28 February was due at 10:00. */
  @Test
  void knowsADayWithoutPaymentsFromOneThatIsNotOver() {
    var body = bytes(error("NO_STATEMENT_EXIST"));
    server.now((socket, _) -> write(socket, 400, body, seal(body)));

    assertThat(rows()).isEmpty();
    assertThatExceptionOfType(StatementUnavailable.class)
        .isThrownBy(
            () -> wechat.statement(DAY.plusDays(1), account()).blockLast(Duration.ofSeconds(5)))
        .satisfies(missing -> assertThat(missing.later()).isTrue());
  }

  private List<StatementRow> rows() {
    return wechat.statement(DAY, account()).collectList().block(Duration.ofSeconds(5));
  }

  private StatementUnavailable missing() {
    try {
      wechat.statement(DAY, account()).blockLast(Duration.ofSeconds(5));
    } catch (StatementUnavailable missing) {
      return missing;
    }
    throw new AssertionError("the statement is there");
  }

  private ChannelAccount account() {
    return WechatFixtures.account(server.url().toString(), Map.of());
  }

  private static ObjectNode address(String url) {
    return JSON.createObjectNode()
        .put("hash_type", "SHA1")
        .put("hash_value", sha1(BILL))
        .put("download_url", url);
  }

  /** The answer that names the file is signed, the file is not. */
  private void serve(ObjectNode address, byte[] file) {
    var body = bytes(address);
    server.now((socket, request) -> {
      if (request.startsWith("GET /v3/bill/tradebill?")) {
        write(socket, 200, body, seal(body));
      } else {
        write(socket, 200, file, Map.of());
      }
    });
  }

  private static void write(Socket socket, int status, byte[] body, Map<String, String> headers)
      throws IOException {
    var head =
        new StringBuilder("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length + "\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(head.append("\r\n").toString().getBytes(UTF_8));
    whole.writeBytes(body);
    socket.getOutputStream().write(whole.toByteArray());
    socket.getOutputStream().flush();
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
