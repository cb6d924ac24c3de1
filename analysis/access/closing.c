/* closing.c - which pieces of paths development areas close. */
#include "access/closing.h"

#include "access/reach_parts.h"

#include <stdlib.h>
#include <string.h>

/* Nearer pieces on a link are one: plan areas that were meant to meet, and no way in between. */
static const double gap_m = 1;

typedef struct pieces {
    hn_closed *item;
    size_t count, capacity;
} pieces;

typedef struct closing_all {
    hn_reaching reaching; /* first: the rooms know it by this */
    pieces *of;           /* of each area */
} closing_all;

/* ---- one area ---- */

static bool add_piece(const hn_reaching *all, pieces *out, uint32_t link, hn_position from,
                      hn_position to) {
    const double *xy = all->network->links->link[link].xy;
    if (hn_chain_within(xy, from, to, all->near) <= all->near) return true;
    if (!HN_RESERVE(out->item, out->count, out->capacity, 1)) return false;
    out->item[out->count++] = (hn_closed){link, from, to};
    return true;
}

/* The stretch without its runs along the boundary. */
static bool add_inside(const hn_reach_room *room, const hn_stretch *s, pieces *out) {
    hn_position at = s->from;
    for (uint32_t k = s->first_along; k < s->first_along + s->alongs; k++) {
        hn_span run = room->trace.along.item[k];
        if (run.from > at && !add_piece(room->all, out, s->link, at, run.from)) return false;
        if (run.to > at) at = run.to;
    }
    return at >= s->to || add_piece(room->all, out, s->link, at, s->to);
}

static hensyn_status close_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                                size_t last) {
    closing_all *all = shared;
    hn_reach_room *room = state;
    for (size_t i = first; i < last && !hn_is_cancelled(ctx); i++) {
        if (!hn_reach_stretches(room, (uint32_t)i)) return hn_nomem(ctx);
        for (size_t k = 0; k < room->stretches; k++) {
            const hn_stretch *s = &room->stretch[k];
            if (!s->at_grade || !all->reaching.network->links->link[s->link].yields) continue;
            if (!add_inside(room, s, &all->of[i])) return hn_nomem(ctx);
        }
    }
    return HENSYN_OK;
}

/* ---- all ---- */

static int by_place(const void *one, const void *two) {
    const hn_closed *a = one, *b = two;
    if (a->link != b->link) return a->link < b->link ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static hensyn_status gather(hensyn_context *ctx, const closing_all *all, size_t areas,
                            hn_closing *out) {
    size_t total = 0;
    out->first_own = hn_alloc(areas + 1, sizeof *out->first_own);
    for (size_t i = 0; out->first_own && i <= areas; i++) {
        out->first_own[i] = (uint32_t)total;
        if (i < areas) total += all->of[i].count;
    }
    out->own = hn_alloc(total, sizeof *out->own);
    out->item = hn_alloc(total, sizeof *out->item);
    if (!out->first_own || !out->own || !out->item) return hn_nomem(ctx);
    for (size_t i = 0; i < areas; i++)
        for (size_t k = 0; k < all->of[i].count; k++)
            out->own[out->first_own[i] + k] = all->of[i].item[k];
    if (total) memcpy(out->item, out->own, total * sizeof *out->item);
    out->count = total;
    return HENSYN_OK;
}

/* Pieces of several areas that meet or overlap become one. */
static void join(const hn_network *n, hn_closing *c) {
    size_t kept = 0;
    if (c->count > 1) qsort(c->item, c->count, sizeof *c->item, by_place);
    for (size_t i = 0; i < c->count; i++) {
        hn_closed *last = kept ? &c->item[kept - 1] : NULL;
        hn_closed piece = c->item[i];
        if (last && last->link == piece.link &&
            (piece.from <= last->to || hn_network_along(n, piece.link, piece.from) -
                                               hn_network_along(n, piece.link, last->to) <=
                                           gap_m)) {
            if (piece.to > last->to) last->to = piece.to;
        } else {
            c->item[kept++] = piece;
        }
    }
    c->count = kept;
}

static hensyn_status index_links(hensyn_context *ctx, const hn_network *n, hn_closing *c) {
    size_t links = n->links->count, at = 0;
    c->first = hn_alloc(links + 1, sizeof *c->first);
    if (!c->first) return hn_nomem(ctx);
    for (size_t link = 0; link <= links; link++) {
        while (at < c->count && c->item[at].link < link)
            at++;
        c->first[link] = (uint32_t)at;
    }
    return HENSYN_OK;
}

static hensyn_status outline_areas(hensyn_context *ctx, const hn_access_input *input, int threads,
                                   hn_outlines **out) {
    const hn_geometry **geometry = hn_alloc(input->developments, sizeof *geometry);
    if (!geometry) return hn_nomem(ctx);
    for (size_t i = 0; i < input->developments; i++)
        geometry[i] = input->development[i].geometry;
    hensyn_status status = hn_outlines_create(ctx, geometry, input->developments, threads, out);
    hn_free(geometry);
    return status;
}

hensyn_status hn_closing_find(hensyn_context *ctx, const hn_network *network,
                              const hn_access_input *input, const hn_access_options *options,
                              hn_closing *out) {
    hensyn_status status = HENSYN_OK;
    closing_all all = {.reaching = {.network = network, .options = options}};
    hn_parallel_job job = {.init = hn_reach_room_create,
                           .body = close_some,
                           .done = hn_reach_room_destroy,
                           .shared = &all,
                           .count = input->developments,
                           .threads = options->threads};
    *out = (hn_closing){0};
    all.reaching.near = hn_measure_units(options->measure, HN_REACH_NEAR_M);
    all.reaching.run = hn_measure_units(options->measure, HN_REACH_RUN_M);
    all.of = hn_zalloc(input->developments, sizeof *all.of);
    if (!all.of) HN_TRY(hn_nomem(ctx));
    HN_TRY(outline_areas(ctx, input, options->threads, &all.reaching.outlines));
    HN_TRY(hn_parallel(ctx, &job));
    HN_TRY(gather(ctx, &all, input->developments, out));
    join(network, out);
    HN_TRY(index_links(ctx, network, out));
cleanup:
    for (size_t i = 0; all.of && i < input->developments; i++)
        hn_free(all.of[i].item);
    hn_free(all.of);
    hn_outlines_destroy(all.reaching.outlines);
    if (status != HENSYN_OK) hn_closing_clear(out);
    return status;
}

void hn_closing_clear(hn_closing *closing) {
    hn_free(closing->item);
    hn_free(closing->first);
    hn_free(closing->own);
    hn_free(closing->first_own);
    *closing = (hn_closing){0};
}
