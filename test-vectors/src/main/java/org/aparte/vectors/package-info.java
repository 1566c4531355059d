/** Known answers for SRTP and ZRTP, and a reader for them. */
@NullMarked
package org.aparte.vectors;

import org.jspecify.annotations.NullMarked;
