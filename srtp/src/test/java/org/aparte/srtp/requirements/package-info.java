/** The rules of the RFCs, one test or more for each MUST, grouped as the RFCs group them. */
@NullMarked
package org.aparte.srtp.requirements;

import org.jspecify.annotations.NullMarked;
