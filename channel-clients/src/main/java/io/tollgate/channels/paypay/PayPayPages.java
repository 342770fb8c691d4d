package io.tollgate.channels.paypay;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The addresses that PayPay wants a payer to go to. */
final class PayPayPages {

  private static final Set<String> OF_THE_WEB = Set.of("https", "http");

  private PayPayPages() {}

  /** The address, if it is one of the web: a payer's browser is sent there. */
  static Optional<URI> find(@Nullable String address) {
    if (address == null) {
      return Optional.empty();
    }
    try {
      var uri = new URI(address);
      return uri.getHost() != null && OF_THE_WEB.contains(uri.getScheme())
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }
}
