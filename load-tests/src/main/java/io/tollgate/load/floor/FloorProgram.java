package io.tollgate.load.floor;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.reactivestreams.Publisher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * The I/O of one payment and nothing else, on the libraries that the gateway stands on: HTTP in, an
 * HMAC over the body, the script that admits a payment, one POST to the channel, the script that
 * saves its end, HTTP out. It checks nothing, decides nothing and builds no objects of its own;
 * what a gateway costs above it is what the gateway does.
 */
@Command(
    name = "floor",
    mixinStandardHelpOptions = true,
    description = "The I/O of one payment and nothing else; see 'bench'.")
public final class FloorProgram implements Callable<Integer> {

  private static final int SHARDS = 64;
  private static final int MOST_IN_FLIGHT = 4_000;
  private static final String RUN = "0".repeat(40);
  private static final byte[] SECRET = new byte[32];

  @Option(names = "--port", required = true, description = "of the loopback address")
  private int port;

  @Option(names = "--redis", required = true, description = "a redis:// address")
  private String redis = "";

  @Option(names = "--channel", required = true, description = "the channel's address")
  private String channel = "";

  @Option(names = "--scripts", required = true, description = "the folder of the gateway's scripts")
  private Path scripts = Path.of("");

  @Option(
      names = "--snapshot-bytes",
      description = "length of what is stored (default: ${DEFAULT-VALUE})",
      defaultValue = "560")
  private int snapshotBytes;

  private final ThreadLocal<Mac> mac = ThreadLocal.withInitial(FloorProgram::newMac);

  @Override
  public Integer call() throws IOException {
    var client = RedisClient.create(redis);
    var commands = client.connect().async();
    open(commands);
    var payment =
        new Payments(
            commands,
            load(commands, "admit"),
            load(commands, "transition"),
            "x".repeat(snapshotBytes));
    var http =
        HttpClient.create(ConnectionProvider.create("channel", MOST_IN_FLIGHT))
            .baseUrl(channel)
            .headers(headers ->
                headers
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .set(HttpHeaderNames.AUTHORIZATION, "Bearer sk_test_sandbox"));
    HttpServer.create()
        .host("127.0.0.1")
        .port(port)
        .handle((request, response) -> handle(request, response, payment, http))
        .bindNow()
        .onDispose()
        .block();
    return 0;
  }

  /** Opens the fence of every shard, as the scripts want it; again after Redis was emptied. */
  public static void open(RedisAsyncCommands<String, String> commands) {
    for (int shard = 0; shard < SHARDS; shard++) {
      commands.set("{p:%02d}:fence".formatted(shard), RUN + " 0 0").toCompletableFuture().join();
    }
  }

  private String load(RedisAsyncCommands<String, String> commands, String script)
      throws IOException {
    var fence = Files.readString(scripts.resolve("fence.lua")).replace("%RUN%", RUN);
    return commands
        .scriptLoad(fence + Files.readString(scripts.resolve(script + ".lua")))
        .toCompletableFuture()
        .join();
  }

  private Publisher<Void> handle(
      HttpServerRequest request, HttpServerResponse response, Payments payments, HttpClient http) {
    var answer =
        request
            .receive()
            .aggregate()
            .asByteArray()
            .map(body -> HexFormat.of().formatHex(mac.get().doFinal(body), 0, 16))
            .flatMap(id ->
                payments
                    .admit(id)
                    .then(charged(http, id))
                    .flatMap(_ -> payments.save(id))
                    .thenReturn(ANSWER.formatted(id)));
    return response
        .status(201)
        .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .sendString(answer);
  }

  private static Mono<byte[]> charged(HttpClient http, String id) {
    return http.post()
        .uri("/v1/payment_intents")
        .send(
            Mono.fromSupplier(
                () -> Unpooled.copiedBuffer(FORM.formatted(id), StandardCharsets.US_ASCII)))
        .responseSingle((_, body) -> body.asByteArray());
  }

  private static Mac newMac() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static final String FORM =
      "amount=1299&currency=eur&confirm=true&capture_method=automatic&payment_method_types[]=card"
          + "&metadata[attempt_id]=pay_%1$s-1&metadata[payment_id]=pay_%1$s"
          + "&payment_method=pm_card_visa&return_url=https%%3A%%2F%%2Fshop.example%%2Freturn";

  private static final String ANSWER =
      """
      {"id":"pay_%s","object":"payment","version":2,"reference":"order-1795321354-56353b55","status":\
      "succeeded","product":"foreign_card","amount":1299,"currency":"EUR","capture":"automatic",\
      "method":{"type":"card"},"next_step":{"type":"done"},"channel":"stripe","attempts":1,\
      "conflict":false,"created_at":"2026-11-22T04:22:35.171Z","updated_at":"2026-11-22T04:22:36.655Z"}\
      """;

  /** The two scripts, with the keys and arguments that the gateway gives them. */
  private record Payments(
      RedisAsyncCommands<String, String> commands,
      String admit,
      String transition,
      String snapshot) {

    Mono<Object> admit(String id) {
      var tag = tag(id);
      return run(
          admit,
          List.of(
              tag + ":pay:" + id, tag + ":log", tag + ":due", tag + ":seen:" + id, tag + ":fence"),
          List.of(id, "CREATED", snapshot, id, id, "3000", "watch:" + id, "", "1000000", ""));
    }

    Mono<Object> save(String id) {
      var tag = tag(id);
      return run(
          transition,
          List.of(
              tag + ":pay:" + id,
              tag + ":log",
              tag + ":due",
              tag + ":due:lease",
              tag + ":due:body",
              tag + ":fence"),
          List.of(id, "2", "SUCCEEDED", snapshot, "", "watch:" + id, ""));
    }

    private Mono<Object> run(String script, List<String> keys, List<String> arguments) {
      return Mono.fromCompletionStage(() ->
          commands.<Object>evalsha(
              script,
              ScriptOutputType.MULTI,
              keys.toArray(String[]::new),
              arguments.toArray(String[]::new)));
    }

    private static String tag(String id) {
      return "{p:%02d}".formatted(Integer.parseInt(id, 0, 2, 16) % SHARDS);
    }
  }
}
