package io.tollgate.gateway.edge;

import io.tollgate.domain.fault.FieldProblem;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds card numbers, so that none gets in: a run of 13 to 19 digits (single spaces or hyphens
 * between them are looked through) that begins like a card scheme's number and whose check digit is
 * right (ISO/IEC 7812-1, annex B).
 *
 * <p>Order numbers are exempt, because one in ten numeric ones passes the check digit.
 */
final class CardNumbers {

  private static final int SHORTEST = 13;
  private static final int LONGEST = 19;

  private CardNumbers() {}

  /** Adds a problem for every text, key or number in {@code json} that holds a card number. */
  static void findIn(
      JsonNode json, String pointer, Set<String> exempt, List<FieldProblem> problems) {
    if (exempt.contains(pointer)) {
      return;
    }
    switch (json.getNodeType()) {
      case OBJECT ->
          json.properties()
              .forEach(member -> {
                if (isIn(member.getKey())) {
                  problems.add(problem(pointer));
                } else {
                  findIn(
                      member.getValue(), JsonShape.at(pointer, member.getKey()), exempt, problems);
                }
              });
      case ARRAY -> {
        for (int index = 0; index < json.size(); index++) {
          findIn(json.get(index), pointer + "/" + index, exempt, problems);
        }
      }
      case STRING -> {
        if (isIn(json.stringValue())) {
          problems.add(problem(pointer));
        }
      }
      case NUMBER -> {
        if (isIn(json.asString())) {
          problems.add(problem(pointer));
        }
      }
      case BOOLEAN, NULL, BINARY, MISSING, POJO -> {}
    }
  }

  /** Whether a card number stands in the text. */
  static boolean isIn(String text) {
    for (int start = 0; start < text.length(); start++) {
      if (isDigit(text, start) && !isDigit(text, start - 1) && beginsAt(text, start)) {
        return true;
      }
    }
    return false;
  }

  /** Groups of digits are joined over single separators, and may end behind any of them. */
  private static boolean beginsAt(String text, int start) {
    var digits = new int[LONGEST];
    int count = 0;
    for (int index = start; index < text.length(); index++) {
      if (!isDigit(text, index)) {
        if (!isSeparator(text.charAt(index)) || !isDigit(text, index + 1)) {
          return false;
        }
      } else if (count == LONGEST) {
        return false;
      } else {
        digits[count++] = text.charAt(index) - '0';
        if (!isDigit(text, index + 1) && isCardNumber(digits, count)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isDigit(String text, int index) {
    return index >= 0
        && index < text.length()
        && text.charAt(index) >= '0'
        && text.charAt(index) <= '9';
  }

  private static boolean isSeparator(char character) {
    return character == ' ' || character == '-';
  }

  private static boolean isCardNumber(int[] digits, int count) {
    return count >= SHORTEST
        && count <= LONGEST
        && beginsLikeAScheme(digits)
        && hasRightCheckDigit(digits, count);
  }

  /** Visa 4, Mastercard 51–55 and 2221–2720, the rest of 3, 5 and 6 (ISO/IEC 7812 industries). */
  private static boolean beginsLikeAScheme(int[] digits) {
    return switch (digits[0]) {
      case 3, 4, 5, 6 -> true;
      case 2 -> digits[1] >= 2 && digits[1] <= 7;
      default -> false;
    };
  }

  private static boolean hasRightCheckDigit(int[] digits, int count) {
    int sum = 0;
    for (int index = 0; index < count; index++) {
      int digit = digits[count - 1 - index];
      int weighed = index % 2 == 0 ? digit : digit * 2;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }

  private static FieldProblem problem(String pointer) {
    return new FieldProblem(
        pointer,
        "card_number",
        "holds a card number (expected: the channel's token; card numbers are never taken)");
  }
}
