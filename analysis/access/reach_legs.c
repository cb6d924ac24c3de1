/* reach_legs.c - entrances that lie off the network, with a straight leg between: gates that the
 * user gives, and point destinations. What is inferred has a file of its own. */
#include "access/reach_parts.h"

#include <stdlib.h>

bool hn_reach_add_piece(hn_reach_room *room, uint32_t row, const hn_site *site, hn_span piece) {
    if (!HN_RESERVE(room->reach, room->reaches, room->reach_capacity, 1)) return false;
    room->reach[room->reaches++] =
        (hn_reach){site->link, piece.from, piece.to, row, (uint32_t)room->sites, site->exit_m};
    return true;
}

bool hn_reach_add_site(hn_reach_room *room, const hn_site *site) {
    if (!HN_RESERVE(room->site, room->sites, room->site_capacity, 1)) return false;
    room->site[room->sites++] = *site;
    return true;
}

bool hn_reach_add_leg(hn_reach_room *room, uint32_t row, const hn_site *site) {
    return hn_reach_add_piece(room, row, site, (hn_span){site->at, site->at}) &&
           hn_reach_add_site(room, site);
}

/* ---- points ---- */

bool hn_reach_points(hn_reach_room *room, uint32_t row) {
    const hn_geometry *g = room->all->outlines->item[row].geometry;
    for (uint32_t i = 0; i < g->points; i++) {
        double x = g->xy[2 * (size_t)i], y = g->xy[2 * (size_t)i + 1];
        hn_tie tie = hn_network_nearest(room->all->network, x, y, room->all->options->snap, true);
        if (tie.link == UINT32_MAX) continue;
        hn_site site = {x, y, "punkt", tie.distance_m, tie.link, tie.at};
        if (!hn_reach_add_leg(room, row, &site)) return false;
    }
    return true;
}

/* ---- gates ---- */

bool hn_reach_gates(hn_reach_room *room, uint32_t row) {
    const hn_reaching *all = room->all;
    size_t low = 0, high = all->gates;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->gate[middle].destination < row)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < all->gates && all->gate[low].destination == row; low++) {
        const hn_tied_gate *g = &all->gate[low];
        hn_site site = {g->x, g->y, "oppgitt", g->tie.distance_m, g->tie.link, g->tie.at};
        if (!hn_reach_add_leg(room, row, &site)) return false;
    }
    return true;
}

/* Finds the destinations of gates. */
typedef struct gate_search {
    hn_reaching *all;
    hn_holders holders;
    hn_nearby nearby;
    double x, y;
    uint32_t inside;
} gate_search;

static bool note_holder(uint32_t item, void *user) {
    gate_search *s = user;
    if (item < s->inside && hn_outline_locate(&s->all->outlines->item[item], s->x, s->y) >= 0)
        s->inside = item;
    return true;
}

/* The destination that holds the gate, else the nearest within --inferred-entrance. */
static uint32_t destination_of(gate_search *s) {
    double metres, at[2], limit = s->all->options->inferred;
    uint32_t hint = UINT32_MAX;
    s->inside = UINT32_MAX;
    hn_holders_query(&s->holders, s->x, s->y, note_holder, s);
    if (s->inside != UINT32_MAX) return s->inside;
    return hn_nearby_find(&s->nearby, s->x, s->y, limit, &hint, &metres, at);
}

static hensyn_status remark_gate(hensyn_context *ctx, hn_result *result, const hn_gate *gate,
                                 const char *text) {
    hn_about about = HN_ABOUT_NOTHING;
    hn_geometry *point = hn_geometry_create(HN_POINT, 1, 1, 1);
    if (!point) return hn_nomem(ctx);
    point->xy[0] = gate->x;
    point->xy[1] = gate->y;
    hn_geometry_finish(point);
    about.where = point;
    hensyn_status status =
        hn_remark_add(ctx, result, HENSYN_WARNING, "INNGANG_UBRUKT", &about, "%s", text);
    hn_free(point);
    return status;
}

static hensyn_status tie_gate(hensyn_context *ctx, gate_search *s, const hn_gate *gate) {
    hn_reaching *all = s->all;
    s->x = gate->x;
    s->y = gate->y;
    hn_tied_gate tied = {.destination = destination_of(s), .x = gate->x, .y = gate->y};
    if (tied.destination == UINT32_MAX)
        return remark_gate(ctx, all->result, gate,
                           hn_text(ctx, "inngangen ligger ikke i eller nær noe målområde",
                                   "the entrance lies neither in nor near any destination"));
    tied.tie = hn_network_nearest(all->network, gate->x, gate->y, all->options->snap, true);
    if (tied.tie.link == UINT32_MAX)
        return remark_gate(ctx, all->result, gate,
                           hn_text(ctx, "inngangen har ingen lenke på bakken i nærheten",
                                   "the entrance has no link on the ground near it"));
    all->gate[all->gates++] = tied;
    return HENSYN_OK;
}

/* As given within a destination: the sort is stable by insertion of equal ones in order. */
static hensyn_status sort_gates(hensyn_context *ctx, hn_reaching *all) {
    size_t count = all->result->destinations.count;
    size_t *first = hn_zalloc(count + 1, sizeof *first);
    hn_tied_gate *sorted = hn_alloc(all->gates, sizeof *sorted);
    hensyn_status status = first && sorted ? HENSYN_OK : hn_nomem(ctx);
    for (size_t i = 0; status == HENSYN_OK && i < all->gates; i++)
        first[all->gate[i].destination + 1]++;
    for (size_t i = 0; status == HENSYN_OK && i < count; i++)
        first[i + 1] += first[i];
    for (size_t i = 0; status == HENSYN_OK && i < all->gates; i++)
        sorted[first[all->gate[i].destination]++] = all->gate[i];
    hn_free(first);
    if (status != HENSYN_OK) {
        hn_free(sorted);
        return status;
    }
    hn_free(all->gate);
    all->gate = sorted;
    return status;
}

hensyn_status hn_reach_tie_gates(hensyn_context *ctx, hn_reaching *all,
                                 const hn_access_input *input) {
    if (!input->gates) return HENSYN_OK;
    gate_search s = {.all = all};
    hensyn_status status = HENSYN_OK;
    all->gate = hn_alloc(input->gates, sizeof *all->gate);
    if (!all->gate) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_holders_create(ctx, all->outlines, &s.holders));
    HN_TRY(hn_nearby_create(ctx, all->outlines, all->options->measure, NULL, NULL, &s.nearby));
    for (size_t i = 0; i < input->gates; i++)
        HN_TRY(tie_gate(ctx, &s, &input->gate[i]));
    HN_TRY(sort_gates(ctx, all));
cleanup:
    hn_holders_free(&s.holders);
    hn_nearby_free(&s.nearby);
    return status;
}
