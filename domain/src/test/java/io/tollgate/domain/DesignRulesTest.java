package io.tollgate.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The dependency rules of the design, as far as they concern the domain. */
@AnalyzeClasses(
    packages = "io.tollgate.domain",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DesignRulesTest {
  @ArchTest
  static final ArchRule importsTheJdkJspecifyAndReactorOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.tollgate.domain..",
              "java..",
              "org.jspecify.annotations..",
              "reactor.core.publisher..");

  @ArchTest
  static final ArchRule onlyPortsMentionReactor =
      noClasses()
          .that()
          .areNotInterfaces()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("reactor..");

  @ArchTest
  static final ArchRule packagesSayWhatTheyAreAbout =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..manager..");

  @ArchTest
  static final ArchRule classesSayWhatTheyAre =
      noClasses()
          .should()
          .haveNameMatching("(?i).*[.$][A-Za-z]*(util|utils|helper|impl|manager|common)");

  @ArchTest
  static final ArchRule promisesNothingItDoesNotDo =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(UnsupportedOperationException.class);

  /** The pure rules at the bottom know nothing above them. */
  @ArchTest
  static final ArchRule lifecycleAndMoneyStandAlone =
      SlicesRuleDefinition.slices()
          .matching("io.tollgate.domain.(lifecycle|money|fault|merchant)..")
          .should()
          .notDependOnEachOther();
}
