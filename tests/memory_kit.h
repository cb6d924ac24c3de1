/* memory_kit.h - every allocation of hensyn's own files fails in turn: scenes that are played again
 * and again. What comes out is HENSYN_MEMORY, or the same answer as ever, and nothing is left
 * behind.
 *
 * Programs are linked with --wrap for malloc, calloc, realloc and free, so that hensyn's own calls
 * come through here and those of the libraries do not. Include it once, after a kit that has
 * cmocka. */
#ifndef HN_MEMORY_KIT_H
#define HN_MEMORY_KIT_H

#include "hensyn.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

/* ---- what is refused ---- */

static atomic_long calls;      /* since arm() */
static atomic_long refuse_at;  /* number of the call; 0: none */
static atomic_bool refuse_all; /* and every later one too */
static atomic_bool armed;

static bool refused(void) {
    if (!armed) return false;
    long n = atomic_fetch_add(&calls, 1) + 1, at = refuse_at;
    return at && (n == at || (refuse_all && n > at));
}

/* ---- what is not given back: blocks of armed calls, in a table of addresses ---- */

enum { SLOTS = 1 << 17 };
static void *slot[SLOTS];
static size_t live;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t slot_of(const void *block) {
    size_t at = ((uintptr_t)block >> 4) * 0x9E3779B97F4A7C15u >> 20 & (SLOTS - 1);
    while (slot[at] && slot[at] != block)
        at = (at + 1) & (SLOTS - 1);
    return at;
}

static void remember(void *block) {
    if (!block || !armed) return;
    pthread_mutex_lock(&lock);
    if (live > SLOTS / 2) abort();
    slot[slot_of(block)] = block;
    live++;
    pthread_mutex_unlock(&lock);
}

/* Linear probing: what follows the freed slot is put in again. */
static void forget(const void *block) {
    if (!block || !live) return;
    pthread_mutex_lock(&lock);
    size_t at = slot_of(block);
    if (slot[at]) {
        slot[at] = NULL;
        live--;
        for (at = (at + 1) & (SLOTS - 1); slot[at]; at = (at + 1) & (SLOTS - 1)) {
            void *moved = slot[at];
            slot[at] = NULL;
            slot[slot_of(moved)] = moved;
        }
    }
    pthread_mutex_unlock(&lock);
}

void *__wrap_malloc(size_t size) {
    void *block = refused() ? NULL : __real_malloc(size);
    remember(block);
    return block;
}

void *__wrap_calloc(size_t count, size_t size) {
    void *block = refused() ? NULL : __real_calloc(count, size);
    remember(block);
    return block;
}

void *__wrap_realloc(void *block, size_t size) {
    if (refused()) return NULL;
    forget(block);
    void *moved = __real_realloc(block, size);
    remember(moved ? moved : block);
    return moved;
}

void __wrap_free(void *block) {
    forget(block);
    __real_free(block);
}

static void arm(long at, bool all) {
    calls = 0;
    refuse_at = at;
    refuse_all = all;
    if (live) memset(slot, 0, sizeof slot);
    live = 0;
    armed = true;
}

static long disarm(void) {
    armed = false;
    return calls;
}

/* ---- the loop ---- */

typedef struct scene {
    const char *name;
    /* Does the work, frees all it made, and sums up what came of it. */
    hensyn_status (*play)(hensyn_context *ctx, void *user, double *sum);
    void *user;
    long dense, about; /* the first so many calls in turn, then so many spread over the rest */
} scene;

static hensyn_status play_once(const scene *s, long at, bool all, double *sum, long *count,
                               char message[256]) {
    hensyn_context *ctx = NULL;
    assert_int_equal(hensyn_context_create(&ctx), HENSYN_OK);
    *sum = 0;
    arm(at, all);
    hensyn_status status = s->play(ctx, s->user, sum);
    *count = disarm();
    snprintf(message, 256, "%s", hensyn_message(ctx));
    hensyn_context_destroy(ctx);
    return status;
}

static void fail_in_turn(const scene *s) {
    char message[256];
    double expected, sum;
    long all_calls, count;
    hensyn_status status = play_once(s, 0, false, &expected, &all_calls, message);
    if (status != HENSYN_OK) fail_msg("%s: %d %s", s->name, (int)status, message);
    if (live) fail_msg("%s: %zu blocks are left without any failure", s->name, live);
    assert_true(all_calls > 0);
    long beyond = all_calls > s->dense ? all_calls - s->dense : 0;
    long each = beyond / (s->about ? s->about : 1) + 1, tried = 0, survived = 0;
    for (long at = 1; at <= all_calls; at += at < s->dense ? 1 : each, tried++) {
        bool all = tried % 2 != 0; /* one that fails alone, one after which nothing is left */
        status = play_once(s, at, all, &sum, &count, message);
        if (status == HENSYN_OK) survived++;
        if (status != HENSYN_OK && status != HENSYN_MEMORY)
            fail_msg("%s, allocation %ld of %ld: status %d, %s", s->name, at, all_calls,
                     (int)status, message);
        if (status == HENSYN_MEMORY && !*message)
            fail_msg("%s, allocation %ld: no message", s->name, at);
        if (status == HENSYN_OK && !(fabs(sum - expected) <= 1e-9 * fabs(expected)))
            fail_msg("%s, allocation %ld: it went on to another answer, %.17g for %.17g", s->name,
                     at, sum, expected);
        if (live) fail_msg("%s, allocation %ld: %zu blocks are left", s->name, at, live);
    }
    print_message("%s: %ld allocations, %ld refused in turn, %ld went well all the same\n", s->name,
                  all_calls, tried, survived);
}

#endif
