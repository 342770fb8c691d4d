package io.tollgate.channels.razorpay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.SplittableRandom;

/** Damages payloads at random, the same way for the same seed. */
final class Damage {

  private static final List<String> WORDS =
      List.of("null", "{}", "[", "\"", ",", "-1", "1e999", "true", "\"captured\"", "\\u0000");

  private final SplittableRandom dice;

  Damage(long seed) {
    this.dice = new SplittableRandom(seed);
  }

  /** One of them. */
  <T> T any(List<T> choices) {
    return choices.get(dice.nextInt(choices.size()));
  }

  /** The payload after one to three accidents. */
  byte[] damaged(byte[] payload) {
    var text = new StringBuilder(new String(payload, ISO_8859_1));
    for (int accidents = 1 + dice.nextInt(3); accidents > 0; accidents--) {
      accident(text);
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private void accident(StringBuilder text) {
    int at = dice.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + dice.nextInt(10));
    switch (dice.nextInt(5)) {
      case 0 -> text.setLength(at);
      case 1 -> text.delete(at, end);
      case 2 -> text.insert(at, text.substring(at, end));
      case 3 -> text.replace(at, end, any(WORDS));
      default -> text.replace(at, end, Character.toString(dice.nextInt(256)));
    }
  }
}
