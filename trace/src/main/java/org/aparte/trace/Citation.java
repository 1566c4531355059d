package org.aparte.trace;

/**
 * A place that names a requirement.
 *
 * @param id the requirement
 * @param file path from the root of the repository, with slashes
 * @param place the member of the class: {@code Outer.Inner.method} in code, {@code Class#method} in
 *     tests; no line number, so that the report changes only when the trace does
 */
record Citation(String id, String file, String place) {}
