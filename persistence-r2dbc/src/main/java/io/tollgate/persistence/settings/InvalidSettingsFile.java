package io.tollgate.persistence.settings;

/**
 * A YAML file that is no settings. The message names the place by path and line, what is there
 * unless it is secret, and what was expected.
 */
public final class InvalidSettingsFile extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidSettingsFile(String message) {
    super(message);
  }
}
