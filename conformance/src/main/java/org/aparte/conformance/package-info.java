/**
 * The commands behind {@code bin/vectors} and {@code bin/srtp}: they check vectors, and drive SRTP
 * by lines of text.
 */
@NullMarked
package org.aparte.conformance;

import org.jspecify.annotations.NullMarked;
