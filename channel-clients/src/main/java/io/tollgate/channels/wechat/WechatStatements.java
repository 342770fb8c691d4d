package io.tollgate.channels.wechat;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.wechat.WechatMessages.BillAddress;
import io.tollgate.domain.channel.StatementRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Fetches the bill of a day (facts, section 6, "Bill"): first where it is, then the file. The
 * file's answer is not signed; the signed answer before it names the SHA-1 of the unzipped bytes.
 */
final class WechatStatements {

  /** What came of it. */
  sealed interface Bill {

    record Listed(List<StatementRow> rows) implements Bill {}

    /**
     * It could not be had.
     *
     * @param later whether asking again later may help
     */
    record Missing(String why, boolean later) implements Bill {}
  }

  static final Ending<Bill> ENDING =
      new Ending<>(
          bill -> bill instanceof Bill.Listed ? "listed" : "missing",
          bill -> bill instanceof Bill.Missing(var why, _) ? why : "",
          why -> new Bill.Missing(why, true));

  private static final Json<BillAddress> ADDRESS = Json.of(BillAddress.class);
  private static final Set<String> HOSTS =
      Set.of("api.mch.weixin.qq.com", "api2.mch.weixin.qq.com", "apihk.mch.weixin.qq.com");

  /** Bills are made from nine in the morning of the next day, and are there from ten. */
  private static final LocalTime DUE = LocalTime.of(10, 0);

  /** What 64 MiB of a zipped bill may hold; a file that grows beyond was made to. */
  private static final int UNZIPPED_LIMIT_BYTES = 512 << 20;

  private final WechatCalls calls;
  private final WechatAccount account;
  private final Alarms alarms;
  private final Clock clock;

  WechatStatements(WechatCalls calls, WechatAccount account, Alarms alarms, Clock clock) {
    this.calls = calls;
    this.account = account;
    this.alarms = alarms;
    this.clock = clock;
  }

  Mono<Bill> of(LocalDate day) {
    return calls
        .ask(() -> WechatRequests.bill(day, account))
        .flatMap(exchange -> located(exchange, day));
  }

  private Mono<Bill> located(Exchange exchange, LocalDate day) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> missing(why, true);
      case Exchange.Unknown(var why) -> missing(why, true);
      case Answered answer when answer.status() == 200 ->
          ADDRESS
              .read(answer.body())
              .map(this::fetched)
              .orElseGet(() -> missing("unreadable answer", true));
      case Answered answer -> Mono.just(refused(answer, day));
    };
  }

  /**
   * A day without a payment has no bill (pay.weixin.qq.com/doc/v3/merchant/4013071254); neither has
   * one whose bill is not due.
   */
  private Bill refused(Answered answer, LocalDate day) {
    var code = WechatErrors.code(answer);
    if ("NO_STATEMENT_EXIST".equals(code)) {
      return isDue(day)
          ? new Bill.Listed(List.of())
          : new Bill.Missing("the bill is not due yet", true);
    }
    if ("STATEMENT_CREATING".equals(code)) {
      return new Bill.Missing("the bill is being made", true);
    }
    return switch (WechatErrors.ofQuestion(answer, account, alarms, "the bill of " + day)) {
      case BUSY, OPEN, UNMAPPED, ABSENT -> new Bill.Missing(WechatErrors.words(answer), true);
      case DECLINED, REJECTED, FORBIDDEN, MISCONFIGURED ->
          new Bill.Missing(WechatErrors.words(answer), false);
    };
  }

  private Mono<Bill> fetched(BillAddress address) {
    var hash = address.hashValue();
    var uri = allowed(address.downloadUrl());
    if (!"SHA1".equals(address.hashType()) || hash == null || uri.isEmpty()) {
      alarms.raise(Alarm.UNMAPPED, "a bill's hash or address is of another kind");
      return missing("the bill's hash or address is of another kind", false);
    }
    // Unzipping and reading may take seconds, which no event loop has.
    return calls
        .file(uri.get())
        .publishOn(Schedulers.boundedElastic())
        .map(exchange -> read(exchange, hash));
  }

  private Bill read(Exchange exchange, String hash) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Bill.Missing(why, true);
      case Exchange.Unknown(var why) -> new Bill.Missing(why, true);
      case Answered answer when answer.status() == 200 -> read(answer.body(), hash);
      case Answered answer -> new Bill.Missing(WechatErrors.words(answer), true);
    };
  }

  private Bill read(byte[] file, String hash) {
    var plain = unzipped(file).filter(bytes -> hash.equalsIgnoreCase(sha1(bytes)));
    if (plain.isEmpty()) {
      return new Bill.Missing("the file is not the one that was announced", true);
    }
    return WechatBill.rows(plain.get(), this::unknownState)
        .<Bill>map(Bill.Listed::new)
        .orElseGet(this::unreadable);
  }

  private Bill unreadable() {
    alarms.raise(Alarm.UNMAPPED, "a bill of another form");
    return new Bill.Missing("the bill cannot be read", false);
  }

  private void unknownState(String state) {
    alarms.raise(Alarm.UNMAPPED, "trade state " + WechatErrors.word(state) + " in a bill");
  }

  private boolean isDue(LocalDate day) {
    var due = day.plusDays(1).atTime(DUE).toInstant(WechatBill.ZONE);
    return !clock.instant().isBefore(due);
  }

  /** Only WeChat Pay's own hosts, and the one that the account names. */
  private Optional<URI> allowed(@Nullable String downloadUrl) {
    if (downloadUrl == null) {
      return Optional.empty();
    }
    try {
      var uri = new URI(downloadUrl.strip());
      return isAllowed(uri) ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }

  private boolean isAllowed(URI uri) {
    var base = account.account().baseUrl();
    boolean isOfVendor =
        "https".equals(uri.getScheme())
            && uri.getHost() != null
            && HOSTS.contains(uri.getHost())
            && uri.getPort() == -1
            && uri.getRawUserInfo() == null;
    return isOfVendor
        || (base.getScheme().equals(uri.getScheme())
            && base.getRawAuthority().equals(uri.getRawAuthority()));
  }

  private static Optional<byte[]> unzipped(byte[] file) {
    boolean isZipped = file.length > 2 && file[0] == (byte) 0x1f && file[1] == (byte) 0x8b;
    if (!isZipped) {
      return Optional.of(file);
    }
    try (var zip = new GZIPInputStream(new ByteArrayInputStream(file))) {
      var plain = zip.readNBytes(UNZIPPED_LIMIT_BYTES);
      return zip.read() < 0 ? Optional.of(plain) : Optional.empty();
    } catch (IOException notZipped) {
      return Optional.empty();
    }
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }

  private static Mono<Bill> missing(String why, boolean later) {
    return Mono.just(new Bill.Missing(why, later));
  }
}
