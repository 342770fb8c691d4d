package io.tollgate.persistence.hot;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class StoreFaultsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOADING Redis is loading the dataset in memory",
        "CLUSTERDOWN The cluster is down",
        "MISCONF Errors writing to the AOF file",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "READONLY You can't write against a read only replica."
      })
  void callsWhatPassesUnavailable(String reply) {
    var fault = StoreFaults.translate(new RedisCommandExecutionException(reply));

    assertThat(fault).isInstanceOf(GatewayFault.class);
    assertThat(((GatewayFault) fault).code()).isEqualTo(FaultCode.STORE_UNAVAILABLE);
  }

  @Test
  void namesNoHost() {
    var fault =
        StoreFaults.translate(
            new CompletionException(new RedisException("cannot connect to redis-7:6379")));

    assertThat(fault).isInstanceOf(GatewayFault.class);
    assertThat(fault.getMessage()).doesNotContain("redis-7");
  }

  @Test
  void leavesOtherRepliesAsTheyAre() {
    var defect = new RedisCommandExecutionException("WRONGTYPE Operation against a key");
    // Lettuce takes the first four letters for "a script is running".
    var known = new RedisBusyException("BUSYGROUP Consumer Group name already exists");

    assertThat(StoreFaults.translate(defect)).isSameAs(defect);
    assertThat(StoreFaults.translate(known)).isSameAs(known);
  }

  @Test
  void answersInTimeWhenRedisDoesNot() {
    try (var server = SandboxRedis.start();
        var client = RedisClient.create(server.uri());
        var connection = client.connect()) {
      var redis = RedisConnection.over(connection.async(), Duration.ofMillis(300));
      server.kill();

      StepVerifier.create(redis.ask(commands -> commands.get("key")))
          .expectErrorMatches(error ->
              error instanceof GatewayFault fault && fault.code() == FaultCode.STORE_UNAVAILABLE)
          .verify(Duration.ofSeconds(5));
    }
  }
}
