package org.aparte.zrtp;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * What ZRTP may lean on, proved on the compiled classes; ARCHITECTURE.md draws the same picture.
 */
@AnalyzeClasses(packages = "org.aparte.zrtp", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** Holds the file store, the one place that reads and writes files. */
  private static final String CACHE = "org.aparte.zrtp.cache..";

  /** Waits for a lock that another process holds, and shields file operations from interrupts. */
  private static final String ATOMIC_FILE = "org.aparte.zrtp.cache.AtomicFile";

  @ArchTest
  static final ArchRule arrowsPointDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("zrtp")
          .definedBy("org.aparte.zrtp")
          .layer("state")
          .definedBy("org.aparte.zrtp.state..")
          .layer("message")
          .definedBy("org.aparte.zrtp.message..")
          .layer("crypto")
          .definedBy("org.aparte.zrtp.crypto..")
          .layer("cache")
          .definedBy(CACHE)
          .layer("signature")
          .definedBy("org.aparte.zrtp.signature..")
          .layer("model")
          .definedBy("org.aparte.zrtp.model..")
          .whereLayer("zrtp")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("state")
          .mayOnlyBeAccessedByLayers("zrtp")
          .whereLayer("message")
          .mayOnlyBeAccessedByLayers("zrtp", "state")
          .whereLayer("crypto")
          .mayOnlyBeAccessedByLayers("zrtp", "state")
          .whereLayer("cache")
          .mayOnlyBeAccessedByLayers("zrtp", "state")
          .whereLayer("signature")
          .mayOnlyAccessLayers("model")
          .whereLayer("signature")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("model")
          .mayNotAccessAnyLayer()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule touchesNoSocket =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "javax.net..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule touchesNoFileOutsideTheCache =
      noClasses()
          .that()
          .resideOutsideOfPackage(CACHE)
          .should()
          .dependOnClassesThat(
              // A stream over an array is what CertificateFactory reads from, and touches no file.
              resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..")
                  .and(not(belongToAnyOf(InputStream.class, ByteArrayInputStream.class))))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule startsNoThreadAndWaitsForNone =
      noClasses()
          .that()
          .resideOutsideOfPackage(CACHE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Timer")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule knowsNoThread =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ATOMIC_FILE)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.concurrent\\..*(Executor|Future|Thread).*")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule readsNoClock =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ATOMIC_FILE)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC")
          .orShould()
          .callMethod(java.time.Clock.class, "systemDefaultZone")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule logsNothing =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.slf4j..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.System$Logger")
          .orShould()
          .callMethod(System.class, "getLogger", String.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule keepsNoGlobalState =
      fields().that().areStatic().should().beFinal().allowEmptyShould(true);
}
