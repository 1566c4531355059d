/** Known answers for SRTP and ZRTP, and a reader for them. */
module org.aparte.vectors {
  requires transitive com.google.gson;
  requires static transitive org.jspecify;

  exports org.aparte.vectors;
}
