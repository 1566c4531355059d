package org.aparte.phone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aparte.phone.sip.Names;
import org.aparte.phone.sip.Sdp;
import org.jspecify.annotations.Nullable;

/** Where lines send, by the descriptions of the peer, once the names in these are looked up. */
final class MediaAddresses {

  private final Names names;
  private final List<Runnable> toLookUp = new ArrayList<>();
  private @Nullable InetAddress signaler;

  MediaAddresses(Names names) {
    this.names = names;
  }

  /** Where signaling comes from. */
  void signaledFrom(InetAddress address) {
    signaler = address;
  }

  /** Sends a line where a description of the peer wants it, and in the direction that it says. */
  void direct(SipLine line, Sdp description, Sdp.Media stream) {
    line.peer().signaledFrom(signaler);
    line.direct(description.direction(stream).reversed());
    String host = description.addressOf(stream);
    if (host.isEmpty() || host.equals("0.0.0.0")) {
      return; // held the old way
    }
    if (!send(line, host, stream)) {
      toLookUp.add(() -> send(line, host, stream));
    }
  }

  private boolean send(SipLine line, String host, Sdp.Media stream) {
    Optional<InetAddress> address = names.address(host);
    address.ifPresent(known ->
        line.peer().signaled(new InetSocketAddress(known, stream.port()), stream.rtcpPort()));
    return address.isPresent();
  }

  /** Names that were found meanwhile. */
  void lookUp() {
    List<Runnable> waiting = List.copyOf(toLookUp);
    toLookUp.clear();
    waiting.forEach(Runnable::run);
  }
}
