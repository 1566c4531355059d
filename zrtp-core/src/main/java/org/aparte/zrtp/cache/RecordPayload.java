package org.aparte.zrtp.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.ZidRecord;
import org.jspecify.annotations.Nullable;

/**
 * The sealed part of an entry in a {@link FileZidStore}, format 1, big-endian:
 *
 * <pre>
 *  octets
 *  1      flags: 1 rs1, 2 rs2, 4 SAS verified, 8 the peer is a trusted MiTM, 16 an enrolled phone
 *  8      expiry in seconds since 1970; 2^63 - 1 for never
 *  32     rs1, if flagged
 *  32     rs2, if flagged
 *  32     pbxsecret, if either enrollment is flagged
 *  2 + n  peer name, UTF-8
 *  1      number of peer features, then each as 1 + n, ASCII
 * </pre>
 */
final class RecordPayload {

  private static final int RS1 = 1;
  private static final int RS2 = 2;
  private static final int SAS_VERIFIED = 4;
  private static final int TRUSTED_MITM = 8;
  private static final int ENROLLED_PHONE = 16;
  private static final int ALL_FLAGS = 31;

  private RecordPayload() {}

  static SecretBytes encode(ZidRecord record) {
    byte[] name = record.peerName().getBytes(UTF_8);
    int octets = 1 + 8 + 3 * ZidRecord.SECRET_OCTETS + 2 + name.length + 1;
    for (String feature : record.peerFeatures()) {
      octets += 1 + feature.length();
    }
    byte[] scratch = new byte[octets];
    try {
      ByteBuffer out = ByteBuffer.wrap(scratch);
      out.put((byte) flags(record)).putLong(record.expiresAtEpochSeconds());
      put(out, record.rs1());
      put(out, record.rs2());
      put(out, record.pbxSecret());
      out.putShort((short) name.length).put(name);
      out.put((byte) record.peerFeatures().size());
      for (String feature : record.peerFeatures()) {
        out.put((byte) feature.length()).put(feature.getBytes(US_ASCII));
      }
      return SecretBytes.copyOf(scratch, 0, out.position());
    } finally {
      Wipe.octets(scratch);
    }
  }

  /**
   * Fills an empty entry.
   *
   * @return the entry, or {@code null} when the octets are not of this format
   */
  static @Nullable ZidRecord decode(SecretBytes payload, ZidRecord.Builder into) {
    ByteBuffer in = ByteBuffer.wrap(payload.expose());
    SecretBytes rs1 = null;
    SecretBytes rs2 = null;
    SecretBytes pbxSecret = null;
    try {
      int flags = in.get();
      long expiresAt = in.getLong();
      rs1 = secret(in, flags & RS1);
      rs2 = secret(in, flags & RS2);
      pbxSecret = secret(in, flags & (TRUSTED_MITM | ENROLLED_PHONE));
      String name = new String(octets(in, in.getShort() & 0xffff), UTF_8);
      Set<String> features = new TreeSet<>();
      for (int left = in.get() & 0xff; left > 0; left--) {
        features.add(new String(octets(in, in.get() & 0xff), US_ASCII));
      }
      if (in.hasRemaining() || (flags & ~ALL_FLAGS) != 0) {
        return null;
      }
      return into.retained(rs1, rs2)
          .expiresAt(expiresAt)
          .sasVerified((flags & SAS_VERIFIED) != 0)
          .enrollment(enrollment(flags), pbxSecret)
          .peerName(name)
          .peerFeatures(features)
          .build();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return null;
    } finally {
      Wipe.secret(rs1);
      Wipe.secret(rs2);
      Wipe.secret(pbxSecret);
    }
  }

  private static int flags(ZidRecord record) {
    return (record.rs1() == null ? 0 : RS1)
        | (record.rs2() == null ? 0 : RS2)
        | (record.sasVerified() ? SAS_VERIFIED : 0)
        | switch (record.enrollment()) {
          case NONE -> 0;
          case PEER_IS_TRUSTED_MITM -> TRUSTED_MITM;
          case PEER_IS_ENROLLED_PHONE -> ENROLLED_PHONE;
        };
  }

  private static Enrollment enrollment(int flags) {
    return switch (flags & (TRUSTED_MITM | ENROLLED_PHONE)) {
      case 0 -> Enrollment.NONE;
      case TRUSTED_MITM -> Enrollment.PEER_IS_TRUSTED_MITM;
      case ENROLLED_PHONE -> Enrollment.PEER_IS_ENROLLED_PHONE;
      default -> throw new IllegalArgumentException("both enrollments");
    };
  }

  private static void put(ByteBuffer out, @Nullable SecretBytes secret) {
    if (secret != null) {
      out.put(secret.expose());
    }
  }

  private static @Nullable SecretBytes secret(ByteBuffer in, int flagged) {
    return flagged == 0 ? null : SecretBytes.takeOver(octets(in, ZidRecord.SECRET_OCTETS));
  }

  private static byte[] octets(ByteBuffer in, int count) {
    if (count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] octets = new byte[count];
    in.get(octets);
    return octets;
  }
}
