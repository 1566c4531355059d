package org.aparte.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The attacks and hostile inputs that a test carries out, by their ids in attacks.csv. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Attack {
  /** Ids such as {@code A-3} or {@code N-9.04}. */
  String[] value();
}
