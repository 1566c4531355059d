/** The phone: sockets, clocks, audio and threads around the library. */
@NullMarked
package org.aparte.phone;

import org.jspecify.annotations.NullMarked;
