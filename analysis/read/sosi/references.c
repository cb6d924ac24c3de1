/* references.c - the curves an area refers to, and the rings that parentheses make of them. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

/* Begins the ring of an opened parenthesis. */
static sosi_status open_ring(sosi_reader *r, const char *text) {
    sosi_raw *raw = &r->raw;
    if (r->ring_depth == SOSI_MOST_LEVELS) return sosi_broken(r, text);
    if (!SOSI_RESERVE(raw->ring, raw->rings, raw->ring_room, 1)) return sosi_nomem(r);
    size_t around = r->ring_stack[r->ring_depth], made = raw->rings++;
    int depth = raw->ring[around].depth + 1;
    /* A hole belongs to the ring around it; an island in a hole stands for itself. */
    raw->ring[made] = (sosi_raw_ring){depth, depth % 2 ? around : made};
    r->ring_stack[++r->ring_depth] = made;
    return SOSI_OK;
}

static sosi_status begin_references(sosi_reader *r) {
    sosi_raw *raw = &r->raw;
    if (raw->rings) return SOSI_OK;
    if (!SOSI_RESERVE(raw->ring, raw->rings, raw->ring_room, 1)) return sosi_nomem(r);
    raw->ring[raw->rings++] = (sosi_raw_ring){0, 0};
    r->ring_stack[0] = 0;
    r->ring_depth = 0;
    return SOSI_OK;
}

/* ":-633" with at behind the colon. */
static sosi_status add_reference(sosi_reader *r, const char **at, const char *text) {
    sosi_raw *raw = &r->raw;
    sosi_reference ref = {.ring = r->ring_stack[r->ring_depth], .reversed = **at == '-'};
    *at += ref.reversed;
    if (!sosi_read_serial(at, &ref.serial)) return sosi_broken(r, text);
    if (!SOSI_RESERVE(raw->ref, raw->refs, raw->ref_room, 1)) return sosi_nomem(r);
    raw->ref[raw->refs++] = ref;
    return SOSI_OK;
}

/* ":-633 :134 (:138)": a minus for backwards, holes in parentheses. */
sosi_status sosi_take_references(sosi_reader *r, const char *text) {
    sosi_status status = begin_references(r);
    for (const char *at = text; *at && *at != '!' && status == SOSI_OK;) {
        char c = *at++;
        if (c == '(') status = open_ring(r, text);
        if (c == ')' && r->ring_depth == 0) return sosi_broken(r, text);
        if (c == ')') r->ring_depth--;
        if (c == ':') status = add_reference(r, &at, text);
        if (!sosi_blank(c) && !strchr("():,", c)) return sosi_broken(r, text);
    }
    return status;
}

/* References in the order of their rings, which differs from that of the text where a ring goes on
 * behind its hole. Stable: the order within a ring is that of the border. */
sosi_status sosi_sort_references(sosi_reader *r) {
    sosi_raw *raw = &r->raw;
    size_t i = 1;
    while (i < raw->refs && raw->ref[i - 1].ring <= raw->ref[i].ring)
        i++;
    if (i >= raw->refs) return SOSI_OK;
    sosi_reference *sorted = malloc(raw->refs * sizeof *sorted);
    size_t *start = calloc(raw->rings + 1, sizeof *start);
    bool ok = sorted && start;
    for (i = 0; ok && i < raw->refs; i++)
        start[raw->ref[i].ring + 1]++;
    for (i = 0; ok && i < raw->rings; i++)
        start[i + 1] += start[i];
    for (i = 0; ok && i < raw->refs; i++)
        sorted[start[raw->ref[i].ring]++] = raw->ref[i];
    if (ok) memcpy(raw->ref, sorted, raw->refs * sizeof *sorted);
    free(sorted);
    free(start);
    return ok ? SOSI_OK : sosi_nomem(r);
}
