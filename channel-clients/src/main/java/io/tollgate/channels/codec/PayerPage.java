package io.tollgate.channels.codec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The addresses of pages that a channel wants a payer's browser to go to. */
public final class PayerPage {

  private PayerPage() {}

  /**
   * The address, if it is one of the web: {@code https} or {@code http}, a host, and no user name
   * before it, by which an address could pass for another's.
   */
  public static Optional<URI> find(@Nullable String address) {
    if (address == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(address)).filter(PayerPage::isOfTheWeb);
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }

  private static boolean isOfTheWeb(URI uri) {
    return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null;
  }
}
