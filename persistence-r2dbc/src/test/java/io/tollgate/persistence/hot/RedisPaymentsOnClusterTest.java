package io.tollgate.persistence.hot;

import io.tollgate.persistence.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPaymentsOnClusterTest extends RedisContract {

  @RegisterExtension static final TestRedis REDIS = TestRedis.cluster();

  @Override
  TestRedis redis() {
    return REDIS;
  }
}
