/** The public values of ZRTP: what an app configures, is told, and keeps. */
@NullMarked
package org.aparte.zrtp.model;

import org.jspecify.annotations.NullMarked;
