package org.aparte.srtp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What srtp may lean on, proved on the compiled classes; ARCHITECTURE.md draws the same picture.
 */
@AnalyzeClasses(packages = "org.aparte.srtp", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule touchesNoFileAndNoSocket =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..");

  @ArchTest
  static final ArchRule startsNoThreadAndWaitsForNone =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Timer");

  @ArchTest
  static final ArchRule locksNothing =
      noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).allowEmptyShould(true);

  @ArchTest
  static final ArchRule readsNoClock =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.time..")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

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
          .callMethod(System.class, "getLogger", String.class);

  @ArchTest
  static final ArchRule keepsNoGlobalState = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule needsTheJdkAlone =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule secretStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("org.aparte.srtp.secret")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.aparte.srtp", "org.aparte.srtp.packet", "org.aparte.srtp.transform")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packetKnowsNoCryptography =
      noClasses()
          .that()
          .resideInAPackage("org.aparte.srtp.packet")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.aparte.srtp.transform", "javax.crypto..")
          .allowEmptyShould(true);
}
