/** ZRTP key agreement (RFC 6189). */
module org.aparte.zrtp {
  requires static transitive org.jspecify;
  requires transitive org.aparte.srtp;
  requires org.bouncycastle.provider;

  exports org.aparte.zrtp;
  exports org.aparte.zrtp.cache;
  exports org.aparte.zrtp.model;
  exports org.aparte.zrtp.signature;
}
