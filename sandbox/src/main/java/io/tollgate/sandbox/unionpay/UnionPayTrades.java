package io.tollgate.sandbox.unionpay;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** What each request does to the book, and the fields that answer it. */
final class UnionPayTrades {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

  /** UnionPay wants the current time; it is patient with clocks here. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The fields of a request that its answer repeats. */
  private static final Set<String> ECHOED =
      Set.of(
          "version",
          "encoding",
          "signMethod",
          "accessType",
          "merId",
          "orderId",
          "txnTime",
          "txnType",
          "txnSubType",
          "bizType");

  private final UnionPayBook book;
  private final BiConsumer<Map<String, String>, UnionPayScript> notifier;

  /** The tokens in force, by the merchant's number of the agreement. */
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  UnionPayTrades(UnionPayBook book, BiConsumer<Map<String, String>, UnionPayScript> notifier) {
    this.book = book;
    this.notifier = notifier;
  }

  /** The payer is at the page that his browser was sent to. */
  String visit(Map<String, String> request) {
    if (field(request, "txnType").equals("79")) {
      String token = "62354890000" + Integer.toUnsignedString(field(request, "orderId").hashCode());
      tokens.put(field(request, "orderId"), token);
      notifier.accept(
          with(said(request, "00"), "tokenPayData", tokenData(request, token)),
          UnionPayScript.APPROVE);
      return "agreed";
    }
    UnionPayScript script = UnionPayScript.of(field(request, UnionPayWire.SIMULATED));
    String orderId = field(request, "orderId");
    String txnTime = field(request, "txnTime");
    if (book.entry(orderId, txnTime).filter(UnionPayEntry::isDone).isPresent()) {
      return "paid before";
    }
    String code = script.refusal().isEmpty() ? "00" : script.refusal();
    UnionPayEntry entry = entry(request, "", code);
    book.put(entry);
    tell(entry, script);
    return code.equals("00") ? "paid" : "try another card";
  }

  /** The payer has scanned a code, and pays. */
  void scan(String orderId) {
    book.of(orderId).stream()
        .findFirst()
        .flatMap(it -> book.change(it.orderId(), it.txnTime(), entry -> entry.as("00")))
        .ifPresent(entry -> tell(entry, UnionPayScript.APPROVE));
  }

  Map<String, String> trade(Map<String, String> request) {
    String what = field(request, "txnType") + field(request, "txnSubType");
    if (what.equals("7905")) {
      String token = tokens.get(field(request, "orderId"));
      return token == null
          ? said(request, "34")
          : with(said(request, "00"), "tokenPayData", tokenData(request, token));
    }
    if (what.equals("7401")) {
      return said(request, tokens.values().remove(token(request)) ? "00" : "89");
    }
    if (!isNow(field(request, "txnTime"))) {
      return said(request, "10");
    }
    if (book.isRepeated(field(request, "orderId"), field(request, "txnTime"))) {
      return said(request, "12");
    }
    return switch (what) {
      case "0107" -> code(request);
      case "0101" -> charge(request);
      default -> operate(request);
    };
  }

  Map<String, String> query(Map<String, String> request) {
    return book.change(field(request, "orderId"), field(request, "txnTime"), UnionPayEntry::asked)
        .map(entry -> {
          Map<String, String> answer = described(entry, field(request, "merId"), "00");
          answer.put("origRespCode", entry.code());
          answer.put("origRespMsg", "in words[00000" + entry.code() + "]");
          return answer;
        })
        .orElseGet(() -> said(request, "34"));
  }

  Map<String, String> bill(Map<String, String> request) {
    if (book.all().isEmpty()) {
      return said(request, "98");
    }
    String merId = field(request, "merId");
    String settleDate = field(request, "settleDate");
    Map<String, String> answer = said(request, "00");
    answer.put("settleDate", settleDate);
    answer.put("fileName", merId + ".zip");
    answer.put("fileContent", UnionPayBills.fileContent(book.all(), merId, settleDate));
    return answer;
  }

  static UnionPayScript script(Map<String, String> request) {
    return UnionPayScript.of(token(request));
  }

  private Map<String, String> code(Map<String, String> request) {
    book.put(entry(request, "", "05"));
    return with(said(request, "00"), "qrCode", "https://qr.95516.com/" + field(request, "orderId"));
  }

  private Map<String, String> charge(Map<String, String> request) {
    UnionPayScript script = script(request);
    if (!script.refusal().isEmpty()) {
      book.put(entry(request, "", script.refusal()));
      return said(request, script.refusal());
    }
    boolean isDecided = script != UnionPayScript.PENDING && script != UnionPayScript.PENDING_FAILS;
    UnionPayEntry entry = entry(request, "", isDecided ? "00" : "05");
    book.put(entry);
    tell(entry, script);
    return said(request, script == UnionPayScript.STRANGE_CODE ? "Z9" : entry.code());
  }

  private Map<String, String> operate(Map<String, String> request) {
    String number = field(request, "origQryId");
    UnionPayEntry original = book.numbered(number).filter(UnionPayEntry::isDone).orElse(null);
    if (original == null) {
      return said(request, "35");
    }
    long amount = Long.parseLong(field(request, "txnAmt"));
    String problem = problem(field(request, "txnType"), amount, original);
    if (!problem.isEmpty()) {
      return said(request, problem);
    }
    UnionPayScript script = original.script();
    boolean isDecided =
        script != UnionPayScript.REFUND_PENDING && script != UnionPayScript.REFUND_FAILS;
    UnionPayEntry entry = entry(request, original.token(), isDecided ? "00" : "05");
    book.put(entry);
    tell(entry, UnionPayScript.APPROVE);
    return said(request, "00");
  }

  private String problem(String txnType, long amount, UnionPayEntry original) {
    boolean isHeld = original.txnType().equals("02");
    boolean isUsed =
        book.all().stream()
            .anyMatch(it -> it.original().equals(original.queryId()) && !it.isRefund());
    return switch (txnType) {
      case "03" -> isHeld && !isUsed && amount <= original.amount() ? "" : "35";
      case "32" -> isHeld && !isUsed && amount == original.amount() ? "" : "35";
      case "31", "33" ->
          !isHeld && amount == original.amount() && book.refunded(original.queryId()) == 0
              ? ""
              : "36";
      case "04" ->
          !isHeld && book.refunded(original.queryId()) + amount <= original.amount() ? "" : "36";
      default -> "10";
    };
  }

  private void tell(UnionPayEntry entry, UnionPayScript script) {
    if (entry.isDone()) {
      notifier.accept(described(entry, "", "00"), script);
    }
  }

  private UnionPayEntry entry(Map<String, String> request, String originalToken, String code) {
    String txnTime = field(request, "txnTime");
    return new UnionPayEntry(
        field(request, "orderId"),
        txnTime,
        field(request, "txnType"),
        field(request, "bizType"),
        Long.parseLong(field(request, "txnAmt")),
        book.nextQueryId(txnTime),
        field(request, "origQryId"),
        code,
        originalToken.isEmpty() ? token(request) : originalToken,
        0);
  }

  private static Map<String, String> described(UnionPayEntry entry, String merId, String code) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("version", "5.1.0");
    fields.put("encoding", "UTF-8");
    fields.put("signMethod", "01");
    fields.put("accessType", "0");
    fields.put("merId", merId);
    fields.put("orderId", entry.orderId());
    fields.put("txnTime", entry.txnTime());
    fields.put("txnType", entry.txnType());
    fields.put("txnSubType", "01");
    fields.put("bizType", entry.bizType());
    fields.put("txnAmt", Long.toString(entry.amount()));
    fields.put("currencyCode", "156");
    fields.put("settleAmt", Long.toString(entry.amount()));
    fields.put("settleCurrencyCode", "156");
    fields.put("settleDate", entry.txnTime().substring(4, 8));
    fields.put("traceNo", entry.queryId().substring(14, 20));
    fields.put("traceTime", entry.txnTime().substring(4));
    fields.put("queryId", entry.queryId());
    fields.put("payCardInfo", "{cardType=01&bank=[ICBC]}");
    fields.put("respCode", code);
    fields.put("respMsg", "in words[00000" + code + "]");
    return fields;
  }

  private static Map<String, String> said(Map<String, String> request, String code) {
    Map<String, String> fields = new TreeMap<>(request);
    fields.keySet().retainAll(ECHOED);
    fields.put("respCode", code);
    fields.put("respMsg", "in words[00000" + code + "]");
    return fields;
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    fields.put(name, value);
    return fields;
  }

  private static String tokenData(Map<String, String> request, String token) {
    String trId = part(field(request, "tokenPayData"), "trId");
    return "{token=" + token + "&trId=" + trId + "&tokenLevel=80&tokenType=01}";
  }

  private static String token(Map<String, String> request) {
    return part(field(request, "tokenPayData"), "token");
  }

  private static String part(String data, String name) {
    for (String part : data.replace("{", "").replace("}", "").split("&")) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static String field(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }

  private static boolean isNow(String txnTime) {
    try {
      Duration off = Duration.between(LocalDateTime.parse(txnTime, TIME), LocalDateTime.now(ZONE));
      return off.abs().compareTo(PATIENCE) < 0;
    } catch (DateTimeParseException noTime) {
      return false;
    }
  }
}
