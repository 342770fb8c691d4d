package io.tollgate.persistence.snapshot;

import io.tollgate.domain.payment.Payment;
import java.time.DateTimeException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Full snapshots of payments as compact JSON text, and back.
 *
 * <p>The mapping is written by hand on Jackson's streaming API: it is on the path of every request,
 * and the domain stays free of annotations. Rules of the format:
 *
 * <ul>
 *   <li>Names of fields and constants are stored data: they are never renamed.
 *   <li>A reader ignores fields that it does not know, so that a newer writer may add some while
 *       older processes still run. A change that an older reader would misunderstand raises {@link
 *       #FORMAT}, and an older reader refuses it.
 *   <li>Nulls are left out. Instants are nanoseconds since 1970, because two snapshots of one
 *       version must be equal, byte by byte, for a repeated write to be recognized.
 *   <li>The same payment always gives the same text.
 * </ul>
 */
public final class PaymentSnapshots {

  /** The version of the format, the field {@code format} of every snapshot. */
  public static final int FORMAT = 1;

  static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private PaymentSnapshots() {}

  /** The snapshot of a payment, between 500 and 1,500 characters as a rule. */
  public static String write(Payment payment) {
    return SnapshotWriter.write(payment);
  }

  /**
   * The payment of a snapshot.
   *
   * @throws UnreadableSnapshot where the text is not JSON, lacks a field, or breaks a rule of the
   *     domain
   */
  public static Payment read(String snapshot) {
    try {
      return SnapshotReader.read(snapshot);
    } catch (JacksonException broken) {
      throw new UnreadableSnapshot("not the JSON of a snapshot", broken);
    } catch (IllegalArgumentException | DateTimeException broken) {
      throw new UnreadableSnapshot("not a payment", broken);
    }
  }
}
