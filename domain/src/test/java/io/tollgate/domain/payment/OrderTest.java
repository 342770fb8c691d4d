package io.tollgate.domain.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.Orders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesAmountsThatAreNotPositive(long minorUnits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Orders.order().amount(minorUnits, "EUR").build())
        .withMessageContaining("expected: more than zero");
  }

  @Test
  void isFoundByMerchantAndReferenceAlone() {
    var order = Orders.order().build();

    assertThat(Orders.order().amount(1, "JPY").build().paymentId()).isEqualTo(order.paymentId());
    assertThat(Orders.order().referenced("order-2").build().paymentId())
        .isNotEqualTo(order.paymentId());
  }

  @Test
  void keepsPersonalDataOutOfLogs() {
    var customer = new Customer("c-1", "payer@shop.example", "DE", null, null, null);

    assertThat(Orders.order().by(customer).build().toString()).doesNotContain("payer@", "c-1");
  }
}
