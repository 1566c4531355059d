/** {@code bin/call} without arguments: two phones, a wiretap between them, and what it proves. */
@NullMarked
package org.aparte.phone.demo;

import org.jspecify.annotations.NullMarked;
