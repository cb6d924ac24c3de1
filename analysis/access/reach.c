/* reach.c - finds, for every destination measured over the network, the stretches of links that
 * reach it and its entrances, one destination a time on many threads, and gathers them in order. */
#include "access/reach_parts.h"

#include "data/keys.h"

#include <stdlib.h>

/* ---- one destination ---- */

static int by_place(const void *one, const void *two) {
    const hn_site *a = one, *b = two;
    if (a->link != b->link) return a->link < b->link ? -1 : 1;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return (a->exit_m > b->exit_m) - (a->exit_m < b->exit_m);
}

/* A site with its number before sorting. */
typedef struct numbered {
    hn_site site; /* first, so that by_place compares it */
    uint32_t number;
} numbered;

static int by_place_then_number(const void *one, const void *two) {
    const numbered *a = one, *b = two;
    int order = by_place(&a->site, &b->site);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* Sites in the order of the network, those that another stands for left out, and the reaches with
 * them, into memory of their own. */
static bool keep(hn_reach_room *room, hn_found *found) {
    numbered *order = hn_alloc(room->sites, sizeof *order);
    found->site = hn_alloc(room->sites, sizeof *found->site);
    found->reach = hn_alloc(room->reaches, sizeof *found->reach);
    bool done = order && found->site && found->reach &&
                HN_RESERVE(room->number, 0, room->number_capacity, room->sites);
    size_t live = 0;
    for (uint32_t i = 0; done && i < room->sites; i++)
        if (room->site[i].art) order[live++] = (numbered){room->site[i], i};
    if (done && live > 1) qsort(order, live, sizeof *order, by_place_then_number);
    for (uint32_t i = 0; done && i < live; i++) {
        found->site[i] = order[i].site;
        room->number[order[i].number] = i;
    }
    for (size_t i = 0; done && i < room->reaches; i++) {
        found->reach[i] = room->reach[i];
        found->reach[i].entrance = room->number[room->reach[i].entrance];
    }
    found->sites = (uint32_t)live;
    found->reaches = room->reaches;
    hn_free(order);
    return done;
}

static bool find_one(hn_reach_room *room, uint32_t row) {
    const hn_outline *outline = &room->all->outlines->item[row];
    room->sites = room->reaches = 0;
    if (outline->geometry->kind == HN_POINT) {
        if (!hn_reach_points(room, row)) return false;
    } else if (!hn_reach_stretches(room, row) || !hn_reach_entrances(room, row)) {
        return false;
    }
    if (!hn_reach_gates(room, row)) return false;
    if (!room->sites && outline->geometry->kind != HN_POINT && !hn_reach_infer(room, row))
        return false;
    return !room->sites || keep(room, &room->all->found[row]);
}

static hensyn_status find_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                               size_t last) {
    const hn_reaching *all = shared;
    for (size_t i = first; i < last; i++) {
        if (!all->outlines->item[i].geometry) continue;
        if (hn_is_cancelled(ctx)) return HENSYN_OK;
        if (!find_one(state, (uint32_t)i)) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}

hensyn_status hn_reach_room_create(hensyn_context *ctx, void *shared, void **state) {
    const hn_reaching *all = shared;
    hn_reach_room *room = hn_zalloc(1, sizeof *room);
    if (!room) return hn_nomem(ctx);
    room->all = all;
    room->trace.near = all->near;
    room->trace.run = all->run;
    *state = room;
    return HENSYN_OK;
}

void hn_reach_room_destroy(void *shared, void *state) {
    (void)shared;
    hn_reach_room *room = state;
    if (!room) return;
    hn_trace_free(&room->trace);
    hn_free(room->run);
    hn_free(room->stretch);
    hn_free(room->member);
    hn_free(room->junction);
    hn_free(room->set);
    hn_free(room->site);
    hn_free(room->near);
    hn_free(room->level);
    hn_free(room->anchor);
    hn_free(room->number);
    hn_free(room->label);
    hn_free(room->queue);
    hn_free(room->reach);
    hn_free(room);
}

/* ---- all destinations ---- */

static uint32_t network_classes(const hn_access_options *options) {
    uint32_t classes = 0;
    for (size_t c = 0; c < options->classes; c++)
        if (!options->class_[c].straight) classes |= 1u << c;
    return classes;
}

static hensyn_status outline_destinations(hensyn_context *ctx, hn_reaching *all) {
    size_t count = all->result->destinations.count;
    uint32_t classes = network_classes(all->options);
    const hn_geometry **geometry = hn_alloc(count, sizeof *geometry);
    if (!geometry) return hn_nomem(ctx);
    for (size_t i = 0; i < count; i++) {
        const hn_destination *row = &all->result->destinations.row[i];
        geometry[i] = row->classes & classes ? row->geometry : NULL;
    }
    hensyn_status status =
        hn_outlines_create(ctx, geometry, count, all->options->threads, &all->outlines);
    hn_free(geometry);
    return status;
}

static hensyn_status remark_no_entrance(hensyn_context *ctx, hn_result *result,
                                        const hn_destination *row) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = hn_key_source(result->pool, row->nokkel, row->lag, row->kilde_id);
    if (!about.kilde) return hn_nomem(ctx);
    about.lag = row->lag;
    about.kilde_id = row->kilde_id;
    about.where = row->geometry;
    return hn_remark_add(ctx, result, HENSYN_WARNING, "MALOMRADE_UTEN_INNGANG", &about, "%s",
                         hn_text(ctx, "ingen lenke på bakken kommer i nærheten av målområdet",
                                 "no link on the ground comes near the destination"));
}

static hensyn_status add_entrances(hensyn_context *ctx, hn_reaching *all, size_t row) {
    hn_result *result = all->result;
    hn_destination *destination = &result->destinations.row[row];
    hn_found *found = &all->found[row];
    uint32_t first = (uint32_t)result->entrances.count;
    destination->innganger = (int)found->sites;
    for (uint32_t i = 0; i < found->sites; i++) {
        hn_entrance *entrance = HN_NEW_ROW(result->entrances);
        if (!entrance) return hn_nomem(ctx);
        entrance->fid = (int64_t)first + i + 1;
        entrance->x = found->site[i].x;
        entrance->y = found->site[i].y;
        entrance->malomrade_fid = destination->fid;
        entrance->art = found->site[i].art;
        entrance->avstand_til_nett_m = found->site[i].exit_m;
        entrance->destination = (uint32_t)row;
    }
    for (size_t i = 0; i < found->reaches; i++)
        found->reach[i].entrance += first;
    if (found->sites) return HENSYN_OK;
    destination->status = "uten_inngang";
    return remark_no_entrance(ctx, result, destination);
}

static int by_reach(const void *one, const void *two) {
    const hn_reach *a = one, *b = two;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    if (a->destination != b->destination) return a->destination < b->destination ? -1 : 1;
    return a->entrance < b->entrance ? -1 : a->entrance > b->entrance;
}

/* By link through a table of their numbers, then each link's own few. */
static hensyn_status gather(hensyn_context *ctx, const hn_reaching *all, hn_reaches *out) {
    size_t links = all->network->links->count, total = 0;
    size_t *first = hn_zalloc(links + 1, sizeof *first);
    if (!first) return hn_nomem(ctx);
    for (size_t i = 0; i < all->outlines->count; i++)
        for (size_t k = 0; k < all->found[i].reaches; k++, total++)
            first[all->found[i].reach[k].link]++;
    out->item = hn_alloc(total, sizeof *out->item);
    out->count = out->capacity = out->item ? total : 0;
    for (size_t i = 0, at = 0; i <= links; i++) {
        size_t own = first[i];
        first[i] = at;
        at += own;
    }
    for (size_t i = 0; out->item && i < all->outlines->count; i++)
        for (size_t k = 0; k < all->found[i].reaches; k++)
            out->item[first[all->found[i].reach[k].link]++] = all->found[i].reach[k];
    for (size_t i = 0, at = 0; out->item && i < links; at = first[i++])
        if (first[i] - at > 1) qsort(out->item + at, first[i] - at, sizeof *out->item, by_reach);
    hn_free(first);
    return out->item ? HENSYN_OK : hn_nomem(ctx);
}

static void free_all(hn_reaching *all) {
    for (size_t i = 0; all->found && i < all->outlines->count; i++) {
        hn_free(all->found[i].site);
        hn_free(all->found[i].reach);
    }
    hn_free(all->found);
    hn_free(all->gate);
    hn_outlines_destroy(all->outlines);
}

hensyn_status hn_reach_find(hensyn_context *ctx, hn_result *result, const hn_network *network,
                            const hn_access_input *input, const hn_access_options *options,
                            hn_reaches *out) {
    hn_reaching all = {.result = result, .network = network, .options = options};
    hensyn_status status = HENSYN_OK;
    *out = (hn_reaches){NULL, 0, 0};
    all.near = hn_measure_units(options->measure, HN_REACH_NEAR_M);
    all.run = hn_measure_units(options->measure, HN_REACH_RUN_M);
    HN_TRY(outline_destinations(ctx, &all));
    all.found = hn_zalloc(all.outlines->count, sizeof *all.found);
    if (!all.found) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_reach_tie_gates(ctx, &all, input));
    hn_parallel_job job = {.init = hn_reach_room_create,
                           .body = find_some,
                           .done = hn_reach_room_destroy,
                           .shared = &all,
                           .count = all.outlines->count,
                           .threads = options->threads};
    HN_TRY(hn_parallel(ctx, &job));
    for (size_t i = 0; i < all.outlines->count; i++)
        if (all.outlines->item[i].geometry) HN_TRY(add_entrances(ctx, &all, i));
    HN_TRY(gather(ctx, &all, out));
cleanup:
    free_all(&all);
    if (status != HENSYN_OK) hn_reaches_clear(out);
    return status;
}

void hn_reaches_clear(hn_reaches *reaches) {
    hn_free(reaches->item);
    *reaches = (hn_reaches){NULL, 0, 0};
}
