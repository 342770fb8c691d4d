package io.tollgate.gateway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

class RoleConditionTest {

  @ParameterizedTest(name = "tollgate.roles={0} opens {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "api | api",
        "callback | callback",
        "worker | worker",
        "WORKER | worker",
        "api,callback | api callback",
        "' api , worker ' | api worker",
        "api,callback,worker | api callback worker",
        "'' | api callback worker",
      })
  void opensWhatTheProcessIsFor(String roles, String opened) {
    assertThat(opened(Map.of("tollgate.roles", roles))).isEqualTo(Set.of(opened.split(" ")));
  }

  @Test
  void opensEverythingWhereNothingIsSaid() {
    assertThat(opened(Map.of())).containsExactlyInAnyOrder("api", "callback", "worker");
  }

  @Test
  void takesAListOneByOne() {
    assertThat(opened(Map.of("tollgate.roles[0]", "api", "tollgate.roles[1]", "worker")))
        .containsExactlyInAnyOrder("api", "worker");
  }

  @Test
  void refusesARoleThatDoesNotExist() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> opened(Map.of("tollgate.roles", "api,cashier")))
        .withMessageContaining("CASHIER");
  }

  private static Set<String> opened(Map<String, Object> properties) {
    try (var context = new AnnotationConfigApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", properties));
      context.register(Doors.class);
      context.refresh();
      return context.getBeansOfType(Door.class).keySet();
    }
  }

  /** Something that opens. */
  record Door() {}

  /** One door for each role. */
  @Configuration(proxyBeanMethods = false)
  static class Doors {

    @Bean
    @OpensFor(Role.API)
    Door api() {
      return new Door();
    }

    @Bean
    @OpensFor(Role.CALLBACK)
    Door callback() {
      return new Door();
    }

    @Bean
    @OpensFor(Role.WORKER)
    Door worker() {
      return new Door();
    }
  }
}
