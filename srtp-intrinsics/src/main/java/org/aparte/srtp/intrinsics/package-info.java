/**
 * An {@link org.aparte.srtp.SrtpAccelerator} on the JDK's own AES, GHASH and SHA-1, without the JCA
 * in between.
 */
@NullMarked
package org.aparte.srtp.intrinsics;

import org.jspecify.annotations.NullMarked;
