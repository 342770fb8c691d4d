package io.tollgate.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedHostsTest {

  private final TrustedHosts hosts = of("https://api.example/v2");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example/v1/file?x=1",
        "https://API.example/v1",
        "https://files.example/a",
        "https://files.example:443/a",
        "https://FILES.example/a",
        "https://second.example/",
      })
  void followsTheChannelsOwn(String address) {
    assertThat(hosts.find(address)).contains(URI.create(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not an address",
        "/v1/file",
        "//files.example/a",
        "http://files.example/a",
        "http://api.example/v1",
        "ftp://files.example/a",
        "https://files.example:8443/a",
        "https://api.example:8443/a",
        "https://evil.example/a",
        "https://files.example.evil.example/a",
        "https://evilfiles.example/a",
        "https://sub.files.example/a",
        "https://files.example@evil.example/a",
        "https://user@files.example/a",
        "https://evil.example/files.example",
        "https://evil.example#files.example",
        "https://evil.example\\@files.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
      })
  void followsNothingElse(String address) {
    assertThat(hosts.find(address)).isEmpty();
  }

  @Test
  void followsAnAccountThatIsNotAtTheUsualPortWithoutTls() {
    var local = of("http://127.0.0.1:9000");

    assertThat(local.find("http://127.0.0.1:9000/file")).isPresent();
    assertThat(local.find("http://127.0.0.1:9001/file")).isEmpty();
    assertThat(local.find("https://127.0.0.1:9000/file")).isEmpty();
  }

  private static TrustedHosts of(String baseUrl) {
    var account =
        new ChannelAccount(
            new AccountId("any", "eu"),
            URI.create(baseUrl),
            Map.of(),
            Map.of(),
            ChannelLimits.DEFAULT);
    return TrustedHosts.of(account, "files.example, Second.example,");
  }
}
