package io.tollgate.sandbox;

import io.tollgate.sandbox.merchant.WebhookReceiverProgram;
import io.tollgate.sandbox.stripe.StripeSimulatorProgram;
import java.util.Arrays;

/** The one command of the sandbox. See {@code --help}. */
public final class SandboxProgram {

  private SandboxProgram() {}

  /**
   * Starts what the command line asks for.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) throws InterruptedException {
    QuietLog.use();
    String first = arguments.length == 0 ? "" : arguments[0];
    switch (first) {
      case "simulator" -> StripeSimulatorProgram.main(rest(arguments));
      case "receiver" -> WebhookReceiverProgram.main(rest(arguments));
      default -> System.exit(start(arguments));
    }
  }

  private static String[] rest(String... arguments) {
    return Arrays.copyOfRange(arguments, 1, arguments.length);
  }

  private static int start(String... arguments) throws InterruptedException {
    SandboxOptions options;
    try {
      options = SandboxOptions.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n\n" + SandboxOptions.HELP);
      return 2;
    }
    if (options.help()) {
      System.out.println(SandboxOptions.HELP);
      return 0;
    }
    try {
      return new Sandbox(options, System.out::println).run();
    } catch (RuntimeException failure) {
      System.err.println("\nThe sandbox could not start: " + failure.getMessage());
      if (failure.getCause() != null) {
        System.err.println("  because " + failure.getCause());
      }
      return 1;
    }
  }
}
