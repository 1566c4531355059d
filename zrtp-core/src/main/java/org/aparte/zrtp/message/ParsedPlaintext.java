package org.aparte.zrtp.message;

/** What the decrypted part of a Confirm or SASrelay says, or why it cannot be read. */
public sealed interface ParsedPlaintext permits ConfirmPlaintext, SasRelayPlaintext, Malformed {}
