/** Headers, packet indices, replay lists and the state of one SSRC. Not exported. */
@NullMarked
package org.aparte.srtp.packet;

import org.jspecify.annotations.NullMarked;
