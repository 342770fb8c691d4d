package io.tollgate.sandbox.airwallex;

import io.tollgate.sandbox.airwallex.AirwallexAnswer.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tokens that are lent to whoever has the key. */
final class AirwallexTokens {

  private final AirwallexSimulatorSettings settings;
  private final Map<String, Instant> until = new ConcurrentHashMap<>();

  AirwallexTokens(AirwallexSimulatorSettings settings) {
    this.settings = settings;
  }

  AirwallexAnswer login(@Nullable String clientId, @Nullable String apiKey) {
    if (!settings.clientId().equals(clientId) || !settings.apiKey().equals(apiKey)) {
      throw new Refused(401, "credentials_invalid");
    }
    Duration life = settings.times().token();
    String token = "eyJ." + UUID.randomUUID();
    Instant end = Instant.now().plus(life);
    until.put(token, end);
    return AirwallexAnswer.of(201, AirwallexJson.login(token, end));
  }

  boolean isGood(@Nullable String authorization) {
    Instant end =
        authorization == null || !authorization.startsWith("Bearer ")
            ? null
            : until.get(authorization.substring("Bearer ".length()));
    return end != null && Instant.now().isBefore(end);
  }

  /** How many were lent. */
  int count() {
    return until.size();
  }

  /** Takes all of them back before their time. */
  void revoke() {
    until.replaceAll((_, _) -> Instant.EPOCH);
  }
}
