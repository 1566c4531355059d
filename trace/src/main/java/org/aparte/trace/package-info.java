/**
 * Requirement ids on tests, and the check that every MUST has code, a test or a stated exception.
 */
@NullMarked
package org.aparte.trace;

import org.jspecify.annotations.NullMarked;
