package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.Table;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.channels.http.TrustedHosts;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A settlement's transactions as a file (facts, section 12, "CSV"; spec:
 * TransactionExportResponse).
 *
 * <p>What is unconfirmed is an option of the account: {@value #FILE_HOSTS}, where files may come
 * from (vendor: PaystackOSS/doc-code-snippets, transactions/export); {@value #COLUMNS}, the
 * headings of reference, amount, fees, currency and time, in that order; {@value #AMOUNTS}, {@code
 * major} or {@code minor}. A file with other headings is refused.
 */
final class PaystackExport {

  static final String FILE_HOSTS = "file-hosts";
  static final String COLUMNS = "export-columns";
  static final String AMOUNTS = "export-amounts";

  private static final String FILE_HOSTS_UNLESS_SET = "files.paystack.co";
  private static final String COLUMNS_UNLESS_SET = "reference,amount,fees,currency,paid_at";
  private static final int COLUMN_COUNT = 5;

  private final long settlement;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;
  private final List<String> columns;

  PaystackExport(long settlement, ChannelAccount account, Edge edge) {
    this.settlement = settlement;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
    this.columns =
        Stream.of(account.options().getOrDefault(COLUMNS, COLUMNS_UNLESS_SET).split(","))
            .map(String::strip)
            .toList();
  }

  /** Where the file is. */
  record Export(@Nullable String path) {}

  /** The file is read apart from the event loops: it may be long. */
  Flux<StatementRow> rows() {
    return edge.ask(() -> PaystackStatementRequests.export(settlement, account))
        .map(this::file)
        .flatMap(file -> edge.ask(() -> PaystackCalls.download(file)))
        .publishOn(Schedulers.parallel())
        .map(exchange -> StatementAnswers.usable(exchange, alarms).body())
        .flatMapIterable(this::read);
  }

  /** The rows of a file. */
  List<StatementRow> read(byte[] file) {
    return Table.read(file, StandardCharsets.UTF_8, ',')
        .filter(table -> columns.size() == COLUMN_COUNT && table.has(columns))
        .orElseThrow(() -> unreadable("the headings"))
        .rows()
        .stream()
        .map(this::row)
        .toList();
  }

  private URI file(Exchange exchange) {
    var hosts = account.options().getOrDefault(FILE_HOSTS, FILE_HOSTS_UNLESS_SET);
    var path =
        PaystackAnswer.accepted(StatementAnswers.usable(exchange, alarms))
            .flatMap(answer -> answer.about(Export.class))
            .map(Export::path)
            .orElseThrow(() -> unreadable("the answer"));
    return TrustedHosts.of(account, hosts)
        .find(path)
        .orElseThrow(() -> {
          alarms.raise(
              Alarm.MISMATCH, "the file of " + settlement + " is at a host that is not Paystack's");
          return unreadable("the file's address");
        });
  }

  private StatementRow row(Table.Row row) {
    var reference = row.text(columns.get(0)).orElseThrow(() -> unreadable("a reference"));
    var currency = row.text(columns.get(3)).orElseThrow(() -> unreadable("a currency"));
    return new StatementRow(
        Kind.PAYMENT,
        PaystackIds.attempt(reference).map(ChannelRequestId::toString).orElse(null),
        reference,
        row.text(columns.get(1))
            .flatMap(text -> money(text, currency))
            .orElseThrow(() -> unreadable("an amount")),
        row.text(columns.get(2))
            .map(text -> money(text, currency).orElseThrow(() -> unreadable("a fee")))
            .orElse(null),
        row.text(columns.get(4))
            .flatMap(PaystackSettlement::time)
            .orElseThrow(() -> unreadable("a time")));
  }

  private Optional<Money> money(String text, String currency) {
    if (!"minor".equals(account.options().get(AMOUNTS))) {
      return Decimals.read(text, currency).filter(money -> money.minorUnits() >= 0);
    }
    return text.matches("[0-9]{1,18}")
        ? PaystackAmounts.decode(Long.valueOf(text), currency, account)
        : Optional.empty();
  }

  private static StatementUnavailable unreadable(String what) {
    return PaystackStatement.unreadable("an export: " + what);
  }
}
