package io.tollgate.persistence.hot;

import java.time.Duration;

/**
 * What is done about a shard that lost writes beside giving them back.
 *
 * @param toldAgain final payments that changed within this time before the loss are told to every
 *     reader of the change stream again, because nobody knows whether they had been told, or had
 *     been put off; where everything was lost, older ones are brought back when somebody asks
 * @param doubted for so long a reference that Redis does not know is looked up in the table, before
 *     it is taken for a new one: as long as references stay known
 */
public record ReseedSettings(Duration toldAgain, Duration doubted) {

  public ReseedSettings {
    if (!toldAgain.isPositive() || !doubted.isPositive()) {
      throw new IllegalArgumentException(
          "toldAgain: %s, doubted: %s (expected: more than zero)".formatted(toldAgain, doubted));
    }
  }

  /** Two minutes are told again, references are doubted for 31 days. */
  public static ReseedSettings standard() {
    return new ReseedSettings(Duration.ofMinutes(2), Duration.ofDays(31));
  }
}
