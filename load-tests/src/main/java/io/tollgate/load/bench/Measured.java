package io.tollgate.load.bench;

import java.util.List;

/** What the rounds brought. */
record Measured(List<Figures> floors, List<Figures> gateways) {}
