package io.tollgate.load.drill;

import java.time.Duration;

/**
 * How drills are run.
 *
 * @param outage how long something is away where the drill's own time would be minutes
 * @param trueAges whether payments are asked after at the true times in all drills
 */
record DrillOptions(Duration outage, boolean trueAges) {}
