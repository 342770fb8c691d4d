package io.tollgate.sandbox.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.tollgate.sandbox.proxy.Fault.BrokenReplies;
import io.tollgate.sandbox.proxy.Fault.None;
import io.tollgate.sandbox.proxy.Fault.Toward;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes connections of a port of 127.0.0.1 on to a server, and breaks them as told. What is wrong
 * can be changed while connections are open, and changes them all.
 *
 * <p>A connection is accepted before the server is asked; where the server refuses, the client sees
 * a reset.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile InetSocketAddress server;
  private volatile Fault fault = new None();
  private volatile Random choice = new Random(0);
  private @Nullable Channel door;

  private FaultProxy(InetSocketAddress server) {
    this.server = server;
    this.door = bound(0);
    this.port = ((InetSocketAddress) door.localAddress()).getPort();
  }

  /** Starts a proxy on a free port. */
  public static FaultProxy start(String host, int port) {
    return new FaultProxy(new InetSocketAddress(host, port));
  }

  /** Where it listens on 127.0.0.1; the same over {@link #refuse()} and {@link #mend()}. */
  public int port() {
    return port;
  }

  /** Leads connections that are made from now on elsewhere; those that are open stay. */
  public void leadTo(String host, int otherPort) {
    server = new InetSocketAddress(host, otherPort);
  }

  /** How many connections are open. */
  public int connections() {
    return pipes.size() / 2;
  }

  /** Makes the line so from now on, for connections that are open too. */
  public void breakWith(Fault other) {
    if (other instanceof BrokenReplies(_, var seed)) {
      choice = new Random(seed);
    }
    fault = other;
    pipes.forEach(Pipe::wake);
  }

  /** Makes the line so for the connections that are open now, until {@link #mend()}. */
  public void breakOpenOnesWith(Fault other) {
    pipes.forEach(pipe -> pipe.breakWith(other));
  }

  /** Nothing is wrong from now on; what was held back arrives. */
  public synchronized void mend() {
    fault = new None();
    pipes.forEach(pipe -> pipe.breakWith(null));
    if (door == null) {
      door = bound(port);
    }
  }

  /** Resets (RST) every connection that is open. */
  public void resetAll() {
    pipes.forEach(Pipe::reset);
  }

  /** Closes (FIN) every connection that is open. */
  public void closeAll() {
    pipes.forEach(Pipe::close);
  }

  /** Resets what is open and lets nobody in until {@link #mend()}. */
  public synchronized void refuse() {
    var open = door;
    if (open != null) {
      open.close().syncUninterruptibly();
      door = null;
      awaitClosed();
    }
    resetAll();
  }

  /** The kernel goes on accepting at a closed door until the selector has let go of it. */
  private void awaitClosed() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_TIMEOUT_MILLIS);
    while (accepts() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  private boolean accepts() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_TIMEOUT_MILLIS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  Fault fault() {
    return fault;
  }

  /** Only on the proxy's one event loop. */
  boolean choosesToBreak(double part) {
    return choice.nextDouble() < part;
  }

  void forget(Pipe pipe) {
    pipes.remove(pipe);
  }

  private Channel bound(int wanted) {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel client) {
                connect(client);
              }
            })
        .bind("127.0.0.1", wanted)
        .syncUninterruptibly()
        .channel();
  }

  private void connect(SocketChannel client) {
    var up = new Pipe(this, Toward.SERVER, client);
    client.pipeline().addLast(up);
    new Bootstrap()
        .group(client.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel upstream) {
                var down = new Pipe(FaultProxy.this, Toward.CLIENT, upstream);
                upstream.pipeline().addLast(down);
                up.leadsTo(upstream);
                down.leadsTo(client);
                pipes.add(up);
                pipes.add(down);
              }
            })
        .connect(server)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (connected.isSuccess()) {
                    up.open();
                    connected.channel().pipeline().get(Pipe.class).open();
                  } else {
                    up.reset();
                  }
                });
  }

  /** Ends every connection and the proxy. */
  @Override
  public synchronized void close() {
    refuse();
    loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
