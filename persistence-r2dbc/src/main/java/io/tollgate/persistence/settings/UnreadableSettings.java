package io.tollgate.persistence.settings;

/**
 * Stored settings that cannot be used. The message names the row and what is wrong with it, and
 * never a secret.
 */
public final class UnreadableSettings extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  UnreadableSettings(String message, Throwable cause) {
    super(message, cause);
  }
}
