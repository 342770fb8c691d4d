package io.tollgate.domain.channel;

/** A statement that could not be had. */
public final class StatementUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean later;

  /**
   * Why it could not be had.
   *
   * @param later whether asking again later may help
   */
  public StatementUnavailable(String why, boolean later) {
    super(why);
    this.later = later;
  }

  /** Whether asking again later may help. */
  public boolean later() {
    return later;
  }
}
