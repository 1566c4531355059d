package org.aparte.srtp;

import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of an SRTP stream agree on besides key and profile, and what one end decides for
 * itself. Immutable; {@link #defaults} is RFC 3711 without any extra, {@link #builder} starts
 * there.
 */
public final class SrtpOptions {

  /** Whether SRTCP must, may or must not be encrypted when it arrives. */
  public enum RtcpEncryption {
    /** Packets with E = 0 are refused: the default of profiles that encrypt. */
    REQUIRE,
    /** Both are taken. */
    ALLOW,
    /** Packets with E = 1 are refused. */
    FORBID
  }

  /** The use of cryptex, RFC 9335. */
  public enum Cryptex {
    /** Not negotiated. */
    OFF,
    /** Sent wherever it applies; received with or without. */
    ALLOW,
    /** As {@link #ALLOW}, but a packet that shows CSRCs or extensions is refused. */
    REQUIRE
  }

  private static final SrtpOptions DEFAULTS = builder().build();

  private final int replayWindowPackets;
  private final int maxSsrcs;
  private final long keyDerivationRate;
  private final boolean encryptRtp;
  private final boolean encryptRtcp;
  private final @Nullable RtcpEncryption rtcpEncryption;
  private final Cryptex cryptex;
  private final Set<Integer> encryptedExtensions;
  private final int rocTrials;
  private final RocCarriage rocCarriage;
  private final int rocCarriageRate;
  private final List<Provider> preferredProviders;
  private final List<Provider> fallbackProviders;
  private final @Nullable SrtpAccelerator accelerator;
  private final @Nullable KeyLimitListener keyLimitListener;

  private SrtpOptions(Builder builder) {
    replayWindowPackets = builder.replayWindowPackets;
    maxSsrcs = builder.maxSsrcs;
    keyDerivationRate = builder.keyDerivationRate;
    encryptRtp = builder.encryptRtp;
    encryptRtcp = builder.encryptRtcp;
    rtcpEncryption = builder.rtcpEncryption;
    cryptex = builder.cryptex;
    encryptedExtensions = Set.copyOf(builder.encryptedExtensions);
    rocTrials = builder.rocTrials;
    rocCarriage = builder.rocCarriage;
    rocCarriageRate = builder.rocCarriageRate;
    preferredProviders = List.copyOf(builder.preferredProviders);
    fallbackProviders = List.copyOf(builder.fallbackProviders);
    accelerator = builder.accelerator;
    keyLimitListener = builder.keyLimitListener;
  }

  /** RFC 3711 as it stands, with a replay window of 128 packets. */
  public static SrtpOptions defaults() {
    return DEFAULTS;
  }

  /** A builder that starts at {@link #defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Packets in the replay window: a power of two from 64 to 32,768. */
  public int replayWindowPackets() {
    return replayWindowPackets;
  }

  /** The most SSRCs that one sender or receiver remembers. */
  public int maxSsrcs() {
    return maxSsrcs;
  }

  /** key_derivation_rate in packets: 0, or a power of two up to 2^24. */
  public long keyDerivationRate() {
    return keyDerivationRate;
  }

  /** Whether SRTP payload is encrypted. */
  public boolean encryptRtp() {
    return encryptRtp;
  }

  /** Whether a sender encrypts SRTCP. */
  public boolean encryptRtcp() {
    return encryptRtcp;
  }

  /** What a receiver demands of SRTCP under this profile. */
  public RtcpEncryption rtcpEncryption(SrtpProfile profile) {
    if (rtcpEncryption != null) {
      return rtcpEncryption;
    }
    boolean encrypts = encryptRtcp && profile.cipher() != SrtpCipher.NULL;
    return encrypts ? RtcpEncryption.REQUIRE : RtcpEncryption.ALLOW;
  }

  /** The use of cryptex. */
  public Cryptex cryptex() {
    return cryptex;
  }

  /** The ids of header extension elements that RFC 6904 encrypts. */
  public Set<Integer> encryptedExtensions() {
    return encryptedExtensions;
  }

  /** How many further ROCs a receiver tries when the likeliest does not fit: 0 to 8. */
  public int rocTrials() {
    return rocTrials;
  }

  /** Whether and how SRTP packets carry the ROC. */
  public RocCarriage rocCarriage() {
    return rocCarriage;
  }

  /** R of RFC 4771: every R-th packet carries the ROC; 1 to 65,535. */
  public int rocCarriageRate() {
    return rocCarriageRate;
  }

  /** Providers asked before the installed ones. */
  public List<Provider> preferredProviders() {
    return preferredProviders;
  }

  /** Providers asked for what the installed ones lack. */
  public List<Provider> fallbackProviders() {
    return fallbackProviders;
  }

  /**
   * What makes ciphers and MACs before the JCA is asked: the one named, else the one on the path;
   * but {@link SrtpAccelerator#NONE} where a preferred provider is to be asked first.
   */
  public SrtpAccelerator accelerator() {
    if (accelerator != null) {
      return accelerator;
    }
    return preferredProviders.isEmpty() ? SrtpAccelerator.found() : SrtpAccelerator.NONE;
  }

  /** Who hears of key limits, or null. */
  public @Nullable KeyLimitListener keyLimitListener() {
    return keyLimitListener;
  }

  /** Checks that these options can go with a profile; the exception says what to change. */
  void requireFor(SrtpProfile profile) {
    if (profile.cipher().isAead()) {
      // S7714-8.2-01: every SRTP packet is authenticated and encrypted
      require(encryptRtp, profile + " always encrypts SRTP: leave encryptRtp on");
      boolean fits = rocCarriage == RocCarriage.NONE || rocCarriage == RocCarriage.MODE_3;
      require(fits, profile + " carries the ROC in MODE_3 only");
    } else {
      // S4771-5-01: nobody has to assess the risk of unauthenticated packets
      require(
          rocCarriage != RocCarriage.MODE_3,
          "MODE_3 leaves packets of " + profile + " without any authentication: use MODE_1 or 2");
      // S4771: ROC || MAC_tr must leave some MAC
      require(
          rocCarriage == RocCarriage.NONE || profile.tag().rtpOctets() > 4,
          "the ROC fills the whole tag of " + profile + ": use a profile with a longer tag");
    }
    boolean hides = profile.cipher() != SrtpCipher.NULL && encryptRtp;
    require(
        hides || cryptex == Cryptex.OFF,
        "cryptex would mark packets as encrypted that " + profile + " leaves in the clear");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Collects options; each setter says its range and checks it at once. */
  public static final class Builder {
    private int replayWindowPackets = 128;
    private int maxSsrcs = 4096;
    private long keyDerivationRate; // S3711-5.3-02, -03: zero by default
    private boolean encryptRtp = true;
    private boolean encryptRtcp = true;
    private @Nullable RtcpEncryption rtcpEncryption;
    private Cryptex cryptex = Cryptex.OFF;
    private final Set<Integer> encryptedExtensions = new TreeSet<>();
    private int rocTrials;
    private RocCarriage rocCarriage = RocCarriage.NONE;
    private int rocCarriageRate = 1;
    private final List<Provider> preferredProviders = new ArrayList<>();
    private final List<Provider> fallbackProviders = new ArrayList<>();
    private @Nullable SrtpAccelerator accelerator;
    private @Nullable KeyLimitListener keyLimitListener;

    private Builder() {}

    /**
     * The replay window (WSH of RFC 4568). Replay protection cannot be turned off.
     *
     * @param packets 64 to 32,768; rounded up to a power of two
     */
    public Builder replayWindow(int packets) {
      // S3711-3.3.2-02: 64 at least. S4568-6.3.6-02
      require(packets >= 64 && packets <= 32768, "replay window of " + packets + ": 64 to 32768");
      int rounded = Integer.highestOneBit(packets);
      replayWindowPackets = rounded == packets ? packets : 2 * rounded;
      return this;
    }

    /**
     * The bound on SSRCs: one more is {@link SrtpResult#TOO_MANY_SSRCS}.
     *
     * @param ssrcs 1 to 1,048,576
     */
    public Builder maxSsrcs(int ssrcs) {
      require(ssrcs >= 1 && ssrcs <= 1 << 20, "bound of " + ssrcs + " SSRCs: 1 to 1048576");
      maxSsrcs = ssrcs;
      return this;
    }

    /**
     * key_derivation_rate: how many packets of an SSRC share session keys (RFC 3711 section 4.3.1).
     *
     * @param packets 0 (never derive anew) or a power of two up to 2^24
     */
    public Builder keyDerivationRate(long packets) {
      boolean fits = packets >= 0 && packets <= 1L << 24 && (packets & (packets - 1)) == 0;
      require(fits, "key derivation rate of " + packets + ": 0 or 2^0 to 2^24");
      keyDerivationRate = packets;
      return this;
    }

    /** False for UNENCRYPTED_SRTP (RFC 4568 section 6.3.2): payload is authenticated only. */
    public Builder encryptRtp(boolean encrypt) {
      encryptRtp = encrypt;
      return this;
    }

    /** False for UNENCRYPTED_SRTCP (RFC 4568 section 6.3.2): SRTCP is sent with E = 0. */
    public Builder encryptRtcp(boolean encrypt) {
      encryptRtcp = encrypt;
      return this;
    }

    /** What to demand of SRTCP that arrives, whatever is sent. */
    public Builder rtcpEncryption(RtcpEncryption policy) {
      rtcpEncryption = policy;
      return this;
    }

    /** The use of cryptex (RFC 9335), as negotiated. */
    public Builder cryptex(Cryptex use) {
      cryptex = use;
      return this;
    }

    /**
     * Header extension elements to encrypt (RFC 6904), as negotiated; packets that cryptex protects
     * do not need it and do not get it.
     *
     * @param ids 1 to 255 each; one-byte headers reach 14
     */
    public Builder encryptedExtensions(Set<Integer> ids) {
      for (int id : ids) {
        require(id >= 1 && id <= 255, "extension id " + id + ": 1 to 255");
      }
      encryptedExtensions.clear();
      encryptedExtensions.addAll(ids);
      return this;
    }

    /**
     * How many further ROCs a receiver tries when a packet does not fit the likeliest one: for
     * senders that wrapped before their first packet arrived, or losses of 2^15 packets and more.
     * Each trial costs one MAC, for forged and repeated packets too.
     *
     * @param trials 0 to 8
     */
    public Builder rocTrials(int trials) {
      require(trials >= 0 && trials <= 8, "ROC trials " + trials + ": 0 to 8");
      rocTrials = trials;
      return this;
    }

    /**
     * The ROC in every {@code rate}-th packet (RFC 4771).
     *
     * @param rate R, 1 to 65,535
     */
    public Builder rocCarriage(RocCarriage mode, int rate) {
      // S4771-4-01: not zero
      require(rate >= 1 && rate <= 65535, "ROC transmission rate " + rate + ": 1 to 65535");
      rocCarriage = Objects.requireNonNull(mode);
      rocCarriageRate = rate;
      return this;
    }

    /**
     * A provider to take algorithms from where it has them, for instance one with a certificate.
     */
    public Builder preferredProvider(Provider provider) {
      preferredProviders.add(Objects.requireNonNull(provider));
      return this;
    }

    /** A provider for what the installed ones lack: Twofish, Skein. */
    public Builder fallbackProvider(Provider provider) {
      fallbackProviders.add(Objects.requireNonNull(provider));
      return this;
    }

    /**
     * An accelerator to use, whatever stands on the path; {@link SrtpAccelerator#NONE} for the JCA
     * alone.
     */
    public Builder accelerator(SrtpAccelerator use) {
      accelerator = Objects.requireNonNull(use);
      return this;
    }

    /** Who is to hear of key limits. */
    public Builder keyLimitListener(KeyLimitListener listener) {
      keyLimitListener = Objects.requireNonNull(listener);
      return this;
    }

    /** The options. */
    public SrtpOptions build() {
      return new SrtpOptions(this);
    }
  }
}
