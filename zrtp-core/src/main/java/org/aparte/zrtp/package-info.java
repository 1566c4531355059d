/** ZRTP key agreement (RFC 6189). */
package org.aparte.zrtp;
