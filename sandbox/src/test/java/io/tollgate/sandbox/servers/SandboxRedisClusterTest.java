package io.tollgate.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxRedisClusterTest {

  @Test
  void spreadsKeysOverThreeMastersAndRefusesScriptsThatCrossSlots() {
    try (SandboxRedisCluster cluster = SandboxRedisCluster.start()) {
      List<RedisURI> uris = cluster.uris().stream().map(RedisURI::create).toList();
      try (RedisClusterClient client = RedisClusterClient.create(uris);
          var connection = client.connect()) {
        for (int shard = 0; shard < 64; shard++) {
          connection.sync().set("{p:" + shard + "}:due", "1");
        }

        assertThat(cluster.uris()).hasSize(3);
        assertThat(connection.sync().dbsize()).isEqualTo(64);
        assertThat(connection.getPartitions()).allMatch(node -> node.getSlots().size() > 5_000);
        String[] crossing = {"{p:1}:due", "{p:2}:due"};
        assertThatThrownBy(
                () -> connection.sync().eval("return 1", ScriptOutputType.INTEGER, crossing))
            .hasMessageContaining("slot");
      }
    }
  }
}
