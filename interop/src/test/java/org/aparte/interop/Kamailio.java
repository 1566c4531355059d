package org.aparte.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The registrar and proxy of lab.test, which stays in the way of all requests (Record-Route). It
 * forgets everybody after four seconds, and demands a password of carol, under nonces that are good
 * for two seconds.
 */
final class Kamailio {

  static final String ADDRESS = "127.0.0.1:15062";
  static final String PASSWORD = "open sesame";

  private static final String SETTINGS =
      """
      #!KAMAILIO
      debug=2
      log_stderror=yes
      children=1
      disable_tcp=yes
      listen=udp:127.0.0.1:15062
      alias="lab.test"
      loadmodule "tm.so"
      loadmodule "sl.so"
      loadmodule "rr.so"
      loadmodule "pv.so"
      loadmodule "maxfwd.so"
      loadmodule "textops.so"
      loadmodule "siputils.so"
      loadmodule "usrloc.so"
      loadmodule "registrar.so"
      loadmodule "xlog.so"
      loadmodule "auth.so"
      modparam("auth", "nonce_expire", 2)
      modparam("registrar", "min_expires", 4)
      modparam("registrar", "max_expires", 4)
      modparam("registrar", "gruu_enabled", 0)
      request_route {
        if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
        if (has_totag()) {
          if (loose_route()) { t_relay(); exit; }
          if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
          sl_send_reply("404", "Not here"); exit;
        }
        if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
        t_check_trans();
        if (is_method("REGISTER")) {
          if ($fU == "carol" && !pv_www_authenticate("lab.test", "open sesame", "0")) {
            www_challenge("lab.test", "1");
            exit;
          }
          if (!save("location")) sl_reply_error();
          xlog("L_ERR", "registered $fU\\n");
          exit;
        }
        if ($fU == "carol" && is_method("INVITE")) {
          if (!pv_proxy_authenticate("lab.test", "open sesame", "0")) {
            proxy_challenge("lab.test", "1");
            exit;
          }
          consume_credentials();
        }
        record_route();
        if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
        t_relay();
      }
      """;

  private Kamailio() {}

  static void require() {
    Peers.require("kamailio", "calls through a SIP proxy", "sh", "-c", "command -v kamailio");
  }

  static Conversation start(SipLab lab) throws IOException, InterruptedException {
    Path folder = lab.folder();
    Path settings = Files.writeString(folder.resolve("kamailio.cfg"), SETTINGS);
    List<String> command =
        List.of(
            "kamailio",
            "-DD",
            "-E",
            "-m",
            "64",
            "-M",
            "8",
            "-f",
            settings.toString(),
            "-w",
            folder.toString(),
            "-P",
            folder.resolve("kamailio.pid").toString());
    Conversation kamailio = lab.start(folder, Map.of(), command);
    kamailio.await("udp: 127.0.0.1:15062");
    return kamailio;
  }
}
