package io.tollgate.load.drill;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All drills. */
final class Drills {

  /** Those that every change is put through. */
  static final Set<String> CI =
      Set.of("F1", "F4", "F6", "F14", "F17", "F19", "F21", "F22", "F26", "F27");

  private static final List<Drill> ALL =
      Stream.of(
              List.of(
                  new KilledGateway(),
                  KilledInMidstep.betweenAdmitAndReply(),
                  KilledInMidstep.betweenIntentAndCharge(),
                  KilledInMidstep.betweenChargeAndRecord(),
                  KilledInMidstep.betweenCommitAndItsReply()),
              ReplicaDrills.all(),
              RedisDrills.all(),
              StoreDrills.all(),
              ChannelDrills.all(),
              ClientDrills.all())
          .flatMap(List::stream)
          .toList();

  private Drills() {}

  /** All of them, by number. */
  static List<Drill> all() {
    return ALL.stream()
        .sorted(Comparator.comparingInt(drill -> Integer.parseInt(drill.id().substring(1))))
        .toList();
  }

  /** The one of this number. */
  static Drill of(String id) {
    return ALL.stream()
        .filter(drill -> drill.id().equalsIgnoreCase(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("drill: " + id + " (expected: F1 to F31, see --list)"));
  }
}
