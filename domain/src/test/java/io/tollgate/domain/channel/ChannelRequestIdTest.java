package io.tollgate.domain.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.PaymentFixtures;
import io.tollgate.domain.payment.PaymentId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelRequestIdTest {
  private static final PaymentId PAYMENT = PaymentFixtures.opened().id();

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10, 99})
  void isReadBackFromWhatTheChannelRepeats(int attempt) {
    var id = new ChannelRequestId(PAYMENT, attempt);

    assertThat(id).hasToString(PAYMENT.value() + "-" + attempt);
    assertThat(ChannelRequestId.parse(id.toString())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 100})
  void refusesOtherAttempts(int attempt) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ChannelRequestId(PAYMENT, attempt));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-0", "-01", "-100", "-+1", "-1 ", "--1", "-x", "-١"})
  void knowsForeignIdsFromItsOwn(String ending) {
    assertThat(ChannelRequestId.parse(PAYMENT.value() + ending)).isEmpty();
  }

  @Test
  void needsAPaymentIdInFront() {
    assertThat(ChannelRequestId.parse("order-1")).isEmpty();
    assertThat(ChannelRequestId.parse("-1")).isEmpty();
  }
}
