package org.aparte.srtp.requirements;

import static org.aparte.srtp.requirements.Traffic.SSRC;
import static org.aparte.srtp.requirements.Traffic.key;
import static org.aparte.srtp.requirements.Traffic.protect;
import static org.aparte.srtp.requirements.Traffic.protectRtcp;
import static org.aparte.srtp.requirements.Traffic.rtcp;
import static org.aparte.srtp.requirements.Traffic.rtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keys and salts are shown to nobody, and gone after close: RFC 7714 section 13.1.
 *
 * <p>What the JCA copies ({@code SecretKeySpec}, expanded keys inside of {@code Cipher}) is out of
 * reach here, as it is out of the library's own.
 */
class SecrecyTest {

  static List<SrtpProfile> profiles() {
    return SrtpProfile.named();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement({"S7714-13.1-01", "S7714-13.1-03"})
  void leavesNoKeyAndNoSaltInItsObjectsAfterClose(SrtpProfile profile) {
    SrtpMasterKey key = key(profile, 1);
    List<byte[]> secrets = new ArrayList<>(List.of(Reference.sessionKeys(key, 0)));
    secrets.addAll(List.of(Reference.sessionKeys(key, 1)));
    secrets.add(key.key().expose().clone());
    secrets.add(key.salt().expose().clone());
    secrets.removeIf(secret -> secret.length == 0); // AEAD has no authentication keys
    SrtpOptions options =
        SrtpOptions.builder().keyDerivationRate(2).encryptedExtensions(Set.of(1)).build();
    SrtpSender sender = SrtpSender.of(key, options);
    SrtpReceiver receiver = SrtpReceiver.of(key, options);
    for (int i = 0; i < 3; i++) {
      Traffic.unprotect(receiver, protect(sender, rtp(SSRC, i)));
      Traffic.unprotectRtcp(receiver, protectRtcp(sender, rtcp(SSRC)));
    }
    assertThat(found(secrets, sender, receiver, key)).isNotEmpty();

    sender.close();
    receiver.close();
    key.close();

    assertThat(found(secrets, sender, receiver, key)).isEmpty();
    assertThat(key.key().isClosed()).isTrue();
    assertThat(key.salt().isClosed()).isTrue();
    assertThatThrownBy(() -> key.key().expose()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> protect(sender, rtp(SSRC, 9)))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Requirement("S7714-13.1-02")
  void showsNoKeyAndNoSaltAsText(SrtpProfile profile) {
    SrtpMasterKey key = Traffic.named(key(profile, 1), "77");
    SrtpSender sender = SrtpSender.of(key);
    byte[] keyOctets = key.key().expose();
    byte[] saltOctets = key.salt().expose();

    String shown =
        String.join(
            " ",
            key.toString(),
            key.key().toString(),
            key.salt().toString(),
            sender.toString(),
            sender.statistics().toString());

    for (byte[] secret : List.of(keyOctets, saltOctets)) {
      assertThat(shown)
          .doesNotContain(Octets.of(secret).toString())
          .doesNotContain(java.util.Arrays.toString(secret))
          .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
    }
    assertThat(key.key().toString()).isEqualTo("SecretBytes[" + keyOctets.length + " octets]");
  }

  /**
   * Which secrets stand in an array of octets or in a pair of longs reachable from these objects.
   */
  private static List<Octets> found(List<byte[]> secrets, Object... roots) {
    List<Octets> found = new ArrayList<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Object root : roots) {
      for (byte[] held : arraysBelow(root, seen)) {
        for (byte[] secret : secrets) {
          if (contains(held, secret)) {
            found.add(Octets.of(secret));
          }
        }
      }
    }
    return found;
  }

  private static boolean contains(byte[] held, byte[] secret) {
    // eight octets in a row are no chance; counter mode keeps its salt in two longs
    byte[] beginning = java.util.Arrays.copyOf(secret, 8);
    for (int at = 0; at + 8 <= held.length; at++) {
      if (java.util.Arrays.equals(java.util.Arrays.copyOfRange(held, at, at + 8), beginning)) {
        return true;
      }
    }
    return false;
  }

  private static List<byte[]> arraysBelow(Object object, Set<Object> seen) {
    List<byte[]> arrays = new ArrayList<>();
    if (object == null || !seen.add(object)) {
      return arrays;
    }
    if (object instanceof byte[] octets) {
      arrays.add(octets);
    } else if (object instanceof Object[] elements) {
      for (Object element : elements) {
        arrays.addAll(arraysBelow(element, seen));
      }
    } else if (object instanceof Collection<?> elements) {
      for (Object element : elements) {
        arrays.addAll(arraysBelow(element, seen));
      }
    } else if (object.getClass().getName().startsWith("org.aparte.")) {
      Class<?> type = object.getClass();
      for (; type.getName().startsWith("org.aparte."); type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          arrays.addAll(arraysIn(field, object, seen));
        }
      }
    }
    return arrays;
  }

  private static List<byte[]> arraysIn(Field field, Object object, Set<Object> seen) {
    if (Modifier.isStatic(field.getModifiers())) {
      return List.of();
    }
    try {
      field.setAccessible(true);
      if (field.getType() == long.class) {
        return List.of(ByteBuffer.allocate(8).putLong(field.getLong(object)).array());
      }
      return field.getType().isPrimitive() ? List.of() : arraysBelow(field.get(object), seen);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
