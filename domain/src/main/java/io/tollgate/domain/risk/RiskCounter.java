package io.tollgate.domain.risk;

import java.time.Duration;

/**
 * One counter that an order counts in.
 *
 * @param rule the rule that counts
 * @param subject whose payments are counted together
 * @param window the length of the fixed window
 * @param max how many the window may hold
 */
public record RiskCounter(String rule, String subject, Duration window, int max) {}
