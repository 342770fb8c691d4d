package io.tollgate.sandbox.alipay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the bill of a day, as a zip of tables in GBK. The whole book happened on that day. */
final class AlipayBills {

  private static final Charset GBK = Charset.forName("GBK");
  private static final String COLUMNS =
      "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
          + "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,"
          + "券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
  private static final BigDecimal FEE_RATE = new BigDecimal("-0.006");

  private final AlipayBook book;

  AlipayBills(AlipayBook book) {
    this.book = book;
  }

  /** The archive, with the table of sums that comes beside the table of lines. */
  byte[] of(String day) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, GBK)) {
      add(zip, "20880000_" + day + "_业务明细(汇总).csv", "#支付宝业务汇总查询\n合计\n");
      add(zip, "20880000_" + day + "_业务明细.csv", details(day));
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  private String details(String day) {
    String lines =
        book.trades().stream()
            .filter(AlipayTrade::wasPaid)
            .flatMap(trade -> lines(trade, day))
            .collect(Collectors.joining());
    return "#支付宝业务明细查询\n" + COLUMNS + "\n" + lines + "#-----业务明细列表结束-----\n";
  }

  private static Stream<String> lines(AlipayTrade trade, String day) {
    BigDecimal fee = trade.amount().multiply(FEE_RATE).setScale(2, RoundingMode.HALF_UP);
    return Stream.concat(
        Stream.of(line(trade, day, "交易", trade.amount(), "", fee)),
        trade.refunds().entrySet().stream()
            .map(it ->
                line(trade, day, "退款", it.getValue().negate(), it.getKey(), BigDecimal.ZERO)));
  }

  private static String line(
      AlipayTrade trade,
      String day,
      String kind,
      BigDecimal amount,
      String refundNo,
      BigDecimal fee) {
    return String.join(
            ",",
            trade.tradeNo() + "\t",
            trade.outTradeNo() + "\t",
            kind,
            "\"书, 十二本\"",
            day + " 12:00:00",
            day + " 12:00:01",
            ",,,",
            "payer***@example.com\t",
            AlipayJson.text(amount),
            AlipayJson.text(amount),
            "0.00,0.00,0.00,0.00,0.00,,0.00,0.00",
            refundNo + "\t",
            AlipayJson.text(fee),
            "0.00",
            "")
        + "\n";
  }

  private static void add(ZipOutputStream zip, String name, String table) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(table.getBytes(GBK));
    zip.closeEntry();
  }
}
