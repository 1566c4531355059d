package org.aparte.srtp.intrinsics;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * One class of the JDK, seen from inside its package; which the JVM allows only where that package
 * is open to us. The types of the JDK's package become {@code Object} in the handles, since nothing
 * here can name them.
 */
final class Inside {

  private final Class<?> type;
  private final Lookup lookup;

  private Inside(Class<?> type, Lookup lookup) {
    this.type = type;
    this.lookup = lookup;
  }

  /**
   * A class by its name.
   *
   * @throws ReflectiveOperationException when there is none, or its package is not open to us
   */
  static Inside of(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName(name, false, null);
    return new Inside(type, MethodHandles.privateLookupIn(type, MethodHandles.lookup()));
  }

  Class<?> type() {
    return type;
  }

  /** {@code (parameters)Object}. */
  MethodHandle constructor(Class<?>... parameters) throws ReflectiveOperationException {
    MethodType known = MethodType.methodType(Object.class, parameters).erase();
    return lookup
        .findConstructor(type, MethodType.methodType(void.class, parameters))
        .asType(withPrimitivesAndArrays(known, parameters));
  }

  /** {@code (Object, parameters)void}: the result is dropped. */
  MethodHandle method(String name, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    MethodType wanted = MethodType.methodType(result, parameters);
    return lookup
        .findVirtual(type, name, wanted)
        .asType(wanted.insertParameterTypes(0, Object.class).changeReturnType(void.class));
  }

  /** {@code (Object)field}. */
  MethodHandle getter(String name, Class<?> field) throws ReflectiveOperationException {
    return lookup.findGetter(type, name, field).asType(MethodType.methodType(field, Object.class));
  }

  private static MethodType withPrimitivesAndArrays(MethodType known, Class<?>[] parameters) {
    MethodType type = known;
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].isArray()) {
        type = type.changeParameterType(i, parameters[i]);
      }
    }
    return type;
  }
}
