package io.tollgate.channels.wechat;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.wechat.WechatMessages.Notice;
import io.tollgate.channels.wechat.WechatMessages.Refund;
import io.tollgate.channels.wechat.WechatMessages.Transaction;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads WeChat Pay's notifications (facts, section 6, "Callback"; the events of refunds as in
 * pay.weixin.qq.com/docs/merchant/apis/personal-collections/refund-result.html).
 *
 * <p>A notification that is signed with a certificate that is newer than ours cannot be proved.
 * Where it opens with the APIv3 key it makes us ask, and proves nothing.
 */
final class WechatCallbacks {

  private static final String ORDERS = "TRANSACTION.";
  private static final String REFUNDS = "REFUND.";
  private static final Json<Notice> NOTICE = Json.of(Notice.class);
  private static final Json<Transaction> TRANSACTION = Json.of(Transaction.class);
  private static final Json<Refund> REFUND = Json.of(Refund.class);

  private final WechatAccount account;
  private final PlatformKeys keys;
  private final WechatCipher cipher;
  private final Alarms alarms;

  WechatCallbacks(WechatAccount account, PlatformKeys keys, WechatCipher cipher, Alarms alarms) {
    this.account = account;
    this.keys = keys;
    this.cipher = cipher;
    this.alarms = alarms;
  }

  /**
   * Reads it.
   *
   * @param renew has newer platform certificates fetched, and does not wait
   */
  CallbackReading read(RawCallback callback, Runnable renew) {
    try {
      return WechatSeal.of(callback::header)
          .map(seal -> sealed(callback, seal, renew))
          .orElseGet(() -> new Refused("no signature"));
    } catch (IllegalArgumentException unusable) {
      alarms.raise(Alarm.MISCONFIGURED, "no notification can be read: " + unusable.getMessage());
      return new Refused("the account cannot read it");
    }
  }

  private CallbackReading sealed(RawCallback callback, WechatSeal seal, Runnable renew) {
    if (seal.isProbe()) {
      return new Refused("signature is a probe");
    }
    var key = keys.find(seal.serial(), callback.receivedAt());
    if (key.isPresent()) {
      return seal.problem(callback.body(), key.get(), callback.receivedAt())
          .<CallbackReading>map(Refused::new)
          .orElseGet(() -> signed(callback.body()));
    }
    if (account.hasCertificates()) {
      renew.run();
      return unproved(callback.body());
    }
    return new Refused("no platform key of its serial");
  }

  private CallbackReading unproved(byte[] body) {
    return NOTICE
        .read(body)
        .filter(notice -> startsWith(ORDERS, notice.eventType()))
        .flatMap(this::opened)
        .flatMap(TRANSACTION::read)
        .flatMap(order -> Optional.ofNullable(order.outTradeNo()))
        .flatMap(WechatOrderNumber::parse)
        .<CallbackReading>map(Hint::new)
        .orElseGet(() -> new Refused("no platform certificate of its serial"));
  }

  private CallbackReading signed(byte[] body) {
    return NOTICE.read(body).map(this::signed).orElseGet(WechatCallbacks::unreadable);
  }

  private CallbackReading signed(Notice notice) {
    var event = notice.eventType();
    if (event == null) {
      return unreadable();
    }
    if (startsWith(ORDERS, event)) {
      return inside(notice).map(this::aboutOrder).orElseGet(WechatCallbacks::unreadable);
    }
    return startsWith(REFUNDS, event)
        ? inside(notice).map(this::aboutRefund).orElseGet(WechatCallbacks::unreadable)
        : new Irrelevant("event " + WechatErrors.word(event));
  }

  /** What is signed and does not open shows that our key is wrong. */
  private Optional<byte[]> inside(Notice notice) {
    var opened = opened(notice);
    if (opened.isEmpty()) {
      alarms.raise(Alarm.MISCONFIGURED, "a notification does not open with the APIv3 key");
    }
    return opened;
  }

  private Optional<byte[]> opened(Notice notice) {
    var resource = notice.resource();
    return resource == null ? Optional.empty() : cipher.open(resource, account.apiV3Key());
  }

  private CallbackReading aboutOrder(byte[] plain) {
    return TRANSACTION.read(plain).map(this::about).orElseGet(WechatCallbacks::unreadable);
  }

  private CallbackReading aboutRefund(byte[] plain) {
    return REFUND.read(plain).map(this::about).orElseGet(WechatCallbacks::unreadable);
  }

  private CallbackReading about(Transaction order) {
    var number = order.outTradeNo();
    var said = order.amount();
    if (order.mchid() == null || number == null || said == null) {
      return unreadable();
    }
    if (isAnothers(order.mchid())) {
      return new Refused("about another merchant");
    }
    var attempt = WechatOrderNumber.parse(number);
    if (attempt.isEmpty()) {
      return new Irrelevant("an order that is not ours");
    }
    return money(said.total(), said.currency())
        .<CallbackReading>map(amount ->
            new Verified(attempt.get(), amount, WechatStates.outcome(order, number, alarms)))
        .orElseGet(() -> new Refused("impossible amount"));
  }

  /** A refund's notification names no currency; there is only one. */
  private CallbackReading about(Refund refund) {
    var orderNumber = refund.outTradeNo();
    var refundNumber = refund.outRefundNo();
    var said = refund.amount();
    if (orderNumber == null || refundNumber == null || said == null) {
      return unreadable();
    }
    if (isAnothers(refund.mchid())) {
      return new Refused("about another merchant");
    }
    var operation = operation(orderNumber, refundNumber);
    if (operation.isEmpty()) {
      return new Irrelevant("a refund that is not ours");
    }
    return money(said.refund(), Objects.requireNonNullElse(said.currency(), WechatAmounts.CURRENCY))
        .<CallbackReading>map(amount ->
            new VerifiedOperation(
                operation.get(),
                amount,
                WechatStates.outcome(refund, refund.refundStatus(), account, alarms)))
        .orElseGet(() -> new Refused("impossible amount"));
  }

  /** The vendor's model of a refund's notification has no merchant; its document has one. */
  private boolean isAnothers(@Nullable String mchid) {
    if (mchid == null || account.mchid().equals(mchid)) {
      return false;
    }
    alarms.raise(Alarm.MISMATCH, "a notification about another merchant");
    return true;
  }

  private static Optional<OperationId> operation(String orderNumber, String refundNumber) {
    if (WechatOrderNumber.parse(orderNumber).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new OperationId(refundNumber));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Money> money(@Nullable Long fen, @Nullable String currency) {
    if (fen == null || currency == null) {
      return Optional.empty();
    }
    long amount = fen;
    return Money.currency(currency)
        .map(known -> new Money(amount, known))
        .filter(WechatAmounts::canTake);
  }

  private static boolean startsWith(String prefix, @Nullable String eventType) {
    return eventType != null && eventType.startsWith(prefix);
  }

  private static CallbackReading unreadable() {
    return new Refused("unreadable notification");
  }
}
