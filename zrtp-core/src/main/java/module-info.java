/** ZRTP key agreement (RFC 6189) as one deterministic engine. */
module org.aparte.zrtp {
  requires static transitive org.jspecify;
  requires transitive org.aparte.srtp;

  exports org.aparte.zrtp.model;
}
