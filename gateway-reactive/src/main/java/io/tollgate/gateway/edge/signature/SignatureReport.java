package io.tollgate.gateway.edge.signature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we would have signed, line by line, for a developer whose signature does not match.
 *
 * @param base the signature base; where what was sent is not by the template, the one expected
 * @param contentDigest the header that the body has; null where there is no body
 * @param verification what came of verifying the request as it was sent
 * @param difference where the developer's base first differs; null where it does not, or was not
 *     sent
 */
public record SignatureReport(
    List<String> base,
    @Nullable String contentDigest,
    Verification verification,
    @Nullable Difference difference) {
  public SignatureReport {
    base = List.copyOf(base);
  }

  /**
   * The first character that differs.
   *
   * @param line counted from 1
   * @param column counted from 1 within the line
   * @param ours our line; null where our base has ended before it
   * @param theirs the developer's line; null where their base has ended before it
   */
  public record Difference(int line, int column, @Nullable String ours, @Nullable String theirs) {
    static @Nullable Difference between(String ours, String theirs) {
      if (ours.equals(theirs)) {
        return null;
      }
      var our = ours.split("\n", -1);
      var their = theirs.split("\n", -1);
      int line = 0;
      while (line < Math.min(our.length, their.length) && our[line].equals(their[line])) {
        line++;
      }
      var ourLine = line < our.length ? our[line] : null;
      var theirLine = line < their.length ? their[line] : null;
      return new Difference(line + 1, column(ourLine, theirLine), ourLine, theirLine);
    }

    private static int column(@Nullable String ours, @Nullable String theirs) {
      if (ours == null || theirs == null) {
        return 1;
      }
      int column = 0;
      while (column < Math.min(ours.length(), theirs.length())
          && ours.charAt(column) == theirs.charAt(column)) {
        column++;
      }
      return column + 1;
    }
  }
}
