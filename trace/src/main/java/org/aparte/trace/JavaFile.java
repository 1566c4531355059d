package org.aparte.trace;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One parsed source file: which requirements its comments cite, and which its tests carry.
 *
 * <p>The JDK's own parser tells the members apart. A comment belongs to the member it stands in, or
 * behind on the same line, else to the next member of its class.
 */
final class JavaFile {

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of(
          "Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "FuzzTest");

  /** What follows an id where a comment cites several of one section. */
  private static final Pattern FURTHER_NUMBER = Pattern.compile(", -([0-9]{2})\\b");

  private final String path;
  private final String text;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final List<Citation> citations = new ArrayList<>();
  private final List<Citation> attacks = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  JavaFile(String path, String text, CompilationUnitTree unit, SourcePositions positions) {
    this.path = path;
    this.text = text;
    this.unit = unit;
    this.positions = positions;
  }

  List<Citation> citations() {
    return citations;
  }

  /** Attacks that tests carry out. */
  List<Citation> attacks() {
    return attacks;
  }

  List<String> problems() {
    return problems;
  }

  /** Finds the ids in comments. */
  void readComments() {
    for (Comments.Span comment : Comments.of(text)) {
      Matcher id = Catalogue.ID.matcher(text).region(comment.start(), comment.end());
      while (id.find()) {
        String place = placeOf(id.start());
        citations.add(new Citation(id.group(), path, place));
        Matcher more = FURTHER_NUMBER.matcher(text).region(id.end(), comment.end());
        while (more.lookingAt()) {
          String sameSection = id.group().substring(0, id.group().length() - 2);
          citations.add(new Citation(sameSection + more.group(1), path, place));
          more.region(more.end(), comment.end());
        }
      }
    }
  }

  private String placeOf(int position) {
    for (Tree type : unit.getTypeDecls()) {
      if (type instanceof ClassTree declared && position < end(declared)) {
        return placeIn(declared, declared.getSimpleName().toString(), position);
      }
    }
    return fileName();
  }

  private String placeIn(ClassTree type, String name, int position) {
    if (position < start(type)) {
      return name;
    }
    String before = null;
    for (Tree member : type.getMembers()) {
      if (position >= end(member)) {
        before = memberName(member, name);
        if (text.substring(end(member), position).indexOf('\n') < 0) {
          return before;
        }
      } else if (member instanceof ClassTree inner) {
        return placeIn(inner, memberName(inner, name), position);
      } else {
        return memberName(member, name);
      }
    }
    return before == null ? name : before;
  }

  private static String memberName(Tree member, String type) {
    if (member instanceof ClassTree inner) {
      return type + "." + inner.getSimpleName();
    }
    if (member instanceof MethodTree method) {
      boolean constructor = method.getName().contentEquals("<init>");
      return type + "." + (constructor ? "new" : method.getName());
    }
    return member instanceof VariableTree field ? type + "." + field.getName() : type;
  }

  /**
   * Finds the ids in {@link Requirement} and {@link Attack} annotations, and annotations that prove
   * nothing.
   */
  void readTests() {
    for (Tree type : unit.getTypeDecls()) {
      if (type instanceof ClassTree declared) {
        readTests(declared, declared.getSimpleName().toString(), false);
      }
    }
  }

  private void readTests(ClassTree type, String name, boolean disabledAbove) {
    boolean disabled = disabledAbove || has(type.getModifiers(), Set.of("Disabled"));
    boolean holdsTest = false;
    for (Tree member : type.getMembers()) {
      if (member instanceof ClassTree inner) {
        readTests(inner, name + "." + inner.getSimpleName(), disabled);
      } else if (member instanceof MethodTree method) {
        boolean test = has(method.getModifiers(), TEST_ANNOTATIONS);
        boolean runs = test && !disabled && !has(method.getModifiers(), Set.of("Disabled"));
        holdsTest |= runs;
        addTest(method.getModifiers(), name + "#" + method.getName(), runs);
      }
    }
    addTest(type.getModifiers(), name, holdsTest);
  }

  private void addTest(ModifiersTree modifiers, String place, boolean runs) {
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      String name = simpleName(annotation);
      if (name.equals("Requirement") || name.equals("Attack")) {
        if (!runs) {
          problems.add(place + ": carries @" + name + " and is no test that runs (" + path + ")");
        }
        for (ExpressionTree argument : annotation.getArguments()) {
          addIds(argument, name, place);
        }
      }
    }
  }

  private void addIds(ExpressionTree value, String annotation, String place) {
    if (value instanceof AssignmentTree assignment) {
      addIds(assignment.getExpression(), annotation, place);
    } else if (value instanceof NewArrayTree array) {
      array.getInitializers().forEach(element -> addIds(element, annotation, place));
    } else if (value instanceof LiteralTree literal && literal.getValue() instanceof String id) {
      (annotation.equals("Attack") ? attacks : citations).add(new Citation(id, path, place));
    } else {
      problems.add(place + ": @" + annotation + " takes string literals only, not " + value);
    }
  }

  private static boolean has(ModifiersTree modifiers, Set<String> names) {
    return modifiers.getAnnotations().stream().anyMatch(a -> names.contains(simpleName(a)));
  }

  private static String simpleName(AnnotationTree annotation) {
    String name = annotation.getAnnotationType().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private int start(Tree tree) {
    return (int) positions.getStartPosition(unit, tree);
  }

  private int end(Tree tree) {
    return (int) positions.getEndPosition(unit, tree);
  }

  private String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
