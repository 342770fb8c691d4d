package io.tollgate.channels.alipay;

import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.Optional;

/** The ways in which Alipay takes an order (facts, section 4, the table of operations). */
enum AlipayScene {
  /** The payer's browser goes to the cashier. */
  PAGE,
  /** The same in a phone's browser. */
  WAP,
  /** The merchant's app opens Alipay's. */
  APP,
  /** The payer scans a code that we show. */
  QR,
  /** The merchant scans a code that the payer shows: the method's token. */
  BARCODE,
  /** Charged under an agreement: the method's token. */
  WITHHOLDING,
  /** The merchant's app opens Alipay's, where the payer lets money be held. */
  APP_FREEZE,
  /** Money is held by a code that the payer shows: the method's token. */
  CODE_FREEZE;

  static final String PAGE_METHOD = "alipay";
  static final String WAP_METHOD = "alipay_wap";
  static final String APP_METHOD = "alipay_app";
  static final String QR_METHOD = "alipay_qr";
  static final String BARCODE_METHOD = "alipay_barcode";

  /** How this order is taken; empty where Alipay has no way to. */
  static Optional<AlipayScene> of(Order order) {
    boolean isTaken = order.capture() == CaptureMode.AUTOMATIC;
    boolean hasToken = order.method().token() != null;
    if (order.product() == Product.QUICK_PAY) {
      return isTaken && hasToken ? Optional.of(WITHHOLDING) : Optional.empty();
    }
    return switch (order.method().type()) {
      case PAGE_METHOD -> only(isTaken, PAGE);
      case WAP_METHOD -> only(isTaken, WAP);
      case QR_METHOD -> only(isTaken, QR);
      case APP_METHOD -> Optional.of(isTaken ? APP : APP_FREEZE);
      case BARCODE_METHOD -> only(hasToken && isWallet(order), isTaken ? BARCODE : CODE_FREEZE);
      default -> Optional.empty();
    };
  }

  /** Whether there is nothing at Alipay until the payer opens what he was shown. */
  boolean waitsForPayer() {
    return switch (this) {
      case PAGE, WAP, APP, QR, APP_FREEZE -> true;
      case BARCODE, WITHHOLDING, CODE_FREEZE -> false;
    };
  }

  /** Whether money is held, to be captured later. */
  boolean isHeld() {
    return switch (this) {
      case APP_FREEZE, CODE_FREEZE -> true;
      case PAGE, WAP, APP, QR, BARCODE, WITHHOLDING -> false;
    };
  }

  /** A charge by code cannot be limited to banks. */
  private static boolean isWallet(Order order) {
    return order.product() == Product.ACCOUNT_BALANCE;
  }

  private static Optional<AlipayScene> only(boolean condition, AlipayScene scene) {
    return condition ? Optional.of(scene) : Optional.empty();
  }
}
