package io.tollgate.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.Orders;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final AccountId STRIPE = new AccountId("stripe", "eu-1");
  private static final AccountId ADYEN = new AccountId("adyen", "eu-1");
  private static final AccountId BANK = new AccountId("bank", "de-1");
  private static final Order ORDER = Orders.order().build();

  @Test
  void triesLowerPrioritiesFirst() {
    var routes =
        List.of(route("a", BANK, 30, 1), route("b", STRIPE, 10, 1), route("c", ADYEN, 20, 1));

    assertThat(Router.route(ORDER, routes, _ -> true)).containsExactly(STRIPE, ADYEN, BANK);
  }

  @Test
  void sharesEqualPrioritiesByWeight() {
    var routes =
        List.of(route("a", STRIPE, 1, 70), route("b", ADYEN, 1, 20), route("c", BANK, 1, 10));
    var firsts = new HashMap<AccountId, Integer>();

    for (int order = 0; order < 20_000; order++) {
      var drawn = Router.route(numbered(order), routes, _ -> true);
      assertThat(drawn).containsExactlyInAnyOrder(STRIPE, ADYEN, BANK);
      firsts.merge(drawn.getFirst(), 1, Integer::sum);
    }

    assertThat(firsts.get(STRIPE)).isCloseTo(14_000, Percentage.withPercentage(3));
    assertThat(firsts.get(ADYEN)).isCloseTo(4_000, Percentage.withPercentage(6));
    assertThat(firsts.get(BANK)).isCloseTo(2_000, Percentage.withPercentage(8));
  }

  @Test
  void drawsTheSameForTheSameOrderWhateverTheOrderOfTheRoutes() {
    var routes = List.of(route("a", STRIPE, 1, 1), route("b", ADYEN, 1, 1), route("c", BANK, 1, 1));

    for (int order = 0; order < 200; order++) {
      assertThat(Router.route(numbered(order), routes.reversed(), _ -> true))
          .isEqualTo(Router.route(numbered(order), routes, _ -> true));
    }
  }

  @Test
  void leavesOutWhatIsNotAvailable() {
    var routes = List.of(route("a", STRIPE, 1, 1), route("b", ADYEN, 2, 1));

    assertThat(Router.route(ORDER, routes, account -> !account.equals(STRIPE)))
        .containsExactly(ADYEN);
    assertThat(Router.route(ORDER, routes, _ -> false)).isEmpty();
  }

  @Test
  void namesAnAccountOnce() {
    var routes =
        List.of(route("a", STRIPE, 1, 1), route("b", ADYEN, 2, 1), route("c", STRIPE, 3, 1));

    assertThat(Router.route(ORDER, routes, _ -> true)).containsExactly(STRIPE, ADYEN);
  }

  @Test
  void sendsOnlyWhatARouteTakes() {
    var demo = new MerchantId("demo");
    var narrow =
        new Route(
            "a",
            STRIPE,
            1,
            1,
            Set.of(demo),
            Set.of(Product.FOREIGN_CARD),
            Set.of("EUR"),
            Set.of("DE", "AT"),
            100,
            2_000);

    assertThat(takers(narrow, Orders.order().from("DE"))).containsExactly(STRIPE);
    assertThat(takers(narrow, Orders.order().from("FR"))).isEmpty();
    assertThat(takers(narrow, Orders.order())).isEmpty();
    assertThat(takers(narrow, Orders.order().from("DE").amount(100, "EUR")))
        .containsExactly(STRIPE);
    assertThat(takers(narrow, Orders.order().from("DE").amount(2_000, "EUR")))
        .containsExactly(STRIPE);
    assertThat(takers(narrow, Orders.order().from("DE").amount(99, "EUR"))).isEmpty();
    assertThat(takers(narrow, Orders.order().from("DE").amount(2_001, "EUR"))).isEmpty();
    assertThat(takers(narrow, Orders.order().from("DE").amount(1_299, "USD"))).isEmpty();
    assertThat(takers(narrow, Orders.order().from("DE").of("other"))).isEmpty();
    assertThat(takers(narrow, Orders.order().from("DE").by(Product.QUICK_PAY))).isEmpty();
  }

  @Test
  void refusesRoutesThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> route("a", STRIPE, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Route("a", STRIPE, 1, 1, Set.of(), Set.of(), Set.of(), Set.of(), 2, 1));
  }

  private static List<AccountId> takers(Route route, Orders order) {
    return Router.route(order.build(), List.of(route), _ -> true);
  }

  private static Order numbered(int number) {
    return Orders.order().referenced("order-" + number).build();
  }

  private static Route route(String name, AccountId account, int priority, int weight) {
    return new Route(
        name, account, priority, weight, Set.of(), Set.of(), Set.of(), Set.of(), 0, Long.MAX_VALUE);
  }
}
