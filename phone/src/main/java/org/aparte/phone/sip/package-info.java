/**
 * SIP signaling of one call over UDP (RFC 3261, RFC 3264): messages, transactions, one dialog.
 * Knows no socket and no clock; what comes from the network causes no exception.
 */
@NullMarked
package org.aparte.phone.sip;

import org.jspecify.annotations.NullMarked;
