package io.tollgate.domain.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.Orders;
import io.tollgate.domain.fault.FieldProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProductRulesTest {
  @ParameterizedTest
  @EnumSource
  void findsNothingWrongWithACompleteOrder(Product product) {
    assertThat(ProductRules.problemsOf(Orders.order().by(product).build())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void asksForWhatTheProductNeeds(Product product) {
    var bare = Orders.order().by(product).paidWith("card", null).returningTo(null).build();

    var missing = ProductRules.problemsOf(bare).stream().map(FieldProblem::pointer);

    switch (product) {
      case FOREIGN_CARD, QUICK_PAY -> assertThat(missing).containsExactly("/method/token");
      case ONLINE_BANKING -> assertThat(missing).containsExactly("/return_url");
      case ACCOUNT_BALANCE, CARRIER_BILLING, VIRTUAL_CURRENCY -> assertThat(missing).isEmpty();
    }
  }

  @Test
  void isFoundByItsCode() {
    assertThat(Product.coded("foreign_card")).contains(Product.FOREIGN_CARD);
    assertThat(Product.coded("FOREIGN_CARD")).isEmpty();
  }
}
