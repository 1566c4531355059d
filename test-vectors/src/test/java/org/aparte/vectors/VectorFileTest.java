package org.aparte.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {

  @TempDir private Path folder;

  @Test
  void readsThePublishedFilesByName() {
    VectorFile file = VectorFile.resource("kdf/rfc.json");
    assertThat(file.kind()).isEqualTo("kdf");
    TestVector first = file.vectors().get(0);
    assertThat(first.id()).isEqualTo("rfc3711-B.3");
    assertThat(first.source()).isEqualTo("RFC 3711, Appendix B.3");
    assertThat(first.isOfficial()).isTrue();
    assertThat(first.isValid()).isTrue();
    assertThat(first.inputs().octets("master_salt")).hasSize(14).startsWith(0x0e, 0xc6);
    assertThat(first.inputs().longInteger("index")).isZero();
    assertThat(first.expected().octets("k_a")).hasSize(94);
  }

  @Test
  void explainsTheFlagsOfAVector() {
    VectorFile file = VectorFile.resource("kdf/rfc.json");
    assertThat(file.note("Salt96").orElseThrow().text("bugType")).isEqualTo("SALT_ALIGNMENT");
    assertThat(file.note("NoSuchFlag")).isEmpty();
  }

  @Test
  void tellsVectorsThatAreToBeRefused() {
    assertThat(VectorFile.resource("srtp/derived-refused.json").vectors())
        .allMatch(vector -> !vector.isValid() && vector.expected().has("failure"));
  }

  @Test
  void toleratesFieldsThatItDoesNotKnow() throws IOException {
    VectorFile file =
        file(
            """
            {"kind": "k", "from": 3, "vectors": [{"id": "a", "new": [1], "inputs":
             {"list": [1, 2], "hex": ["0A", ""], "roc": 4294967295, "yes": true}}]}
            """);
    Fields inputs = file.vectors().get(0).inputs();
    assertThat(inputs.names()).containsExactlyInAnyOrder("list", "hex", "roc", "yes");
    assertThat(inputs.integers("list")).containsExactly(1, 2);
    assertThat(inputs.octetsList("hex")).containsExactly(new byte[] {10}, new byte[0]);
    assertThat(inputs.longInteger("roc")).isEqualTo(0xffffffffL);
    assertThat(inputs.bool("yes")).isTrue();
    assertThat(inputs.bool("no", false)).isFalse();
    assertThat(inputs.integers("absent")).isEmpty();
    assertThat(inputs.octetsOrEmpty("absent")).isEmpty();
  }

  @Test
  void namesThePlaceOfAFieldThatIsMissingOrOfAnotherType() throws IOException {
    VectorFile file =
        file(
            "{\"kind\": \"k\", \"vectors\": [{\"inputs\": {\"roc\": 4294967296.5, \"x\": \"0\"}}]}");
    Fields inputs = file.vectors().get(0).inputs();
    assertThatThrownBy(() -> inputs.octets("mki"))
        .isInstanceOf(VectorFormatException.class)
        .hasMessageContaining("vectors[0]: inputs: mki is missing");
    assertThatThrownBy(() -> inputs.longInteger("roc"))
        .isInstanceOf(VectorFormatException.class)
        .hasMessageContaining("roc has to be an integer");
    assertThatThrownBy(() -> inputs.octets("x"))
        .isInstanceOf(VectorFormatException.class)
        .hasMessageContaining("even number of hex digits");
    assertThatThrownBy(() -> inputs.bool("x")).isInstanceOf(VectorFormatException.class);
  }

  @Test
  void refusesWhatIsNoJsonObject() {
    assertThatThrownBy(() -> file("[1, 2]")).isInstanceOf(VectorFormatException.class);
    assertThatThrownBy(() -> file("{\"a\": ")).isInstanceOf(VectorFormatException.class);
    assertThatThrownBy(() -> VectorFile.resource("kdf/none.json"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private VectorFile file(String json) throws IOException {
    return VectorFile.read(Files.writeString(folder.resolve("vectors.json"), json));
  }
}
