package io.tollgate.load.check;

import java.util.stream.Stream;

/** One thing that must never happen. */
interface Law {

  /** One line for each time that it happened. */
  Stream<String> brokenIn(Recorded run);
}
