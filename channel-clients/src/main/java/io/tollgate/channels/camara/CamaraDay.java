package io.tollgate.channels.camara;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A day as the operator counts it. */
record CamaraDay(LocalDate date, ZoneId zone) {

  Instant start() {
    return date.atStartOfDay(zone).toInstant();
  }

  /** When it is over: the beginning of the next. */
  Instant end() {
    return date.plusDays(1).atStartOfDay(zone).toInstant();
  }

  boolean contains(Instant moment) {
    return !moment.isBefore(start()) && moment.isBefore(end());
  }
}
