/* nearby.c - indexes over the parts and over the runs of many outlines. */
#include "access/nearby.h"

#include "base/memory.h"

/* ---- what holds a point ---- */

/* Parts, not whole areas: one of scattered parts would seem to be everywhere. */
hensyn_status hn_holders_create(hensyn_context *ctx, const hn_outlines *outlines, hn_holders *out) {
    size_t count = 0, at = 0;
    hensyn_status status = HENSYN_OK;
    *out = (hn_holders){.outlines = outlines};
    for (size_t i = 0; i < outlines->count; i++) {
        const hn_geometry *g = outlines->item[i].geometry;
        if (g && g->kind == HN_AREA) count += g->parts;
    }
    hn_box *box = hn_alloc(count, sizeof *box);
    out->item = hn_alloc(count, sizeof *out->item);
    if (!box || !out->item) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < outlines->count; i++) {
        const hn_geometry *g = outlines->item[i].geometry;
        for (uint32_t part = 0; g && g->kind == HN_AREA && part < g->parts; part++) {
            out->item[at] = (uint32_t)i;
            box[at++] = hn_part_box(g, part);
        }
    }
    out->index = hn_index_create(box, count);
    if (!out->index) HN_TRY(hn_nomem(ctx));
cleanup:
    hn_free(box);
    return status;
}

void hn_holders_free(hn_holders *holders) {
    hn_index_destroy(holders->index);
    hn_free(holders->item);
    *holders = (hn_holders){NULL, NULL, NULL};
}

typedef struct holder_search {
    const hn_holders *holders;
    hn_index_found found;
    void *user;
} holder_search;

static bool found_part(uint32_t part, void *user) {
    const holder_search *s = user;
    return s->found(s->holders->item[part], s->user);
}

void hn_holders_query(const hn_holders *holders, double x, double y, hn_index_found found,
                      void *user) {
    holder_search s = {holders, found, user};
    hn_index_query(holders->index, (hn_box){x, y, x, y}, found_part, &s);
}

/* ---- what is nearest ---- */

/* Runs by item, so that the index settles ties by the lowest one. */
hensyn_status hn_nearby_create(hensyn_context *ctx, const hn_outlines *outlines,
                               const hn_measure *measure,
                               bool (*member)(size_t item, const void *user), const void *user,
                               hn_nearby *out) {
    size_t count = 0, at = 0;
    hensyn_status status = HENSYN_OK;
    *out = (hn_nearby){.outlines = outlines, .measure = measure};
    for (size_t i = 0; i < outlines->count; i++)
        if (!member || member(i, user)) count += outlines->item[i].runs;
    hn_box *box = hn_alloc(count, sizeof *box);
    out->item = hn_alloc(count, sizeof *out->item);
    out->run = hn_alloc(count, sizeof *out->run);
    if (!box || !out->item || !out->run) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < outlines->count; i++) {
        if (member && !member(i, user)) continue;
        for (uint32_t run = 0; run < outlines->item[i].runs; run++, at++) {
            out->item[at] = (uint32_t)i;
            out->run[at] = run;
            box[at] = outlines->item[i].box[run];
        }
    }
    out->index = hn_index_create(box, count);
    if (!out->index) HN_TRY(hn_nomem(ctx));
cleanup:
    hn_free(box);
    return status;
}

void hn_nearby_free(hn_nearby *nearby) {
    hn_index_destroy(nearby->index);
    hn_free(nearby->item);
    hn_free(nearby->run);
    *nearby = (hn_nearby){NULL, NULL, NULL, NULL, NULL};
}

typedef struct nearest_search {
    const hn_nearby *nearby;
    hn_viewpoint from;
    double limit_m; /* falls to the best so far */
} nearest_search;

static double entry_metres(const nearest_search *s, uint32_t entry, double at[2]) {
    const hn_nearby *n = s->nearby;
    return hn_outline_run_metres(&n->outlines->item[n->item[entry]], n->run[entry], &s->from,
                                 s->limit_m, at);
}

/* In the plane at its smallest scale, where no box is farther than what is in it. */
static double run_distance(uint32_t entry, double limit, void *user) {
    nearest_search *s = user;
    double at[2], metres = entry_metres(s, entry, at);
    (void)limit;
    s->limit_m = hn_min(s->limit_m, metres);
    return hn_measure_within(s->from.measure, metres);
}

uint32_t hn_nearby_find(const hn_nearby *nearby, double x, double y, double limit_m, uint32_t *hint,
                        double *metres, double at[2]) {
    nearest_search s = {nearby, {nearby->measure, x, y}, limit_m};
    *metres = INFINITY;
    if (*hint != UINT32_MAX) s.limit_m = hn_min(limit_m, entry_metres(&s, *hint, at));
    uint32_t entry =
        hn_index_nearest(nearby->index, (hn_box){x, y, x, y},
                         hn_measure_within(nearby->measure, s.limit_m), run_distance, &s, NULL);
    *hint = entry;
    if (entry == UINT32_MAX) return UINT32_MAX;
    *metres = entry_metres(&s, entry, at);
    return nearby->item[entry];
}
