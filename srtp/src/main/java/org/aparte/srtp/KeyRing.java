package org.aparte.srtp;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * The master keys of one sender or receiver: one without a name, or several that MKIs of one length
 * name (RFC 3711 section 3.2.1).
 */
final class KeyRing implements AutoCloseable {

  private final SrtpProfile profile;
  private final SrtpOptions options;
  private final int mkiOctets;
  private final List<KeyContext> keys = new ArrayList<>(1);
  private KeyContext current;
  private @Nullable KeyContext previous;
  private long overlapPackets;
  private boolean closed;

  KeyRing(SrtpMasterKey first, SrtpOptions options) {
    options.requireFor(first.profile());
    this.profile = first.profile();
    this.options = options;
    this.mkiOctets = first.mki().length();
    this.current = new KeyContext(first, options);
    keys.add(current);
  }

  SrtpProfile profile() {
    return profile;
  }

  /** Octets of the MKI in each packet: fixed for life, S3711-3.2.1-07, S5764-4.1.3-08. */
  int mkiOctets() {
    return mkiOctets;
  }

  /** The one key a sender uses (S5764-4.1.3-02), and a receiver without MKI tries first. */
  KeyContext current() {
    return current;
  }

  /** The key before the current one while it still counts, else null. */
  @Nullable KeyContext previous() {
    return previous;
  }

  /** The key whose MKI stands at an offset, or null; never another one (S4568-4.3-04). */
  @Nullable KeyContext namedAt(byte[] b, int at) {
    if (current.isNamedAt(b, at)) {
      return current;
    }
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).isNamedAt(b, at)) {
        return keys.get(i);
      }
    }
    return null;
  }

  /** Puts a key in the place of the current one, which stays for some packets more, or ends. */
  void replace(SrtpMasterKey next, long overlap) {
    requireNext(next);
    KeyContext context = new KeyContext(next, options);
    endOverlap();
    KeyContext old = current;
    current = context;
    keys.add(context);
    if (overlap > 0) {
      previous = old;
      overlapPackets = overlap;
    } else {
      drop(old);
    }
  }

  /** Counts a packet towards the end of the overlap. */
  void countTowardsOverlap() {
    if (previous != null && --overlapPackets == 0) {
      endOverlap();
    }
  }

  /** Ends the previous key. */
  void endOverlap() {
    KeyContext old = previous;
    if (old != null) {
      previous = null;
      drop(old);
    }
  }

  /** Adds a key under an MKI. */
  void add(SrtpMasterKey key) {
    requireFurther(key);
    keys.add(new KeyContext(key, options));
  }

  /** Makes the key of an MKI the current one. */
  void use(Octets mki) {
    KeyContext key = find(mki);
    if (key == null) {
      throw new IllegalArgumentException("MKI " + mki + " names no key: add the key first");
    }
    current = key;
  }

  /** Ends the key of an MKI; false when there is none. */
  boolean remove(Octets mki) {
    KeyContext key = find(mki);
    if (key == null) {
      return false;
    }
    if (key == current) {
      throw new IllegalStateException("MKI " + mki + " is in use: use another key first");
    }
    if (key == previous) {
      previous = null;
    }
    drop(key);
    return true;
  }

  private @Nullable KeyContext find(Octets mki) {
    for (KeyContext key : keys) {
      if (key.mki().equals(mki)) {
        return key;
      }
    }
    return null;
  }

  private void drop(KeyContext key) {
    keys.remove(key);
    key.close();
  }

  /** Checks that a key can take the place of the current one. */
  void requireNext(SrtpMasterKey key) {
    if (closed) {
      throw new IllegalStateException("closed: make a new sender or receiver from the new key");
    }
    if (!key.profile().equals(profile)) {
      throw new IllegalArgumentException(
          "a key for "
              + key.profile()
              + " cannot follow one for "
              + profile
              + ": make a new sender or receiver");
    }
    if (key.mki().length() != mkiOctets) {
      throw new IllegalArgumentException(
          "MKI of " + key.mki().length() + " octets, but packets carry " + mkiOctets);
    }
    if (mkiOctets > 0 && find(key.mki()) != null) {
      throw new IllegalArgumentException(
          "MKI " + key.mki() + " names a key already: give the new key an MKI of its own");
    }
  }

  /** Checks that a key can stand beside the current one. */
  void requireFurther(SrtpMasterKey key) {
    if (mkiOctets == 0) {
      throw new IllegalStateException(
          "packets carry no MKI here, so a further key could not be named: use rekey");
    }
    requireNext(key);
  }

  @Override
  public void close() {
    closed = true;
    for (KeyContext key : keys) {
      key.close();
    }
    previous = null;
  }
}
