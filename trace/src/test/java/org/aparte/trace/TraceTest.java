package org.aparte.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test lays out a small repository, breaks one rule of the trace, and reads what is said. */
class TraceTest {

  private static final String HEAD = "id,section,level,applies_to,summary,how_testable,notes\n";
  private static final String MUST = "S3711-3.3-04,3.3,MUST,SRTP receiver,No replays.,unit,\n";
  private static final String ATTACKS = "id,attack,outcome,untested-because\n";
  private static final String CODE =
      """
      class Receiver {
        int window;

        int open(byte[] packet) {
          // S3711-3.3-04: a replay ends here
          return 0;
        }
      }
      """;
  private static final String TEST =
      """
      class ReceiverTest {
        @Test
        @Requirement("S3711-3.3-04")
        void refusesReplays() {}
      }
      """;

  @TempDir Path root;

  @BeforeEach
  void layOutARepositoryInWhichEachMustHasCodeAndTest() throws IOException {
    write("docs/requirements/srtp.csv", HEAD + MUST);
    write("docs/requirements/zrtp.csv", HEAD + "Z-4.6-05,4.6,FACT,endpoint,Bad MAC ends.,unit,\n");
    write("docs/requirements/exceptions.csv", "id,reason-class,reason\n");
    write("docs/requirements/attacks.csv", ATTACKS);
    write("srtp/pom.xml", "<project/>");
    write("srtp/src/main/java/Receiver.java", CODE);
    write("srtp/src/test/java/ReceiverTest.java", TEST);
  }

  @Test
  void findsNothingToMendWhenEachMustHasCodeAndTest() {
    assertThat(Trace.of(root).problems()).isEmpty();
  }

  @Test
  void namesAMustWithoutCode() throws IOException {
    write("srtp/src/main/java/Receiver.java", "class Receiver {}");

    assertThat(Trace.of(root).problems())
        .containsExactly("S3711-3.3-04: MUST without a citation in code: No replays.");
  }

  @Test
  void takesAnIdInAStringForNoCitation() throws IOException {
    write(
        "srtp/src/main/java/Receiver.java",
        """
        class Receiver {
          String a = "// S3711-3.3-04 \\" // S3711-3.3-04";
          char b = '"';
          String c = \"""
              /* S3711-3.3-04 " */
              \""";
        }
        """);

    assertThat(Trace.of(root).problems())
        .containsExactly("S3711-3.3-04: MUST without a citation in code: No replays.");
  }

  @Test
  void namesAMustWithoutTest() throws IOException {
    write("srtp/src/test/java/ReceiverTest.java", "class ReceiverTest {}");

    assertThat(Trace.of(root).problems())
        .containsExactly("S3711-3.3-04: MUST without a test: No replays.");
  }

  @Test
  void takesATestWithACitationInACommentForUntraced() throws IOException {
    write("srtp/src/test/java/ReceiverTest.java", "/** S3711-3.3-04 */ class ReceiverTest {}");

    assertThat(Trace.of(root).problems())
        .containsExactly("S3711-3.3-04: MUST without a test: No replays.");
  }

  @Test
  void namesAnnotationsOnWhatIsNoTestOrDoesNotRun() throws IOException {
    write(
        "srtp/src/test/java/ReceiverTest.java",
        """
        class ReceiverTest {
          @Requirement("S3711-3.3-04")
          void helper() {}

          @Test
          @Disabled("for a while")
          @Requirement("S3711-3.3-04")
          void sleeps() {}

          @Disabled
          class Inner {
            @Test
            @Requirement("S3711-3.3-04")
            void sleepsToo() {}
          }
        }
        """);

    assertThat(Trace.of(root).problems())
        .containsExactlyInAnyOrder(
            "ReceiverTest.Inner#sleepsToo: carries @Requirement and is no test that runs"
                + " (srtp/src/test/java/ReceiverTest.java)",
            "ReceiverTest#helper: carries @Requirement and is no test that runs"
                + " (srtp/src/test/java/ReceiverTest.java)",
            "ReceiverTest#sleeps: carries @Requirement and is no test that runs"
                + " (srtp/src/test/java/ReceiverTest.java)");
  }

  @Test
  void namesAnIdThatIsNoLiteral() throws IOException {
    write(
        "srtp/src/test/java/ReceiverTest.java",
        TEST.replace("\"S3711-3.3-04\"", "value = {\"S3711-3.3-04\", REPLAY}"));

    assertThat(Trace.of(root).problems())
        .containsExactly(
            "ReceiverTest#refusesReplays: @Requirement takes string literals only, not REPLAY");
  }

  @Test
  void namesIdsThatNoCatalogueHas() throws IOException {
    write("srtp/src/main/java/More.java", "/** S3711-3.3-99 and Z-4.6-99 */ class More {}");
    write("srtp/src/test/java/ReceiverTest.java", TEST.replace("04\"", "05\"") + TEST);
    write("docs/requirements/exceptions.csv", "id,reason-class,reason\nZ-1-01,refused,So.\n");

    assertThat(Trace.of(root).problems())
        .containsExactly(
            "S3711-3.3-99: unknown id in More of srtp/src/main/java/More.java",
            "Z-4.6-99: unknown id in More of srtp/src/main/java/More.java",
            "S3711-3.3-05: unknown id in ReceiverTest#refusesReplays"
                + " of srtp/src/test/java/ReceiverTest.java",
            "Z-1-01: unknown id in exceptions.csv");
  }

  @Test
  void acceptsAnExceptionInPlaceOfCodeAndTest() throws IOException {
    write("docs/requirements/srtp.csv", HEAD + MUST + MUST.replace("04", "05"));
    write(
        "docs/requirements/exceptions.csv",
        "id,reason-class,reason\nS3711-3.3-05,signalling,\"Theirs, \"\"not\"\" ours.\"\n");

    assertThat(Trace.of(root).problems()).isEmpty();
    assertThat(Trace.of(root).report()).contains("| signalling: Theirs, \"not\" ours. |");
  }

  @Test
  void namesAnExceptionThatIsImplementedAndTested() throws IOException {
    write(
        "docs/requirements/exceptions.csv",
        "id,reason-class,reason\nS3711-3.3-04,refused,We do not.\n");

    assertThat(Trace.of(root).problems())
        .containsExactly("S3711-3.3-04: has code and a test, so it is no exception");
  }

  @Test
  void namesExceptionsWithoutReasonOrOfUnknownClassOrTwice() throws IOException {
    write("docs/requirements/srtp.csv", HEAD + MUST + MUST.replace("04", "05"));
    write(
        "docs/requirements/exceptions.csv",
        """
        id,reason-class,reason
        S3711-3.3-05,refused,We do not.
        S3711-3.3-05,refused,We still do not.
        S3711-3.3-05,refused,
        S3711-3.3-05,because,We do not.
        """);

    assertThat(Trace.of(root).problems())
        .hasSize(3)
        .anyMatch(problem -> problem.contains("twice"))
        .anyMatch(problem -> problem.contains("a reason class and a reason"))
        .anyMatch(problem -> problem.contains("the reason class because is not one of"));
  }

  @Test
  void namesRowsThatCannotBeRead() throws IOException {
    write(
        "docs/requirements/srtp.csv",
        HEAD
            + MUST
            + MUST
            + "S3711-3.3-05,3.4,MUST,endpoint,Other section.,unit,\n"
            + "S3711-3.3-06,3.3,SHALL,endpoint,Other level.,unit,\n"
            + "R3711-3.3-06,3.3,MUST,endpoint,Other form.,unit,\n"
            + "S3711-3.3-07,3.3,MUST,endpoint,A comma, not quoted.,unit,\n");

    assertThat(Trace.of(root).problems())
        .containsExactly(
            "S3711-3.3-04: this id stands in the catalogue twice (srtp.csv)",
            "S3711-3.3-05: the id names another section than the row, 3.4 (srtp.csv)",
            "S3711-3.3-06: the level SHALL is not one of MUST, SHOULD, MAY, FACT (srtp.csv)",
            "R3711-3.3-06: the id has to look like S3711-3.3.1-07 or Z-4.6-05 (srtp.csv)",
            "S3711-3.3-07: the row has 8 fields in place of 7 (srtp.csv)");
  }

  @Test
  void namesSourcesThatAreNotJava() throws IOException {
    write("srtp/src/main/java/Broken.java", "class Broken { void open( }");

    assertThat(Trace.of(root).problems()).anyMatch(p -> p.startsWith("not readable as Java:"));
  }

  @Test
  void countsWhatIsDoneAndWhatIsOpen() throws IOException {
    write("docs/requirements/zrtp.csv", HEAD + "Z-4.6-05,4.6,MUST,endpoint,Bad MAC ends.,unit,\n");

    assertThat(Trace.of(root).report())
        .contains("| [srtp.csv](srtp.csv) | 1 | 1 | 1 | 0 | 0 |")
        .contains("| [zrtp.csv](zrtp.csv) | 1 | 1 | 0 | 0 | 1 |")
        .contains("| Z-4.6-05 | MUST | Bad MAC ends. |  |  | **open** |");
  }

  @Test
  void reportsCodeAndTestsAsLinksWithoutLineNumbers() {
    assertThat(Trace.of(root).report())
        .contains(
            "| S3711-3.3-04 | MUST | No replays."
                + " | [Receiver.open](../../srtp/src/main/java/Receiver.java)"
                + " | [ReceiverTest#refusesReplays](../../srtp/src/test/java/ReceiverTest.java) |");
  }

  @Test
  void findsTheReportStaleOnceTheTraceChangesButNotWhenLinesMove() throws IOException {
    assertThat(Trace.of(root).reportIsStale()).isTrue();

    Trace.of(root).writeReport();
    write("srtp/src/main/java/Receiver.java", "\n\n" + CODE);
    assertThat(Trace.of(root).reportIsStale()).isFalse();

    write("srtp/src/main/java/Receiver.java", CODE.replace("open", "unprotect"));
    assertThat(Trace.of(root).reportIsStale()).isTrue();
  }

  @Test
  void findsTheRootAboveAModule() throws IOException {
    assertThat(Trace.rootAbove(root.resolve("srtp/src"))).isEqualTo(root);
    assertThatThrownBy(() -> Trace.rootAbove(root.getParent()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAnAttackThatNoTestCarriesOut() throws IOException {
    write(
        "docs/requirements/attacks.csv", ATTACKS + "A-3,downgrade,refused,\nN-9.01,zero,refused,");

    assertThat(Trace.of(root).problems())
        .containsExactly(
            "A-3: attack without a test: downgrade", "N-9.01: attack without a test: zero");
  }

  @Test
  void findsAttacksByTheirTestsOrTheReasonThatThereIsNone() throws IOException {
    write(
        "docs/requirements/attacks.csv",
        ATTACKS + "A-3,downgrade,refused,\nA-7,imitated voices,none,an attack on ears\n");
    write("srtp/src/test/java/ReceiverTest.java", TEST.replace("@Test", "@Test @Attack(\"A-3\")"));

    assertThat(Trace.of(root).problems()).isEmpty();
    assertThat(Trace.of(root).attacks())
        .contains("| A-3 | downgrade | refused | [ReceiverTest#refusesReplays]")
        .contains("| A-7 | imitated voices | none | an attack on ears |");
  }

  @Test
  void namesUnknownAttacksAndAttacksGivenTwice() throws IOException {
    write("docs/requirements/attacks.csv", ATTACKS + "A-3,a,b,c\nA-3,a,b,c\nX-3,a,b,c\n");
    write("srtp/src/test/java/ReceiverTest.java", TEST.replace("@Test", "@Test @Attack(\"A-9\")"));

    assertThat(Trace.of(root).problems())
        .containsExactly(
            "X-3: a row has an id like A-3 or N-9.04 and 4 fields (attacks.csv)",
            "A-3: this id stands in attacks.csv twice",
            "A-9: unknown id in ReceiverTest#refusesReplays");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
