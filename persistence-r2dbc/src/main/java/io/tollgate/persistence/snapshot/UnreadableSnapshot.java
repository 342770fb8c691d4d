package io.tollgate.persistence.snapshot;

/** A text that is no snapshot of a payment. The message names the place, never the content. */
public final class UnreadableSnapshot extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableSnapshot(String message) {
    super(message);
  }

  UnreadableSnapshot(String message, Throwable cause) {
    super(message, cause);
  }
}
