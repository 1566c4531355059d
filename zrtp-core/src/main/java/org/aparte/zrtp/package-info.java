/** ZRTP key agreement (RFC 6189): endpoints, calls, streams. */
@NullMarked
package org.aparte.zrtp;

import org.jspecify.annotations.NullMarked;
