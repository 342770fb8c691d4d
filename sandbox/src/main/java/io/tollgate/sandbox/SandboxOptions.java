package io.tollgate.sandbox;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param gateway the gateway's jar
 * @param stripePort where the simulated Stripe listens
 * @param channelPorts the first of the ports of the other simulated channels
 * @param fresh whether kept data are dropped first
 */
record SandboxOptions(
    @Nullable Path gateway,
    int port,
    int managementPort,
    int stripePort,
    int channelPorts,
    int webhookPort,
    boolean fresh,
    boolean help) {

  static final String HELP =
      """
      Starts Redis, MariaDB, a message broker, a simulator of each channel, a merchant's
      webhook endpoint, and then the gateway. Ctrl-C ends them all.

        --gateway <jar>           the gateway to start (required)
        --port <port>             the gateway's API (default 8080)
        --management-port <port>  the gateway's health and metrics (default 8081)
        --stripe-port <port>      the simulated Stripe (default 9000)
        --channel-ports <port>    the other simulated channels, from this one on, in the
                                  order of their names (default 9010)
        --webhook-port <port>     the merchant's endpoint (default 9001)
        --fresh                   drop what earlier runs kept
        --help                    this text

      Only one of them, in a process of its own:
        simulator [options]       the simulated Stripe; see simulator --help
        receiver [options]        the merchant's endpoint; see receiver --help

      A server that runs already is used when the environment names it:
        TOLLGATE_REDIS_URI     redis://127.0.0.1:6379
        TOLLGATE_DATABASE_URI  mysql://user:password@127.0.0.1:3306/
        TOLLGATE_AMQP_URI      amqp://guest:guest@127.0.0.1:5672
      """;

  static SandboxOptions parse(String... arguments) {
    SandboxOptions options = new SandboxOptions(null, 8080, 8081, 9000, 9010, 9001, false, false);
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      options =
          switch (name) {
            case "--fresh" -> options.withFlags(true, options.help);
            case "--help" -> options.withFlags(options.fresh, true);
            default -> options.with(name, valueOf(name, ++i, arguments));
          };
    }
    return options;
  }

  private static String valueOf(String name, int place, String... arguments) {
    if (!name.startsWith("--")) {
      throw new IllegalArgumentException("unknown word: " + name);
    }
    if (place >= arguments.length) {
      throw new IllegalArgumentException(name + ": a value is missing");
    }
    return arguments[place];
  }

  private SandboxOptions with(String name, String value) {
    return switch (name) {
      case "--gateway" ->
          new SandboxOptions(
              Path.of(value),
              port,
              managementPort,
              stripePort,
              channelPorts,
              webhookPort,
              fresh,
              help);
      case "--port" ->
          withPorts(port(name, value), managementPort, stripePort, channelPorts, webhookPort);
      case "--management-port" ->
          withPorts(port, port(name, value), stripePort, channelPorts, webhookPort);
      case "--stripe-port" ->
          withPorts(port, managementPort, port(name, value), channelPorts, webhookPort);
      case "--channel-ports" ->
          withPorts(port, managementPort, stripePort, port(name, value), webhookPort);
      case "--webhook-port" ->
          withPorts(port, managementPort, stripePort, channelPorts, port(name, value));
      default -> throw new IllegalArgumentException("unknown option: " + name);
    };
  }

  private SandboxOptions withPorts(int api, int management, int stripe, int channels, int webhook) {
    return new SandboxOptions(gateway, api, management, stripe, channels, webhook, fresh, help);
  }

  private SandboxOptions withFlags(boolean dropsData, boolean wantsHelp) {
    return new SandboxOptions(
        gateway, port, managementPort, stripePort, channelPorts, webhookPort, dropsData, wantsHelp);
  }

  private static int port(String name, String value) {
    try {
      int port = Integer.parseInt(value);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException noNumber) {
      // Said below.
    }
    throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to 65535)");
  }
}
