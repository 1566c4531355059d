package org.aparte.interop;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.AlgorithmType;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZrtpConfig;

/**
 * All that our end of a call depends on besides the peer's packets and the time: with the same
 * setup it does the same again.
 *
 * @param seed of all that is random
 * @param aux an auxsecret in hex, or nothing
 * @param known what the cache holds before the call
 */
record Setup(long seed, Zid zid, ZrtpConfig config, String aux, List<Known> known) {

  private static final long EPOCH_SECONDS = 1_800_000_000;

  /** One peer in the cache: {@code rs1} and {@code rs2} in hex, or nothing. */
  record Known(Zid peer, String rs1, String rs2, boolean verified) {}

  /** The lists of a configuration, by their names in the options of bin/call and bzrtp_peer. */
  static Map<String, List<? extends AlgorithmType>> lists(ZrtpConfig config) {
    return Map.of(
        "hash", config.hashes(),
        "cipher", config.ciphers(),
        "auth", config.authTags(),
        "ka", config.keyAgreements(),
        "sas", config.sasTypes());
  }

  static String code(AlgorithmType type) {
    return AlgorithmCode.of(type).text().trim();
  }

  /** A call with this setup, not begun. */
  Opened open() {
    SecureRandom random = new SeededRandom(seed);
    OneZidStore store = new OneZidStore(zid, random);
    known.forEach(store::add);
    ZrtpEndpoint endpoint =
        ZrtpEndpoint.of(store, CryptoProviders.standard(), random, () -> EPOCH_SECONDS);
    return new Opened(endpoint, endpoint.openSession(config), store);
  }

  /** The value for signaling of the first stream of {@link #open}: the same each time. */
  String helloHash() {
    try (ZrtpSession session = open().session()) {
      return session.newStream(0).helloHash().value();
    }
  }

  /** The auxsecret, for the engine to take over. */
  Optional<SecretBytes> auxSecret() {
    return aux.isEmpty()
        ? Optional.empty()
        : Optional.of(SecretBytes.takeOver(Octets.ofHex(aux).toArray()));
  }

  /**
   * A call.
   *
   * @param store what the cache holds after it
   */
  record Opened(ZrtpEndpoint endpoint, ZrtpSession session, OneZidStore store) {}

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("seed", seed);
    json.addProperty("zid", zid.octets().toString());
    json.addProperty("initiation", config.initiation().name());
    json.addProperty("pairing_advice", config.followPairingAdvice());
    JsonObject offer = new JsonObject();
    for (String name : List.of("hash", "cipher", "auth", "ka", "sas")) {
      JsonArray codes = new JsonArray();
      lists(config).get(name).forEach(type -> codes.add(code(type)));
      offer.add(name, codes);
    }
    json.add("offer", offer);
    json.addProperty("aux", aux);
    JsonArray retained = new JsonArray();
    for (Known peer : known) {
      JsonObject record = new JsonObject();
      record.addProperty("zid", peer.peer().octets().toString());
      record.addProperty("rs1", peer.rs1());
      record.addProperty("rs2", peer.rs2());
      record.addProperty("verified", peer.verified());
      retained.add(record);
    }
    json.add("retained", retained);
    return json;
  }

  static Setup of(JsonObject json) {
    JsonObject offer = json.getAsJsonObject("offer");
    ZrtpConfig config =
        ZrtpConfig.builder()
            .hashes(types(offer, "hash", HashType::ofCode, HashType[]::new))
            .ciphers(types(offer, "cipher", CipherType::ofCode, CipherType[]::new))
            .authTags(types(offer, "auth", AuthTagType::ofCode, AuthTagType[]::new))
            .keyAgreements(types(offer, "ka", KeyAgreementType::ofCode, KeyAgreementType[]::new))
            .sasTypes(types(offer, "sas", SasType::ofCode, SasType[]::new))
            .followPairingAdvice(json.get("pairing_advice").getAsBoolean())
            .initiation(Initiation.valueOf(json.get("initiation").getAsString()))
            .build();
    List<Known> known = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("retained")) {
      JsonObject record = element.getAsJsonObject();
      known.add(
          new Known(
              new Zid(Octets.ofHex(record.get("zid").getAsString())),
              record.get("rs1").getAsString(),
              record.get("rs2").getAsString(),
              record.get("verified").getAsBoolean()));
    }
    return new Setup(
        json.get("seed").getAsLong(),
        new Zid(Octets.ofHex(json.get("zid").getAsString())),
        config,
        json.get("aux").getAsString(),
        known);
  }

  private static <T> T[] types(
      JsonObject offer,
      String name,
      Function<String, Optional<T>> registry,
      IntFunction<T[]> room) {
    List<T> types = new ArrayList<>();
    for (JsonElement code : offer.getAsJsonArray(name)) {
      types.add(registry.apply((code.getAsString() + "    ").substring(0, 4)).orElseThrow());
    }
    return types.toArray(room.apply(0));
  }

  /** Memory under a ZID that the test knows. */
  static final class OneZidStore implements ZidStore {

    private final InMemoryZidStore records;
    private final Zid own;

    OneZidStore(Zid own, SecureRandom random) {
      this.own = own;
      this.records = new InMemoryZidStore(random);
    }

    void add(Known known) {
      records.compareAndSet(
          0,
          ZidRecord.builder(own, known.peer())
              .retained(secret(known.rs1()), secret(known.rs2()))
              .sasVerified(known.verified())
              .build());
    }

    private static SecretBytes secret(String hex) {
      return hex.isEmpty() ? null : SecretBytes.takeOver(Octets.ofHex(hex).toArray());
    }

    /** What is in it. */
    List<Known> known() {
      List<Known> known = new ArrayList<>();
      for (ZidRecord record : records.records()) {
        known.add(
            new Known(
                record.peerZid(), hex(record.rs1()), hex(record.rs2()), record.sasVerified()));
        record.close();
      }
      return known;
    }

    private static String hex(SecretBytes secret) {
      return secret == null ? "" : Octets.of(secret.expose()).toString();
    }

    @Override
    public Zid ownZid(String label) {
      return own;
    }

    @Override
    public Map<String, Zid> ownZids() {
      return Map.of("", own);
    }

    @Override
    public ZidRecord find(Zid ownZid, Zid peerZid) {
      return records.find(ownZid, peerZid);
    }

    @Override
    public boolean compareAndSet(long expectedVersion, ZidRecord next) {
      return records.compareAndSet(expectedVersion, next);
    }

    @Override
    public List<ZidRecord> records() {
      return records.records();
    }

    @Override
    public boolean forget(Zid ownZid, Zid peerZid) {
      return records.forget(ownZid, peerZid);
    }
  }

  /** The same numbers for the same seed. */
  private static final class SeededRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final Random random;

    SeededRandom(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] octets) {
      if (random != null) { // the constructor of SecureRandom may ask before there is one
        random.nextBytes(octets);
      }
    }
  }
}
