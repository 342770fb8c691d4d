package io.tollgate.channels.airwallex;

import io.tollgate.channels.airwallex.AirwallexIntent.NextAction;
import io.tollgate.channels.codec.PayerPage;
import java.net.URI;
import java.util.Optional;

/** The addresses that Airwallex wants a payer to go to. */
final class AirwallexPages {

  private AirwallexPages() {}

  /**
   * The address, if a payer's browser can be sent there: one of the web, without a form to be
   * posted (API versions before 2024-06-14 had those).
   */
  static Optional<URI> find(NextAction action) {
    var url = action.url();
    boolean isForm = action.method() != null && !"GET".equals(action.method());
    return url == null || isForm ? Optional.empty() : PayerPage.find(url);
  }
}
