package io.tollgate.gateway.platform;

import io.tollgate.domain.payment.WatchSchedule;
import io.tollgate.persistence.cold.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a process is told at its start; everything else is in the database.
 *
 * @param instance this process's name among the workers; by default one that is unique
 * @param sealingKey the keyset that secrets in the database are sealed with
 */
@ConfigurationProperties("tollgate")
public record TollgateProperties(
    @DefaultValue("") String instance,
    @DefaultValue("") String sealingKey,
    @DefaultValue Redis redis,
    @DefaultValue Database database,
    @DefaultValue Watch watch) {

  /** Masks the key. */
  @Override
  public String toString() {
    return "TollgateProperties[instance=" + instance + "]";
  }

  /**
   * The hot store.
   *
   * @param uri one {@code redis://} address, or several of a cluster
   * @param cluster whether it is a Redis Cluster
   * @param timeout of one command
   * @param retention how long a final payment stays once it is in the database
   * @param referenceRetention how long its reference stays known
   * @param toldAgain how far back final payments are told again after the store lost writes
   * @param backlog how many changes may wait for the database, over all shards, before new payments
   *     are refused; each takes about 1 KB of Redis' memory
   * @param durability in how many places a payment is before it is acknowledged
   * @param replicaTimeout how long a replica is waited for, before the table takes its place
   */
  public record Redis(
      @DefaultValue("redis://127.0.0.1:6379") List<URI> uri,
      @DefaultValue("false") boolean cluster,
      @DefaultValue("1s") Duration timeout,
      @DefaultValue("24h") Duration retention,
      @DefaultValue("31d") Duration referenceRetention,
      @DefaultValue("2m") Duration toldAgain,
      @DefaultValue("1000000") long backlog,
      @DefaultValue("TWO_COPIES") Durability durability,
      @DefaultValue("200ms") Duration replicaTimeout) {}

  /** What an acknowledgement stands for. */
  public enum Durability {
    /** Redis has it, and its append-only file. */
    ONE_COPY,
    /** A second server has it as well: a replica of Redis, or else the database. */
    TWO_COPIES
  }

  /** The database behind it. */
  public record Database(
      @DefaultValue("127.0.0.1") String host,
      @DefaultValue("3306") int port,
      @DefaultValue("tollgate") String name,
      @DefaultValue("tollgate") String user,
      @DefaultValue("") String password,
      @DefaultValue("OFF") DatabaseSettings.Tls tls,
      @DefaultValue("16") int connections) {

    /** Masks the password. */
    @Override
    public String toString() {
      return "Database[" + user + "@" + host + ":" + port + "/" + name + "]";
    }
  }

  /**
   * When payments are checked.
   *
   * @param ages of the early checks; unset means the standard ones
   * @param payerWindow how long a payer may take to act
   */
  public record Watch(
      @Nullable List<Duration> ages,
      @DefaultValue("45s") Duration payerPace,
      @DefaultValue("10m") Duration slowPace,
      @DefaultValue("15m") Duration payerWindow) {

    WatchSchedule schedule() {
      var early = ages == null || ages.isEmpty() ? WatchSchedule.DEFAULT.ages() : ages;
      return new WatchSchedule(early, payerPace, slowPace);
    }
  }
}
