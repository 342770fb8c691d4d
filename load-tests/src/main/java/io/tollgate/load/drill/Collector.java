package io.tollgate.load.drill;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import io.tollgate.load.check.Ends;
import io.tollgate.load.check.Ends.Charge;
import io.tollgate.load.check.Ends.Stored;
import io.tollgate.load.check.Ends.Told;
import io.tollgate.load.rig.TestBed;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks into both stores, the channel's book and the merchant's endpoint, as they are now. */
final class Collector implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final World world;
  private final String prefix;
  private final int chargesBefore;
  private final RedisClient client = RedisClient.create();
  private final Set<String> strangers = new HashSet<>();
  private String redisUri = "";
  private @Nullable RedisCommands<String, String> commands;

  /**
   * @param prefix of the references that are looked at
   */
  Collector(World world, String prefix) {
    this.world = world;
    this.prefix = prefix;
    this.chargesBefore = world.channel().book().charges().size();
  }

  /** The hot store of now: another one takes over in some drills. */
  RedisCommands<String, String> redis() {
    var uri = world.bed().redis().uri();
    var known = commands;
    if (known == null || !uri.equals(redisUri)) {
      known = client.connect(RedisURI.create(uri)).sync();
      commands = known;
      redisUri = uri;
    }
    return known;
  }

  Ends ends() {
    var hot = hot();
    return new Ends(charges(), hot, cold(), told());
  }

  /**
   * Without those of payments that others ask for, as who warms a gateway up and is still paying.
   */
  private List<Charge> charges() {
    return world.channel().book().charges().stream()
        .skip(chargesBefore)
        .map(charge ->
            new Charge(
                charge.attemptId(),
                charge.status(),
                charge.charged(),
                charge.received(),
                charge.created().toEpochMilli()))
        .filter(charge -> !strangers.contains(charge.payment()))
        .toList();
  }

  List<Stored> hot() {
    var found = new ArrayList<Stored>();
    var wanted = ScanArgs.Builder.matches("{p:*}:pay:*").limit(1_000);
    KeyScanCursor<String> page = redis().scan(wanted);
    while (true) {
      page.getKeys().forEach(key -> addHot(key, found));
      if (page.isFinished()) {
        return found;
      }
      page = redis().scan(ScanCursor.of(page.getCursor()), wanted);
    }
  }

  private void addHot(String key, List<Stored> found) {
    var fields = redis().hmget(key, "v", "dbv", "st", "s");
    if (!fields.get(3).hasValue()) {
      return;
    }
    var json = JSON.readTree(fields.get(3).getValue());
    if (reference(json).startsWith(prefix)) {
      found.add(
          stored(
              json,
              Long.parseLong(fields.get(0).getValue()),
              fields.get(2).getValue(),
              Long.parseLong(fields.get(1).getValueOrElse("0"))));
    } else {
      strangers.add(json.path("id").asString(""));
    }
  }

  private List<Stored> cold() {
    TestBed bed = world.bed();
    var address =
        "jdbc:mariadb://%s:%d/%s?user=%s&password=%s"
            .formatted(
                bed.database().host(),
                bed.database().port(),
                bed.databaseName(),
                bed.database().user(),
                bed.database().password());
    try (var connection = DriverManager.getConnection(address);
        var query =
            connection.prepareStatement(
                "SELECT version, status, snapshot FROM payment WHERE reference LIKE ?")) {
      query.setString(1, prefix + "%");
      var found = new ArrayList<Stored>();
      var rows = query.executeQuery();
      while (rows.next()) {
        found.add(stored(JSON.readTree(rows.getString(3)), rows.getLong(1), rows.getString(2), -1));
      }
      return found;
    } catch (SQLException failure) {
      throw new IllegalStateException("the database cannot be looked at", failure);
    }
  }

  private static String reference(JsonNode snapshot) {
    return snapshot.at("/order/reference").asString("");
  }

  private static Stored stored(JsonNode snapshot, long version, String status, long behind) {
    return new Stored(
        snapshot.path("id").asString(""),
        reference(snapshot),
        version,
        status.toLowerCase(Locale.ROOT),
        behind,
        snapshot.at("/order/minor_units").asLong(),
        !snapshot.path("conflicts").isEmpty(),
        snapshot.path("created_at").asLong() / NANOS_PER_MILLI,
        snapshot.path("updated_at").asLong() / NANOS_PER_MILLI);
  }

  List<Told> told() {
    return world.merchant().received().stream()
        .map(Collector::notice)
        .filter(notice -> notice.reference().startsWith(prefix))
        .toList();
  }

  private static Told notice(io.tollgate.sandbox.merchant.WebhookReceiver.Received webhook) {
    var data = JSON.readTree(webhook.payload()).path("data");
    return new Told(
        webhook.id(),
        webhook.type(),
        data.path("id").asString(""),
        data.path("reference").asString(""),
        data.path("version").asLong(-1),
        data.path("status").asString(""),
        webhook.verified(),
        webhook.at().toEpochMilli());
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
