package io.tollgate.sandbox.merchant;

import io.tollgate.sandbox.QuietLog;
import java.util.concurrent.CountDownLatch;

/** Runs one receiver in a process of its own until it is told to end. */
public final class WebhookReceiverProgram {

  /** The secret of the sandbox's demo merchant. */
  public static final String DEMO_SECRET = "whsec_c2FuZGJveC1kZW1vLW1lcmNoYW50LXNlY3JldA==";

  private static final String HELP =
      """
      Plays a merchant's webhook endpoint and prints what comes in.

        --port <port>      where to listen on 127.0.0.1 (default 9001)
        --secret <secret>  whsec_<base64> (default: the demo merchant's)
      """;

  private WebhookReceiverProgram() {}

  /**
   * Starts what the command line asks for.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) throws InterruptedException {
    QuietLog.use();
    int port = 9001;
    String secret = DEMO_SECRET;
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--port" -> port = Integer.parseInt(value);
        case "--secret" -> secret = value;
        default -> {
          System.out.println(HELP);
          return;
        }
      }
    }
    WebhookReceiver receiver = WebhookReceiver.start(port, secret, System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(receiver::close, "stop-webhook-receiver"));
    System.out.println(
        "Webhooks go to %s, and are shown at http://127.0.0.1:%d/"
            .formatted(receiver.url(), receiver.port()));
    new CountDownLatch(1).await();
  }
}
