package io.tollgate.sandbox.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.tollgate.sandbox.wechat.WechatPlatform.Signer;
import io.tollgate.sandbox.wechat.WechatScript.Calling;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends sealed and signed notifications to the address that the request named. One that is not
 * answered with a 2xx is sent again a few times, signed anew, with gaps that are short here.
 */
final class WechatNotifier {

  private static final int MORE_TRIES = 5;
  private static final Duration GAP = Duration.ofMillis(250);

  private final WechatPlatform platform;
  private final String mchid;
  private final Duration late;
  private final HttpClient http = HttpClient.create().responseTimeout(Duration.ofSeconds(5));
  private final Disposable.Composite running = Disposables.composite();
  private final LongAdder acknowledged = new LongAdder();

  WechatNotifier(WechatPlatform platform, String mchid, Duration late) {
    this.platform = platform;
    this.mchid = mchid;
    this.late = late;
  }

  void paid(WechatOrder order) {
    byte[] truth = notice("TRANSACTION.SUCCESS", "transaction", WechatJson.order(order, mchid));
    Calling calling = order.script().calling();
    switch (calling) {
      case ONCE -> send(order.notifyUrl(), truth, Duration.ZERO);
      case LOST -> {}
      case TWICE -> {
        send(order.notifyUrl(), truth, Duration.ZERO);
        send(order.notifyUrl(), truth, GAP);
      }
      case LATE -> send(order.notifyUrl(), truth, late);
      case FORGED -> {
        forge(order);
        send(order.notifyUrl(), truth, GAP);
      }
      case PROBE -> {
        run(once(order.notifyUrl(), truth, platform.signer(), "WECHATPAY/SIGNTEST/").then());
        send(order.notifyUrl(), truth, GAP);
      }
    }
  }

  void refunded(WechatOrder.Refund refund, WechatOrder order) {
    ObjectNode content = WechatJson.refundNotice(refund, order, mchid);
    send(refund.notifyUrl(), notice("REFUND." + refund.status(), "refund", content), Duration.ZERO);
  }

  /** Somebody without the platform's key says that more was paid. */
  private void forge(WechatOrder order) {
    ObjectNode lie = WechatJson.order(order, mchid);
    lie.putObject("amount").put("total", order.total() * 100).put("currency", "CNY");
    byte[] body = notice("TRANSACTION.SUCCESS", "transaction", lie);
    run(once(order.notifyUrl(), body, WechatPlatform.forger(platform.signer()), "").then());
  }

  private byte[] notice(String event, String type, ObjectNode content) {
    String nonce = UUID.randomUUID().toString().substring(0, 12);
    ObjectNode json =
        WechatJson.object()
            .put("id", UUID.randomUUID().toString())
            .put("create_time", WechatJson.time(Instant.now()))
            .put("resource_type", "encrypt-resource")
            .put("event_type", event)
            .put("summary", "模拟");
    json.putObject("resource")
        .put("original_type", type)
        .put("algorithm", "AEAD_AES_256_GCM")
        .put("ciphertext", platform.sealed(nonce, type, content.toString().getBytes(UTF_8)))
        .put("associated_data", type)
        .put("nonce", nonce);
    return json.toString().getBytes(UTF_8);
  }

  private void send(String url, byte[] body, Duration delay) {
    run(
        Mono.delay(delay)
            .then(Mono.defer(() -> once(url, body, platform.signer(), "")))
            .retryWhen(Retry.backoff(MORE_TRIES, GAP))
            .doOnNext(_ -> acknowledged.increment())
            .then());
  }

  private void run(Mono<Void> work) {
    running.add(work.onErrorComplete().subscribe());
  }

  private Mono<Integer> once(String url, byte[] body, Signer by, String prefix) {
    Map<String, String> seal = WechatPlatform.seal(by, body, prefix);
    return http.headers(
            headers -> {
              headers.set("Content-Type", "application/json");
              seal.forEach(headers::set);
            })
        .post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
        .responseSingle((response, content) ->
            content.then(Mono.defer(() -> accepted(response.status().code()))));
  }

  private static Mono<Integer> accepted(int status) {
    return status / 100 == 2
        ? Mono.just(status)
        : Mono.error(new IllegalStateException("notification answered " + status));
  }

  long acknowledgedCount() {
    return acknowledged.sum();
  }

  void close() {
    running.dispose();
  }
}
