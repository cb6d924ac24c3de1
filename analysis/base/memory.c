/* memory.c - checked allocation, growing arrays, string pool and growing text. */
#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool product(size_t count, size_t size, size_t *out) {
    if (size && count > SIZE_MAX / size) return false;
    *out = count * size;
    if (*out == 0) *out = 1;
    return true;
}

void *hn_alloc(size_t count, size_t size) {
    size_t bytes;
    return product(count, size, &bytes) ? malloc(bytes) : NULL;
}

void *hn_zalloc(size_t count, size_t size) {
    size_t bytes;
    return product(count, size, &bytes) ? calloc(1, bytes) : NULL;
}

void *hn_realloc(void *old, size_t count, size_t size) {
    size_t bytes;
    return product(count, size, &bytes) ? realloc(old, bytes) : NULL;
}

void hn_free(void *block) { free(block); }

char *hn_strdup(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = hn_alloc(size, 1);
    if (copy) memcpy(copy, text, size);
    return copy;
}

char *hn_format(const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (length < 0) return NULL;
    char *text = hn_alloc((size_t)length + 1, 1);
    if (!text) return NULL;
    va_start(args, fmt);
    vsnprintf(text, (size_t)length + 1, fmt, args);
    va_end(args);
    return text;
}

bool hn_reserve(void **array, size_t *capacity, size_t wanted, size_t size) {
    if (wanted <= *capacity) return true;
    size_t grown = *capacity < 8 ? 8 : *capacity + *capacity / 2;
    if (grown < wanted) grown = wanted;
    void *moved = hn_realloc(*array, grown, size);
    if (!moved) return false;
    *array = moved;
    *capacity = grown;
    return true;
}

/* Blocks hold the texts; an open-addressing table of pointers finds equal ones. */
typedef struct pool_block {
    struct pool_block *next;
    size_t used, size;
    char text[];
} pool_block;

struct hn_pool {
    pool_block *blocks;
    const char **slots;
    uint32_t *hashes; /* of the texts in slots: most that differ need not be looked at */
    size_t slot_count, count, bytes;
};

enum { POOL_BLOCK = 1 << 16, POOL_SLOTS = 256 };

hn_pool *hn_pool_create(void) {
    hn_pool *pool = hn_zalloc(1, sizeof *pool);
    if (!pool) return NULL;
    pool->slots = hn_zalloc(POOL_SLOTS, sizeof *pool->slots);
    pool->hashes = hn_alloc(POOL_SLOTS, sizeof *pool->hashes);
    pool->slot_count = POOL_SLOTS;
    if (pool->slots && pool->hashes) return pool;
    hn_pool_destroy(pool);
    return NULL;
}

void hn_pool_destroy(hn_pool *pool) {
    if (!pool) return;
    for (pool_block *block = pool->blocks, *next; block; block = next) {
        next = block->next;
        hn_free(block);
    }
    hn_free(pool->slots);
    hn_free(pool->hashes);
    hn_free(pool);
}

size_t hn_pool_bytes(const hn_pool *pool) { return pool->bytes; }

/* FNV-1a, folded. */
static uint32_t hash_text(const char *text, size_t size) {
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return (uint32_t)(hash ^ (hash >> 32));
}

static bool pool_grow(hn_pool *pool) {
    size_t wider = pool->slot_count * 2;
    const char **slots = hn_zalloc(wider, sizeof *slots);
    uint32_t *hashes = hn_alloc(wider, sizeof *hashes);
    if (!slots || !hashes || wider > UINT32_MAX) {
        hn_free(slots);
        hn_free(hashes);
        return false;
    }
    for (size_t i = 0; i < pool->slot_count; i++) {
        if (!pool->slots[i]) continue;
        size_t at = pool->hashes[i] & (wider - 1);
        while (slots[at])
            at = (at + 1) & (wider - 1);
        slots[at] = pool->slots[i];
        hashes[at] = pool->hashes[i];
    }
    hn_free(pool->slots);
    hn_free(pool->hashes);
    pool->slots = slots;
    pool->hashes = hashes;
    pool->slot_count = wider;
    return true;
}

static bool is_text(const char *kept, const char *text, size_t size) {
    return strncmp(kept, text, size) == 0 && kept[size] == '\0';
}

static char *pool_room(hn_pool *pool, size_t size) {
    pool_block *block = pool->blocks;
    if (!block || block->size - block->used < size) {
        size_t room = size > POOL_BLOCK ? size : POOL_BLOCK;
        block = hn_alloc(sizeof *block + room, 1);
        if (!block) return NULL;
        block->next = pool->blocks;
        block->used = 0;
        block->size = room;
        pool->blocks = block;
        pool->bytes += room;
    }
    char *text = block->text + block->used;
    block->used += size;
    return text;
}

const char *hn_pool_add_n(hn_pool *pool, const char *text, size_t size) {
    if (pool->count * 4 >= pool->slot_count * 3 && !pool_grow(pool)) return NULL;
    uint32_t hash = hash_text(text, size);
    size_t mask = pool->slot_count - 1, at = hash & mask;
    for (; pool->slots[at]; at = (at + 1) & mask)
        if (pool->hashes[at] == hash && is_text(pool->slots[at], text, size))
            return pool->slots[at];
    char *copy = pool_room(pool, size + 1);
    if (!copy) return NULL;
    memcpy(copy, text, size);
    copy[size] = '\0';
    pool->slots[at] = copy;
    pool->hashes[at] = hash;
    pool->count++;
    return copy;
}

const char *hn_pool_add(hn_pool *pool, const char *text) {
    return hn_pool_add_n(pool, text, strlen(text));
}

void hn_append_n(hn_buffer *buffer, const void *bytes, size_t size) {
    if (buffer->failed) return;
    if (!hn_reserve((void **)&buffer->text, &buffer->capacity, buffer->length + size + 1, 1)) {
        buffer->failed = true;
        return;
    }
    memcpy(buffer->text + buffer->length, bytes, size);
    buffer->length += size;
    buffer->text[buffer->length] = '\0';
}

void hn_append(hn_buffer *buffer, const char *text) { hn_append_n(buffer, text, strlen(text)); }

void hn_appendf(hn_buffer *buffer, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (buffer->failed) return;
    size_t wanted = buffer->length + (size_t)length + 1;
    if (length < 0 || !hn_reserve((void **)&buffer->text, &buffer->capacity, wanted, 1)) {
        buffer->failed = true;
        return;
    }
    va_start(args, fmt);
    vsnprintf(buffer->text + buffer->length, (size_t)length + 1, fmt, args);
    va_end(args);
    buffer->length += (size_t)length;
}

void hn_buffer_free(hn_buffer *buffer) {
    hn_free(buffer->text);
    *buffer = (hn_buffer){0};
}
