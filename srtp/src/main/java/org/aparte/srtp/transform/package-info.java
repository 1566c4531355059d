/** Key derivation, ciphers and message authentication. Not exported. */
@NullMarked
package org.aparte.srtp.transform;

import org.jspecify.annotations.NullMarked;
