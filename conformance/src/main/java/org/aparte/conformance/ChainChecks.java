package org.aparte.conformance;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.PeerHashChain;
import org.aparte.zrtp.crypto.PeerHashChain.Link;
import org.aparte.zrtp.crypto.PeerHashChain.MacVerdict;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.DhPart;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * The hash chain of one role, from H0 to H3, the MACs that it keys, and the hash of its Hello (RFC
 * 6189 sections 9, 8.1, 8.1.1).
 */
final class ChainChecks {

  private final RecordedChannel channel;
  private final Role role;
  private final String letter;
  private final ZrtpHash implicit;
  private final Findings findings;
  private PeerHashChain chain;

  ChainChecks(RecordedChannel channel, Role role, ZrtpHash implicit, Findings findings) {
    this.channel = channel;
    this.role = role;
    this.letter = RecordedChannel.letter(role);
    this.implicit = implicit;
    this.findings = findings;
    this.chain = PeerHashChain.unknown(implicit);
  }

  /**
   * Checks the chain.
   *
   * @param h0 out of the Confirm message, or null when that could not be opened
   */
  void run(@Nullable Octets h0) {
    Octets hello = channel.hello(role);
    Octets commit = role == Role.INITIATOR ? channel.commit() : null;
    Octets dhPart = channel.dhPart(role);
    // From the end of the chain to its beginning: what is shown later has to hash to what was.
    add("hello_", Link.H3, parse(hello) instanceof Hello said ? said.h3() : null);
    add("h3_", Link.H3, channel.octets("h3_" + letter));
    add("commit h2_", Link.H2, parse(commit) instanceof Commit said ? said.h2() : null);
    add("h2_", Link.H2, channel.octets("h2_" + letter));
    add("dhpart h1_", Link.H1, parse(dhPart) instanceof DhPart said ? said.h1() : null);
    add("h1_", Link.H1, channel.octets("h1_" + letter));
    add("confirm h0_", Link.H0, h0);
    add("h0_", Link.H0, channel.octets("h0_" + letter));
    mac("hello_" + letter + " mac", hello == null ? null : chain.helloMac(hello));
    mac("commit mac", commit == null ? null : chain.commitMac(commit));
    mac("dhpart of " + letter + " mac", dhPart == null ? null : chain.dhPartMac(dhPart));
    if (parse(hello) instanceof Hello said && hello != null) {
      checkHelloHash(said, hello);
      channel.compare("zid_" + letter, said.zid().octets());
    }
  }

  private static @Nullable ZrtpMessage parse(@Nullable Octets message) {
    return message != null && MessageParser.parse(message) instanceof Received<?> received
        ? received.message()
        : null;
  }

  private void add(String name, Link link, @Nullable Octets value) {
    if (value == null) {
      if (name.length() == 3) {
        findings.missing(name + letter);
      }
      return;
    }
    PeerHashChain longer = chain.with(link, value).orElse(null);
    if (longer == null) {
      findings.fail(
          name + letter,
          "is "
              + value
              + ", which does not belong to the hash chain; expected "
              + chain.link(link).map(Octets::toString).orElse("what hashes to the link before"));
    } else {
      chain = longer;
      findings.require(true, name + letter, "");
    }
  }

  private void mac(String name, @Nullable MacVerdict verdict) {
    if (verdict == MacVerdict.KEY_NOT_SHOWN_YET) {
      findings.notChecked(name + " (its key is not known)");
    } else if (verdict != null) {
      findings.require(verdict == MacVerdict.FITS, name, "does not fit");
    }
  }

  /** The value of a=zrtp-hash (section 8.1). */
  private void checkHelloHash(Hello said, Octets hello) {
    String field = "zrtp_hash_" + letter;
    String expected = channel.text(field);
    if (expected == null) {
      findings.missing(field);
    } else {
      findings.compare(
          field, expected, new HelloHash(said.version(), implicit.hash(hello)).value());
    }
  }
}
