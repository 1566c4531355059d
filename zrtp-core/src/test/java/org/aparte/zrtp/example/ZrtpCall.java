package org.aparte.zrtp.example;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.cache.FileZidStore;
import org.aparte.zrtp.cache.PasswordKeyProtector;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;

/** The example of the README, as it is compiled and run. */
final class ZrtpCall implements AutoCloseable {

  /** What an app has already. */
  interface Phone {
    void send(ByteBuffer datagram);

    void play(ByteBuffer rtp);

    void report(ByteBuffer rtcp);

    void ice(ByteBuffer datagram);

    void show(String text);
  }

  // region readme
  /** Once for each installation: remembers peers in a file. */
  static ZrtpEndpoint endpoint(Path file, char[] password) {
    SecureRandom random = new SecureRandom();
    ZidStore store = FileZidStore.open(file, new PasswordKeyProtector(password, random), random);
    return ZrtpEndpoint.of(
        store, CryptoProviders.standard(), random, () -> System.currentTimeMillis() / 1000);
  }

  private final Phone phone; // your socket, audio and screen
  private final ZrtpSession call; // one for each call
  private final SecureMedia audio; // one for each RTP stream of it

  ZrtpCall(ZrtpEndpoint endpoint, Phone phone, int ssrc) {
    this.phone = phone;
    call = endpoint.openSession(ZrtpConfig.recommended());
    audio = call.newMedia(ssrc, MediaPolicy.REQUIRED); // never a packet in the clear
  }

  String lineForSdp() {
    return audio.helloHash().attribute(); // a=zrtp-hash:1.10 fe30...
  }

  void peerSaid(List<String> linesOfItsMediaSection) {
    audio.expectPeerHelloHashes(linesOfItsMediaSection, false);
  }

  void start(long now) { // System.nanoTime(), here and below
    deliver(audio.start(now));
  }

  /** RTP of your codec, with SecureMedia.MAX_EXPANSION octets of room behind its limit. */
  void onMicrophone(ByteBuffer rtp) {
    if (audio.prepareRtp(rtp).maySend()) {
      phone.send(rtp); // as SRTP
    }
  }

  /** A datagram from the media socket. */
  void onDatagram(ByteBuffer datagram, long now) {
    Arrival arrival = audio.receive(datagram, now);
    deliver(arrival.output());
    switch (arrival.kind()) {
      case RTP -> phone.play(datagram); // decrypted in place
      case RTCP -> phone.report(datagram);
      case NOT_OURS -> phone.ice(datagram); // STUN, DTLS
      case ZRTP, DROPPED -> {}
    }
  }

  /** Due when audio.nextTimeout() says so; ask it after each call to this object. */
  void onTimer(long now) {
    deliver(audio.timeout(now));
  }

  void userSays(boolean sasIsTheSame) {
    boolean remembered = sasIsTheSame ? call.sasMatched() : call.sasDiffers();
    phone.show(remembered ? "remembered" : "for this call only");
  }

  private void deliver(ZrtpOutput output) {
    output.datagrams().forEach(phone::send);
    for (ZrtpEvent event : output.events()) {
      if (event instanceof ZrtpEvent.Secure secure) {
        phone.show("compare: " + secure.sas().text() + " " + secure.standing());
      } else if (event instanceof ZrtpEvent.Failed failed) {
        phone.show("not protected: " + failed.failure().sentence());
      } else if (event instanceof ZrtpEvent.MediaDropped dropped) {
        phone.show("not played: " + dropped.reason());
      }
    }
  }

  // endregion

  SecureMedia audio() {
    return audio;
  }

  @Override
  public void close() {
    call.close();
  }
}
