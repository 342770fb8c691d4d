package io.tollgate.sandbox;

/**
 * Logs warnings only, to stderr, so that stdout is for people.
 *
 * <p>The configuration has a name of its own and is chosen by the programs, because this jar is
 * also on the class path of other modules' tests, which log as they like.
 */
public final class QuietLog {

  private static final String CHOICE = "logback.configurationFile";

  private QuietLog() {}

  /** To be called before anything logs; a configuration chosen on the command line stays. */
  public static void use() {
    if (System.getProperty(CHOICE) == null) {
      System.setProperty(CHOICE, "sandbox-logback.xml");
    }
  }
}
