package org.aparte.trace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The requirements that a test would catch the breach of, by their ids in docs/requirements. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requirement {
  /** Ids such as {@code S3711-3.3.1-07} or {@code Z-4.4.1.2-06}. */
  String[] value();
}
