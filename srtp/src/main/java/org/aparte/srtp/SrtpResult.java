package org.aparte.srtp;

/** placeholder */
public enum SrtpResult { /** ok */ OK }
