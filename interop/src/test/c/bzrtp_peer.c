/* One end of a ZRTP call by libbzrtp, the engine of Linphone, with SRTP by libsrtp2, for the interop
 * tests: gcc -O2 -o bzrtp_peer bzrtp_peer.c -lbzrtp -lbctoolbox -lsrtp2 -lsqlite3
 *
 * libbzrtp is under the GPL. So this program is a test tool: it is built on the machine that runs the
 * tests, and neither it nor anything else that links the library is ever shipped.
 *
 *   bzrtp_peer PORT[,PORT] [option=value ...]
 *
 * The ports are those of the other end on 127.0.0.1, one for each channel. Options: hash, cipher, auth,
 * ka and sas are lists of RFC codes with commas between; cache is a file, and with forget=1 all secrets in
 * it are lost, but not the ZID; aux is an auxsecret in hex; peerhash is what signaling said of the other
 * end's first Hello; export is a label.
 *
 * Lines in: start N, rtp N COUNT, rtcp N COUNT, verified, unverified, quit (or the end of the input).
 * Lines out: one JSON object each, whose member "event" says what it is.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <sqlite3.h>
#include <bzrtp/bzrtp.h>
#include <srtp2/srtp.h>

#define CHANNELS 2
#define TICK_MS 2

struct channel {
  int index, socket, started, secure;
  uint32_t ssrc;
  uint16_t sequence;
  struct sockaddr_in other;
  srtp_t out, in;
};

static struct channel channels[CHANNELS];
static int count;
static bzrtpContext_t *context;
static const char *export_label;

static const struct {
  const char *code;
  uint8_t value;
} ALGORITHMS[] = {
  {"S256", ZRTP_HASH_S256}, {"S384", ZRTP_HASH_S384},
  {"AES1", ZRTP_CIPHER_AES1}, {"AES3", ZRTP_CIPHER_AES3},
  {"HS32", ZRTP_AUTHTAG_HS32}, {"HS80", ZRTP_AUTHTAG_HS80},
  {"DH2k", ZRTP_KEYAGREEMENT_DH2k}, {"DH3k", ZRTP_KEYAGREEMENT_DH3k},
  {"X255", ZRTP_KEYAGREEMENT_X255}, {"X448", ZRTP_KEYAGREEMENT_X448}, {"Mult", ZRTP_KEYAGREEMENT_Mult},
  {"B32", ZRTP_SAS_B32}, {"B256", ZRTP_SAS_B256},
#ifdef ZRTP_HASH_S512 /* since 5.2 */
  {"S512", ZRTP_HASH_S512},
#endif
#ifdef ZRTP_AUTHTAG_GCM /* since 5.3 */
  {"GCM", ZRTP_AUTHTAG_GCM},
#endif
#ifdef ZRTP_KEYAGREEMENT_K255 /* since 5.2, where it was built with its post-quantum engine */
  {"K255", ZRTP_KEYAGREEMENT_K255}, {"K448", ZRTP_KEYAGREEMENT_K448},
#endif
};
#define KNOWN (sizeof ALGORITHMS / sizeof *ALGORITHMS)

static void say(const char *format, ...) {
  va_list values;
  va_start(values, format);
  putchar('{');
  vprintf(format, values);
  puts("}");
  va_end(values);
  fflush(stdout);
}

static void fail(const char *what, int status) {
  say("\"event\":\"error\",\"what\":\"%s\",\"status\":%d", what, status);
  exit(1);
}

static uint64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *hex(const uint8_t *octets, size_t length) {
  static char text[2 * 2048 + 1];
  for (size_t i = 0; i < length && i < 2048; i++)
    sprintf(text + 2 * i, "%02x", octets[i]);
  text[2 * length] = 0;
  return text;
}

static const char *code_of(uint8_t value) {
  for (size_t i = 0; i < KNOWN; i++)
    if (ALGORITHMS[i].value == value)
      return ALGORITHMS[i].code;
  return "?";
}

static void set_algorithms(int type, char *list) {
  uint8_t values[7];
  int n = 0;
  for (char *code = strtok(list, ","); code && n < 7; code = strtok(NULL, ",")) {
    size_t i = 0;
    while (i < KNOWN && strcmp(ALGORITHMS[i].code, code))
      i++;
    if (i == KNOWN)
      fail(code, 0);
    values[n++] = ALGORITHMS[i].value;
  }
  bzrtp_setSupportedCryptoTypes(context, type, values, n);
}

/* --- what the engine tells --------------------------------------------------------------------- */

static int on_status(void *data, const uint8_t level, const uint8_t id, const char *text) {
  struct channel *c = data;
  if (level <= BZRTP_MESSAGE_WARNING)
    say("\"event\":\"status\",\"channel\":%d,\"mismatch\":%s,\"text\":\"%s\"", c->index,
        id == BZRTP_MESSAGE_CACHEMISMATCH ? "true" : "false", text ? text : "");
  return 0;
}

static int on_send(void *data, const uint8_t *packet, uint16_t length) {
  struct channel *c = data;
  sendto(c->socket, packet, length, 0, (struct sockaddr *)&c->other, sizeof c->other);
  return 0;
}

static void choose_policy(srtp_policy_t *policy, const bzrtpSrtpSecrets_t *s) {
  int aes256 = s->cipherAlgo == ZRTP_CIPHER_AES3;
#ifdef ZRTP_AUTHTAG_GCM
  if (s->authTagAlgo == ZRTP_AUTHTAG_GCM) {
    if (aes256) {
      srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy->rtp);
      srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy->rtcp);
    } else {
      srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy->rtp);
      srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy->rtcp);
    }
    return;
  }
#endif
  if (aes256) {
    srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy->rtcp);
    if (s->authTagAlgo == ZRTP_AUTHTAG_HS32)
      srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32(&policy->rtp);
    else
      srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy->rtp);
  } else {
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy->rtcp);
    if (s->authTagAlgo == ZRTP_AUTHTAG_HS32)
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy->rtp);
    else
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy->rtp);
  }
}

static srtp_t make_srtp(const bzrtpSrtpSecrets_t *s, int inbound) {
  srtp_policy_t policy;
  uint8_t key[64] = {0};
  srtp_t session = NULL;
  int length = inbound ? s->peerSrtpKeyLength : s->selfSrtpKeyLength;
  int salt = inbound ? s->peerSrtpSaltLength : s->selfSrtpSaltLength;
  memset(&policy, 0, sizeof policy);
  choose_policy(&policy, s);
  memcpy(key, inbound ? s->peerSrtpKey : s->selfSrtpKey, length);
  memcpy(key + length, inbound ? s->peerSrtpSalt : s->selfSrtpSalt, salt);
  policy.key = key;
  policy.window_size = 128;
  policy.ssrc.type = inbound ? ssrc_any_inbound : ssrc_any_outbound;
  int status = srtp_create(&session, &policy);
  if (status)
    fail("srtp_create", status);
  return session;
}

static int on_secure(void *data, const bzrtpSrtpSecrets_t *s, int32_t verified) {
  struct channel *c = data;
  c->secure = 1;
  c->out = make_srtp(s, 0);
  c->in = make_srtp(s, 1);
  say("\"event\":\"secure\",\"channel\":%d,\"sas\":\"%s\",\"hash\":\"%s\",\"cipher\":\"%s\",\"auth\":\"%s\","
      "\"ka\":\"%s\",\"sasType\":\"%s\",\"cacheMismatch\":%s,\"aux\":\"%s\",\"verified\":%s",
      c->index, s->sas ? s->sas : "", code_of(s->hashAlgo), code_of(s->cipherAlgo), code_of(s->authTagAlgo),
      code_of(s->keyAgreementAlgo), code_of(s->sasAlgo), s->cacheMismatch ? "true" : "false",
      s->auxSecretMismatch == BZRTP_AUXSECRET_MATCH ? "match"
      : s->auxSecretMismatch == BZRTP_AUXSECRET_MISMATCH ? "mismatch" : "unset",
      verified ? "true" : "false");
  return 0;
}

static int on_export(void *data, int zuid, uint8_t role) {
  struct channel *c = data;
  (void)zuid;
  say("\"event\":\"role\",\"channel\":%d,\"role\":\"%s\"", c->index,
      role == BZRTP_ROLE_INITIATOR ? "initiator" : "responder");
  if (export_label) {
    uint8_t key[64];
    size_t length = sizeof key;
    int status = bzrtp_exportKey(context, (char *)export_label, strlen(export_label), key, &length);
    if (status)
      fail("bzrtp_exportKey", status);
    say("\"event\":\"exported\",\"key\":\"%s\"", hex(key, length));
  }
  return 0;
}

/* --- media -------------------------------------------------------------------------------------- */

/* 20 octets of payload, which count up from the sequence number. */
static void send_rtp(struct channel *c) {
  uint8_t packet[128] = {0x80, 0, c->sequence >> 8, c->sequence, 0, 0, 0, 160 * (c->sequence & 1)};
  uint32_t ssrc = htonl(c->ssrc);
  int length = 32;
  memcpy(packet + 8, &ssrc, 4);
  for (int i = 12; i < length; i++)
    packet[i] = c->sequence + i;
  c->sequence++;
  int status = srtp_protect(c->out, packet, &length);
  if (status)
    fail("srtp_protect", status);
  sendto(c->socket, packet, length, 0, (struct sockaddr *)&c->other, sizeof c->other);
}

/* A receiver report without blocks. */
static void send_rtcp(struct channel *c) {
  uint8_t packet[64] = {0x80, 201, 0, 1};
  uint32_t ssrc = htonl(c->ssrc);
  int length = 8;
  memcpy(packet + 4, &ssrc, 4);
  int status = srtp_protect_rtcp(c->out, packet, &length);
  if (status)
    fail("srtp_protect_rtcp", status);
  sendto(c->socket, packet, length, 0, (struct sockaddr *)&c->other, sizeof c->other);
}

static void receive(struct channel *c) {
  static uint8_t packet[4096];
  ssize_t n;
  while ((n = recv(c->socket, packet, sizeof packet, MSG_DONTWAIT)) > 0) {
    int length = n, status;
    if (packet[0] == 0x10) {
      status = bzrtp_processMessage(context, c->ssrc, packet, n);
      if (status)
        say("\"event\":\"refused-zrtp\",\"channel\":%d,\"type\":\"%.8s\",\"status\":%d", c->index,
            n >= 24 ? (char *)packet + 16 : "", status);
      continue;
    }
    if (!c->in) {
      say("\"event\":\"early\",\"channel\":%d", c->index);
      continue;
    }
    status = n > 1 && packet[1] >= 192 && packet[1] < 224 ? srtp_unprotect_rtcp(c->in, packet, &length)
                                                           : srtp_unprotect(c->in, packet, &length);
    if (status)
      say("\"event\":\"refused-media\",\"channel\":%d,\"status\":%d", c->index, status);
    else
      say("\"event\":\"heard\",\"channel\":%d,\"packet\":\"%s\"", c->index, hex(packet, length));
  }
}

/* --- the program -------------------------------------------------------------------------------- */

static void add_channel(int port) {
  struct channel *c = &channels[count];
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof own;
  c->index = count++;
  c->ssrc = 0xb0000001u + c->index;
  c->sequence = 1000;
  c->other = own;
  c->other.sin_port = htons(port);
  c->socket = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(c->socket, (struct sockaddr *)&own, length) || getsockname(c->socket, (struct sockaddr *)&own, &length))
    fail("bind", c->index);
  if (c->index) {
    int status = bzrtp_addChannel(context, c->ssrc);
    if (status)
      fail("bzrtp_addChannel", status);
  }
  bzrtp_setClientData(context, c->ssrc, c);
  uint8_t hash[80] = "";
  bzrtp_getSelfHelloHash(context, c->ssrc, hash, sizeof hash);
  say("\"event\":\"channel\",\"channel\":%d,\"port\":%d,\"ssrc\":%u,\"helloHash\":\"%s\"", c->index,
      ntohs(own.sin_port), c->ssrc, hash);
}

/* What the library was built with; of what this program has a name for. */
static void say_supported(void) {
  static const uint8_t types[] = {ZRTP_HASH_TYPE, ZRTP_CIPHERBLOCK_TYPE, ZRTP_AUTHTAG_TYPE,
                                  ZRTP_KEYAGREEMENT_TYPE, ZRTP_SAS_TYPE};
  for (size_t i = 0; i < sizeof types; i++) {
    uint8_t values[7];
    int n = bzrtp_getSupportedCryptoTypes(context, types[i], values);
    for (int j = 0; j < n; j++)
      say("\"event\":\"supported\",\"code\":\"%s\"", code_of(values[j]));
  }
}

/* Returns 0 when the program is to end. */
static int obey(const char *line) {
  int n = 0, times = 0;
  if (sscanf(line, "start %d", &n) == 1 && n >= 0 && n < count) {
    int status = bzrtp_startChannelEngine(context, channels[n].ssrc);
    if (status)
      fail("bzrtp_startChannelEngine", status);
    channels[n].started = 1;
    say("\"event\":\"started\",\"channel\":%d", n);
  } else if (sscanf(line, "rtp %d %d", &n, &times) == 2 && n >= 0 && n < count && channels[n].out) {
    while (times-- > 0)
      send_rtp(&channels[n]);
  } else if (sscanf(line, "rtcp %d %d", &n, &times) == 2 && n >= 0 && n < count && channels[n].out) {
    while (times-- > 0)
      send_rtcp(&channels[n]);
  } else if (!strcmp(line, "verified")) {
    bzrtp_SASVerified(context);
    say("\"event\":\"done\"");
  } else if (!strcmp(line, "unverified")) {
    bzrtp_resetSASVerified(context);
    say("\"event\":\"done\"");
  } else if (!strcmp(line, "quit")) {
    return 0;
  } else {
    fail("what came on standard input", 0);
  }
  return 1;
}

/* Obeys what has come; returns 0 when the program is to end. */
static int read_commands(void) {
  static char text[512];
  static size_t used;
  ssize_t n = read(0, text + used, sizeof text - 1 - used);
  if (n <= 0)
    return 0;
  used += n;
  text[used] = 0;
  char *line = text, *end;
  while ((end = strchr(line, '\n'))) {
    *end = 0;
    if (!obey(line))
      return 0;
    line = end + 1;
  }
  used = strlen(line);
  memmove(text, line, used + 1);
  return 1;
}

static int has_failed(struct channel *c) {
  return c->started && !c->secure && bzrtp_getChannelStatus(context, c->ssrc) == BZRTP_CHANNEL_ERROR;
}

int main(int words, char **word) {
  bzrtpCallbacks_t callbacks = {0};
  char *ports = words > 1 ? word[1] : "", *aux = NULL, *peer_hash = NULL, *cache = NULL;
  sqlite3 *database = NULL;
  int status, forget = 0;

  srtp_init();
  context = bzrtp_createBzrtpContext();
  callbacks.bzrtp_statusMessage = on_status;
  callbacks.bzrtp_messageLevel = BZRTP_MESSAGE_WARNING;
  callbacks.bzrtp_sendData = on_send;
  callbacks.bzrtp_startSrtpSession = on_secure;
  callbacks.bzrtp_contextReadyForExportedKeys = on_export;
  bzrtp_setCallbacks(context, &callbacks);
  for (int i = 2; i < words; i++) {
    char *value = strchr(word[i], '=');
    if (!value)
      fail(word[i], 0);
    *value++ = 0;
    if (!strcmp(word[i], "hash")) set_algorithms(ZRTP_HASH_TYPE, value);
    else if (!strcmp(word[i], "cipher")) set_algorithms(ZRTP_CIPHERBLOCK_TYPE, value);
    else if (!strcmp(word[i], "auth")) set_algorithms(ZRTP_AUTHTAG_TYPE, value);
    else if (!strcmp(word[i], "ka")) set_algorithms(ZRTP_KEYAGREEMENT_TYPE, value);
    else if (!strcmp(word[i], "sas")) set_algorithms(ZRTP_SAS_TYPE, value);
    else if (!strcmp(word[i], "cache")) cache = value;
    else if (!strcmp(word[i], "forget")) forget = 1;
    else if (!strcmp(word[i], "aux")) aux = value;
    else if (!strcmp(word[i], "peerhash")) peer_hash = value;
    else if (!strcmp(word[i], "export")) export_label = value;
    else fail(word[i], 0);
  }
  if (cache) {
    status = sqlite3_open(cache, &database);
    if (!status)
      status = bzrtp_setZIDCache_lock(context, database, "sip:b@127.0.0.1", "sip:a@127.0.0.1", NULL);
    if (status && status != BZRTP_CACHE_SETUP)
      fail("cache", status);
    if (forget && (status = sqlite3_exec(database, "DELETE FROM zrtp", NULL, NULL, NULL)))
      fail("forget", status);
  }
  if ((status = bzrtp_initBzrtpContext(context, 0xb0000001u)))
    fail("bzrtp_initBzrtpContext", status);
  if (aux) {
    uint8_t secret[64];
    size_t n = 0;
    while (n < sizeof secret && sscanf(aux + 2 * n, "%2hhx", secret + n) == 1)
      n++;
    if ((status = bzrtp_setAuxiliarySharedSecret(context, secret, n)))
      fail("bzrtp_setAuxiliarySharedSecret", status);
  }
  for (char *port = strtok(ports, ","); port && count < CHANNELS; port = strtok(NULL, ","))
    add_channel(atoi(port));
  if (peer_hash && (status = bzrtp_setPeerHelloHash(context, channels[0].ssrc, (uint8_t *)peer_hash, strlen(peer_hash))))
    fail("bzrtp_setPeerHelloHash", status);
  say_supported();
  say("\"event\":\"ready\"");

  int told[CHANNELS] = {0};
  for (;;) {
    struct pollfd waits[1 + CHANNELS] = {{.fd = 0, .events = POLLIN}};
    for (int i = 0; i < count; i++)
      waits[1 + i] = (struct pollfd){.fd = channels[i].socket, .events = POLLIN};
    poll(waits, 1 + count, TICK_MS);
    if (waits[0].revents && !read_commands())
      break;
    for (int i = 0; i < count; i++) {
      struct channel *c = &channels[i];
      receive(c);
      if (c->started)
        bzrtp_iterate(context, c->ssrc, milliseconds());
      if (has_failed(c) && !told[i]++)
        say("\"event\":\"failed\",\"channel\":%d", i);
    }
  }
  for (int i = count - 1; i >= 0; i--)
    bzrtp_destroyBzrtpContext(context, channels[i].ssrc);
  if (database)
    sqlite3_close(database);
  say("\"event\":\"end\"");
  return 0;
}
