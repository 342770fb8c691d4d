package io.tollgate.sandbox.wechat;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * WeChat Pay's APIv3 on 127.0.0.1, as far as a gateway uses it: orders in four scenes, queries,
 * closing, refunds, platform certificates, bills, and notifications to the address that a request
 * names.
 *
 * <p>The description of an order says how it goes (see the README); the {@link #book()} is the
 * truth.
 */
public final class WechatSimulator implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final ChannelGroup connections =
      new DefaultChannelGroup("wechat", GlobalEventExecutor.INSTANCE);
  private final WechatBook book = new WechatBook();
  private final WechatPlatform platform;
  private final WechatNotifier notifier;
  private final WechatOperations operations;
  private final WechatDoor door;
  private final int port;
  private @Nullable DisposableServer server;

  private WechatSimulator(WechatSimulatorSettings settings) {
    this.port = settings.port() == 0 ? freePort() : settings.port();
    this.platform = new WechatPlatform(settings.apiV3Key(), settings.signsWithCertificate());
    this.notifier = new WechatNotifier(platform, settings.mchid(), settings.lateCallback());
    this.operations =
        new WechatOperations(book, notifier, settings.mchid(), baseUrl(), settings.payerActs());
    this.door = new WechatDoor(settings, book, platform, operations, baseUrl());
  }

  /** Starts a simulator and waits until it listens. */
  public static WechatSimulator start(WechatSimulatorSettings settings) {
    WechatSimulator simulator = new WechatSimulator(settings);
    simulator.up();
    return simulator;
  }

  /** {@code http://127.0.0.1:port}; the same over {@code down} and {@code up}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + port;
  }

  /** Every order it took part in. */
  public WechatBook book() {
    return book;
  }

  /** The id of the public key that it signs with. */
  public static String publicKeyId() {
    return WechatPlatform.PUBLIC_KEY_ID;
  }

  /** The public key that it signs with, PEM. */
  public static String publicKey() {
    return WechatPlatform.publicKey();
  }

  /** The certificate that issued its certificates, PEM. */
  public static String rootCertificate() {
    return WechatPlatform.rootCertificate();
  }

  /** Signs with a new certificate from now on; the old ones stay in force. */
  public void rotateCertificate() {
    platform.rotate();
  }

  /** How often certificates were asked for. */
  public int certificateRequests() {
    return door.certificateRequests();
  }

  /** How many notifications were answered with a 2xx. */
  public long acknowledgedCallbackCount() {
    return notifier.acknowledgedCount();
  }

  /** The payer pays, where the order is open. */
  public boolean payerPays(String number) {
    return operations.pay(number);
  }

  /** Listens, on the same port as before. */
  public synchronized void up() {
    if (server == null) {
      server =
          HttpServer.create()
              .host("127.0.0.1")
              .port(port)
              .channelGroup(connections)
              .handle(door::handle)
              .bindNow();
    }
  }

  /** Listens no more and breaks open connections. */
  public synchronized void down() {
    DisposableServer listening = server;
    if (listening != null) {
      // The door first: a client that notices must find it shut.
      listening.channel().close().syncUninterruptibly();
      connections.close().awaitUninterruptibly();
      listening.disposeNow(STOP_LIMIT);
      server = null;
    }
  }

  /** Stops listening, and nobody pays or is called any more. */
  @Override
  public void close() {
    down();
    operations.close();
    notifier.close();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
