package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class CryptoProvidersTest {

  @Test
  void takesHashesAndAesFromThePlatformAndTheRestFromBouncyCastle() {
    CryptoProviders standard = CryptoProviders.standard();
    assertThat(standard.provider(Primitive.HASH)).isEmpty();
    assertThat(standard.provider(Primitive.AES)).isEmpty();
    for (Primitive primitive :
        List.of(
            Primitive.TWOFISH,
            Primitive.SKEIN,
            Primitive.ELLIPTIC_CURVE,
            Primitive.MONTGOMERY_CURVE)) {
      assertThat(standard.provider(primitive))
          .hasValueSatisfying(provider -> assertThat(provider.getName()).isEqualTo("BC"));
    }
    assertThat(standard.cautions()).isEmpty();
    assertThat(standard.toString())
        .startsWith("CryptoProviders[HASH: platform, AES: platform, TWOFISH: BC version 1.");
  }

  @Test
  void registersNothingWithThePlatform() {
    CryptoProviders.standard();
    assertThat(List.of(Security.getProviders())).extracting("name").doesNotContain("BC");
  }

  @Test
  void replacesOnePrimitiveAndLeavesTheOriginalAsItWas() {
    CryptoProviders standard = CryptoProviders.standard();
    Provider other = new BouncyCastleProvider();
    CryptoProviders changed = standard.with(Primitive.HASH, other);
    assertThat(changed.provider(Primitive.HASH)).containsSame(other);
    assertThat(changed.provider(Primitive.SKEIN)).isEqualTo(standard.provider(Primitive.SKEIN));
    assertThat(standard.provider(Primitive.HASH)).isEmpty();
    assertThat(CryptoProviders.platform().provider(Primitive.SKEIN)).isEmpty();
  }

  @Test
  void cautionsAgainstABouncyCastleWhoseCurvesLeak() {
    CryptoProviders old =
        CryptoProviders.platform()
            .with(Primitive.ELLIPTIC_CURVE, new OldBouncyCastle("BC version 1.85"))
            .with(Primitive.MONTGOMERY_CURVE, new OldBouncyCastle("BC version unknown"));
    assertThat(old.cautions())
        .singleElement()
        .asString()
        .contains("BC version 1.85", "ELLIPTIC_CURVE", "1.86");
  }

  private static final class OldBouncyCastle extends Provider {

    private static final long serialVersionUID = 1L;

    private final String text;

    @SuppressWarnings("deprecation")
    OldBouncyCastle(String text) {
      super("BC", 1.85, "an old one");
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
