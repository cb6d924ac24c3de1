/* keys.c - kilde_id and nokkel, repeats numbered in source order. */
#include "data/keys.h"

#include <stdio.h>
#include <string.h>

/* A set of (text, number): texts are of one pool, so equal ones are the same pointer. The number
 * kept with the first serves as a counter. */
typedef struct slot {
    const char *text; /* NULL: free */
    uint64_t mark;
    uint32_t count;
} slot;

struct hn_keys {
    slot *slots;
    size_t size, used; /* size is a power of two */
    hn_pool *pool;     /* of the texts that are looked up */
    hn_buffer text;
};

enum { FIRST_SIZE = 256 };

hn_keys *hn_keys_create(void) {
    hn_keys *keys = hn_zalloc(1, sizeof *keys);
    if (!keys) return NULL;
    keys->slots = hn_zalloc(FIRST_SIZE, sizeof *keys->slots);
    keys->pool = hn_pool_create();
    keys->size = FIRST_SIZE;
    if (keys->slots && keys->pool) return keys;
    hn_keys_destroy(keys);
    return NULL;
}

void hn_keys_destroy(hn_keys *keys) {
    if (!keys) return;
    hn_free(keys->slots);
    hn_pool_destroy(keys->pool);
    hn_buffer_free(&keys->text);
    hn_free(keys);
}

/* Finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static slot *place(slot *slots, size_t size, const char *text, uint64_t mark) {
    size_t at = (size_t)mix((uint64_t)(uintptr_t)text ^ mix(mark)) & (size - 1);
    while (slots[at].text && (slots[at].text != text || slots[at].mark != mark))
        at = (at + 1) & (size - 1);
    return &slots[at];
}

/* Makes sure that so many slots can be taken without the table moving. */
static bool room_for(hn_keys *keys, size_t more) {
    if ((keys->used + more) * 4 < keys->size * 3) return true;
    size_t wider = keys->size * 2;
    slot *slots = hn_zalloc(wider, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < keys->size; i++)
        if (keys->slots[i].text)
            *place(slots, wider, keys->slots[i].text, keys->slots[i].mark) = keys->slots[i];
    hn_free(keys->slots);
    keys->slots = slots;
    keys->size = wider;
    return true;
}

/* The slot of a text and mark, made when new; the caller has made room. NULL: no memory. */
static slot *find(hn_keys *keys, const char *text, uint64_t mark) {
    const char *kept = hn_pool_add(keys->pool, text);
    if (!kept) return NULL;
    slot *found = place(keys->slots, keys->size, kept, mark);
    if (!found->text) {
        found->text = kept;
        found->mark = mark;
        keys->used++;
    }
    return found;
}

/* source/layer/id, with '#number' from the second on; NULL: no memory. */
static const char *compose(hn_keys *keys, const hn_layer *layer, const char *id, uint32_t number,
                           size_t *id_at) {
    keys->text.length = 0;
    hn_appendf(&keys->text, "%s/%s/", layer->source ? layer->source : "",
               layer->name ? layer->name : "");
    *id_at = keys->text.length;
    hn_append(&keys->text, id);
    if (number > 1) hn_appendf(&keys->text, "#%u", (unsigned)number);
    return keys->text.failed ? NULL : keys->text.text;
}

static uint64_t hash_words(uint64_t hash, const void *words, size_t size) {
    const unsigned char *at = words;
    for (; size >= 8; at += 8, size -= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        hash = mix(hash ^ word) + 0x9e3779b97f4a7c15u;
    }
    uint64_t rest = 0;
    memcpy(&rest, at, size);
    return mix(hash ^ rest ^ ((uint64_t)size << 56));
}

uint64_t hn_geometry_hash(const hn_geometry *geometry) {
    if (!geometry) return 0;
    const hn_geometry *g = geometry;
    uint64_t hash =
        hash_words((uint64_t)g->kind, g->part, (g->parts + (size_t)1) * sizeof *g->part);
    hash = hash_words(hash, g->ring, (g->rings + (size_t)1) * sizeof *g->ring);
    hash = hash_words(hash, g->xy, 2 * (size_t)g->points * sizeof *g->xy);
    return hash ? hash : 1;
}

/* Has this id of this layer come with this geometry before? Remembers it. */
static bool seen_before(hn_keys *keys, const char *base, const hn_geometry *geometry,
                        uint32_t kilde, bool *duplicate) {
    uint64_t mark = mix(hn_geometry_hash(geometry) + kilde) | 1; /* 0 marks counters */
    slot *seen = find(keys, base, mark);
    if (!seen) return false;
    *duplicate = seen->count > 0;
    seen->count++;
    return true;
}

bool hn_keys_add(hn_keys *keys, hn_pool *pool, const hn_layer *layer, size_t row, const char *id,
                 uint32_t kilde, hn_key *out) {
    char position[32];
    *out = (hn_key){.counted = !id || !*id};
    if (out->counted) {
        snprintf(position, sizeof position, "rad:%zu",
                 layer->position ? (size_t)layer->position[row] : row + 1);
        id = position;
    }
    if (!room_for(keys, 3)) return false;
    size_t id_at;
    const char *text = compose(keys, layer, id, 1, &id_at);
    slot *base = text ? find(keys, text, 0) : NULL;
    if (!base) return false;
    if (!out->counted &&
        !seen_before(keys, base->text, layer->geometry[row], kilde, &out->duplicate))
        return false;
    /* A numbered key may already be the plain id of another feature: the next free one. */
    for (uint32_t number = ++base->count; number > 1; number = ++base->count) {
        text = compose(keys, layer, id, number, &id_at);
        slot *taken = text ? find(keys, text, 0) : NULL;
        if (!taken) return false;
        if (taken->count > 0) continue;
        taken->count = 1;
        break;
    }
    out->nokkel = hn_pool_add(pool, text);
    out->kilde_id = out->nokkel ? hn_pool_add(pool, text + id_at) : NULL;
    return out->kilde_id != NULL;
}

const char *hn_key_source(hn_pool *pool, const char *nokkel, const char *lag,
                          const char *kilde_id) {
    size_t all = strlen(nokkel), rest = strlen(lag) + strlen(kilde_id) + 2;
    return hn_pool_add_n(pool, nokkel, all > rest ? all - rest : all);
}
