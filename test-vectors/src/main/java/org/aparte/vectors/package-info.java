/** Known answers for SRTP and ZRTP, and a reader for them. */
package org.aparte.vectors;
