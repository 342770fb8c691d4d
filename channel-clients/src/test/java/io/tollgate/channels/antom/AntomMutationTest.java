package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.JSON;
import static io.tollgate.channels.antom.AntomFixtures.account;
import static io.tollgate.channels.antom.AntomFixtures.asked;
import static io.tollgate.channels.antom.AntomFixtures.attempt;
import static io.tollgate.channels.antom.AntomFixtures.bytes;
import static io.tollgate.channels.antom.AntomFixtures.heldOrder;
import static io.tollgate.channels.antom.AntomFixtures.operation;
import static io.tollgate.channels.antom.AntomFixtures.order;
import static io.tollgate.channels.antom.AntomFixtures.paid;
import static io.tollgate.channels.antom.AntomFixtures.result;
import static io.tollgate.channels.antom.AntomFixtures.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Damages answers at random, as if Antom had signed them so; a failure prints the seed. */
class AntomMutationTest {

  private static final int ROUNDS = 6_000;

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesNothingThatDoesNotStillSayAllOfIt() {
    var replies = new AntomReplies(attempt(order()), order(), account(), alarms);
    var payloads =
        List.of(
            bytes(paid(order(), "S", "SUCCESS")),
            bytes(paid(order(), "U", "PAYMENT_IN_PROCESS")),
            bytes(asked(order(), "SUCCESS")),
            bytes(result("F", "RISK_REJECT")));

    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(payloads.get(dice.nextInt(payloads.size())));
      var answer = new AntomAnswer.Signed(body);
      for (var outcome : List.of(replies.toPay(answer), replies.toInquiry(answer))) {
        assertThat(outcome).as("seed %d", seed).isNotInstanceOf(NotSent.class);
        if (outcome instanceof Approved) {
          var root = JSON.readTree(body);
          assertThat(root.path("paymentRequestId").asString())
              .as("seed %d", seed)
              .isEqualTo(attempt(order()).toString());
          assertThat(root.at("/paymentAmount/value").asString()).isEqualTo("1299");
          assertThat(root.at("/paymentAmount/currency").asString()).isEqualTo("PHP");
          assertThat(root.at("/result/resultStatus").asString()).isEqualTo("S");
        }
      }
    }
  }

  @Test
  void believesNoCaptureThatIsNotStillTheOperations() {
    var replies = new AntomOperationReplies(operation(heldOrder(), 500), account(), alarms);
    var body = bytes(transaction(asked(heldOrder(), "SUCCESS"), "CAPTURE", "SUCCESS", "500"));

    for (int round = 0; round < ROUNDS; round++) {
      var changed = damaged(body);
      if (replies.toCaptureQuery(new AntomAnswer.Signed(changed)) instanceof Done) {
        var capture = JSON.readTree(changed).at("/transactions/0");
        assertThat(capture.path("transactionRequestId").asString()).isEqualTo("op_1");
        assertThat(capture.at("/transactionAmount/value").asString()).isEqualTo("500");
      }
    }
  }

  /** One to three of: a flipped bit, a cut, a part left out. */
  private byte[] damaged(byte[] original) {
    var body = original.clone();
    for (int times = dice.nextInt(1, 4); times > 0 && body.length > 1; times--) {
      int at = dice.nextInt(body.length);
      switch (dice.nextInt(4)) {
        case 0 -> body = Arrays.copyOf(body, at);
        case 1 -> {
          int to = Math.min(body.length, at + dice.nextInt(1, 12));
          var shorter = Arrays.copyOf(body, body.length - (to - at));
          System.arraycopy(body, to, shorter, at, body.length - to);
          body = shorter;
        }
        default -> body[at] ^= (byte) (1 << dice.nextInt(8));
      }
    }
    return body;
  }
}
