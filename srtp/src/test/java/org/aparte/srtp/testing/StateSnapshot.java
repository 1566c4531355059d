package org.aparte.srtp.testing;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every value of every field that a sender or receiver remembers something in, read by reflection
 * through the whole graph of its objects, so that a field which is added later is seen without
 * anybody thinking of it.
 */
public final class StateSnapshot {

  /** What is no memory of packets, each with its reason. */
  private static final Set<String> NOT_STATE =
      Set.of(
          "PacketPath.options", // immutable
          "KeyRing.options",
          "KeyContext.options",
          "KeyContext.algorithms",
          "PacketPath.statistics", // there to count refusals
          "PacketPath.scratch", // the room of one call
          "PacketPath.extensionCipher",
          "SrtpSender.index", // of the packet in hand
          "KeyContext.first", // ciphers and their scratch arrays
          "KeyContext.derived", // a cache of what the master key determines
          "KeyContext.derivedFor",
          "KeyContext.nextSlot");

  private static final Map<Class<?>, List<Field>> FIELDS = new HashMap<>();

  private long[] values = new long[256];
  private int count;
  private @Nullable List<String> paths;

  private StateSnapshot() {}

  /** The state of an object as it is now. */
  public static StateSnapshot of(Object root) {
    StateSnapshot snapshot = new StateSnapshot();
    snapshot.visit(root, "");
    return snapshot;
  }

  /** Where the object's state differs from this snapshot now, or null. */
  public @Nullable String differenceFrom(Object root) {
    StateSnapshot now = of(root);
    if (Arrays.equals(values, 0, count, now.values, 0, now.count)) {
      return null;
    }
    StateSnapshot named = new StateSnapshot();
    named.paths = new ArrayList<>();
    named.visit(root, "");
    for (int i = 0; i < Math.min(count, now.count); i++) {
      if (values[i] != now.values[i]) {
        return named.paths.get(i) + " was " + values[i] + " and is " + now.values[i];
      }
    }
    return "was " + count + " values and is " + now.count;
  }

  /** The number of values. */
  public int size() {
    return count;
  }

  private void visit(@Nullable Object object, String path) {
    if (object == null) {
      add(Long.MIN_VALUE, path);
    } else if (object instanceof List<?> list) {
      visitArray(list.toArray(), path);
    } else if (object instanceof long[] longs) {
      for (long value : longs) {
        add(value, path);
      }
    } else if (object.getClass().isArray()) {
      visitArray(object, path);
    } else if (object instanceof Number number) {
      add(number.longValue(), path);
    } else if (object instanceof Boolean truth) {
      add(truth ? 1 : 0, path);
    } else if (object instanceof Enum<?> || !isOurs(object.getClass())) {
      add(System.identityHashCode(object), path);
    } else {
      add(System.identityHashCode(object), path);
      for (Field field : fieldsOf(object.getClass())) {
        visitField(field, object, path);
      }
    }
  }

  private void visitArray(Object array, String path) {
    int length = Array.getLength(array);
    add(length, path);
    for (int i = 0; i < length; i++) {
      visit(Array.get(array, i), paths == null ? "" : path + "[" + i + "]");
    }
  }

  private void visitField(Field field, Object object, String path) {
    String name = paths == null ? "" : path + "." + field.getName();
    try {
      Class<?> type = field.getType();
      if (type == long.class || type == int.class) {
        add(field.getLong(object), name);
      } else if (type == boolean.class) {
        add(field.getBoolean(object) ? 1 : 0, name);
      } else {
        visit(field.get(object), name);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field.toString(), e);
    }
  }

  private void add(long value, String path) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
    if (paths != null) {
      paths.add(path);
    }
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("org.aparte.");
  }

  private static List<Field> fieldsOf(Class<?> type) {
    return FIELDS.computeIfAbsent(type, StateSnapshot::findFields);
  }

  private static List<Field> findFields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> c = type; isOurs(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        String name = c.getSimpleName() + "." + field.getName();
        if (!Modifier.isStatic(field.getModifiers()) && !NOT_STATE.contains(name)) {
          field.setAccessible(true);
          fields.add(field);
        }
      }
    }
    return fields;
  }
}
