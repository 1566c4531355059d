package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.PeerHashChain.Link;
import org.aparte.zrtp.crypto.PeerHashChain.MacVerdict;
import org.aparte.zrtp.model.CryptoProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashChainTest {

  private static final String CAPTURE = "zrtp-engines/crc-kdf-sas.txt";
  private static final ZrtpHash IMPLICIT = ZrtpHash.implicit(CryptoProviders.standard());

  private static final Map<Link, Octets> LINKS = links();

  private static Map<Link, Octets> links() {
    Map<Link, Octets> links = new EnumMap<>(Link.class);
    for (Link link : Link.values()) {
      links.put(link, value("hashchain " + link));
    }
    return links;
  }

  private static Octets value(String key) {
    return Octets.ofHex(VectorFiles.value(CAPTURE, key));
  }

  private static HashChain chain() {
    return new HashChain(IMPLICIT, SecretBytes.takeOver(LINKS.get(Link.H0).toArray()));
  }

  @Test
  @Requirement({"Z-9-01", "Z-9-02", "Z-8.1.1-02", "Z-8.1.1-05", "Z-5.1.2.2-01"})
  void hasTheLinksAndTheHelloMacOfPyzrtp() {
    try (HashChain chain = chain()) {
      assertThat(chain.h0()).isEqualTo(LINKS.get(Link.H0));
      assertThat(chain.h1()).isEqualTo(LINKS.get(Link.H1));
      assertThat(chain.h2()).isEqualTo(LINKS.get(Link.H2));
      assertThat(chain.h3()).isEqualTo(LINKS.get(Link.H3));
      assertThat(chain.helloMac(value("Hello of GNU ZRTP 4.5.0 (without MAC)")))
          .isEqualTo(value("its MAC keyed H2"));
    }
  }

  @Test
  void wipesItsSecretLinks() {
    HashChain chain = chain();
    chain.close();
    assertThatIllegalStateException().isThrownBy(chain::h0);
    assertThatIllegalStateException().isThrownBy(chain::h1);
    assertThatIllegalStateException().isThrownBy(chain::h2);
    assertThat(chain.h3()).isEqualTo(LINKS.get(Link.H3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void beginsWith32OctetsOnly(int octets) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HashChain(IMPLICIT, SecretBytes.takeOver(new byte[octets])));
  }

  @Test
  @Requirement({"Z-9-05", "Z-9-09", "Z-9-10"})
  void learnsThePeersLinksInAnyOrderAndWithAnyLeftOut() {
    for (List<Link> order : orders(List.of(Link.values()))) {
      PeerHashChain chain = PeerHashChain.unknown(IMPLICIT);
      Link first = Link.H3;
      for (Link shown : order) {
        chain = chain.with(shown, LINKS.get(shown)).orElseThrow();
        first = shown.compareTo(first) < 0 ? shown : first;
        for (Link link : Link.values()) {
          if (link.compareTo(first) >= 0) {
            assertThat(chain.link(link)).contains(LINKS.get(link));
          } else {
            assertThat(chain.link(link)).isEmpty();
          }
        }
      }
    }
  }

  /** Every sequence of different links, of every length from 1 on. */
  private static List<List<Link>> orders(List<Link> links) {
    List<List<Link>> orders = new ArrayList<>();
    for (Link link : links) {
      orders.add(List.of(link));
      List<Link> others = new ArrayList<>(links);
      others.remove(link);
      for (List<Link> rest : orders(others)) {
        List<Link> order = new ArrayList<>(List.of(link));
        order.addAll(rest);
        orders.add(order);
      }
    }
    return orders;
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"Z-9-05", "Z-9-06", "Z-9-08"})
  void takesNoForgedLinkWhateverIsKnownAndStaysAsItWas(Link forgedLink) {
    for (Link known : Link.values()) {
      PeerHashChain chain =
          PeerHashChain.unknown(IMPLICIT).with(known, LINKS.get(known)).orElseThrow();
      for (int octet : new int[] {0, 15, 31}) {
        byte[] forged = LINKS.get(forgedLink).toArray();
        forged[octet] ^= 0x40;
        assertThat(chain.with(forgedLink, Octets.of(forged))).isEmpty();
      }
      assertThat(chain.with(forgedLink, Octets.EMPTY)).isEmpty();
      assertThat(chain.with(forgedLink, LINKS.get(forgedLink).slice(0, 31))).isEmpty();
      assertThat(chain.with(forgedLink, LINKS.get(forgedLink))).isPresent();
    }
  }

  @Test
  @Requirement({"Z-8.1.1-02", "Z-8.1.1-03", "Z-8.1.1-04", "Z-8.1.1-05"})
  void judgesEachMacOnceItsKeyIsShown() {
    Octets hello;
    Octets commit;
    Octets dhPart;
    Octets content = Octets.of(new byte[40]);
    try (HashChain own = chain()) {
      hello = sealed(content, own.helloMac(content));
      commit = sealed(content, own.commitMac(content));
      dhPart = sealed(content, own.dhPartMac(content));
    }
    PeerHashChain chain = known(Link.H3);
    assertThat(chain.helloMac(hello)).isEqualTo(MacVerdict.KEY_NOT_SHOWN_YET);
    chain = known(Link.H2);
    assertThat(chain.helloMac(hello)).isEqualTo(MacVerdict.FITS);
    assertThat(chain.helloMac(commit)).isEqualTo(MacVerdict.DOES_NOT_FIT);
    assertThat(chain.commitMac(commit)).isEqualTo(MacVerdict.KEY_NOT_SHOWN_YET);
    chain = known(Link.H1);
    assertThat(chain.commitMac(commit)).isEqualTo(MacVerdict.FITS);
    assertThat(chain.commitMac(dhPart)).isEqualTo(MacVerdict.DOES_NOT_FIT);
    assertThat(chain.dhPartMac(dhPart)).isEqualTo(MacVerdict.KEY_NOT_SHOWN_YET);
    chain = known(Link.H0);
    assertThat(chain.dhPartMac(dhPart)).isEqualTo(MacVerdict.FITS);
    for (int i = 0; i < dhPart.length(); i++) {
      byte[] changed = dhPart.toArray();
      changed[i] ^= 1;
      assertThat(chain.dhPartMac(Octets.of(changed))).isEqualTo(MacVerdict.DOES_NOT_FIT);
    }
    assertThat(chain.dhPartMac(Octets.of(new byte[7]))).isEqualTo(MacVerdict.DOES_NOT_FIT);
  }

  private static PeerHashChain known(Link link) {
    return PeerHashChain.unknown(IMPLICIT).with(link, LINKS.get(link)).orElseThrow();
  }

  private static Octets sealed(Octets content, Octets mac) {
    byte[] message = new byte[content.length() + mac.length()];
    content.copyTo(message, 0);
    mac.copyTo(message, content.length());
    return Octets.of(message);
  }
}
