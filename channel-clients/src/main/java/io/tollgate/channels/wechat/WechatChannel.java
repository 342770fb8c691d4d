package io.tollgate.channels.wechat;

import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.http.Operation;
import io.tollgate.channels.wechat.WechatStatements.Bill;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallsBack;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelCapabilities;
import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.Closes;
import io.tollgate.domain.channel.ListsStatements;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.channel.RefundsPayments;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * WeChat Pay's orders. An attempt is one order under the attempt's number, which WeChat Pay keeps
 * unique; the payer pays it at WeChat, or it is closed. Money is taken at once: there is nothing to
 * capture, and what is void elsewhere is a close or a refund here.
 *
 * <p>Recurring charges are a contract of their own, in an older protocol, and left out (facts,
 * section 6: unconfirmed).
 */
final class WechatChannel implements Channel, Closes, CallsBack, RefundsPayments, ListsStatements {

  static final String NAME = "wechat";

  /** Countries are open: who has a WeChat wallet can pay wherever the payer comes from. */
  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.ACCOUNT_BALANCE),
          Arrays.stream(WechatScene.values())
              .map(WechatScene::method)
              .collect(Collectors.toUnmodifiableSet()),
          Set.of(CaptureMode.AUTOMATIC),
          Set.of(ChannelOperation.REFUND, ChannelOperation.PART_REFUND, ChannelOperation.STATEMENT),
          Set.of(),
          WechatAmounts::canTake);

  /** The status says it all; WeChat Pay does not read the body of a 200. */
  private static final Acknowledgement RECEIVED =
      new Acknowledgement(200, "application/json", "{\"code\":\"SUCCESS\"}");

  /** How a fetch of certificates ends that a callback made necessary. */
  private static final Ending<List<PlatformCertificate>> CERTIFICATES =
      new Ending<>(_ -> "certificates", _ -> "", _ -> List.of());

  private final ChannelEdges edges;
  private final Clock clock;
  private final WechatSigning signing;
  private final WechatCipher cipher;
  private final PlatformCertificates certificates;
  private final CertificateDownload download;

  WechatChannel(ChannelEdges edges, Clock clock) {
    this.edges = edges;
    this.clock = clock;
    this.signing = WechatSigning.at(clock);
    this.cipher = new WechatCipher();
    this.certificates = new PlatformCertificates(clock);
    this.download = new CertificateDownload(signing, cipher, clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ChannelCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public boolean isAvailable(ChannelAccount account) {
    return edges.isAvailable(account);
  }

  @Override
  public Mono<ChannelOutcome> pay(PayRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.PAY,
        request.requestId(),
        edge -> {
          var ours = new WechatAccount(account);
          var replies =
              new WechatReplies(request.requestId(), request.order(), ours, edge.alarms());
          var handover = new WechatHandover(request.order(), ours, signing);
          return calls(ours, edge)
              .send(() -> WechatRequests.order(request, ours))
              .map(exchange -> replies.toOrder(exchange, handover));
        });
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge -> state(query, new WechatAccount(account), edge));
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.CLOSE,
        query.requestId(),
        edge -> {
          var ours = new WechatAccount(account);
          var replies = replies(query, ours, edge);
          return calls(ours, edge)
              .send(() -> WechatRequests.close(query.requestId(), ours))
              .flatMap(exchange ->
                  replies
                      .toClose(exchange)
                      .map(Mono::just)
                      .orElseGet(() -> state(query, ours, edge)));
        });
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return edges.run(
        account,
        Operation.REFUND,
        operation.id(),
        Ending.OPERATION,
        edge -> {
          var ours = new WechatAccount(account);
          var replies = new WechatRefundReplies(operation, ours, edge.alarms());
          return calls(ours, edge)
              .send(() -> WechatRequests.refund(operation, ours))
              .map(replies::toRefund);
        });
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_REFUND,
        query.operation().id(),
        Ending.OPERATION,
        edge -> {
          var ours = new WechatAccount(account);
          var replies = new WechatRefundReplies(query.operation(), ours, edge.alarms());
          return calls(ours, edge)
              .ask(() -> WechatRequests.queryRefund(query.operation().id(), ours))
              .map(replies::toQuery);
        });
  }

  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges
        .run(
            account,
            Operation.STATEMENT,
            day,
            WechatStatements.ENDING,
            edge -> {
              var ours = new WechatAccount(account);
              return new WechatStatements(calls(ours, edge), ours, edge.alarms(), clock).of(day);
            })
        .flatMapMany(bill ->
            switch (bill) {
              case Bill.Listed(var rows) -> Flux.fromIterable(rows);
              case Bill.Missing(var why, var later) ->
                  Flux.error(new StatementUnavailable(why, later));
            });
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    var ours = new WechatAccount(account);
    return new WechatCallbacks(ours, certificates.held(ours), cipher, edges.alarms(account.id()))
        .read(callback, () -> renew(ours));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  /** A question of its own, for which nothing waits. */
  private void renew(WechatAccount ours) {
    certificates.renew(
        ours,
        () ->
            edges
                .run(
                    ours.account(),
                    Operation.QUERY,
                    "platform certificates",
                    CERTIFICATES,
                    edge -> download.fetch(ours, edge))
                .filter(found -> !found.isEmpty()));
  }

  private Mono<ChannelOutcome> state(AttemptQuery query, WechatAccount ours, Edge edge) {
    return calls(ours, edge)
        .ask(() -> WechatRequests.query(query.requestId(), ours))
        .map(replies(query, ours, edge)::toQuery);
  }

  private static WechatReplies replies(AttemptQuery query, WechatAccount ours, Edge edge) {
    return new WechatReplies(query.requestId(), query.order(), ours, edge.alarms());
  }

  private WechatCalls calls(WechatAccount ours, Edge edge) {
    return new WechatCalls(ours, edge, signing, certificates, download, clock);
  }
}
