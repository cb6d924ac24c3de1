/* radix_heap.c - taking from the heap: the lowest full bucket is spread over those below it. */
#include "access/radix_heap.h"

/* Moves the items of the lowest full bucket, whose least cost becomes the new base. */
static bool refill(hn_radix_heap *h) {
    int b = 1;
    while (h->bucket[b].count == 0)
        b++;
    hn_heap_item *item = h->bucket[b].item;
    size_t count = h->bucket[b].count;
    uint64_t least = item[0].cost;
    for (size_t i = 1; i < count; i++)
        least = item[i].cost < least ? item[i].cost : least;
    h->last = least;
    h->bucket[b].count = 0;
    h->count -= count;
    /* All land in lower buckets, so the array that is read is not written. */
    for (size_t i = 0; i < count; i++)
        if (!hn_heap_push(h, item[i].cost, item[i].node)) return false;
    return true;
}

bool hn_heap_pop(hn_radix_heap *heap, hn_heap_item *out) {
    if (heap->bucket[0].count == 0 && !refill(heap)) return false;
    *out = heap->bucket[0].item[--heap->bucket[0].count];
    heap->count--;
    return true;
}

void hn_heap_reset(hn_radix_heap *heap) {
    for (int b = 0; b <= 64; b++)
        heap->bucket[b].count = 0;
    heap->count = 0;
    heap->last = 0;
}

void hn_heap_free(hn_radix_heap *heap) {
    for (int b = 0; b <= 64; b++)
        hn_free(heap->bucket[b].item);
    *heap = (hn_radix_heap){0};
}
