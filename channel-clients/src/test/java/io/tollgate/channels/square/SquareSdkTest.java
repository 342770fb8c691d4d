package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.NOTIFICATION_URL;
import static io.tollgate.channels.square.SquareFixtures.SIGNATURE_KEY;
import static io.tollgate.channels.square.SquareFixtures.bytes;
import static io.tollgate.channels.square.SquareFixtures.event;
import static io.tollgate.channels.square.SquareFixtures.payment;
import static io.tollgate.channels.square.SquareFixtures.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.square.utilities.WebhooksHelper;
import org.junit.jupiter.api.Test;

/** Signatures of callbacks, crossed with Square's own client. */
class SquareSdkTest {

  @Test
  void signsAsSquaresOwnClientVerifies() throws Exception {
    var body = bytes(event("payment.updated", "payment", payment("COMPLETED")));
    var text = new String(body, UTF_8);
    var ours = signature(body, SIGNATURE_KEY, NOTIFICATION_URL);

    assertThat(WebhooksHelper.verifySignature(text, ours, SIGNATURE_KEY, NOTIFICATION_URL))
        .isTrue();
    assertThat(WebhooksHelper.verifySignature(text + " ", ours, SIGNATURE_KEY, NOTIFICATION_URL))
        .isFalse();
    assertThat(WebhooksHelper.verifySignature(text, ours, SIGNATURE_KEY, NOTIFICATION_URL + "/"))
        .isFalse();
  }
}
