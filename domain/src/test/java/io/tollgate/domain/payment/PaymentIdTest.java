package io.tollgate.domain.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.merchant.MerchantId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentIdTest {
  private static final MerchantId MERCHANT = new MerchantId("demo");

  /** printf 'demo\norder-1' | sha256sum, its first 130 bits in Crockford's base 32. */
  @Test
  void isTheKnownOneForAKnownReference() {
    assertThat(id("order-1")).hasToString("pay_31v6trnms3tq12f5sysxzrzaez");
  }

  @Test
  void isTheStartOfADigestWhateverTheReference() throws Exception {
    for (int order = 0; order < 200; order++) {
      assertThat(id("order-" + order).value()).isEqualTo(expected("demo\norder-" + order));
    }
  }

  @Test
  void differsByMerchant() {
    assertThat(id("order-1"))
        .isNotEqualTo(PaymentId.of(new MerchantId("other"), new Reference("order-1")));
  }

  @Test
  void spreadsEvenlyOverTheShards() {
    var counts = new int[PaymentId.SHARDS];
    IntStream.range(0, 64_000).forEach(order -> counts[id("order-" + order).shard()]++);

    assertThat(counts).hasSize(64);
    assertThat(IntStream.of(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
  }

  @Test
  void shardIsReadFromTheIdAlone() {
    assertThat(new PaymentId("pay_00" + "0".repeat(24)).shard()).isZero();
    assertThat(new PaymentId("pay_01" + "0".repeat(24)).shard()).isEqualTo(1);
    assertThat(new PaymentId("pay_1z" + "z".repeat(24)).shard()).isEqualTo(63);
    assertThat(new PaymentId("pay_20" + "0".repeat(24)).shard()).isZero();
  }

  @Test
  void parsesWhatItWrote() {
    assertThat(PaymentId.parse(id("order-1").toString())).contains(id("order-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pay_",
        "order-1",
        "pay_0000000000000000000000000",
        "pay_000000000000000000000000000",
        "pay_0000000000000000000000000I",
        "pay_0000000000000000000000000u",
        "PAY_00000000000000000000000000",
        "pay_00000000000000000000000000\n",
        "re_000000000000000000000000000"
      })
  void refusesWhatIsNoPaymentId(String text) {
    assertThat(PaymentId.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new PaymentId(text));
  }

  private static PaymentId id(String reference) {
    return PaymentId.of(MERCHANT, new Reference(reference));
  }

  /** By big-number arithmetic, so that it shares no bit shifting with the code. */
  private static String expected(String text) throws Exception {
    var digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    var first130Bits = new BigInteger(1, digest).divide(BigInteger.TWO.pow(256 - 130));
    var id = new StringBuilder();
    var rest = first130Bits;
    for (int character = 0; character < 26; character++) {
      var division = rest.divideAndRemainder(BigInteger.valueOf(32));
      id.insert(0, "0123456789abcdefghjkmnpqrstvwxyz".charAt(division[1].intValue()));
      rest = division[0];
    }
    return "pay_" + id;
  }
}
