package io.tollgate.channels.http;

import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts that an address may lead to which somebody else wrote, in an answer or a callback: the
 * account's own, and those that the channel is known to use. Whoever follows such an address may
 * send a key along, or believe what is there.
 */
public final class TrustedHosts {

  private final URI own;
  private final Set<String> others;

  private TrustedHosts(URI own, Set<String> others) {
    this.own = own;
    this.others = others;
  }

  /**
   * The account's own host, by its own scheme and port, and others by HTTPS at its usual port.
   *
   * @param others with a comma between them; whole names, so that no name below one is trusted
   */
  public static TrustedHosts of(ChannelAccount account, String others) {
    return new TrustedHosts(
        account.baseUrl(),
        Stream.of(others.split(","))
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The address, if it may be followed. */
  public Optional<URI> find(String address) {
    try {
      return Optional.of(new URI(address)).filter(this::isTrusted);
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }

  private boolean isTrusted(URI address) {
    var host = address.getHost();
    if (host == null || address.getRawUserInfo() != null) {
      return false;
    }
    boolean isOwn =
        host.equalsIgnoreCase(own.getHost())
            && own.getScheme().equalsIgnoreCase(address.getScheme())
            && own.getPort() == address.getPort();
    return isOwn || isOther(address, host);
  }

  private boolean isOther(URI address, String host) {
    boolean isUsualPort = address.getPort() == -1 || address.getPort() == 443;
    return isUsualPort
        && "https".equalsIgnoreCase(address.getScheme())
        && others.contains(host.toLowerCase(Locale.ROOT));
  }
}
