package io.tollgate.domain.payment;

import java.util.Locale;

/** Whether the money is taken at once or held until the merchant captures it. */
public enum CaptureMode {
  AUTOMATIC,
  MANUAL;

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }
}
