package io.tollgate.sandbox.stripe;

import io.tollgate.sandbox.QuietLog;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Runs one simulator in a process of its own until it is told to end. */
public final class StripeSimulatorProgram {

  private StripeSimulatorProgram() {}

  /**
   * Starts what the command line asks for.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) throws InterruptedException {
    QuietLog.use();
    if (String.join(" ", arguments).contains("--help")) {
      System.out.println(help());
      return;
    }
    StripeSimulatorSettings settings;
    try {
      settings = settings(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n\n" + help());
      System.exit(2);
      return;
    }
    StripeSimulator simulator = StripeSimulator.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop-stripe-simulator"));
    System.out.println("Stripe simulator listens on " + simulator.baseUrl());
    new CountDownLatch(1).await();
  }

  static StripeSimulatorSettings settings(String... arguments) {
    StripeSimulatorSettings settings = StripeSimulatorSettings.defaults().withPort(9000);
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + ": a value is missing");
      }
      String value = arguments[i + 1];
      settings =
          switch (arguments[i]) {
            case "--port" -> settings.withPort(Integer.parseInt(value));
            case "--key" -> settings.withKeys(value, settings.webhookSecret());
            case "--webhook-secret" -> settings.withKeys(settings.secretKey(), value);
            case "--callback-url" -> settings.withCallbackUrl(URI.create(value));
            case "--kept" -> settings.withKeptCharges(Integer.parseInt(value));
            default -> throw new IllegalArgumentException("unknown option: " + arguments[i]);
          };
    }
    return settings;
  }

  private static String help() {
    StringBuilder text =
        new StringBuilder(
            """
            A stand-in for Stripe's PaymentIntents API.

              --port <port>              where to listen on 127.0.0.1 (default 9000)
              --key <secret key>         the API key callers must send (default sk_test_sandbox)
              --webhook-secret <secret>  signs callbacks (default whsec_sandbox_stripe)
              --callback-url <url>       where events go (default: nowhere)
              --kept <number>            payments to remember (default 2000000)

            Book: GET /_sim/book?attempt=<prefix>   Counts: GET /_sim/counts
            Switches: POST /_sim/switches {"down_ms":5000,"delay_ms":100,"lose_callbacks":0.5}

            Payment methods:
            """);
    for (Map.Entry<String, Script> entry : Script.BY_PAYMENT_METHOD.entrySet()) {
      text.append("  %-42s %s%n".formatted(entry.getKey(), entry.getValue().about()));
    }
    return text.toString();
  }
}
