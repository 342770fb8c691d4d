package io.tollgate.persistence.stream;

import io.tollgate.persistence.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamOnClusterTest extends StreamContract {

  @RegisterExtension static final TestRedis REDIS = TestRedis.cluster();

  @Override
  TestRedis redis() {
    return REDIS;
  }
}
