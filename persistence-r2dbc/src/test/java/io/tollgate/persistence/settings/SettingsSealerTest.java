package io.tollgate.persistence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.domain.merchant.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsSealerTest {

  private static final SealedField FIELD = new SealedField("table", List.of("a", "b"), "secret");
  private static final Secret SECRET = Secret.ofText("a secret");

  @Test
  void opensWhatItSealed() {
    var sealer = SettingsSealer.fromKeyset(SettingsSealer.newKeyset());

    assertThat(sealer.open(FIELD, sealer.seal(FIELD, SECRET))).isEqualTo(SECRET);
  }

  @Test
  void readsAKeysetInJsonToo() {
    var keyset = SettingsSealer.newKeyset();
    var json = new String(Base64.getDecoder().decode(keyset), StandardCharsets.UTF_8);
    var sealed = SettingsSealer.fromKeyset(keyset).seal(FIELD, SECRET);

    assertThat(SettingsSealer.fromKeyset(json).open(FIELD, sealed)).isEqualTo(SECRET);
  }

  @Test
  void makesAnotherKeysetEachTime() {
    assertThat(SettingsSealer.newKeyset()).isNotEqualTo(SettingsSealer.newKeyset());
  }

  @Test
  void takesNoIdentityForAnother() {
    var sealer = SettingsSealer.fromKeyset(SettingsSealer.newKeyset());
    var sealed = sealer.seal(FIELD, SECRET);

    for (var other :
        List.of(
            new SealedField("table", List.of("ab"), "secret"),
            new SealedField("table", List.of("a"), "b|6:secret"),
            new SealedField("table", List.of("b", "a"), "secret"),
            new SealedField("other", List.of("a", "b"), "secret"))) {
      assertThatThrownBy(() -> sealer.open(other, sealed))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no keyset", "{}", "{\"primaryKeyId\": 7, \"key\": [\"hush\"]}", "aHVzaA=="})
  void refusesWhatIsNoKeysetWithoutShowingIt(String keyset) {
    assertThatThrownBy(() -> SettingsSealer.fromKeyset(keyset))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining("Tink keyset")
        .hasMessageNotContaining("hush");
  }
}
