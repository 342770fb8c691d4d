package io.tollgate.load.check;

import java.util.Set;

/** What the words for a payment's status mean to somebody who looks on. */
final class Standing {

  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled", "expired");

  private Standing() {}

  static boolean isFinal(String status) {
    return FINAL.contains(status);
  }

  /** A payment never goes from a higher one to a lower one. */
  static int rank(String status) {
    return switch (status) {
      case "created" -> 0;
      case "pending", "requires_action", "unknown" -> 1;
      case "authorized" -> 2;
      default -> 3;
    };
  }
}
