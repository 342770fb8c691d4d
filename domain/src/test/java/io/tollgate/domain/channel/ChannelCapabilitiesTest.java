package io.tollgate.domain.channel;

import static io.tollgate.domain.channel.OrderField.CUSTOMER_EMAIL;
import static io.tollgate.domain.channel.OrderField.CUSTOMER_PHONE;
import static io.tollgate.domain.channel.OrderField.METHOD_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.Orders;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChannelCapabilitiesTest {

  private static final Order BARE =
      Orders.order().paidWith("bank", null).by(Customer.UNKNOWN).build();

  private static final Order FULL =
      Orders.order()
          .paidWith("bank", "HDFC")
          .by(new Customer(null, "payer@example.com", null, null, "+34600000001", null))
          .build();

  @ParameterizedTest
  @EnumSource
  void takesNoOrderThatLacksWhatItNeeds(OrderField field) {
    var needy = needing(Set.of(field), "bank");

    assertThat(needy.serves(BARE)).isTrue();
    assertThat(needy.lackedBy(BARE)).containsExactly(field);
    assertThat(needy.canTake(BARE)).isFalse();
    assertThat(needy.lackedBy(FULL)).isEmpty();
    assertThat(needy.canTake(FULL)).isTrue();
  }

  @Test
  void namesAllThatIsLackingInAnOrderOfItsOwn() {
    assertThat(needing(EnumSet.allOf(OrderField.class), "bank").lackedBy(BARE))
        .containsExactly(CUSTOMER_EMAIL, CUSTOMER_PHONE, METHOD_TOKEN);
  }

  @Test
  void takesNoOrderOfAnotherMethodWhateverItTells() {
    var other = needing(Set.of(), "card");

    assertThat(other.serves(FULL)).isFalse();
    assertThat(other.canTake(FULL)).isFalse();
  }

  private static ChannelCapabilities needing(Set<OrderField> fields, String method) {
    return new ChannelCapabilities(
        Set.of(Product.values()),
        Set.of(method),
        Set.of(CaptureMode.values()),
        Set.of(),
        Set.of(),
        _ -> true,
        _ -> fields);
  }
}
