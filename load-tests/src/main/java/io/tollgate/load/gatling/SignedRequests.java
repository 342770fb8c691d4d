package io.tollgate.load.gatling;

import io.gatling.http.client.Request;
import io.gatling.javaapi.core.Session;
import io.tollgate.load.rig.CheckoutRequests;
import io.tollgate.load.rig.RequestSigning;
import io.tollgate.load.rig.TestBed;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Signs what Gatling is about to send, with the key of the merchant whom the user stands for. */
final class SignedRequests {

  private static final String HERD = "herd";
  private static final byte[] NO_BODY = {};

  private final RequestSigning demo =
      new RequestSigning(CheckoutRequests.KEY_ID, CheckoutRequests.SECRET);
  private final RequestSigning herd = new RequestSigning(TestBed.HERD_KEY_ID, TestBed.HERD_SECRET);

  /** Makes a user one of the herd's. */
  static Session asHerd(Session session) {
    return session.set(HERD, true);
  }

  /** Adds the signature; everything else has been decided on by then. */
  Request sign(Request request, Session session) {
    var signing = session.contains(HERD) ? herd : demo;
    var nonce = Long.toHexString(ThreadLocalRandom.current().nextLong());
    signing
        .headers(message(request), Instant.now().getEpochSecond(), nonce)
        .forEach((name, value) -> request.getHeaders().set(name, value));
    return request;
  }

  /** The same with a signature that belongs to another request. */
  static Request forge(Request request) {
    request.getHeaders().set("Signature", "sig1=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:");
    return request;
  }

  private static RequestSigning.Message message(Request request) {
    var address = request.getUri();
    int port = address.getPort();
    boolean usual = port < 0 || port == address.getSchemeDefaultPort();
    return new RequestSigning.Message(
        request.getMethod().name(),
        usual ? address.getHost() : address.getHost() + ":" + port,
        address.getNonEmptyPath(),
        address.getQuery() == null ? "" : address.getQuery(),
        request.getBody() == null ? NO_BODY : request.getBody().getBytes(),
        request.getHeaders().get("Idempotency-Key"));
  }
}
