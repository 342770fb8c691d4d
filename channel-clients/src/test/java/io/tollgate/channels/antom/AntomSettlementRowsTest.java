package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.account;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AntomSettlementRowsTest {

  static final String FILE =
      """
      settlementBatchId,transactionId,transactionType,transactionRequestId,transactionAmountValue,transactionCurrency,paymentTime
      B1,P1,PAYMENT,pay-1,1299,PHP,2026-03-01T20:00:00+08:00
      B1,R1,REFUND,op_1,500,PHP,2026-03-01T21:00:00+08:00
      <END>
      """;

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsPaymentsAndRefunds() {
    assertThat(rows(Map.of()).read(FILE.getBytes(UTF_8)))
        .containsExactly(
            new StatementRow(
                Kind.PAYMENT,
                "pay-1",
                "P1",
                Money.of(1299, "PHP"),
                null,
                Instant.parse("2026-03-01T12:00:00Z")),
            new StatementRow(
                Kind.REFUND,
                "op_1",
                "R1",
                Money.of(-500, "PHP"),
                null,
                Instant.parse("2026-03-01T13:00:00Z")));
  }

  @Test
  void readsMajorUnitsWhereTheAccountSaysSo() {
    var file = FILE.replace(",1299,", ",12.99,").replace(",500,", ",5.00,");

    assertThat(rows(Map.of("settlement-amounts", "major")).read(file.getBytes(UTF_8)))
        .extracting(StatementRow::gross)
        .containsExactly(Money.of(1299, "PHP"), Money.of(-500, "PHP"));
  }

  @Test
  void readsNoFileThatIsCutOffOrHasOtherColumns() {
    refuses(FILE.replace("<END>\n", ""), true);
    refuses(FILE.replace("transactionCurrency", "money"), false);
    refuses(FILE.replace(",1299,", ",12.99,"), false);
    refuses(FILE.replace("2026-03-01T20", "20260301 20"), false);
  }

  private void refuses(String file, boolean later) {
    assertThatExceptionOfType(StatementUnavailable.class)
        .isThrownBy(() -> rows(Map.of()).read(file.getBytes(UTF_8)))
        .satisfies(thrown -> assertThat(thrown.later()).isEqualTo(later));
  }

  private AntomSettlementRows rows(Map<String, String> options) {
    var account = account("http://127.0.0.1:1", options);
    return new AntomSettlementRows(account, edges.alarms(account().id()));
  }
}
