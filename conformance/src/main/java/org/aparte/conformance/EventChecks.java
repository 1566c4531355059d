package org.aparte.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the engines themselves reported. Their values were derived again where the channels have
 * them; here the reports have to say the same.
 */
final class EventChecks {

  private final JsonObject document;
  private final List<RecordedChannel> channels = new ArrayList<>();
  private final Findings findings;

  EventChecks(JsonObject document, JsonArray channels, Findings findings) {
    this.document = document;
    this.findings = findings;
    Findings unheard = new Findings(); // each channel's own line tells of them
    for (JsonElement channel : channels) {
      if (channel instanceof JsonObject object) {
        this.channels.add(new RecordedChannel(object, unheard));
      }
    }
  }

  /** Checks the reports about the channel of this number. */
  void check(int channel) {
    for (String side : List.of("a", "b")) {
      String list = "events_" + side;
      if (document.get(list) instanceof JsonArray events) {
        for (int i = 0; i < events.size(); i++) {
          if (events.get(i) instanceof JsonObject event && isOf(event, channel)) {
            check(list + "[" + i + "].", event);
          }
        }
      }
    }
  }

  private static boolean isOf(JsonObject event, int channel) {
    JsonElement number = event.get("ch");
    return number instanceof JsonPrimitive value && value.isNumber()
        ? value.getAsInt() == channel
        : channel == 0;
  }

  private void check(String name, JsonObject event) {
    String who = RecordedChannel.text(event, "who");
    if (who == null) {
      return;
    }
    checkMtu(name, event, who);
    compare(name, event, "zrtp_hash", "zrtp_hash_", who, true);
    compare(name, event, "self_key", "srtpkey", who, true);
    compare(name, event, "self_salt", "srtpsalt", who, true);
    compare(name, event, "peer_key", "srtpkey", who, false);
    compare(name, event, "peer_salt", "srtpsalt", who, false);
    String sas = RecordedChannel.text(event, "sas");
    if (sas != null && !sas.isEmpty()) {
      Set<String> printed = new HashSet<>();
      for (RecordedChannel channel : channels) {
        add(printed, channel.text("sas_printed_a"));
        add(printed, channel.text("sas_printed_b"));
      }
      compare(name + "sas", sas, printed);
    }
  }

  /** What an engine was told of the path is the size of its fragments, but for the last. */
  private void checkMtu(String name, JsonObject event, String who) {
    String mtu = RecordedChannel.text(event, "mtu");
    boolean taken = "0".equals(RecordedChannel.text(event, "rc"));
    if (mtu == null || !taken || !"mtu".equals(RecordedChannel.text(event, "ev"))) {
      return;
    }
    for (RecordedChannel channel : channels) {
      for (RecordedChannel.Packet packet : channel.packets()) {
        RecordedFragment fragment = RecordedFragment.of(packet);
        if (fragment != null
            && packet.from().equals(who)
            && fragment.offsetWords() + fragment.lengthWords() < fragment.totalWords()) {
          findings.compare(name + "mtu", mtu, String.valueOf(packet.datagram().length()));
        }
      }
    }
  }

  /** A side may run several exchanges on one channel, one after the other: any of them will do. */
  private void compare(
      String name, JsonObject event, String field, String prefix, String who, boolean own) {
    String said = RecordedChannel.text(event, field);
    if (said == null || said.isEmpty()) {
      return;
    }
    Set<String> values = new HashSet<>();
    for (RecordedChannel channel : channels) {
      boolean isInitiator = who.equals(channel.side(Role.INITIATOR));
      String value = channel.text(prefix + (isInitiator == own ? "i" : "r"));
      if (value == null) {
        return; // the file does not say of this channel what the engine reported of one
      }
      values.add(value);
    }
    compare(name + field, said, values);
  }

  private void compare(String name, String said, Set<String> values) {
    if (values.isEmpty()) {
      findings.notChecked(name);
    } else if (values.contains(said)) {
      findings.require(true, name, "");
    } else {
      findings.compare(name, said, String.join(" or ", values));
    }
  }

  private static void add(Set<String> values, @Nullable String value) {
    if (value != null) {
      values.add(value);
    }
  }
}
