package io.tollgate.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands for the gateway's jar: says it is ready, and whether Redis outlives it. */
public final class FakeGateway {

  private FakeGateway() {}

  /** Answers the readiness check until told to end; "broken" ends at once. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("profile " + System.getenv("SPRING_PROFILES_ACTIVE"));
    if ("1".equals(System.getenv("FAKE_GATEWAY_BROKEN"))) {
      System.out.println("no such table: payments");
      System.exit(3);
    }
    int port = Integer.parseInt(System.getenv("MANAGEMENT_SERVER_PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/actuator/health/readiness",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(FakeGateway::lookAround));
  }

  private static void lookAround() {
    URI redis = URI.create(System.getenv("TOLLGATE_REDIS_URI"));
    try (Socket _ = new Socket(redis.getHost(), redis.getPort())) {
      System.out.println("ended while Redis was still there");
    } catch (IOException gone) {
      System.out.println("ended after Redis");
    }
  }

  static Path jarIn(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeGateway.class.getName());
    Path jar = folder.resolve("gateway.jar");
    String name = FakeGateway.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var in = FakeGateway.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
    return jar;
  }
}
