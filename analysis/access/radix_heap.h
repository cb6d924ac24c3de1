/* radix_heap.h - a monotone priority queue of (cost, node): costs pushed are never below the last
 * one popped (Ahuja, Mehlhorn, Orlin, Tarjan 1990). An item lies in the bucket of the highest bit
 * in which its cost differs from the last one popped, so each moves at most 64 times. */
#ifndef HN_RADIX_HEAP_H
#define HN_RADIX_HEAP_H

#include "base/memory.h"

#include <stdint.h>

typedef struct hn_heap_item {
    uint64_t cost;
    uint32_t node;
} hn_heap_item;

typedef struct hn_radix_heap {
    struct {
        hn_heap_item *item;
        size_t count, capacity;
    } bucket[65];
    uint64_t last;
    size_t count;
} hn_radix_heap;

static inline int hn_radix_bucket(uint64_t last, uint64_t cost) {
    return cost == last ? 0 : 64 - __builtin_clzll(cost ^ last);
}

/* False: no memory. */
static inline bool hn_heap_push(hn_radix_heap *h, uint64_t cost, uint32_t node) {
    int b = hn_radix_bucket(h->last, cost);
    if (h->bucket[b].count == h->bucket[b].capacity &&
        !HN_RESERVE(h->bucket[b].item, h->bucket[b].count, h->bucket[b].capacity, 1))
        return false;
    h->bucket[b].item[h->bucket[b].count++] = (hn_heap_item){cost, node};
    h->count++;
    return true;
}

/* Takes an item of lowest cost; the heap must not be empty. False: no memory. */
bool hn_heap_pop(hn_radix_heap *heap, hn_heap_item *out);
void hn_heap_reset(hn_radix_heap *heap); /* empty, ready for costs from 0 */
void hn_heap_free(hn_radix_heap *heap);

#endif
