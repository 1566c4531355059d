/** SRTP and SRTCP packet protection: senders, receivers, profiles and keying helpers. */
@NullMarked
package org.aparte.srtp;

import org.jspecify.annotations.NullMarked;
