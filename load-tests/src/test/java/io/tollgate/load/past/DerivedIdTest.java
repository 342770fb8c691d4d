package io.tollgate.load.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DerivedIdTest {

  /** The one that the gateway's own test of its ids knows. */
  @Test
  void isTheGatewaysForAKnownReference() {
    assertThat(DerivedId.of("demo", "order-1").value()).isEqualTo("pay_31v6trnms3tq12f5sysxzrzaez");
  }

  @Test
  void isTheStartOfADigestWhateverTheReference() throws Exception {
    for (int order = 0; order < 200; order++) {
      assertThat(DerivedId.of("shop", "order-" + order).key())
          .isEqualTo(key("shop\norder-" + order));
    }
  }

  /** By way of a number of 130 bits. */
  private static String key(String text) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    var bits = new BigInteger(1, digest).shiftRight(256 - 130);
    var key = new StringBuilder();
    for (int character = 25; character >= 0; character--) {
      int value = bits.shiftRight(5 * character).intValue() & 31;
      key.append("0123456789abcdefghjkmnpqrstvwxyz".charAt(value));
    }
    return key.toString();
  }

  @Test
  void spreadsOverAllShards() {
    assertThat(IntStream.range(0, 2_000).map(order -> DerivedId.of("shop", "o" + order).shard()))
        .allMatch(shard -> shard >= 0 && shard < 64)
        .containsAll(IntStream.range(0, 64).boxed().toList());
  }
}
