package io.tollgate.domain.lifecycle;

import io.tollgate.domain.lifecycle.Transition.AlreadyApplied;
import io.tollgate.domain.lifecycle.Transition.Applied;
import io.tollgate.domain.lifecycle.Transition.Conflict;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The one table of a payment's status changes. Every pair of status and event is decided here:
 * listed as a change, listed as a contradiction, or else old news.
 *
 * <p>A contradiction is an event that says that money moved where we said it did not, or the other
 * way round. Everything that arrives late but tells nothing new is {@link AlreadyApplied}, so that
 * replaying any event any number of times gives the same state.
 */
public final class PaymentLifecycle {

  private static final Map<PaymentStatus, Map<PaymentEvent, PaymentStatus>> CHANGES =
      new EnumMap<>(PaymentStatus.class);
  private static final Map<PaymentStatus, Set<PaymentEvent>> CONTRADICTIONS =
      new EnumMap<>(PaymentStatus.class);

  static {
    for (var open :
        EnumSet.of(
            PaymentStatus.CREATED,
            PaymentStatus.PENDING,
            PaymentStatus.REQUIRES_ACTION,
            PaymentStatus.UNKNOWN)) {
      change(open, PaymentEvent.PAID, PaymentStatus.SUCCEEDED);
      change(open, PaymentEvent.AUTHORIZED, PaymentStatus.AUTHORIZED);
      change(open, PaymentEvent.DECLINED, PaymentStatus.FAILED);
      change(open, PaymentEvent.NEVER_ARRIVED, PaymentStatus.FAILED);
      change(open, PaymentEvent.CANCELLED, PaymentStatus.CANCELLED);
      change(open, PaymentEvent.EXPIRED, PaymentStatus.EXPIRED);
      change(open, PaymentEvent.ACTION_REQUIRED, PaymentStatus.REQUIRES_ACTION);
      change(open, PaymentEvent.IN_PROGRESS, PaymentStatus.PENDING);
      change(open, PaymentEvent.WENT_SILENT, PaymentStatus.UNKNOWN);
    }
    // Silence tells only that it was sent: a payer who has to act still has to, and a payment that
    // went silent stays so until the channel speaks.
    change(PaymentStatus.CREATED, PaymentEvent.UNANSWERED, PaymentStatus.PENDING);
    change(PaymentStatus.CREATED, PaymentEvent.UNREACHABLE, PaymentStatus.FAILED);
    // The status stays, the attempt changes.
    change(PaymentStatus.CREATED, PaymentEvent.REROUTED, PaymentStatus.CREATED);
    // Bytes left us before, so saying now that none did is a contradiction.
    for (var sent :
        EnumSet.of(PaymentStatus.PENDING, PaymentStatus.REQUIRES_ACTION, PaymentStatus.UNKNOWN)) {
      contradiction(sent, PaymentEvent.UNREACHABLE, PaymentEvent.REROUTED);
    }

    change(PaymentStatus.AUTHORIZED, PaymentEvent.PAID, PaymentStatus.SUCCEEDED);
    change(PaymentStatus.AUTHORIZED, PaymentEvent.CANCELLED, PaymentStatus.CANCELLED);
    change(PaymentStatus.AUTHORIZED, PaymentEvent.EXPIRED, PaymentStatus.EXPIRED);
    contradiction(
        PaymentStatus.AUTHORIZED,
        PaymentEvent.DECLINED,
        PaymentEvent.NEVER_ARRIVED,
        PaymentEvent.UNREACHABLE,
        PaymentEvent.REROUTED);

    contradiction(
        PaymentStatus.SUCCEEDED,
        PaymentEvent.DECLINED,
        PaymentEvent.NEVER_ARRIVED,
        PaymentEvent.UNREACHABLE,
        PaymentEvent.REROUTED,
        PaymentEvent.CANCELLED,
        PaymentEvent.EXPIRED);
    for (var unpaid :
        EnumSet.of(PaymentStatus.FAILED, PaymentStatus.CANCELLED, PaymentStatus.EXPIRED)) {
      contradiction(unpaid, PaymentEvent.PAID, PaymentEvent.AUTHORIZED, PaymentEvent.REROUTED);
    }
  }

  private PaymentLifecycle() {}

  /** What {@code event} does to a payment in {@code status}. */
  public static Transition<PaymentStatus> on(PaymentStatus status, PaymentEvent event) {
    var next = CHANGES.getOrDefault(status, Map.of()).get(event);
    if (next != null) {
      return isNews(status, event, next) ? new Applied<>(next) : new AlreadyApplied<>();
    }
    return CONTRADICTIONS.getOrDefault(status, Set.of()).contains(event)
        ? new Conflict<>()
        : new AlreadyApplied<>();
  }

  /** The table as a Mermaid state diagram, for the documentation. */
  public static String diagram() {
    var lines = new StringBuilder("stateDiagram-v2\n  [*] --> created\n");
    for (var from : PaymentStatus.values()) {
      for (var event : PaymentEvent.values()) {
        if (on(from, event) instanceof Applied<PaymentStatus>(var next)) {
          lines.append("  %s --> %s: %s\n".formatted(from.code(), next.code(), words(event)));
        }
      }
    }
    for (var status : PaymentStatus.values()) {
      if (status.isFinal()) {
        lines.append("  %s --> [*]\n".formatted(status.code()));
      }
    }
    return lines.toString();
  }

  private static boolean isNews(PaymentStatus status, PaymentEvent event, PaymentStatus next) {
    return next != status || event == PaymentEvent.REROUTED;
  }

  private static String words(PaymentEvent event) {
    return event.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static void change(PaymentStatus from, PaymentEvent event, PaymentStatus to) {
    CHANGES.computeIfAbsent(from, _ -> new EnumMap<>(PaymentEvent.class)).put(event, to);
  }

  private static void contradiction(PaymentStatus status, PaymentEvent... events) {
    CONTRADICTIONS
        .computeIfAbsent(status, _ -> EnumSet.noneOf(PaymentEvent.class))
        .addAll(Set.of(events));
  }
}
