/* libsrtp2 as a line filter, for the interop tests: gcc -O2 -o libsrtp_filter libsrtp_filter.c -lsrtp2
 *
 *   libsrtp_filter PROFILE KEYSALTHEX [mki=HEX] [xtn=1,3]
 *   libsrtp_filter version
 *
 * Lines in: an operation and a packet in hex. p protects RTP, u unprotects it, P and U do so with RTCP.
 * Lines out: the packet in hex, or '-' and libsrtp's error number. Nothing is flushed before a line
 * with a dot, so that a test can hand over many packets at once. Links nothing but libsrtp2 (BSD licence).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <srtp2/srtp.h>

struct profile {
  const char *name;
  void (*rtp)(srtp_crypto_policy_t *);
  void (*rtcp)(srtp_crypto_policy_t *);
};

static const struct profile PROFILES[] = {
  {"AES_CM_128_HMAC_SHA1_80", srtp_crypto_policy_set_rtp_default, srtp_crypto_policy_set_rtcp_default},
  {"AES_CM_128_HMAC_SHA1_32", srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32, srtp_crypto_policy_set_rtcp_default},
  {"AES_CM_192_HMAC_SHA1_80", srtp_crypto_policy_set_aes_cm_192_hmac_sha1_80, srtp_crypto_policy_set_aes_cm_192_hmac_sha1_80},
  {"AES_CM_192_HMAC_SHA1_32", srtp_crypto_policy_set_aes_cm_192_hmac_sha1_32, srtp_crypto_policy_set_aes_cm_192_hmac_sha1_80},
  {"AES_CM_256_HMAC_SHA1_80", srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80, srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80},
  {"AES_CM_256_HMAC_SHA1_32", srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32, srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80},
  {"NULL_HMAC_SHA1_80", srtp_crypto_policy_set_null_cipher_hmac_sha1_80, srtp_crypto_policy_set_null_cipher_hmac_sha1_80},
  {"AEAD_AES_128_GCM", srtp_crypto_policy_set_aes_gcm_128_16_auth, srtp_crypto_policy_set_aes_gcm_128_16_auth},
  {"AEAD_AES_256_GCM", srtp_crypto_policy_set_aes_gcm_256_16_auth, srtp_crypto_policy_set_aes_gcm_256_16_auth},
};

static int nibble(int c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int unhex(const char *text, uint8_t *octets, int room) {
  int n = 0;
  while (n < room && nibble(text[0]) >= 0 && nibble(text[1]) >= 0) {
    octets[n++] = (uint8_t)(nibble(text[0]) << 4 | nibble(text[1]));
    text += 2;
  }
  return n;
}

int main(int count, char **words) {
  static uint8_t key[64], mki[64], packet[4096];
  static char line[9000];
  static int extensions[16];
  static srtp_policy_t policy;
  static srtp_master_key_t master;
  static srtp_master_key_t *masters[1] = {&master};
  const struct profile *profile = NULL;
  srtp_t sender, receiver;
  int with_mki = 0;

  if (count == 2 && !strcmp(words[1], "version")) {
    puts(srtp_get_version_string());
    return 0;
  }
  if (count < 3) {
    fprintf(stderr, "usage: libsrtp_filter PROFILE KEYSALTHEX [mki=HEX] [xtn=1,3] | version\n");
    return 2;
  }
  for (size_t i = 0; i < sizeof PROFILES / sizeof *PROFILES; i++)
    if (!strcmp(PROFILES[i].name, words[1])) profile = &PROFILES[i];
  if (!profile || srtp_init()) return 3;
  profile->rtp(&policy.rtp);
  profile->rtcp(&policy.rtcp);
  unhex(words[2], key, sizeof key);
  policy.key = key;
  policy.window_size = 128;
  for (int i = 3; i < count; i++) {
    if (!strncmp(words[i], "mki=", 4)) {
      master.key = key;
      master.mki_id = mki;
      master.mki_size = (unsigned)unhex(words[i] + 4, mki, sizeof mki);
      policy.key = NULL;
      policy.keys = masters;
      policy.num_master_keys = 1;
      with_mki = 1;
    } else if (!strncmp(words[i], "xtn=", 4)) {
      policy.enc_xtn_hdr = extensions;
      for (char *id = strtok(words[i] + 4, ","); id; id = strtok(NULL, ","))
        extensions[policy.enc_xtn_hdr_count++] = atoi(id);
    }
  }
  policy.ssrc.type = ssrc_any_outbound;
  if (srtp_create(&sender, &policy)) return 4;
  policy.ssrc.type = ssrc_any_inbound;
  if (srtp_create(&receiver, &policy)) return 4;

  while (fgets(line, sizeof line, stdin)) {
    int length = unhex(line + 1, packet, sizeof packet - 256);
    srtp_err_status_t status = srtp_err_status_bad_param;
    switch (line[0]) {
      case 'p': status = srtp_protect_mki(sender, packet, &length, with_mki, 0); break;
      case 'u': status = srtp_unprotect_mki(receiver, packet, &length, with_mki); break;
      case 'P': status = srtp_protect_rtcp_mki(sender, packet, &length, with_mki, 0); break;
      case 'U': status = srtp_unprotect_rtcp_mki(receiver, packet, &length, with_mki); break;
      case '.': fflush(stdout); continue;
      default: break;
    }
    if (status) {
      printf("-%d\n", (int)status);
    } else {
      for (int i = 0; i < length; i++) {
        putchar("0123456789abcdef"[packet[i] >> 4]);
        putchar("0123456789abcdef"[packet[i] & 15]);
      }
      putchar('\n');
    }
  }
  return 0;
}
