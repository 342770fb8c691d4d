package io.tollgate.load.past;

import static java.util.stream.Collectors.joining;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A real payment's snapshot with gaps for what differs between payments, so that made-up ones have
 * its length and its form, whatever the form is by now.
 */
final class SnapshotPattern {

  /** Instants are nanoseconds since 1970: from 2001 to 2286 these have 19 digits. */
  private static final String INSTANT = "(?<![0-9])[0-9]{19}(?![0-9])";

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final String DONE = "\"next_step\":{\"type\":\"done\"}";

  private final List<Piece> pieces;
  private final int length;

  private SnapshotPattern(List<Piece> pieces, int length) {
    this.pieces = pieces;
    this.length = length;
  }

  private interface Piece {
    void write(PastPayment payment, StringBuilder text);
  }

  /**
   * The pattern of a payment that succeeded.
   *
   * @throws IllegalStateException where the snapshot lacks something that has to differ
   */
  static SnapshotPattern of(Model model) {
    var gaps =
        Map.<String, Piece>of(
            model.id().key(),
            (payment, text) -> text.append(payment.id().key()),
            model.reference(),
            (payment, text) -> text.append(payment.reference()),
            field("merchant", '"' + model.merchant() + '"'),
            (payment, text) -> text.append(field("merchant", '"' + payment.merchant() + '"')),
            field("minor_units", model.amount()),
            (payment, text) -> text.append(field("minor_units", payment.amount())),
            field("status", "\"SUCCEEDED\""),
            (payment, text) -> text.append(field("status", '"' + payment.status().name() + '"')),
            DONE,
            (payment, text) -> text.append(ending(payment.status())));
    return new SnapshotPattern(pieces(model, gaps), model.snapshot().length());
  }

  private static String field(String name, Object value) {
    return '"' + name + "\":" + value;
  }

  private static String ending(PastStatus status) {
    return switch (status) {
      case SUCCEEDED, CANCELLED, EXPIRED -> DONE;
      case FAILED ->
          DONE + ",\"failure\":{\"category\":\"DO_NOT_HONOR\",\"channel_code\":\"card_declined\"}";
      case REQUIRES_ACTION, UNKNOWN -> "\"next_step\":{\"type\":\"wait\"}";
    };
  }

  private static List<Piece> pieces(Model model, Map<String, Piece> gaps) {
    var pieces = new ArrayList<Piece>();
    var missing = new HashSet<>(gaps.keySet());
    var snapshot = model.snapshot();
    var gap =
        Pattern.compile(
                gaps.keySet().stream().map(Pattern::quote).collect(joining("|", "", "|" + INSTANT)))
            .matcher(snapshot);
    int from = 0;
    while (gap.find()) {
      pieces.add(literally(snapshot.substring(from, gap.start())));
      var known = gaps.get(gap.group());
      pieces.add(known == null ? shifted(Long.parseLong(gap.group()), model) : known);
      missing.remove(gap.group());
      from = gap.end();
    }
    pieces.add(literally(snapshot.substring(from)));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("%s: no %s in it".formatted(snapshot, missing));
    }
    return List.copyOf(pieces);
  }

  private static Piece literally(String always) {
    return (_, text) -> text.append(always);
  }

  /** As long after the payment's creation as in the model. */
  private static Piece shifted(long nanos, Model model) {
    long after =
        nanos - model.createdAt().toInstant(ZoneOffset.UTC).toEpochMilli() * NANOS_PER_MILLI;
    return (payment, text) ->
        text.append(payment.createdAt().toEpochMilli() * NANOS_PER_MILLI + after);
  }

  String of(PastPayment payment) {
    var text = new StringBuilder(length + 128);
    pieces.forEach(piece -> piece.write(payment, text));
    return text.toString();
  }
}
