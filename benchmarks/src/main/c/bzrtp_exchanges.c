/* What a key agreement costs by libbzrtp, the engine of Linphone, measured as ExchangeCost measures ours:
 * both ends in one thread, packets from hand to hand, CPU time of that thread.
 *
 *   gcc -O2 -o bzrtp_exchanges bzrtp_exchanges.c -lbzrtp
 *
 * libbzrtp is under the GPL. So this program is built on the machine that measures, and neither it nor
 * anything else that links the library is ever shipped.
 *
 * Lines in: a key agreement, a cipher, an authentication tag and a count, as "X255 AES3 HS80 50". Each is
 * answered by one line, for that many exchanges together: CPU nanoseconds from the start of both channels
 * until both are secure, those with the making and freeing of the contexts, the packets and the octets of
 * the last exchange, and what it came to. The hash is S256, the SAS B32; there is no cache. The clock of the
 * timers is a counter, so nothing sleeps.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <bzrtp/bzrtp.h>

#define TICK_MS 10
#define PATIENCE_MS 5000
#define QUEUE 64
#define LONGEST 3072

struct end {
  bzrtpContext_t *context;
  uint32_t ssrc;
  int secure;
  uint8_t key_agreement, cipher, auth_tag;
  struct end *other;
};

static struct packet {
  struct end *to;
  uint16_t length;
  uint8_t octets[LONGEST];
} queue[QUEUE];
static unsigned queued, taken, octets_sent;

static const struct {
  const char *code;
  uint8_t value;
} ALGORITHMS[] = {
  {"AES1", ZRTP_CIPHER_AES1}, {"AES3", ZRTP_CIPHER_AES3},
  {"HS32", ZRTP_AUTHTAG_HS32}, {"HS80", ZRTP_AUTHTAG_HS80},
  {"DH2k", ZRTP_KEYAGREEMENT_DH2k}, {"DH3k", ZRTP_KEYAGREEMENT_DH3k},
  {"X255", ZRTP_KEYAGREEMENT_X255}, {"X448", ZRTP_KEYAGREEMENT_X448},
#ifdef ZRTP_KEYAGREEMENT_K255 /* since 5.2, where it was built with its post-quantum engine */
  {"K255", ZRTP_KEYAGREEMENT_K255}, {"K448", ZRTP_KEYAGREEMENT_K448},
#endif
};
#define KNOWN (sizeof ALGORITHMS / sizeof *ALGORITHMS)

static void fail(const char *what, long status) {
  fprintf(stderr, "bzrtp_exchanges: %s: 0x%lx\n", what, status);
  exit(1);
}

static void need(const char *what, int status) {
  if (status)
    fail(what, status);
}

static uint64_t cpu_nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static uint8_t value_of(const char *code) {
  for (size_t i = 0; i < KNOWN; i++)
    if (!strcmp(ALGORITHMS[i].code, code))
      return ALGORITHMS[i].value;
  fail(code, 0);
  return 0;
}

static const char *code_of(uint8_t value) {
  for (size_t i = 0; i < KNOWN; i++)
    if (ALGORITHMS[i].value == value)
      return ALGORITHMS[i].code;
  return "?";
}

static int on_send(void *data, const uint8_t *packet, uint16_t length) {
  struct end *from = data;
  struct packet *next = &queue[queued % QUEUE];
  if (queued - taken == QUEUE || length > LONGEST)
    fail("the queue is full", length);
  next->to = from->other;
  next->length = length;
  memcpy(next->octets, packet, length);
  queued++;
  octets_sent += length;
  return 0;
}

static int on_keys(void *data, const bzrtpSrtpSecrets_t *keys, uint8_t part) {
  (void)data, (void)keys, (void)part;
  return 0;
}

static int on_secure(void *data, const bzrtpSrtpSecrets_t *keys, int32_t verified) {
  struct end *end = data;
  (void)verified;
  end->secure = 1;
  end->key_agreement = keys->keyAgreementAlgo;
  end->cipher = keys->cipherAlgo;
  end->auth_tag = keys->authTagAlgo;
  return 0;
}

static void set_algorithms(bzrtpContext_t *context, uint8_t type, uint8_t first, uint8_t second) {
  uint8_t algorithms[7] = {first, second};
  bzrtp_setSupportedCryptoTypes(context, type, algorithms, second ? 2 : 1);
}

static void open_end(struct end *end, struct end *other, uint32_t ssrc, const uint8_t algorithms[3]) {
  bzrtpCallbacks_t callbacks = {0};
  callbacks.bzrtp_sendData = on_send;
  callbacks.bzrtp_srtpSecretsAvailable = on_keys;
  callbacks.bzrtp_startSrtpSession = on_secure;
  memset(end, 0, sizeof *end);
  end->context = bzrtp_createBzrtpContext();
  end->ssrc = ssrc;
  end->other = other;
  set_algorithms(end->context, ZRTP_KEYAGREEMENT_TYPE, algorithms[0], ZRTP_KEYAGREEMENT_Mult);
  set_algorithms(end->context, ZRTP_CIPHERBLOCK_TYPE, algorithms[1], 0);
  set_algorithms(end->context, ZRTP_AUTHTAG_TYPE, algorithms[2], 0);
  set_algorithms(end->context, ZRTP_HASH_TYPE, ZRTP_HASH_S256, 0);
  set_algorithms(end->context, ZRTP_SAS_TYPE, ZRTP_SAS_B32, 0);
  need("bzrtp_setCallbacks", bzrtp_setCallbacks(end->context, &callbacks));
  need("bzrtp_initBzrtpContext", bzrtp_initBzrtpContext(end->context, ssrc));
  need("bzrtp_setClientData", bzrtp_setClientData(end->context, ssrc, end));
}

static void agree(struct end *a, struct end *b) {
  uint64_t now = 0;
  queued = taken = octets_sent = 0;
  need("bzrtp_startChannelEngine", bzrtp_startChannelEngine(a->context, a->ssrc));
  need("bzrtp_startChannelEngine", bzrtp_startChannelEngine(b->context, b->ssrc));
  for (; !(a->secure && b->secure) && now < PATIENCE_MS; now += TICK_MS) {
    bzrtp_iterate(a->context, a->ssrc, now);
    bzrtp_iterate(b->context, b->ssrc, now);
    for (; taken < queued; taken++) {
      struct packet *packet = &queue[taken % QUEUE];
      /* What it returns is about packets that it passes over, also. */
      bzrtp_processMessage(packet->to->context, packet->to->ssrc, packet->octets, packet->length);
    }
  }
  if (!a->secure || !b->secure)
    fail("not secure", bzrtp_getChannelStatus(a->context, a->ssrc));
}

int main(void) {
  char key_agreement[8], cipher[8], auth_tag[8];
  int count;
  while (scanf("%7s %7s %7s %d", key_agreement, cipher, auth_tag, &count) == 4) {
    uint8_t algorithms[] = {value_of(key_agreement), value_of(cipher), value_of(auth_tag)};
    uint64_t exchange = 0, whole = 0;
    struct end a, b;
    for (int i = 0; i < count; i++) {
      uint64_t begin = cpu_nanos();
      open_end(&a, &b, 1, algorithms);
      open_end(&b, &a, 2, algorithms);
      uint64_t before = cpu_nanos();
      agree(&a, &b);
      uint64_t after = cpu_nanos();
      bzrtp_destroyBzrtpContext(a.context, a.ssrc);
      bzrtp_destroyBzrtpContext(b.context, b.ssrc);
      exchange += after - before;
      whole += cpu_nanos() - begin;
    }
    printf("%llu %llu %u %u %s %s %s\n", (unsigned long long)exchange, (unsigned long long)whole, queued,
           octets_sent, code_of(b.key_agreement), code_of(b.cipher), code_of(b.auth_tag));
    fflush(stdout);
  }
  return 0;
}
