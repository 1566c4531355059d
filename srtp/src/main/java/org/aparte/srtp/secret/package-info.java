/** Octet strings that may be shown, and octet strings that may not. */
@NullMarked
package org.aparte.srtp.secret;

import org.jspecify.annotations.NullMarked;
