package io.tollgate.gateway.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.AccountId;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class CallbackDoorTest {

  private static final AccountId ACCOUNT = new AccountId("scripted", "demo");
  private static final AccountId OTHER = new AccountId("scripted", "other");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Map<AccountId, Instant> shared = new ConcurrentHashMap<>();
  private volatile Instant now = NOON;
  private final Clock clock = clock(() -> now);
  private final CallbackDoor worker = Doors.of(shared, clock);
  private final CallbackDoor door = Doors.of(shared, clock);

  @Test
  void takesCallbacksForLostAfterThreeEndsThatNobodyTold() {
    missedAt(0);
    missedAt(3);
    assertThat(worker.isSilent(ACCOUNT)).isFalse();

    missedAt(6);

    assertThat(worker.isSilent(ACCOUNT)).isTrue();
    assertThat(worker.isSilent(OTHER)).isFalse();
  }

  @Test
  void knowsThatACheckMayBeAMomentAheadOfTheCallback() {
    missedAt(0);
    missedAt(1);
    missedAt(2);
    missedAt(3);

    assertThat(worker.isSilent(ACCOUNT)).isFalse();
  }

  @Test
  void hearsWhatAnotherProcessHeard() {
    missedAt(0);
    heardAt(4);
    missedAt(5);
    missedAt(6);
    assertThat(worker.isSilent(ACCOUNT)).isFalse();

    missedAt(10);
    missedAt(12);
    missedAt(20);
    assertThat(worker.isSilent(ACCOUNT)).as("since the callback").isTrue();

    heardAt(30);
    missedAt(31);
    assertThat(worker.isSilent(ACCOUNT)).isFalse();
  }

  @Test
  void knowsNothingAnyMoreWhenNothingWasMissedForLong() {
    missedAt(0);
    missedAt(3);
    missedAt(6);
    at(6 + 301);
    assertThat(worker.isSilent(ACCOUNT)).isFalse();

    missedAt(6 + 302);
    assertThat(worker.isSilent(ACCOUNT)).isFalse();
  }

  @Test
  void tellsOthersOnceASecond() {
    heardAt(0);
    shared.clear();
    at(0);
    door.heard(ACCOUNT).block();
    assertThat(shared).isEmpty();

    heardAt(1);
    assertThat(shared).containsEntry(ACCOUNT, NOON.plusSeconds(1));
  }

  private void missedAt(long second) {
    at(second);
    worker.missed(ACCOUNT).block();
  }

  private void heardAt(long second) {
    at(second);
    door.heard(ACCOUNT).block();
  }

  private void at(long second) {
    now = NOON.plusSeconds(second);
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }
}
