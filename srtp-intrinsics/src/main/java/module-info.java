/** The JDK's own AES, GHASH and SHA-1 for SRTP, where the application opens them. */
module org.aparte.srtp.intrinsics {
  requires static org.jspecify;
  requires transitive org.aparte.srtp;

  exports org.aparte.srtp.intrinsics;

  provides org.aparte.srtp.SrtpAccelerator with
      org.aparte.srtp.intrinsics.JdkIntrinsics;
}
