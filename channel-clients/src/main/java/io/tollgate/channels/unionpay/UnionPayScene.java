package io.tollgate.channels.unionpay;

import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.Optional;

/** The ways in which UnionPay takes an order (facts, section 7, the table of operations). */
enum UnionPayScene {
  /** The payer's browser goes to the gateway's page. */
  PAGE("000201", "07", "01"),
  /** The same in a phone's browser. */
  WAP("000201", "08", "01"),
  /** The payer is a company, and its bank's page takes the payment. */
  BUSINESS("000202", "07", "01"),
  /** The payer scans a code that we show. */
  QR("000000", "08", "07"),
  /** Charged under an agreement: the method's token. */
  TOKEN("000902", "07", "01");

  static final String PAGE_METHOD = "unionpay";
  static final String WAP_METHOD = "unionpay_wap";
  static final String BUSINESS_METHOD = "unionpay_b2b";
  static final String QR_METHOD = "unionpay_qr";

  private final String bizType;
  private final String channelType;
  private final String subType;

  UnionPayScene(String bizType, String channelType, String subType) {
    this.bizType = bizType;
    this.channelType = channelType;
    this.subType = subType;
  }

  /** How this order is taken, a token by charging it; empty where UnionPay has no way to. */
  static Optional<UnionPayScene> of(Order order) {
    boolean isTaken = order.capture() == CaptureMode.AUTOMATIC;
    boolean hasToken = order.method().token() != null;
    if (hasToken || order.product() == Product.QUICK_PAY) {
      return only(hasToken && isTaken, TOKEN);
    }
    return switch (order.method().type()) {
      case PAGE_METHOD -> Optional.of(PAGE);
      case WAP_METHOD -> Optional.of(WAP);
      case BUSINESS_METHOD -> only(isTaken && order.product() == Product.ONLINE_BANKING, BUSINESS);
      case QR_METHOD -> only(isTaken, QR);
      default -> Optional.empty();
    };
  }

  /** UnionPay's name of the product, the same in all that is asked about the payment. */
  String bizType() {
    return bizType;
  }

  String channelType() {
    return channelType;
  }

  String subType() {
    return subType;
  }

  /** Whether the payer takes the request to UnionPay, so that we send none. */
  boolean isPage() {
    return switch (this) {
      case PAGE, WAP, BUSINESS -> true;
      case QR, TOKEN -> false;
    };
  }

  /**
   * Whether the payer has to act, may try several cards until his time is over, and cannot pay
   * after it.
   */
  boolean waitsForPayer() {
    return this != TOKEN;
  }

  private static Optional<UnionPayScene> only(boolean condition, UnionPayScene scene) {
    return condition ? Optional.of(scene) : Optional.empty();
  }
}
