package org.aparte.conformance;

/**
 * One vector, whatever form its file has.
 *
 * @param id as in the file, or made up from the file's name where it has none
 * @param kind the name of what is computed
 * @param inputs what goes in
 * @param expected what has to come out
 */
record VectorCase(String id, String kind, CaseFields inputs, Expectation expected) {}
