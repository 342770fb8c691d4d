package io.tollgate.persistence.stream;

import io.tollgate.persistence.TestRedis;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamTest extends StreamContract {

  @RegisterExtension static final TestRedis REDIS = TestRedis.single();

  @Override
  TestRedis redis() {
    return REDIS;
  }
}
