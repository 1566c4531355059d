/** SRTP and SRTCP packet protection (RFC 3711 family). */
module org.aparte.srtp {
  requires static transitive org.jspecify;

  exports org.aparte.srtp;
  exports org.aparte.srtp.secret;

  uses org.aparte.srtp.SrtpAccelerator;
}
