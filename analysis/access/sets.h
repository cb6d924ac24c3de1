/* sets.h - disjoint sets (union-find) over numbers; the lowest number stands for its set, so that
 * the outcome does not depend on the order of the unions. */
#ifndef HN_SETS_H
#define HN_SETS_H

#include <stdint.h>

static inline uint32_t hn_set_of(uint32_t *parent, uint32_t i) {
    while (parent[i] != i) {
        parent[i] = parent[parent[i]]; /* path halving (Tarjan, van Leeuwen 1984) */
        i = parent[i];
    }
    return i;
}

/* The same without shortening paths: many threads may ask while nobody joins. */
static inline uint32_t hn_set_root(const uint32_t *parent, uint32_t i) {
    while (parent[i] != i)
        i = parent[i];
    return i;
}

static inline void hn_set_join(uint32_t *parent, uint32_t a, uint32_t b) {
    a = hn_set_of(parent, a);
    b = hn_set_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

#endif
