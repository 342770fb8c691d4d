package io.tollgate.gateway.notification;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Refuses to connect to addresses that are not public, so that a merchant's webhook address cannot
 * be used to reach inside. It looks at the resolved address at the moment of connecting, each time:
 * a name that resolves differently later is caught too.
 */
@Sharable
final class AddressGuard extends ChannelOutboundHandlerAdapter {

  static final AddressGuard INSTANCE = new AddressGuard();

  private AddressGuard() {}

  /** The address is one that webhooks are never sent to. */
  static final class PrivateAddress extends java.net.ConnectException {

    private static final long serialVersionUID = 1L;

    PrivateAddress() {
      super("the address is not public");
    }
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise)
      throws Exception {
    if (remote instanceof InetSocketAddress address && isPublic(address.getAddress())) {
      super.connect(context, remote, local, promise);
    } else {
      promise.setFailure(new PrivateAddress());
    }
  }

  /** Not private, loopback, link-local, CGNAT, multicast, reserved, mapped or NAT64. */
  static boolean isPublic(@org.jspecify.annotations.Nullable InetAddress address) {
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isPublicSix(six.getAddress());
      case null, default -> false;
    };
  }

  private static boolean isPublic(byte[] four) {
    int first = four[0] & 0xff;
    int second = four[1] & 0xff;
    int third = four[2] & 0xff;
    return !(first == 0 // this network, RFC 1122
        || first == 10 // RFC 1918
        || first == 127 // loopback
        || first == 100 && second >= 64 && second <= 127 // CGNAT, RFC 6598
        || first == 169 && second == 254 // link-local
        || first == 172 && second >= 16 && second <= 31 // RFC 1918
        || first == 192 && second == 0 && (third == 0 || third == 2) // RFC 6890, RFC 5737
        || first == 192 && second == 88 && third == 99 // 6to4 relay, RFC 7526
        || first == 192 && second == 168 // RFC 1918
        || first == 198 && (second == 18 || second == 19) // benchmarks, RFC 2544
        || first == 198 && second == 51 && third == 100 // RFC 5737
        || first == 203 && second == 0 && third == 113 // RFC 5737
        || first >= 224); // multicast and reserved
  }

  /** Only global unicast, 2000::/3, without the parts of it that embed or document. */
  private static boolean isPublicSix(byte[] six) {
    int first = (six[0] & 0xff) << 8 | six[1] & 0xff;
    int second = (six[2] & 0xff) << 8 | six[3] & 0xff;
    return (first & 0xe000) == 0x2000
        && !(first == 0x2001 && second < 0x0200) // RFC 2928: Teredo, ORCHID and the like
        && !(first == 0x2001 && second == 0x0db8) // documentation
        && first != 0x2002 // 6to4 embeds an IPv4 address
        && first != 0x3fff; // documentation, RFC 9637
  }
}
