package io.tollgate.domain.fault;

import org.jspecify.annotations.Nullable;

/**
 * A request that could not be served. Its message may be shown to the caller: it names the
 * offending and the expected value, and never a secret, a host or a query. It carries no stack
 * trace unless it has a cause, because most faults are the caller's and frequent.
 */
public class GatewayFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FaultCode code;

  public GatewayFault(FaultCode code, String message) {
    this(code, message, null);
  }

  public GatewayFault(FaultCode code, String message, @Nullable Throwable cause) {
    super(message, cause, false, cause != null);
    this.code = code;
  }

  public FaultCode code() {
    return code;
  }
}
