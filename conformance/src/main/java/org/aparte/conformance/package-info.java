/** The commands that check vectors and drive SRTP by lines of text. */
package org.aparte.conformance;
