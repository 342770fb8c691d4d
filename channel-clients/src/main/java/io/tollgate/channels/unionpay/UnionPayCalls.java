package io.tollgate.channels.unionpay;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What every request to UnionPay has: the merchant, the version, and a signature over all fields
 * (facts, section 7, "Base URL", "Transport" and "Signing").
 */
final class UnionPayCalls {

  /** Who is paid; every account needs it. */
  static final String MER_ID = "mer-id";

  /** Where UnionPay notifies us; every account needs it. */
  static final String BACK_URL = "back-url";

  /**
   * Where the payer's browser is sent, with the signed fields in the query. UnionPay's documents
   * have a form that is posted; that its own page takes a query as well is unconfirmed. Where it
   * does not, this names a page of ours that posts what its query says.
   */
  static final String FRONT_PAGE = "front-page";

  /** Where bills are. */
  static final String FILE_URL = "file-url";

  private static final String FILE_URL_UNLESS_SET = "https://filedownload.95516.com/";
  private static final String VERSION = "5.1.0";
  private static final String DIRECT_MERCHANT = "0";
  private static final int FILE_LIMIT_BYTES = 64 << 20;
  private static final Consumer<HttpHeaders> FORM =
      headers -> headers.set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");

  private final ChannelAccount account;
  private final UnionPayTimes times;

  UnionPayCalls(ChannelAccount account, Clock clock) {
    this.account = account;
    this.times = new UnionPayTimes(account, clock);
  }

  /** A message with what all of them have, the signature aside. */
  UnionPayMessage message(String txnType, String subType, String bizType) {
    return new UnionPayMessage()
        .with("version", VERSION)
        .with("encoding", "UTF-8")
        .with("txnType", txnType)
        .with("txnSubType", subType)
        .with("bizType", bizType)
        .with("accessType", DIRECT_MERCHANT)
        .with("merId", merId());
  }

  /** A call of our server that does something. */
  HttpCall trade(UnionPayMessage message) {
    return post("backTransReq.do", message);
  }

  /** A call of our server that asks what became of a transaction. */
  HttpCall question(UnionPayMessage message) {
    return post("queryTrans.do", message);
  }

  /** An address, signed, which the payer's browser opens. */
  URI page(UnionPayMessage message) {
    var page = option(FRONT_PAGE, address("frontTransReq.do"));
    var query = UnionPaySigning.sign(message, account).form().query();
    return URI.create(page + (page.indexOf('?') < 0 ? '?' : '&') + query);
  }

  /** A request for a file of 64 MiB at most. */
  HttpCall file(UnionPayMessage message) {
    return new HttpCall(
        HttpMethod.POST,
        URI.create(option(FILE_URL, FILE_URL_UNLESS_SET)),
        FORM,
        UnionPaySigning.sign(message, account).form().bytes(),
        FILE_LIMIT_BYTES);
  }

  ChannelAccount account() {
    return account;
  }

  UnionPayTimes times() {
    return times;
  }

  String merId() {
    return required(MER_ID);
  }

  String backUrl() {
    return required(BACK_URL);
  }

  /** An option of the account; throws where it is not set. */
  String required(String name) {
    var value = account.options().get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("option '" + name + "' of " + account.id());
    }
    return value;
  }

  /** An option of the account. */
  String option(String name, String unlessSet) {
    return account.options().getOrDefault(name, unlessSet);
  }

  private HttpCall post(String path, UnionPayMessage message) {
    return HttpCall.post(
        URI.create(address(path)), FORM, UnionPaySigning.sign(message, account).form().bytes());
  }

  private String address(String path) {
    var base = account.baseUrl().toString();
    return base.endsWith("/") ? base + path : base + "/" + path;
  }
}
