package io.tollgate.persistence.cold;

import io.tollgate.domain.merchant.Secret;
import java.time.Duration;

/**
 * Where the database is and how much of it one process may use.
 *
 * @param name the database, which exists; its tables are made by {@link DatabaseMigration}
 * @param user one that may use the tables and, for the migration, make them
 */
public record DatabaseSettings(
    String host, int port, String name, String user, Secret password, Tls tls, Limits limits) {

  public DatabaseSettings {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("database port: " + port + " (expected: 1 to 65535)");
    }
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "database name: '" + name + "' (expected: 1 to 64 letters, digits, '_' or '-')");
    }
  }

  /** How the way to the database is protected. */
  public enum Tls {
    /** Not at all: for a server on the same machine. */
    OFF,
    /** Encrypted, without looking at the server's certificate. */
    UNVERIFIED,
    /** Encrypted, and the server's certificate and name are verified by the JVM's trust store. */
    VERIFIED
  }

  /**
   * Bounds of what is waited for and held.
   *
   * @param connections at most so many at once; more wait
   * @param maxLife a connection older than this is replaced, so that load moves to new servers
   * @param connectTimeout until a new connection is up
   * @param acquireTimeout until a connection is free or new
   * @param statementTimeout of one piece of work: a statement with its repetitions, or a
   *     transaction
   */
  public record Limits(
      int connections,
      Duration maxLife,
      Duration connectTimeout,
      Duration acquireTimeout,
      Duration statementTimeout) {

    /** 16 connections that live 30 min; 2 s to connect, 3 s to get one, 10 s for work. */
    public static final Limits DEFAULT =
        new Limits(
            16,
            Duration.ofMinutes(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10));

    public Limits {
      if (connections < 1) {
        throw new IllegalArgumentException(
            "database connections: " + connections + " (expected: at least 1)");
      }
    }
  }
}
