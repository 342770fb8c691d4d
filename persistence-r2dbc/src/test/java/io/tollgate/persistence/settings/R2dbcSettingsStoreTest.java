package io.tollgate.persistence.settings;

import static io.tollgate.persistence.cold.FreshDatabase.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.settings.Settings;
import io.tollgate.persistence.cold.DatabaseConnections;
import io.tollgate.persistence.cold.DatabaseSettings;
import io.tollgate.persistence.cold.FreshDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class R2dbcSettingsStoreTest {

  private static final SettingsSealer SEALER =
      SettingsSealer.fromKeyset(SettingsSealer.newKeyset());

  private final List<Long> published = new ArrayList<>();
  private FreshDatabase database;
  private R2dbcSettingsStore store;

  @BeforeEach
  void open() {
    database = FreshDatabase.open();
    store = store(SEALER);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void loadsNothingFromAnEmptyDatabase() {
    var settings = store.load().block(PATIENCE);

    assertThat(settings.version()).isZero();
    assertThat(settings.merchants()).isEmpty();
  }

  @Test
  void loadsWhatWasStored() {
    store.replace(SettingsUnderTest.full()).block(PATIENCE);

    assertEqual(store.load().block(PATIENCE), new Settings(1, SettingsUnderTest.full()));
  }

  @Test
  void replacesTheWholePicture() {
    store.replace(SettingsUnderTest.full()).block(PATIENCE);
    store.replace(SettingsUnderTest.numbered(3)).block(PATIENCE);

    assertEqual(store.load().block(PATIENCE), new Settings(2, SettingsUnderTest.numbered(3)));
  }

  @Test
  void storesMoreRowsThanOneStatementTakes() {
    store.replace(SettingsUnderTest.numbered(450)).block(PATIENCE);

    assertEqual(store.load().block(PATIENCE), new Settings(1, SettingsUnderTest.numbered(450)));
  }

  @Test
  void loadsAndReplacesOnNonBlockingThreads() {
    var both = store.replace(SettingsUnderTest.full()).then(store.load());

    StepVerifier.create(both.subscribeOn(Schedulers.parallel()))
        .expectNextCount(1)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void hintsAtTheNewVersionAfterItIsStored() {
    var version = store.replace(SettingsUnderTest.full()).block(PATIENCE);

    assertThat(version).isEqualTo(1);
    assertThat(published).containsExactly(1L);
    assertThat(store.version().block(PATIENCE)).isEqualTo(1);
  }

  @Test
  void replacesThoughTheHintIsLost() {
    var mute =
        new R2dbcSettingsStore(
            database.connections(),
            SEALER,
            _ -> Mono.error(new IllegalStateException("no Redis")),
            Flux.never());

    assertThat(mute.replace(SettingsUnderTest.full()).block(PATIENCE)).isEqualTo(1);
  }

  @Test
  void replacesThoughTheHintHangs() {
    var mute =
        new R2dbcSettingsStore(database.connections(), SEALER, _ -> Mono.never(), Flux.never());

    assertThat(mute.replace(SettingsUnderTest.full()).block(PATIENCE)).isEqualTo(1);
  }

  @Test
  void passesHintsOn() {
    var hinted =
        new R2dbcSettingsStore(database.connections(), SEALER, _ -> Mono.empty(), Flux.just(4L));

    StepVerifier.create(hinted.hints()).expectNext(4L).expectComplete().verify(PATIENCE);
  }

  @Test
  void landsConcurrentReplacementsOneAfterTheOther() {
    var versions =
        Flux.range(1, 12)
            .flatMap(number -> store.replace(SettingsUnderTest.numbered(number)), 6)
            .collectList()
            .block(PATIENCE);

    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
    assertThat(store.version().block(PATIENCE)).isEqualTo(12);
  }

  @Test
  void neverLoadsAMixtureOfTwoPictures() {
    store.replace(SettingsUnderTest.numbered(1)).block(PATIENCE);
    var replacing =
        Flux.range(1, 30).concatMap(number -> store.replace(SettingsUnderTest.numbered(number)));

    var loaded =
        Flux.range(0, 60)
            .flatMap(_ -> store.load(), 3)
            .collectList()
            .zipWith(replacing.then(Mono.just(true)))
            .block(PATIENCE)
            .getT1();

    assertThat(loaded)
        .allSatisfy(settings -> {
          int number = settings.riskRules().size() == 1 ? numberOf(settings) : 0;
          assertEqual(
              settings, new Settings(settings.version(), SettingsUnderTest.numbered(number)));
        });
  }

  @Test
  void storesNothingThatCouldNotBeLoaded() {
    var full = SettingsUnderTest.full();
    var orphaned =
        new Settings.Parts(List.of(), full.keys(), List.of(), List.of(), List.of(), List.of());

    assertThatThrownBy(() -> store.replace(orphaned).block(PATIENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mk_demo");
    assertThat(store.version().block(PATIENCE)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE route SET account = 'stripe/gone' WHERE name = 'a-rest' | a-rest | stripe/gone",
        "UPDATE route SET weight = 0 WHERE name = 'a-rest' | a-rest | weight",
        "UPDATE route SET products = '[\"gold\"]' WHERE name = 'a-rest' | a-rest | gold",
        "UPDATE route SET merchants = 'oops' WHERE name = 'a-rest' | route | a-rest",
        "UPDATE risk_rule SET currency = NULL WHERE name = 'a-much' | a-much | currency",
        "UPDATE risk_rule SET kind = 'odd' WHERE name = 'a-much' | a-much | odd",
        "UPDATE webhook_endpoint SET merchant = 'gone' WHERE id = 'z-first' | z-first | gone",
        "DELETE FROM webhook_secret WHERE endpoint = 'z-first' | webhook_endpoint | z-first",
        "UPDATE merchant SET requests_per_second = 0 WHERE id = 'shop' | merchant | shop",
        "UPDATE channel_account SET base_url = 'http://a b' WHERE id = 'alipay/eu-1'"
            + " | channel_account | alipay/eu-1",
      })
  void namesTheRowThatCannotBeUsed(String edit, String named, String alsoNamed) {
    store.replace(SettingsUnderTest.full()).block(PATIENCE);
    database.run(edit);

    assertThatThrownBy(() -> store.load().block(PATIENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named)
        .hasMessageContaining(alsoNamed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE signing_key SET sealed_material ="
            + " INSERT(sealed_material, LENGTH(sealed_material), 1,"
            + " CHAR(ASCII(RIGHT(sealed_material, 1)) ^ 1)) WHERE id = 'mk_demo'"
            + " | signing_key 'mk_demo'",
        "UPDATE signing_key SET sealed_material = '' WHERE id = 'mk_demo' | signing_key 'mk_demo'",
        "UPDATE signing_key a, signing_key b SET a.sealed_material = b.sealed_material"
            + " WHERE a.id = 'mk_demo' AND b.id = 'mk_shop' | signing_key 'mk_demo'",
        "UPDATE signing_key SET merchant = 'shop' WHERE id = 'mk_demo' | signing_key 'mk_demo'",
        "UPDATE webhook_secret a, webhook_secret b SET a.sealed_secret = b.sealed_secret"
            + " WHERE a.endpoint = 'z-first' AND a.position = 0 AND b.endpoint = 'a-second'"
            + " | webhook_secret 'z-first/0'",
        "UPDATE channel_secret a, channel_secret b SET a.sealed_secret = b.sealed_secret"
            + " WHERE a.name = 'api-key' AND b.name = 'webhook'"
            + " | channel_secret 'stripe/demo/api-key'",
        "UPDATE channel_secret SET account = 'alipay/eu-1' WHERE name = 'api-key'"
            + " | channel_secret 'alipay/eu-1/api-key'",
      })
  void opensNoSealedValueThatWasChangedOrMoved(String edit, String named) {
    store.replace(SettingsUnderTest.full()).block(PATIENCE);
    store.load().block(PATIENCE);
    database.run(edit);

    assertThatThrownBy(() -> store.load().block(PATIENCE))
        .isInstanceOf(UnreadableSettings.class)
        .hasMessageContaining(named)
        .hasMessageContaining("does not open");
  }

  @Test
  void opensNothingWithAnotherMasterKey() {
    store.replace(SettingsUnderTest.full()).block(PATIENCE);
    var other = store(SettingsSealer.fromKeyset(SettingsSealer.newKeyset()));

    assertThatThrownBy(() -> other.load().block(PATIENCE))
        .isInstanceOf(UnreadableSettings.class)
        .hasMessageContaining("does not open");
  }

  @Test
  void storesNoSecretInTheClear() {
    store.replace(SettingsUnderTest.full()).block(PATIENCE);

    var found =
        database.query(
            "SELECT 1 AS found FROM signing_key"
                + " WHERE INSTR(sealed_material, 'a shared secret of the demo') > 0"
                + " UNION ALL SELECT 1 FROM channel_secret WHERE INSTR(sealed_secret, 'sk_1') > 0");
    assertThat(found).isEmpty();
  }

  /** A gateway that took the table without its row for an empty one would never plant its seed. */
  @Test
  void isUnavailableWhileItsTablesAreBeingMade() {
    database.run("DELETE FROM settings_version");

    assertThatThrownBy(() -> store.version().block(PATIENCE))
        .isInstanceOfSatisfying(
            GatewayFault.class,
            fault -> assertThat(fault.code()).isEqualTo(FaultCode.STORE_UNAVAILABLE));
    assertThatThrownBy(() -> store.replace(SettingsUnderTest.full()).block(PATIENCE))
        .isInstanceOf(GatewayFault.class);
  }

  @Test
  void isUnavailableWithoutADatabase() {
    var nowhere =
        DatabaseConnections.open(
            new DatabaseSettings(
                "127.0.0.1",
                1,
                "nowhere",
                "nobody",
                database.settings().password(),
                DatabaseSettings.Tls.OFF,
                DatabaseSettings.Limits.DEFAULT));
    var lost = new R2dbcSettingsStore(nowhere, SEALER, _ -> Mono.empty(), Flux.never());

    assertThatThrownBy(() -> lost.load().block(PATIENCE))
        .isInstanceOfSatisfying(
            GatewayFault.class,
            fault -> assertThat(fault.code()).isEqualTo(FaultCode.STORE_UNAVAILABLE));
    nowhere.close().block(PATIENCE);
  }

  private R2dbcSettingsStore store(SettingsSealer sealer) {
    return new R2dbcSettingsStore(
        database.connections(),
        sealer,
        version -> Mono.fromRunnable(() -> published.add(version)),
        Flux.never());
  }

  private static int numberOf(Settings settings) {
    return settings.merchants().iterator().next().requestsPerSecond();
  }

  static void assertEqual(Settings actual, Settings expected) {
    assertThat(actual.version()).isEqualTo(expected.version());
    assertThat(actual.merchants()).containsExactlyInAnyOrderElementsOf(expected.merchants());
    assertThat(actual.accounts()).containsExactlyInAnyOrderElementsOf(expected.accounts());
    assertThat(actual.routes()).isEqualTo(expected.routes());
    assertThat(actual.riskRules()).isEqualTo(expected.riskRules());
    expected.merchants().forEach(merchant -> assertEndpoints(actual, expected, merchant.id()));
    IntStream.range(0, 500)
        .mapToObj(n -> "key-" + numberOf(expected) + "-" + n)
        .forEach(id -> assertThat(actual.key(id)).isEqualTo(expected.key(id)));
    List.of("mk_demo", "mk_shop")
        .forEach(id -> assertThat(actual.key(id)).isEqualTo(expected.key(id)));
  }

  private static void assertEndpoints(Settings actual, Settings expected, MerchantId merchant) {
    assertThat(actual.endpoints(merchant)).isEqualTo(expected.endpoints(merchant));
  }
}
