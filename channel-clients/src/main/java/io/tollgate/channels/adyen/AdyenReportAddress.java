package io.tollgate.channels.adyen;

import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where reports may be fetched from: the account's allowed hosts, and over TLS wherever the API
 * itself is. An address that a webhook brings is not covered by its signature.
 */
final class AdyenReportAddress {

  private AdyenReportAddress() {}

  static boolean isAllowed(URI address, ChannelAccount account) {
    var scheme = account.baseUrl().getScheme();
    return address.getHost() != null
        && address.getUserInfo() == null
        && ("https".equals(address.getScheme()) || Objects.equals(address.getScheme(), scheme))
        && AdyenOptions.reportHosts(account).contains(address.getHost());
  }

  static boolean isAllowed(@Nullable String text, ChannelAccount account) {
    try {
      return text != null && isAllowed(new URI(text), account);
    } catch (URISyntaxException noAddress) {
      return false;
    }
  }
}
