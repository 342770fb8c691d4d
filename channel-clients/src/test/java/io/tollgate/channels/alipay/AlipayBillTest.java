package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.TRADE_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.account;
import static io.tollgate.channels.alipay.AlipayFixtures.attempt;
import static io.tollgate.channels.alipay.AlipayFixtures.order;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlipayBillTest {

  private static final String HEADING =
      "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额（元）,退款批次号/请求号,服务费（元）\n";

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AlipayBill bill = new AlipayBill(account(), edges.alarms(account().id()));

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsPaymentsAndRefundsInGbk() {
    assertThat(bill.read(zip(table())))
        .containsExactly(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order()).toString(),
                TRADE_NO,
                Money.of(8888, "CNY"),
                Money.of(53, "CNY"),
                Instant.parse("2026-02-28T15:59:59Z")),
            new StatementRow(
                Kind.REFUND,
                "op_1-a",
                TRADE_NO,
                Money.of(-100, "CNY"),
                Money.of(0, "CNY"),
                Instant.parse("2026-02-28T16:00:00Z")));
  }

  @Test
  void readsNoFileWithoutAColumn() {
    assertThatThrownBy(() -> bill.read(zip(table().replace("业务类型", "类型"))))
        .isInstanceOf(StatementUnavailable.class);
  }

  @Test
  void failsInOneWayOnlyWhateverTheBytes() {
    long seed = Long.getLong("tollgate.seed", System.nanoTime());
    var random = new Random(seed);
    var zip = zip(table());
    for (int round = 0; round < 1_000; round++) {
      var changed = zip.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      try {
        assertThat(bill.read(changed)).as("seed %d, round %d", seed, round).isNotNull();
      } catch (StatementUnavailable expected) {
        assertThat(expected.later()).isFalse();
      }
    }
  }

  @Test
  void isThereAtTenInTheMorningInShanghai() {
    assertThat(AlipayStatement.readyAt(LocalDate.of(2026, 2, 28)))
        .isEqualTo(Instant.parse("2026-03-01T02:00:00Z"));
  }

  private static String table() {
    return "#支付宝业务明细查询\n#账号：[20880000000000010156]\n"
        + HEADING
        + "%s\t,%s\t,交易,\"书, 十二本\",2026-02-28 23:59:00,2026-02-28 23:59:59,88.88,\t,-0.53\n"
            .formatted(TRADE_NO, out(order()))
        + "%s\t,%s\t,退款,书,2026-02-28 23:59:00,2026-03-01 00:00:00,-1.00,op_1Za\t,0.00\n"
            .formatted(TRADE_NO, out(order()))
        + "#业务明细列表结束\n";
  }

  private static byte[] zip(String table) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, AlipayBill.GBK)) {
      zip.putNextEntry(new ZipEntry("2088_20260228_业务明细(汇总).csv"));
      zip.write("#汇总\n".getBytes(AlipayBill.GBK));
      zip.putNextEntry(new ZipEntry("2088_20260228_业务明细.csv"));
      zip.write(table.getBytes(AlipayBill.GBK));
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }
}
