package io.tollgate.channels.airwallex;

import io.tollgate.channels.airwallex.AirwallexIntent.NextAction;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** The addresses that Airwallex wants a payer to go to. */
final class AirwallexPages {

  private static final Set<String> OF_THE_WEB = Set.of("https", "http");

  private AirwallexPages() {}

  /**
   * The address, if a payer's browser can be sent there: one of the web, without a form to be
   * posted (API versions before 2024-06-14 had those).
   */
  static Optional<URI> find(NextAction action) {
    var url = action.url();
    boolean isForm = action.method() != null && !"GET".equals(action.method());
    return url == null || isForm ? Optional.empty() : page(url);
  }

  private static Optional<URI> page(String address) {
    try {
      return Optional.of(new URI(address))
          .filter(uri -> uri.getHost() != null && OF_THE_WEB.contains(uri.getScheme()));
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }
}
