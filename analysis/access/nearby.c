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
                               bool (*member)(size_t item, const void *user), const void *user,
                               hn_nearby *out) {
    size_t count = 0, at = 0;
    hensyn_status status = HENSYN_OK;
    *out = (hn_nearby){.outlines = outlines};
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
    *nearby = (hn_nearby){NULL, NULL, NULL, NULL};
}

typedef struct nearest_search {
    const hn_nearby *nearby;
    double x, y;
} nearest_search;

static double run_apart(const nearest_search *s, uint32_t entry, double at[2]) {
    const hn_outline *o = &s->nearby->outlines->item[s->nearby->item[entry]];
    const hn_outline_run *run = &o->run[s->nearby->run[entry]];
    double best2 = INFINITY;
    for (uint32_t i = run->first; i < run->last || i == run->first; i++) {
        const double *a = o->geometry->xy + 2 * (size_t)i, *b = i < run->last ? a + 2 : a;
        double share, found2 = hn_segment_apart2(a, b, s->x, s->y, &share);
        if (found2 >= best2) continue;
        best2 = found2;
        at[0] = a[0] + share * (b[0] - a[0]);
        at[1] = a[1] + share * (b[1] - a[1]);
    }
    return sqrt(best2);
}

static double run_distance(uint32_t entry, double limit, void *user) {
    double at[2];
    (void)limit;
    return run_apart(user, entry, at);
}

uint32_t hn_nearby_find(const hn_nearby *nearby, double x, double y, double limit, uint32_t *hint,
                        double *plane, double at[2]) {
    nearest_search s = {nearby, x, y};
    if (*hint != UINT32_MAX) limit = hn_min(limit, run_apart(&s, *hint, at));
    uint32_t entry =
        hn_index_nearest(nearby->index, (hn_box){x, y, x, y}, limit, run_distance, &s, plane);
    *hint = entry;
    if (entry == UINT32_MAX) return UINT32_MAX;
    run_apart(&s, entry, at);
    return nearby->item[entry];
}
