package io.tollgate.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The design's rules, over every module of ours. */
@AnalyzeClasses(packages = "io.tollgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.tollgate.";

  /** Rule 2: modules depend only as drawn. */
  @ArchTest
  static final ArchRule MODULES_DEPEND_AS_DRAWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.tollgate..")
          .layer("gateway")
          .definedBy(ROOT + "gateway..")
          .layer("channels")
          .definedBy(ROOT + "channels..")
          .layer("persistence")
          .definedBy(ROOT + "persistence..")
          .layer("delay queue")
          .definedBy(ROOT + "delayqueue..")
          .layer("domain")
          .definedBy(ROOT + "domain..")
          .whereLayer("gateway")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("channels")
          .mayOnlyBeAccessedByLayers("gateway")
          .whereLayer("persistence")
          .mayOnlyBeAccessedByLayers("gateway")
          .whereLayer("delay queue")
          .mayOnlyBeAccessedByLayers("gateway")
          .whereLayer("domain")
          .mayOnlyBeAccessedByLayers("gateway", "channels", "persistence");

  /** Rule 2: feature packages form no cycle. */
  @ArchTest
  static final ArchRule FEATURES_FORM_NO_CYCLE =
      slices().matching(ROOT + "gateway.(*)..").should().beFreeOfCycles();

  /** Rule 2: doors call rooms, never the reverse. */
  @ArchTest
  static final ArchRule ROOMS_CALL_NO_DOORS =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "gateway.payment..", ROOT + "gateway.settings..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "gateway.callback..",
              ROOT + "gateway.polling..",
              ROOT + "gateway.checkout..",
              ROOT + "gateway.backoffice..",
              ROOT + "gateway.admin..");

  /** Rule 3: nothing outside a channel's own package names it. */
  @ArchTest
  static final ArchRule CHANNELS_ARE_KNOWN_BY_DIRECTORY_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "channels.stripe..")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "channels.ChannelDirectory")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "channels.stripe..");

  /** Rule 4: names say what a thing is. */
  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Common|Helper|Impl|Manager|DTO|Processor)$")
          .orShould()
          .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..manager..");

  /** Rule 4: what is not supported does not exist. */
  @ArchTest
  static final ArchRule NOTHING_IS_UNSUPPORTED =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(UnsupportedOperationException.class);

  /** Rule 4: nothing waits. */
  @ArchTest
  static final ArchRule NOTHING_BLOCKS =
      noClasses()
          .should()
          .callMethodWhere(
              com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                      com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                          "block|blockFirst|blockLast|blockOptional|toIterable|toStream"))
                  .and(
                      com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                          com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With
                              .owner(
                                  DescribedPredicate.describe(
                                      "Reactor",
                                      (JavaClass owner) ->
                                          owner.isAssignableTo(Mono.class)
                                              || owner.isAssignableTo(Flux.class))))));

  /** Rule 4: one package speaks to the broker. */
  @ArchTest
  static final ArchRule ONE_PACKAGE_SPEAKS_AMQP =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "gateway.notification.broker")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("reactor.rabbitmq..", "com.rabbitmq..");

  /** Rule 5: what no other package needs is not public, and what is public is final or meant. */
  @ArchTest
  static final ArchRule PUBLIC_TYPES_ARE_USED_BY_OTHERS =
      classes()
          .that()
          .resideInAPackage(ROOT + "gateway..")
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should(beUsedFromAnotherPackage());

  /** Style rule 3: subscribing is for lifecycle classes. */
  @ArchTest
  static final ArchRule ONLY_LIFECYCLES_SUBSCRIBE =
      noClasses()
          .that()
          .areNotAssignableTo(org.springframework.context.SmartLifecycle.class)
          .and()
          .resideInAPackage(ROOT + "gateway..")
          .should()
          .callMethodWhere(
              com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                      com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(
                          "subscribe"))
                  .and(
                      com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                          com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With
                              .owner(
                                  DescribedPredicate.describe(
                                      "a publisher",
                                      (JavaClass owner) ->
                                          owner.isAssignableTo(Mono.class)
                                              || owner.isAssignableTo(Flux.class))))));

  /** No annotations for resilience: the chain at a channel's edge is visible. */
  @ArchTest
  static final ArchRule RESILIENCE_IS_NO_ANNOTATION =
      methods()
          .should()
          .notBeAnnotatedWith("io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker")
          .allowEmptyShould(true);

  /** Rule 5: every package says what it is for, and what may be null. */
  @ArchTest
  static void everyPackageIsNullMarked(com.tngtech.archunit.core.domain.JavaClasses all) {
    var bare =
        all.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(in -> in.getClasses().stream().anyMatch(type -> !isPackageInfo(type)))
            .filter(in -> in.getName().startsWith("io.tollgate"))
            .filter(in -> !in.getName().startsWith(ROOT + "sandbox"))
            .filter(in -> in.tryGetAnnotationOfType(NullMarked.class).isEmpty())
            .map(JavaPackage::getName)
            .toList();
    assertThat(bare).isEmpty();
  }

  /** Rule 3, for names in words: settings and tests apart, no source outside spells a channel. */
  @Test
  void noSourceOutsideNamesAChannel() throws IOException {
    var root = Path.of(System.getProperty("tollgate.root"));
    for (var module : List.of("domain", "delay-queue", "persistence-r2dbc", "gateway-reactive")) {
      try (var sources = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        assertThat(sources.filter(Files::isRegularFile).filter(ArchitectureTest::namesAChannel))
            .isEmpty();
      }
    }
  }

  private static boolean namesAChannel(Path source) {
    try {
      return Files.readAllLines(source).stream()
          .map(line -> line.strip())
          .filter(line -> !line.startsWith("*") && !line.startsWith("/*") && !line.startsWith("//"))
          .anyMatch(line -> line.toLowerCase(java.util.Locale.ROOT).contains("stripe"));
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private static boolean isPackageInfo(JavaClass type) {
    return type.getSimpleName().equals("package-info");
  }

  private static ArchCondition<JavaClass> beUsedFromAnotherPackage() {
    return new ArchCondition<>("be used from another package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean used =
            type.getDirectDependenciesToSelf().stream()
                .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
        boolean isEntry =
            type.getSimpleName().equals("TollgateApplication")
                || type.getSimpleName().equals("MaskSecrets")
                || type.getModifiers().contains(JavaModifier.SYNTHETIC);
        events.add(
            new SimpleConditionEvent(
                type, used || isEntry, type.getName() + " is public and used by nobody outside"));
      }
    };
  }
}
