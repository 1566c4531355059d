/** The values that all of ZRTP speaks in: algorithm registries, identifiers, events, failures. */
@NullMarked
package org.aparte.zrtp.model;

import org.jspecify.annotations.NullMarked;
