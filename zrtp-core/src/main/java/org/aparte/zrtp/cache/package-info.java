/**
 * The cache of retained secrets: its rules (RFC 6189 sections 4.3.2, 4.6.1, 4.9 and 7.3.1) as pure
 * functions, and two places to keep it.
 */
@NullMarked
package org.aparte.zrtp.cache;

import org.jspecify.annotations.NullMarked;
