package io.tollgate.domain.product;

import io.tollgate.domain.fault.FieldProblem;
import io.tollgate.domain.payment.Order;
import java.util.ArrayList;
import java.util.List;

/** What each product requires of an order, beyond the shape that every order has. */
public final class ProductRules {

  private ProductRules() {}

  /** All that is wrong with the order for its product; empty where it is right. */
  public static List<FieldProblem> problemsOf(Order order) {
    var problems = new ArrayList<FieldProblem>();
    if (needsToken(order.product()) && order.method().token() == null) {
      problems.add(
          new FieldProblem(
              "/method/token",
              "required",
              "missing (expected: the channel's token of the payer's "
                  + order.method().type()
                  + ")"));
    }
    if (leavesThePage(order.product()) && order.returnUrl() == null) {
      problems.add(
          new FieldProblem(
              "/return_url",
              "required",
              "missing (expected: where the payer comes back to, as "
                  + order.product().code()
                  + " leaves your page)"));
    }
    return problems;
  }

  private static boolean needsToken(Product product) {
    return switch (product) {
      case FOREIGN_CARD, QUICK_PAY -> true;
      case ONLINE_BANKING, ACCOUNT_BALANCE, CARRIER_BILLING, VIRTUAL_CURRENCY -> false;
    };
  }

  private static boolean leavesThePage(Product product) {
    return switch (product) {
      case ONLINE_BANKING -> true;
      case FOREIGN_CARD, QUICK_PAY, ACCOUNT_BALANCE, CARRIER_BILLING, VIRTUAL_CURRENCY -> false;
    };
  }
}
