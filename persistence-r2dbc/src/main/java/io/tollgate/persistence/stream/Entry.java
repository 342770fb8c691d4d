package io.tollgate.persistence.stream;

import io.lettuce.core.StreamMessage;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.persistence.hot.EntryId;
import io.tollgate.persistence.hot.Shard;
import io.tollgate.persistence.snapshot.PaymentSnapshots;
import io.tollgate.persistence.snapshot.UnreadableSnapshot;
import java.util.Map;
import java.util.Objects;

/** An entry as it came from Redis. The fields are empty where it was deleted behind our back. */
record Entry(Shard shard, EntryId id, Map<String, String> fields) {

  static Entry of(StreamMessage<String, String> message) {
    return new Entry(
        Shard.ofKey(message.getStream()),
        EntryId.parse(message.getId()),
        Objects.requireNonNullElse(message.getBody(), Map.of()));
  }

  /**
   * The change that it tells.
   *
   * @throws UnreadableSnapshot where it tells none
   */
  Change change() {
    return new Change(
        shard,
        id,
        PaymentSnapshots.read(fields.getOrDefault("s", "")),
        new Fingerprint(fields.getOrDefault("f", "")));
  }
}
