/** A second, naive telling of RFC 3711's rules, and what the library does beside it. */
@NullMarked
package org.aparte.srtp.model;

import org.jspecify.annotations.NullMarked;
