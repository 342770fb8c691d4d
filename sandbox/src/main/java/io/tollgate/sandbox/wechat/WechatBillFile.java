package io.tollgate.sandbox.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the bill of a day, of the kind {@code ALL}, as the vendor does. */
final class WechatBillFile {

  private static final String HEADING =
      "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
          + "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
  private static final String TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private WechatBillFile() {}

  /** The bill in UTF-8; empty where nothing happened on that day. */
  static Optional<byte[]> of(LocalDate day, WechatBook book, String mchid) {
    List<String> rows = new ArrayList<>();
    long paid = 0;
    long returned = 0;
    for (WechatOrder order : book.paidOrders()) {
      Instant paidAt = Objects.requireNonNull(order.paidAt());
      if (isOf(day, paidAt)) {
        rows.add(row(order, mchid, paidAt, null));
        paid += order.total();
      }
    }
    for (WechatOrder.Refund refund : book.allRefunds()) {
      if (isOf(day, refund.at())) {
        WechatOrder order = book.order(refund.order()).orElseThrow();
        rows.add(row(order, mchid, refund.at(), refund));
        returned += refund.amount();
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    String totals =
        cells(
            String.valueOf(rows.size()),
            yuan(paid),
            yuan(returned),
            "0.00",
            "0.00000",
            yuan(paid),
            yuan(returned));
    String file =
        "\uFEFF"
            + HEADING
            + "\r\n"
            + String.join("\r\n", rows)
            + "\r\n"
            + TOTALS
            + "\r\n"
            + totals
            + "\r\n";
    return Optional.of(file.getBytes(UTF_8));
  }

  private static String row(
      WechatOrder order, String mchid, Instant at, WechatOrder.@Nullable Refund refund) {
    return cells(
        LocalDateTime.ofInstant(at, WechatJson.ZONE).format(TIME),
        order.appid(),
        mchid,
        "0",
        "",
        Objects.requireNonNullElse(order.transaction(), ""),
        order.number(),
        order.payer(),
        "NATIVE",
        refund == null ? "SUCCESS" : "REFUND",
        "OTHERS",
        "CNY",
        refund == null ? yuan(order.total()) : "0.00",
        "0.00",
        refund == null ? "0" : refund.id(),
        refund == null ? "0" : refund.number(),
        refund == null ? "0.00" : yuan(refund.amount()),
        "0.00",
        refund == null ? "" : "ORIGINAL",
        refund == null ? "" : refund.status(),
        order.description(),
        "",
        refund == null ? "0.01000" : "-0.01000",
        "0.60%",
        refund == null ? yuan(order.total()) : "0.00",
        refund == null ? "0.00" : yuan(refund.amount()),
        "");
  }

  private static boolean isOf(LocalDate day, Instant at) {
    return LocalDateTime.ofInstant(at, WechatJson.ZONE).toLocalDate().equals(day);
  }

  private static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  private static String cells(String... cells) {
    return "`" + String.join(",`", cells);
  }
}
