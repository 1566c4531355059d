package org.aparte.srtp.transform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what stands in {@code META-INF/versions}, where Android does not look: the check against
 * the signatures of API 26 passes over it.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface NotOnAndroid {}
