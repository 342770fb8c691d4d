package io.tollgate.persistence.cold;

import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Tells the errors that are the data's fault from all others.
 *
 * <p>What counts as the data's fault gets a row parked, so the list is of what is known to be; an
 * unknown error of the database counts as the database's own, and the same rows are tried again.
 */
final class DatabaseFaults {

  /** Two transactions stood in each other's way, and this one was undone; repeating it helps. */
  private static final Set<Integer> LOCK_TROUBLE =
      Set.of(
          1020, // MariaDB 11.6+: the row has changed since the snapshot
          1205, // lock wait timeout
          1213); // deadlock

  /** The driver tells the SQLSTATE of few errors, so those of class 22 are listed by number. */
  private static final Set<Integer> ABOUT_THE_DATA =
      Set.of(
          1064, // syntax: only a value could have broken our statements
          1118, // row too large
          1153, // packet too large
          1264, // out of range for a column
          1265, // data truncated
          1292, // incorrect date or number
          1300, // invalid character string
          1366, // incorrect value for a column
          1367, // illegal value
          1406, // data too long
          1411, // incorrect value for a function
          1441, // date overflow
          1690, // out of range
          3819, // MySQL: check constraint
          4025); // MariaDB: check constraint

  private DatabaseFaults() {}

  static boolean isLockTrouble(Throwable error) {
    return error instanceof R2dbcException failure && LOCK_TROUBLE.contains(failure.getErrorCode());
  }

  /** The error as callers see it: {@code STORE_UNAVAILABLE}, or as it is. */
  static Throwable translated(Throwable error) {
    return isTheDatabases(error)
        ? new GatewayFault(FaultCode.STORE_UNAVAILABLE, "the database is not available", error)
        : error;
  }

  private static boolean isTheDatabases(Throwable error) {
    return switch (error) {
      case R2dbcException failure -> !isAboutTheData(failure);
      case IOException _, TimeoutException _ -> true;
      default -> false;
    };
  }

  private static boolean isAboutTheData(R2dbcException failure) {
    return failure instanceof R2dbcDataIntegrityViolationException
        || ABOUT_THE_DATA.contains(failure.getErrorCode());
  }
}
