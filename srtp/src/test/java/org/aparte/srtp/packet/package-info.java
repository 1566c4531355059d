/** Tests of what a sender or receiver remembers, from within. */
@NullMarked
package org.aparte.srtp.packet;

import org.jspecify.annotations.NullMarked;
