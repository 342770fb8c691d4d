package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.AGREEMENT;
import static io.tollgate.channels.square.SquareFixtures.CARD_ID;
import static io.tollgate.channels.square.SquareFixtures.about;
import static io.tollgate.channels.square.SquareFixtures.account;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.bytes;
import static io.tollgate.channels.square.SquareFixtures.cardOnFile;
import static io.tollgate.channels.square.SquareFixtures.error;
import static io.tollgate.channels.square.SquareFixtures.operation;
import static io.tollgate.channels.square.SquareFixtures.order;
import static io.tollgate.channels.square.SquareFixtures.page;
import static io.tollgate.channels.square.SquareFixtures.payment;
import static io.tollgate.channels.square.SquareFixtures.refund;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Damaged answers: nothing escapes, and none is an approval that does not still say all of it. */
class SquareMutationTest {

  private static final int ROUNDS = 5_000;
  private static final List<byte[]> ANSWERS =
      List.of(
          bytes(about("payment", payment("COMPLETED"))),
          bytes(about("refund", refund("COMPLETED"))),
          bytes(about("card", cardOnFile(true))),
          bytes(page("payments", "next", payment("COMPLETED"))),
          bytes(error("PAYMENT_METHOD_ERROR", "GENERIC_DECLINE")));

  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());
  private final SplittableRandom dice = new SplittableRandom(seed);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final SquareReplies replies = new SquareReplies(attempt(order()), order(), alarms);
  private final SquareOperationReplies operations =
      new SquareOperationReplies(operation(order(), order().amount()), alarms);
  private final SquareAgreementReplies agreements = new SquareAgreementReplies(AGREEMENT, alarms);
  private final SquareLookup<SquarePayment> lookup =
      new SquareLookup<>("any", "payments", SquarePayment.class, _ -> true);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void believesNoDamagedAnswer() {
    for (int round = 0; round < ROUNDS; round++) {
      var body = damaged(ANSWERS.get(dice.nextInt(ANSWERS.size())));
      var answer = new Answered(new int[] {200, 400, 402, 500}[dice.nextInt(4)], body);

      judge(replies.toPay(answer), body);
      judge(replies.toRetrieve(answer), body);
      judge(replies.toLookup(lookup.read(answer, alarms)), body);
      assertThat(operations.toRefund(answer)).isNotNull();
      assertThat(operations.toCapture(answer)).isNotNull();
      assertThat(operations.toRefunds(answer)).isNotNull();
      assertThat(agreements.toCard(answer)).isNotNull();
      assertThat(agreements.toDisable(answer, CARD_ID)).isNotNull();
    }
  }

  private void judge(ChannelOutcome outcome, byte[] body) {
    assertThat(outcome).as("seed %d", seed).isNotNull();
    if (outcome instanceof Approved) {
      assertThat(new String(body, UTF_8))
          .as("seed %d", seed)
          .contains(attempt(order()).toString(), "1299", "USD", "COMPLETED");
    }
  }

  private byte[] damaged(byte[] body) {
    var changed = body.clone();
    for (int times = 1 + dice.nextInt(3); times > 0; times--) {
      changed[dice.nextInt(changed.length)] = (byte) dice.nextInt(256);
    }
    return changed;
  }
}
