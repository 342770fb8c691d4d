package io.tollgate.channels.wechat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we read of WeChat Pay's messages. Any part may be missing, whatever the description says: it
 * comes from outside.
 */
final class WechatMessages {

  private WechatMessages() {}

  /** The answer to an order: what the payer's page goes on with, by its scene. */
  record Prepay(@Nullable String codeUrl, @Nullable String prepayId, @Nullable String h5Url) {}

  /** An order, in an answer to a query and in a notification. */
  record Transaction(
      @Nullable String mchid,
      @Nullable String outTradeNo,
      @Nullable String transactionId,
      @Nullable String tradeState,
      @Nullable Amount amount) {

    /** Whether the payer paid; some of it may have been given back since. */
    boolean isPaid() {
      return "SUCCESS".equals(tradeState) || "REFUND".equals(tradeState);
    }
  }

  /** A refund: its state is {@code status} in an answer and {@code refund_status} in a notice. */
  record Refund(
      @Nullable String mchid,
      @Nullable String outTradeNo,
      @Nullable String outRefundNo,
      @Nullable String refundId,
      @Nullable String status,
      @Nullable String refundStatus,
      @Nullable Amount amount) {}

  /**
   * Amounts in fen.
   *
   * @param total of the order
   * @param refund of the refund
   */
  record Amount(@Nullable Long total, @Nullable Long refund, @Nullable String currency) {}

  /** A notification before it is opened. */
  record Notice(@Nullable String eventType, @Nullable Sealed resource) {}

  /** What only the holder of the APIv3 key can open. */
  record Sealed(
      @Nullable String algorithm,
      @Nullable String nonce,
      @Nullable String associatedData,
      @Nullable String ciphertext) {}

  /** The answer to a question about platform certificates. */
  record Certificates(@Nullable List<@Nullable SealedCertificate> data) {}

  /** One platform certificate, as it is sent. */
  record SealedCertificate(@Nullable String serialNo, @Nullable Sealed encryptCertificate) {}

  /** Where a bill can be fetched, and what it has to hash to once unzipped. */
  record BillAddress(
      @Nullable String hashType, @Nullable String hashValue, @Nullable String downloadUrl) {}

  /** An answer that refuses. Its message is for people and may hold anything. */
  record Failure(@Nullable String code) {}
}
