/* reach_legs.c - entrances that lie off the network, with a straight leg between: gates that the
 * user gives, those inferred where no link meets a destination, and point destinations. */
#include "access/reach_parts.h"

#include <stdlib.h>

bool hn_reach_add_leg(hn_reach_room *room, uint32_t row, const hn_site *site) {
    if (!HN_RESERVE(room->site, room->sites, room->site_capacity, 1) ||
        !HN_RESERVE(room->reach, room->reaches, room->reach_capacity, 1))
        return false;
    room->reach[room->reaches++] =
        (hn_reach){site->link, site->at, site->at, row, (uint32_t)room->sites, site->exit_m};
    room->site[room->sites++] = *site;
    return true;
}

/* ---- inferred entrances ---- */

/* The place of one link that is nearest to an outline. */
typedef struct closest {
    const hn_reach_room *room;
    const hn_outline *outline;
    uint32_t run; /* of the network, that is compared */
    double apart2;
    hn_position at;  /* on the link */
    uint32_t vertex; /* of the outline: its segment, to settle ties */
    double x, y;     /* on the outline */
} closest;

static void keep_closer(closest *c, double apart2, hn_position at, uint32_t vertex, const double *a,
                        const double *b, double share) {
    if (apart2 > c->apart2) return;
    if (apart2 == c->apart2 && (at > c->at || (at == c->at && vertex >= c->vertex))) return;
    *c = (closest){c->room,
                   c->outline,
                   c->run,
                   apart2,
                   at,
                   vertex,
                   a[0] + share * (b[0] - a[0]),
                   a[1] + share * (b[1] - a[1])};
}

/* Segments that do not meet are nearest at an end of one of them. */
static void compare_segments(closest *c, const double *p, uint32_t segment, const double *a,
                             uint32_t vertex) {
    const double *q = p + 2, *b = a + 2;
    double share, d2 = hn_segment_apart2(a, b, p[0], p[1], &share);
    keep_closer(c, d2, segment, vertex, a, b, share);
    d2 = hn_segment_apart2(a, b, q[0], q[1], &share);
    keep_closer(c, d2, segment + 1, vertex, a, b, share);
    d2 = hn_segment_apart2(p, q, a[0], a[1], &share);
    keep_closer(c, d2, segment + share, vertex, a, b, 0);
    d2 = hn_segment_apart2(p, q, b[0], b[1], &share);
    keep_closer(c, d2, segment + share, vertex, a, b, 1);
}

static bool compare_run(uint32_t item, void *user) {
    closest *c = user;
    const hn_network *n = c->room->all->network;
    const hn_outline_run *run = &c->outline->run[item];
    uint32_t first = n->run_segment[c->run], count = hn_network_run_length(n, c->run);
    for (uint32_t i = first; i < first + count; i++)
        for (uint32_t j = run->first; j < run->last; j++)
            compare_segments(c, n->links->link[n->run_link[c->run]].xy + 2 * (size_t)i, i,
                             c->outline->geometry->xy + 2 * (size_t)j, j);
    return true;
}

static hn_box link_run_box(const hn_network *n, uint32_t run) {
    const double *xy = n->links->link[n->run_link[run]].xy + 2 * (size_t)n->run_segment[run];
    hn_box box = HN_EMPTY_BOX;
    for (uint32_t i = 0; i <= hn_network_run_length(n, run); i++, xy += 2)
        box = hn_box_join(box, (hn_box){xy[0], xy[1], xy[0], xy[1]});
    return box;
}

/* The scale of a projection is within a few per cent; metres are compared afterwards. */
static double generous(const hn_reaching *all, double metres) {
    return hn_measure_units(all->options->measure, metres) * 1.1;
}

static double metres_between(const hn_reaching *all, const double *a, const double *b) {
    return hn_measure_distance(all->options->measure, a[0] + (b[0] - a[0]) / 2,
                               a[1] + (b[1] - a[1]) / 2, hypot(b[0] - a[0], b[1] - a[1]));
}

static bool infer_from_link(hn_reach_room *room, uint32_t row, uint32_t link, const closest *c) {
    if (isinf(c->apart2)) return true;
    double on_link[2], on_area[2] = {c->x, c->y};
    hn_network_point(room->all->network, link, c->at, on_link);
    double leg = metres_between(room->all, on_link, on_area);
    if (leg > room->all->options->inferred) return true;
    return hn_reach_add_leg(room, row, &(hn_site){c->x, c->y, "antatt", leg, link, c->at});
}

bool hn_reach_infer(hn_reach_room *room, uint32_t row) {
    const hn_network *n = room->all->network;
    double grow = generous(room->all, room->all->options->inferred);
    closest c = {.room = room, .outline = &room->all->outlines->item[row]};
    if (!hn_reach_runs(room, c.outline->geometry, grow)) return false;
    for (size_t i = 0, next; i < room->runs; i = next) {
        uint32_t link = n->run_link[room->run[i]];
        c.apart2 = INFINITY;
        for (next = i; next < room->runs && n->run_link[room->run[next]] == link; next++) {
            if (!n->links->link[link].at_grade) continue;
            c.run = room->run[next];
            hn_outline_query(c.outline, hn_box_grow(link_run_box(n, c.run), grow), compare_run, &c);
        }
        if (!infer_from_link(room, row, link, &c)) return false;
    }
    return true;
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
    double plane, at[2], limit = s->all->options->inferred;
    uint32_t hint = UINT32_MAX;
    s->inside = UINT32_MAX;
    hn_holders_query(&s->holders, s->x, s->y, note_holder, s);
    if (s->inside != UINT32_MAX) return s->inside;
    uint32_t item =
        hn_nearby_find(&s->nearby, s->x, s->y, generous(s->all, limit), &hint, &plane, at);
    bool near = item != UINT32_MAX && metres_between(s->all, (double[2]){s->x, s->y}, at) <= limit;
    return near ? item : UINT32_MAX;
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
    HN_TRY(hn_nearby_create(ctx, all->outlines, NULL, NULL, &s.nearby));
    for (size_t i = 0; i < input->gates; i++)
        HN_TRY(tie_gate(ctx, &s, &input->gate[i]));
    HN_TRY(sort_gates(ctx, all));
cleanup:
    hn_holders_free(&s.holders);
    hn_nearby_free(&s.nearby);
    return status;
}
