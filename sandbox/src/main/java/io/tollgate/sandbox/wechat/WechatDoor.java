package io.tollgate.sandbox.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.sandbox.wechat.WechatPlatform.Signer;
import io.tollgate.sandbox.wechat.WechatReply.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.node.ObjectNode;

/** Where requests come in: checks signatures, finds the operation, and answers, late or never. */
final class WechatDoor {

  private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048 ";
  private static final Pattern PART = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
  private static final Pattern OF_ORDER =
      Pattern.compile("/v3/pay/transactions/out-trade-no/([^/]+)(/close)?");
  private static final String ORDERS = "/v3/pay/transactions/";
  private static final String REFUNDS = "/v3/refund/domestic/refunds";
  private static final String PAYER = "/_sim/pay/";

  private final WechatSimulatorSettings settings;
  private final WechatBook book;
  private final WechatPlatform platform;
  private final WechatOperations operations;
  private final String baseUrl;
  private final PublicKey merchantKey;
  private final Map<String, byte[]> bills = new ConcurrentHashMap<>();
  private final AtomicInteger certificateRequests = new AtomicInteger();

  WechatDoor(
      WechatSimulatorSettings settings,
      WechatBook book,
      WechatPlatform platform,
      WechatOperations operations,
      String baseUrl) {
    this.settings = settings;
    this.book = book;
    this.platform = platform;
    this.operations = operations;
    this.baseUrl = baseUrl;
    this.merchantKey = key(settings.merchantKey());
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    if (request.uri().startsWith(PAYER)) {
      return payer(request.uri(), response);
    }
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .defaultIfEmpty(new byte[0])
        .flatMap(body -> answer(call(request, body), response));
  }

  int certificateRequests() {
    return certificateRequests.get();
  }

  private static WechatCall call(HttpServerRequest request, byte[] body) {
    return new WechatCall(
        request.method().name(),
        request.uri(),
        body,
        request.requestHeaders().get("Authorization", ""),
        request.requestHeaders().get("Wechatpay-Serial", ""));
  }

  private Mono<Void> answer(WechatCall call, HttpServerResponse response) {
    WechatReply reply = executed(call);
    return switch (reply.way()) {
      case AT_ONCE -> write(call, reply, response, "");
      case SLOW ->
          Mono.delay(settings.slowAnswer())
              .then(Mono.defer(() -> write(call, reply, response, "")));
      case SILENT -> Mono.delay(settings.silence()).then(dropped(response));
      case DROP_AFTER, DROP_BEFORE -> dropped(response);
      case FAIL_AFTER, FAIL_BEFORE ->
          write(call, new Refused(500, "SYSTEM_ERROR").reply, response, "");
      case UNSIGNED -> unsigned(reply, response);
      case WRONGLY_SIGNED -> {
        WechatPlatform.seal(WechatPlatform.forger(platform.signer()), reply.body(), "")
            .forEach(response::header);
        yield unsigned(reply, response);
      }
      case PROBE -> write(call, reply, response, "WECHATPAY/SIGNTEST/");
    };
  }

  private WechatReply executed(WechatCall call) {
    try {
      authenticate(call);
      return routed(call);
    } catch (Refused refused) {
      return refused.reply;
    }
  }

  private WechatReply routed(WechatCall call) {
    String path = call.path();
    Matcher ofOrder = OF_ORDER.matcher(path);
    boolean posts = call.method().equals("POST");
    if (ofOrder.matches()) {
      return posts && ofOrder.group(2) != null
          ? operations.close(call, ofOrder.group(1))
          : operations.query(call, ofOrder.group(1));
    }
    if (posts && path.startsWith(ORDERS)) {
      return operations.order(call, path.substring(ORDERS.length()));
    }
    if (posts && path.equals(REFUNDS)) {
      return operations.refund(call);
    }
    if (path.startsWith(REFUNDS + "/")) {
      return operations.queryRefund(path.substring(REFUNDS.length() + 1));
    }
    return switch (path) {
      case "/v3/certificates" -> certificates();
      case "/v3/bill/tradebill" -> bill(call);
      case "/v3/billdownload/file" -> file(call);
      default -> throw new Refused(404, "NOT_FOUND");
    };
  }

  private void authenticate(WechatCall call) {
    Map<String, String> parts = new HashMap<>();
    Matcher part = PART.matcher(call.authorization());
    while (part.find()) {
      parts.put(part.group(1), part.group(2));
    }
    String timestamp = parts.getOrDefault("timestamp", "");
    String nonce = parts.getOrDefault("nonce_str", "");
    String head = call.method() + "\n" + call.uri() + "\n" + timestamp + "\n" + nonce + "\n";
    boolean isKnown =
        call.authorization().startsWith(SCHEME)
            && settings.mchid().equals(parts.get("mchid"))
            && settings.merchantSerial().equals(parts.get("serial_no"))
            && timestamp.matches("[0-9]{1,12}")
            && nonce.matches("[0-9A-Za-z]{1,32}")
            && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.now())
                    .abs()
                    .compareTo(CLOCKS_APART)
                < 0
            && verifies(head, call.body(), parts.getOrDefault("signature", ""));
    if (!isKnown) {
      throw new Refused(401, "SIGN_ERROR");
    }
  }

  private boolean verifies(String head, byte[] body, String signature) {
    try {
      Signature verification = Signature.getInstance("SHA256withRSA");
      verification.initVerify(merchantKey);
      verification.update(head.getBytes(UTF_8));
      verification.update(body);
      verification.update((byte) '\n');
      return verification.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      return false;
    }
  }

  private WechatReply certificates() {
    certificateRequests.incrementAndGet();
    ObjectNode json = WechatJson.object();
    var data = json.putArray("data");
    for (Signer signer : platform.withCertificates()) {
      String nonce = UUID.randomUUID().toString().substring(0, 12);
      ObjectNode entry =
          data.addObject()
              .put("serial_no", signer.serial())
              .put("effective_time", WechatJson.time(Instant.now()))
              .put("expire_time", WechatJson.time(Instant.now().plus(Duration.ofDays(365))));
      entry
          .putObject("encrypt_certificate")
          .put("algorithm", "AEAD_AES_256_GCM")
          .put("nonce", nonce)
          .put("associated_data", "certificate")
          .put(
              "ciphertext",
              platform.sealed(nonce, "certificate", signer.certificate().getBytes(UTF_8)));
    }
    return WechatReply.of(200, json);
  }

  private WechatReply bill(WechatCall call) {
    String date = call.query().getOrDefault("bill_date", "");
    if (!date.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      throw new Refused(400, "PARAM_ERROR");
    }
    byte[] plain =
        WechatBillFile.of(LocalDate.parse(date), book, settings.mchid())
            .orElseThrow(() -> new Refused(400, "NO_STATEMENT_EXIST"));
    String token = UUID.randomUUID().toString();
    bills.put(token, zipped(plain));
    return WechatReply.of(
        200,
        WechatJson.object()
            .put("hash_type", "SHA1")
            .put("hash_value", sha1(plain))
            .put(
                "download_url",
                " " + baseUrl + "/v3/billdownload/file?token=" + token + "&tartype=gzip"));
  }

  private WechatReply file(WechatCall call) {
    byte[] bill = bills.get(call.query().getOrDefault("token", ""));
    if (bill == null) {
      throw new Refused(400, "INVALID_REQUEST");
    }
    return new WechatReply(200, bill, WechatScript.Answering.UNSIGNED);
  }

  /** What the payer does at the page of a phone: {@code ?outcome=succeed} or {@code fail}. */
  private Publisher<Void> payer(String uri, HttpServerResponse response) {
    WechatCall call = new WechatCall("GET", uri, new byte[0], "", "");
    String number = call.path().substring(PAYER.length());
    boolean done =
        "fail".equals(call.query().get("outcome"))
            ? operations.fail(number)
            : operations.pay(number);
    return response.status(done ? 200 : 409).send();
  }

  private Mono<Void> write(
      WechatCall call, WechatReply reply, HttpServerResponse response, String prefix) {
    Signer signer =
        call.wantedKey().equals(WechatPlatform.PUBLIC_KEY_ID)
            ? platform.withPublicKey()
            : platform.signer();
    WechatPlatform.seal(signer, reply.body(), prefix).forEach(response::header);
    return unsigned(reply, response);
  }

  private static Mono<Void> unsigned(WechatReply reply, HttpServerResponse response) {
    response.status(reply.status()).header("Request-ID", UUID.randomUUID().toString());
    if (reply.body().length == 0) {
      return response.send().then();
    }
    return response
        .header("Content-Type", "application/json; charset=utf-8")
        .header("Content-Length", String.valueOf(reply.body().length))
        .sendByteArray(Mono.just(reply.body()))
        .then();
  }

  private static Mono<Void> dropped(HttpServerResponse response) {
    // Never completes, or an empty 200 would be written; the closed channel ends it.
    return Mono.<Void>fromRunnable(() -> response.withConnection(WechatDoor::closed))
        .then(Mono.never());
  }

  private static void closed(Connection connection) {
    var _ = connection.channel().close();
  }

  private static byte[] zipped(byte[] plain) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return zipped.toByteArray();
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static PublicKey key(String pem) {
    try {
      String bare = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      return KeyFactory.getInstance("RSA")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(bare)));
    } catch (GeneralSecurityException noKey) {
      throw new IllegalArgumentException("the merchant's public key is none", noKey);
    }
  }
}
