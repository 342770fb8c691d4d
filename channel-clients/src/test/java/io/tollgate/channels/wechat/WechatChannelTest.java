package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.CLOCK;
import static io.tollgate.channels.wechat.WechatFixtures.method;
import static io.tollgate.channels.wechat.WechatFixtures.order;
import static io.tollgate.channels.wechat.WechatFixtures.query;
import static io.tollgate.channels.wechat.WechatFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.Captures;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.Signs;
import io.tollgate.domain.channel.Voids;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

@Timeout(60)
class WechatChannelTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
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
  void takesWalletPaymentsInFenThatAreCapturedAtOnce() {
    var can = wechat.capabilities();

    assertThat(can.canTake(order())).isTrue();
    assertThat(can.canTake(order(new Method("wechat_jsapi", "o-1"), "book"))).isTrue();
    assertThat(can.canTake(order(method("card"), "book"))).isFalse();
    assertThat(can.canTake(order(Money.of(1, "USD"), method("wechat_native"), "book", "o")))
        .isFalse();
    assertThat(can.canTake(with(Product.FOREIGN_CARD, CaptureMode.AUTOMATIC))).isFalse();
    assertThat(can.canTake(with(Product.ACCOUNT_BALANCE, CaptureMode.MANUAL))).isFalse();
    assertThat(can.operations())
        .containsExactlyInAnyOrder(
            ChannelOperation.REFUND, ChannelOperation.PART_REFUND, ChannelOperation.STATEMENT);
    assertThat(wechat)
        .isNotInstanceOf(Captures.class)
        .isNotInstanceOf(Voids.class)
        .isNotInstanceOf(Signs.class);
  }

  @Test
  void sendsNothingThatItCannotBuild() {
    var usual = account(Map.of());
    var keyless =
        new ChannelAccount(usual.id(), usual.baseUrl(), Map.of(), usual.options(), usual.limits());
    var secrets = new HashMap<>(usual.secrets());
    secrets.put("private-key", secrets.get("platform-public-key"));
    var wrongKey =
        new ChannelAccount(usual.id(), usual.baseUrl(), secrets, usual.options(), usual.limits());

    assertThat(wechat.pay(request(order()), keyless).block(SOON)).isInstanceOf(NotSent.class);
    assertThat(wechat.pay(request(order()), wrongKey).block(SOON)).isInstanceOf(NotSent.class);
    assertThat(wechat.pay(request(order(method("card"), "book")), usual).block(SOON))
        .isInstanceOf(NotSent.class);
    assertThat(wechat.query(query(order()), keyless).block(SOON)).isInstanceOf(Unknown.class);
    assertThat(server.requests()).isZero();
  }

  @Test
  void sendsNoPaymentWhoseAnswerItCouldNotProve() {
    var account = account(Map.of("platform-key-id", "", "platform-certificates", "true"));
    server.now(WireServer.answering(200, "{\"data\":[]}"));

    assertThat(wechat.pay(request(order()), account).block(SOON)).isInstanceOf(NotSent.class);
    assertThat(server.requests()).isOne();
  }

  @ResourceLock("the root logger")
  @Test
  void logsNeitherKeysNorPayers() {
    var appender = new ListAppender<ILoggingEvent>();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var level = root.getLevel();
    root.setLevel(Level.DEBUG);
    appender.start();
    root.addAppender(appender);

    var order = order(new Method("wechat_jsapi", "o-secret-openid"), "secret-description");
    wechat.pay(request(order), account(Map.of())).block(SOON);
    server.now(WireServer.answering(401, "{\"code\":\"SIGN_ERROR\",\"message\":\"secret-words\"}"));
    wechat.pay(request(order), account(Map.of())).block(SOON);

    root.detachAppender(appender);
    root.setLevel(level);
    var logged =
        List.copyOf(appender.list).stream()
            .map(ILoggingEvent::getFormattedMessage)
            .collect(Collectors.joining("\n"));
    assertThat(logged)
        .contains("is unknown: no whole answer in time")
        .contains("channel alarm credentials_refused")
        .doesNotContain("PRIVATE KEY")
        .doesNotContain(WechatFixtures.API_V3_KEY)
        .doesNotContain("o-secret-openid")
        .doesNotContain("secret-description")
        .doesNotContain("secret-words")
        .doesNotContain("203.0.113.7");
  }

  private static Order with(Product product, CaptureMode capture) {
    var order = order();
    return new Order(
        order.merchant(),
        order.reference(),
        product,
        order.amount(),
        capture,
        order.method(),
        order.customer(),
        order.returnUrl(),
        order.description(),
        order.metadata());
  }

  private ChannelAccount account(Map<String, String> more) {
    return WechatFixtures.account(server.url().toString(), more);
  }
}
