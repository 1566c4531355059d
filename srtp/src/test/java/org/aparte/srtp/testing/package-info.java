/** What several tests of SRTP have in common: keys, packets, a look into objects. */
@NullMarked
package org.aparte.srtp.testing;

import org.jspecify.annotations.NullMarked;
