package org.aparte.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.aparte.phone.sip.Names;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.MediaPolicy;

/** The lines of a call, and the {@link Negotiation} about them. */
final class SipMedia implements AutoCloseable {

  /**
   * What is wanted of the media.
   *
   * @param own the address where they are received
   * @param codecs names in order of preference
   * @param video whether a second stream is wanted
   * @param sdes whether keys may stand in signaling: then offers of ours have them, and offers that
   *     have some are taken
   */
  record Settings(
      InetAddress own,
      List<String> codecs,
      boolean video,
      boolean rtcpMux,
      boolean sdes,
      MediaPolicy policy,
      Sound.Wishes sound) {}

  private final Settings settings;
  private final ZrtpSession session;
  private final SecureRandom random;
  private final Reporter reporter;
  private final Selector selector;
  private final MediaAddresses addresses;
  private final Negotiation negotiation;
  private final List<SipLine> lines = new ArrayList<>();

  /**
   * No lines yet.
   *
   * @param session closed with the lines
   * @param selector of the sockets of the lines
   */
  SipMedia(
      Settings settings,
      ZrtpSession session,
      SecureRandom random,
      Reporter reporter,
      Names names,
      Selector selector) {
    this.settings = settings;
    this.session = session;
    this.random = random;
    this.reporter = reporter;
    this.selector = selector;
    this.addresses = new MediaAddresses(names);
    this.negotiation = new Negotiation(settings, this, addresses, reporter);
  }

  /** What is told to the peer about these lines, and taken from it. */
  Negotiation negotiation() {
    return negotiation;
  }

  /** Where signaling comes from. */
  void signaledFrom(InetAddress address) {
    addresses.signaledFrom(address);
  }

  /** A new line. */
  SipLine open(String kind, boolean sdes) throws IOException {
    Protection protection;
    if (sdes) {
      protection = new SdesProtection(random.nextInt(), random);
    } else {
      SecureMedia media = session.newMedia(random.nextInt(), settings.policy());
      reporter.helloHash(lines.size(), media.helloHash());
      protection = new ZrtpProtection(media);
    }
    SipLine line = new SipLine(lines.size(), kind, settings.own(), protection, reporter, random);
    lines.add(line);
    line.register(selector);
    return line;
  }

  /** Whether there is a line of a kind. */
  boolean has(String kind) {
    return lines.stream().anyMatch(line -> line.kind().equals(kind));
  }

  boolean isOpen() {
    return !lines.isEmpty();
  }

  /** Closes a line that nothing came of. */
  void abandon(SipLine line) throws IOException {
    lines.remove(line);
    line.close();
  }

  /** Closes all lines, for nothing came of them. */
  void abandon() throws IOException {
    for (SipLine line : lines) {
      line.close();
    }
    lines.clear();
  }

  /** Starts the first stream; the others follow when it is secure (RFC 6189 section 4.4.3). */
  void start(long now) {
    lines.get(0).start(now);
  }

  void work(long now) throws IOException {
    addresses.lookUp();
    for (SipLine line : lines) {
      line.read(now);
      line.tick(now);
    }
    for (SipLine line : negotiation.lines()) {
      if (!line.isStarted() && lines.get(0).isSecure()) {
        line.start(now);
      }
    }
  }

  /** Whether there are words to compare. */
  boolean hasWords() {
    return session.sas().isPresent();
  }

  /** The user compared the words, and they are the same. */
  void wordsMatch() {
    session.sasMatched();
  }

  /** The user compared the words, and they differ. */
  void wordsDiffer() {
    session.sasDiffers();
  }

  /** Ends the encryption, or agrees that the peer ended it; whether there was something to end. */
  boolean goClear(long now) {
    boolean changed = false;
    for (SipLine line : lines) {
      changed |= line.goClear(now);
    }
    return changed;
  }

  long waitMillis(long now) {
    return lines.stream().mapToLong(line -> line.waitMillis(now)).min().orElse(100);
  }

  /** Which way the first stream goes, seen from here. */
  String direction() {
    return lines.get(0).direction().attribute().substring(2);
  }

  /** Whether all streams that both sides wanted were protected. */
  boolean wasSecure() {
    return !lines.isEmpty() && negotiation.lines().stream().allMatch(SipLine::wasSecure);
  }

  /** Whether keys of a stream were in signaling, so that servers know them. */
  boolean hasKeysInSignaling() {
    return lines.stream().anyMatch(line -> line.protection() instanceof SdesProtection);
  }

  boolean isHeard() {
    return negotiation.lines().stream().allMatch(SipLine::isHeard);
  }

  void report() {
    lines.forEach(line -> line.report(reporter));
  }

  @Override
  public void close() throws IOException {
    for (SipLine line : lines) {
      line.close();
    }
    session.close();
  }
}
