package io.tollgate.domain.routing;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.payment.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Orders the routes that may take a payment: by priority, and among equals by a draw whose odds are
 * the weights. The draw is seeded by the payment's id, so the same order always draws the same.
 */
public final class Router {

  private Router() {}

  /**
   * The channel accounts to try, best first, each once; empty where none can take the order.
   *
   * @param able whether the account's channel can take the order and is available now
   */
  public static List<AccountId> route(
      Order order, Collection<Route> routes, Predicate<AccountId> able) {
    var byPriority = new TreeMap<Integer, List<Route>>();
    routes.stream()
        .filter(route -> route.takes(order) && able.test(route.account()))
        .sorted(Comparator.comparing(Route::name))
        .forEach(route ->
            byPriority.computeIfAbsent(route.priority(), _ -> new ArrayList<>()).add(route));
    var dice = new SplittableRandom(order.paymentId().value().hashCode());
    return byPriority.values().stream()
        .flatMap(equals -> drawn(equals, dice).stream())
        .map(Route::account)
        .distinct()
        .toList();
  }

  private static List<Route> drawn(List<Route> routes, RandomGenerator dice) {
    var left = new ArrayList<>(routes);
    var drawn = new ArrayList<Route>(routes.size());
    while (!left.isEmpty()) {
      drawn.add(left.remove(pick(left, dice)));
    }
    return drawn;
  }

  private static int pick(List<Route> routes, RandomGenerator dice) {
    if (routes.size() == 1) {
      return 0;
    }
    long ticket = dice.nextLong(routes.stream().mapToLong(Route::weight).sum());
    int index = 0;
    while (ticket >= routes.get(index).weight()) {
      ticket -= routes.get(index++).weight();
    }
    return index;
  }
}
