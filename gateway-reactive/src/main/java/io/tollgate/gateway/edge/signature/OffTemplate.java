package io.tollgate.gateway.edge.signature;

/**
 * A request that is not signed by the template; its message tells the caller what was expected. It
 * never leaves this package.
 */
final class OffTemplate extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  OffTemplate(String detail) {
    super(detail, null, false, false);
    this.detail = detail;
  }

  String detail() {
    return detail;
  }
}
