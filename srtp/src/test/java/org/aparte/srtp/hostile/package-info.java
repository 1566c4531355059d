/** Bad input, bad buffers, and the bugs that others had. */
@NullMarked
package org.aparte.srtp.hostile;

import org.jspecify.annotations.NullMarked;
