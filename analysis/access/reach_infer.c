/* reach_infer.c - entrances of an area or line that no link meets: of each link that comes near
 * enough the place nearest to the boundary. A link that keeps its least distance over a run is as
 * near anywhere on it, and like a run along a boundary the run as a whole is where one gets in,
 * with the one leg; its entrance stands at its middle. */
#include "access/reach_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- the nearest place ---- */

typedef struct closest {
    hn_reach_room *room;
    const hn_outline *outline;
    uint32_t run; /* of the network, that is compared */
    double apart2;
    hn_position at;  /* on the link */
    uint32_t vertex; /* of the outline: its segment, to settle ties */
    double xy[2];    /* on the outline */
    double within;   /* units: what is not farther is as near */
} closest;

static void keep_closer(closest *c, double apart2, hn_position at, uint32_t vertex, const double *a,
                        const double *b, double share) {
    if (apart2 > c->apart2) return;
    if (apart2 == c->apart2 && (at > c->at || (at == c->at && vertex >= c->vertex))) return;
    c->apart2 = apart2;
    c->at = at;
    c->vertex = vertex;
    c->xy[0] = a[0] + share * (b[0] - a[0]);
    c->xy[1] = a[1] + share * (b[1] - a[1]);
}

/* Segments that do not meet are nearest at an end of one of them. */
static bool compare_segments(closest *c, const double *p, uint32_t segment, const double *a,
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
    return true;
}

/* ---- what is as near ---- */

static const hn_span nothing = {INFINITY, -INFINITY};

static bool is_some(hn_span s) { return s.from <= s.to; }

static void join(hn_span *to, hn_span more) {
    to->from = hn_min(to->from, more.from);
    to->to = hn_max(to->to, more.to);
}

/* Narrows a range of t to where start + t * rate lies between low and high. */
static void narrow(hn_span *range, double start, double rate, double low, double high) {
    if (rate == 0) {
        if (start < low || start > high) *range = nothing;
        return;
    }
    double a = (low - start) / rate, b = (high - start) / rate;
    range->from = hn_max(range->from, hn_min(a, b));
    range->to = hn_min(range->to, hn_max(a, b));
}

/* Widens it by where p + t * u comes within a distance of a point. */
static void widen_by_disc(hn_span *range, const double *p, const double *u, const double *centre,
                          double distance) {
    double length2 = u[0] * u[0] + u[1] * u[1], x = centre[0] - p[0], y = centre[1] - p[1];
    double across = x * u[1] - y * u[0], half2 = distance * distance - across * across / length2;
    if (half2 < 0) return;
    double middle = (x * u[0] + y * u[1]) / length2, half = sqrt(half2 / length2);
    join(range, (hn_span){middle - half, middle + half});
}

/* The shares of p..q within a distance of the segment a..b: what lies in the rectangle along it and
 * in the discs around its ends, one range since distance from a convex set is convex. */
static hn_level level_with(const double *p, const double *a, double distance) {
    const double *b = a + 2;
    double u[2] = {p[2] - p[0], p[3] - p[1]}, v[2] = {b[0] - a[0], b[1] - a[1]};
    double x = p[0] - a[0], y = p[1] - a[1], length = hypot(v[0], v[1]), wide = distance * length;
    hn_span across = {0, 1};
    narrow(&across, x * v[0] + y * v[1], u[0] * v[0] + u[1] * v[1], 0, length * length);
    narrow(&across, x * v[1] - y * v[0], u[0] * v[1] - u[1] * v[0], -wide, wide);
    if (!is_some(across)) across = nothing;
    hn_level level = {across, across};
    widen_by_disc(&level.all, p, u, a, distance);
    widen_by_disc(&level.all, p, u, b, distance);
    level.all = (hn_span){hn_max(level.all.from, 0), hn_min(level.all.to, 1)};
    return level;
}

static bool note_level(closest *c, const double *p, uint32_t segment, const double *a,
                       uint32_t vertex) {
    (void)vertex;
    hn_reach_room *room = c->room;
    hn_level level = level_with(p, a, c->within);
    if (!is_some(level.all)) return true;
    room->no_memory = !HN_RESERVE(room->near, room->nears, room->near_capacity, 1);
    if (room->no_memory) return false;
    double *ends[] = {&level.all.from, &level.all.to, &level.across.from, &level.across.to};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        *ends[i] += segment;
    room->near[room->nears++] = level;
    return true;
}

static int by_from(const void *one, const void *two) {
    const hn_level *a = one, *b = two;
    return (a->all.from > b->all.from) - (a->all.from < b->all.from);
}

/* Moves what one run of the network has given to the pieces of its link, joined where they meet. */
static bool join_near(hn_reach_room *room, uint32_t link) {
    const double *xy = room->all->network->links->link[link].xy;
    if (room->nears > 1) qsort(room->near, room->nears, sizeof *room->near, by_from);
    for (size_t i = 0; i < room->nears; i++) {
        const hn_level *more = &room->near[i];
        hn_level *last = room->levels ? &room->level[room->levels - 1] : NULL;
        if (last && (more->all.from <= last->all.to ||
                     hn_chain_length(xy, last->all.to, more->all.from) <= room->all->near)) {
            join(&last->all, more->all);
            join(&last->across, more->across);
            continue;
        }
        if (!HN_RESERVE(room->level, room->levels, room->level_capacity, 1)) return false;
        room->level[room->levels++] = *more;
    }
    room->nears = 0;
    return true;
}

/* ---- pairs of segments that come near each other ---- */

typedef bool (*pair_fn)(closest *c, const double *p, uint32_t segment, const double *a,
                        uint32_t vertex);

typedef struct pairing {
    closest *c;
    pair_fn pair;
} pairing;

static bool pair_run(uint32_t item, void *user) {
    const pairing *g = user;
    closest *c = g->c;
    const hn_network *n = c->room->all->network;
    const hn_outline_run *run = &c->outline->run[item];
    uint32_t first = n->run_segment[c->run], count = hn_network_run_length(n, c->run);
    for (uint32_t i = first; i < first + count; i++)
        for (uint32_t j = run->first; j < run->last; j++)
            if (!g->pair(c, n->links->link[n->run_link[c->run]].xy + 2 * (size_t)i, i,
                         c->outline->geometry->xy + 2 * (size_t)j, j))
                return false;
    return true;
}

static hn_box link_run_box(const hn_network *n, uint32_t run) {
    const double *xy = n->links->link[n->run_link[run]].xy + 2 * (size_t)n->run_segment[run];
    hn_box box = HN_EMPTY_BOX;
    for (uint32_t i = 0; i <= hn_network_run_length(n, run); i++, xy += 2)
        box = hn_box_join(box, (hn_box){xy[0], xy[1], xy[0], xy[1]});
    return box;
}

static void pair_with_outline(closest *c, uint32_t run, double grow, pair_fn pair) {
    pairing g = {c, pair};
    c->run = run;
    hn_outline_query(c->outline, hn_box_grow(link_run_box(c->room->all->network, run), grow),
                     pair_run, &g);
}

/* ---- entrances ---- */

/* The run that a piece is, nothing for a place alone. Around a corner the link keeps within a
 * millimetre on both sides of its nearest place: that much is not counted, and what has nothing
 * straight across is a run only where it goes on for longer. */
static hn_span run_of(const closest *c, const double *xy, const hn_level *level) {
    double corner = sqrt(c->within * c->within - c->apart2) + c->room->all->near;
    double least = c->room->all->run;
    hn_span run = level->all, across = level->across;
    if (!is_some(across)) {
        least += 2 * corner;
    } else {
        if (hn_chain_length(xy, run.from, across.from) <= corner) run.from = across.from;
        if (hn_chain_length(xy, across.to, run.to) <= corner) run.to = across.to;
    }
    return hn_chain_length(xy, run.from, run.to) > least ? run : nothing;
}

/* Ends of runs and the nearest place are computed in different ways. */
static bool holds_nearest(const closest *c, const double *xy, hn_span run) {
    double off = c->at < run.from ? hn_chain_length(xy, c->at, run.from)
                                  : hn_chain_length(xy, run.to, hn_max(run.to, c->at));
    return off <= c->room->all->near;
}

static void move_to_middle(const closest *c, hn_span run, hn_site *site) {
    const hn_network *n = c->room->all->network;
    double middle[2], place[2];
    site->at = hn_reach_halfway(n, site->link, run.from, run.to);
    hn_network_point(n, site->link, site->at, middle);
    hn_viewpoint from = {n->measure, middle[0], middle[1]};
    hn_outline_metres(c->outline, &from, INFINITY, place);
    site->x = place[0];
    site->y = place[1];
}

/* The entrance of a link: the runs that are as near, and the nearest place where none holds it. */
static bool infer_from_link(const closest *c, uint32_t row, uint32_t link, double leg) {
    hn_reach_room *room = c->room;
    const double *xy = room->all->network->links->link[link].xy;
    hn_site site = {c->xy[0], c->xy[1], "antatt", leg, link, c->at};
    bool held = false;
    for (size_t i = 0; i < room->levels; i++) {
        hn_span run = run_of(c, xy, &room->level[i]);
        if (!is_some(run)) continue;
        if (!hn_reach_add_piece(room, row, &site, run)) return false;
        if (!holds_nearest(c, xy, run)) continue;
        move_to_middle(c, run, &site);
        held = true;
    }
    return (held || hn_reach_add_piece(room, row, &site, (hn_span){site.at, site.at})) &&
           hn_reach_add_site(room, &site);
}

/* The nearest place of a link, from the runs [first, last) of it near the destination, and the
 * pieces that are as near. Metres of the leg; INFINITY: farther than --inferred-entrance. */
static double find_closest(closest *c, size_t first, size_t last, double grow) {
    hn_reach_room *room = c->room;
    uint32_t link = room->all->network->run_link[room->run[first]];
    double line[4];
    c->apart2 = INFINITY;
    for (size_t k = first; k < last; k++)
        pair_with_outline(c, room->run[k], grow, compare_segments);
    if (isinf(c->apart2)) return INFINITY;
    hn_network_point(room->all->network, link, c->at, line);
    memcpy(line + 2, c->xy, sizeof c->xy);
    double leg = hn_measure_segment(room->all->options->measure, line);
    if (leg > room->all->options->inferred) return INFINITY;
    c->within = sqrt(c->apart2) + room->all->near;
    room->levels = room->nears = 0;
    for (size_t k = first; k < last && !room->no_memory; k++) {
        pair_with_outline(c, room->run[k], c->within, note_level);
        room->no_memory = room->no_memory || !join_near(room, link);
    }
    return leg;
}

bool hn_reach_infer(hn_reach_room *room, uint32_t row) {
    const hn_network *n = room->all->network;
    double grow = hn_measure_within(room->all->options->measure, room->all->options->inferred);
    closest c = {.room = room, .outline = &room->all->outlines->item[row]};
    if (!hn_reach_runs(room, c.outline->geometry, grow)) return false;
    for (size_t i = 0, next; i < room->runs; i = next) {
        uint32_t link = n->run_link[room->run[i]];
        for (next = i; next < room->runs && n->run_link[room->run[next]] == link;)
            next++;
        if (!n->links->link[link].at_grade) continue;
        double leg = find_closest(&c, i, next, grow);
        if (room->no_memory || (isfinite(leg) && !infer_from_link(&c, row, link, leg)))
            return false;
    }
    return true;
}
