package org.aparte.conformance;

import static javax.tools.Diagnostic.Kind.ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.tools.DocumentationTool;
import javax.tools.ToolProvider;
import jdk.javadoc.doclet.Doclet;
import jdk.javadoc.doclet.DocletEnvironment;
import jdk.javadoc.doclet.Reporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every exported type and every public or protected member of it has a comment.
 *
 * <p>The javadoc run of the build checks the comments that are there. Its own search for missing
 * ones is not used: it would ask for a {@code @return} where the first sentence has said it all.
 */
class PublicApiIsDocumentedTest {

  @ParameterizedTest
  @ValueSource(strings = {"srtp", "srtp-intrinsics", "zrtp-core", "test-vectors"})
  void nothingExportedGoesWithoutComment(String module) throws IOException {
    DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
    StringWriter messages = new StringWriter();
    try (var files = javadoc.getStandardFileManager(null, Locale.ROOT, null);
        Stream<Path> tree = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      var sources =
          files.getJavaFileObjectsFromPaths(
              tree.filter(path -> path.toString().endsWith(".java")).toList());
      var options = List.of("-quiet", "--module-path", System.getProperty("java.class.path"));
      boolean clean =
          javadoc.getTask(messages, files, null, MissingComments.class, options, sources).call();
      assertThat(clean).as("javadoc says:%n%s", messages).isTrue();
    }
  }

  /** A doclet that writes nothing and calls every missing comment an error. */
  public static final class MissingComments implements Doclet {

    private Reporter reporter;

    @Override
    public void init(Locale locale, Reporter reporter) {
      this.reporter = reporter;
    }

    @Override
    public boolean run(DocletEnvironment environment) {
      var wanted =
          environment.getIncludedElements().stream()
              .flatMap(element -> Stream.concat(Stream.of(element), members(element)))
              .filter(element -> wantsComment(environment, element))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      if (wanted.isEmpty()) {
        reporter.print(ERROR, "nothing is exported");
      }
      for (Element element : wanted) {
        if (environment.getElementUtils().getDocComment(element) == null) {
          reporter.print(ERROR, element, element + " has no comment");
        }
      }
      return true;
    }

    private static Stream<? extends Element> members(Element element) {
      return element instanceof TypeElement ? element.getEnclosedElements().stream() : Stream.of();
    }

    /**
     * Not what the compiler adds (values(), accessors), not what inherits its comment, not what the
     * comment of a record covers: its components and their constructor.
     */
    private static boolean wantsComment(DocletEnvironment environment, Element element) {
      boolean written = environment.getDocTrees().getTree(element) != null;
      boolean inherits = element.getAnnotation(Override.class) != null;
      boolean ofRecord =
          element.getKind() == ElementKind.RECORD_COMPONENT
              || element.getKind() == ElementKind.CONSTRUCTOR
                  && element.getEnclosingElement().getKind() == ElementKind.RECORD;
      return environment.isIncluded(element) && written && !inherits && !ofRecord;
    }

    @Override
    public String getName() {
      return "MissingComments";
    }

    @Override
    public Set<? extends Option> getSupportedOptions() {
      return Set.of();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }
  }
}
