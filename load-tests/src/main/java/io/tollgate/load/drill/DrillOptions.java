package io.tollgate.load.drill;

import io.tollgate.load.rig.GatewayBuild;
import java.time.Duration;

/**
 * How drills are run.
 *
 * @param outage how long something is away where the drill's own time would be minutes
 * @param kills how often a gateway is killed where that is what is drilled
 * @param trueAges whether payments are asked after at the true times in all drills
 * @param durability how many copies of the hot store gateways wait for where there are two, e.g.
 *     {@code one-copy}
 * @param build which gateway
 */
record DrillOptions(
    Duration outage, int kills, boolean trueAges, String durability, GatewayBuild build) {}
