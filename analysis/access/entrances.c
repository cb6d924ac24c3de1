/* entrances.c - where one comes into the stretches of links that lie in a destination.
 *
 * An entrance is a place where somebody who is outside gets in: where a link crosses or touches the
 * boundary ('kryssing'), a run of a link along it ('langs', one a run, at its middle), a node
 * inside where a bridge, tunnel or ferry from outside lands ('slutt'). A piece of network in the
 * destination that nothing leads into gets its lowest node ('slutt'), so that every stretch has an
 * entrance that stands for it. Entrances of one link that are closer than --join are one. */
#include "access/reach_parts.h"
#include "access/sets.h"

#include <stdlib.h>

/* ---- sites and anchors ---- */

static bool add_anchor(hn_reach_room *room, uint32_t stretch, uint32_t site, hn_position from,
                       hn_position to) {
    if (!HN_RESERVE(room->anchor, room->anchors, room->anchor_capacity, 1)) return false;
    room->anchor[room->anchors++] = (hn_anchor){stretch, site, from, to};
    return true;
}

static bool add_site(hn_reach_room *room, const char *art, uint32_t link, hn_position at) {
    if (!HN_RESERVE(room->site, room->sites, room->site_capacity, 1)) return false;
    double point[2];
    hn_network_point(room->all->network, link, at, point);
    room->site[room->sites++] = (hn_site){point[0], point[1], art, 0, link, at};
    return true;
}

/* The first sites are the runs along the boundary, in the order of room->trace.along. */
static bool add_runs(hn_reach_room *room) {
    for (uint32_t i = 0; i < room->stretches; i++) {
        const hn_stretch *s = &room->stretch[i];
        for (uint32_t k = s->first_along; s->at_grade && k < s->first_along + s->alongs; k++) {
            hn_span run = room->trace.along.item[k];
            hn_position from = hn_max(run.from, s->from), to = hn_min(run.to, s->to);
            hn_position middle = hn_reach_halfway(room->all->network, s->link, from, to);
            if (!add_anchor(room, i, (uint32_t)room->sites, from, to) ||
                !add_site(room, "langs", s->link, middle))
                return false;
        }
    }
    return true;
}

/* The run of a stretch that a position lies in, by its anchor; runs come first among anchors. */
static uint32_t run_at(const hn_reach_room *room, uint32_t stretch, hn_position at, size_t runs) {
    size_t low = 0, high = runs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const hn_anchor *a = &room->anchor[middle];
        if (a->stretch < stretch || (a->stretch == stretch && a->to < at))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == runs) return HN_NO_SITE;
    const hn_anchor *a = &room->anchor[low];
    return a->stretch == stretch && a->from <= at ? a->site : HN_NO_SITE;
}

static bool anchor_node(hn_reach_room *room, const hn_junction *j, const char *art, size_t runs) {
    const hn_member *lowest = NULL;
    uint32_t site = HN_NO_SITE;
    for (size_t i = j->first; i < j->last; i++) {
        const hn_member *m = &room->member[i];
        if (!room->stretch[m->stretch].at_grade) continue;
        uint32_t run = run_at(room, m->stretch, m->at, runs);
        if (run < site) site = run;
        if (!lowest || m->stretch < lowest->stretch) lowest = m;
    }
    if (site == HN_NO_SITE) {
        site = (uint32_t)room->sites;
        if (!add_site(room, art, room->stretch[lowest->stretch].link, lowest->at)) return false;
    }
    for (size_t i = j->first; i < j->last; i++) {
        const hn_member *m = &room->member[i];
        if (room->stretch[m->stretch].at_grade &&
            run_at(room, m->stretch, m->at, runs) == HN_NO_SITE &&
            !add_anchor(room, m->stretch, site, m->at, m->at))
            return false;
    }
    return true;
}

static bool is_node(const hn_network *n, uint32_t link, hn_position at) {
    const hn_edge *e = &n->edge[hn_network_edge_at(n, link, at)];
    return e->start == at || e->end == at;
}

/* An end of a stretch between nodes, where the link goes on outside. */
static bool anchor_end(hn_reach_room *room, uint32_t stretch, hn_position at, uint8_t ways,
                       size_t runs) {
    const hn_stretch *s = &room->stretch[stretch];
    const hn_network *n = room->all->network;
    if (!(n->links->link[s->link].ways & ways) || is_node(n, s->link, at) ||
        run_at(room, stretch, at, runs) != HN_NO_SITE)
        return true;
    return add_anchor(room, stretch, (uint32_t)room->sites, at, at) &&
           add_site(room, "kryssing", s->link, at);
}

static bool anchor_ends(hn_reach_room *room, size_t runs) {
    for (uint32_t i = 0; i < room->stretches; i++) {
        const hn_stretch *s = &room->stretch[i];
        if (!s->at_grade) continue;
        if (s->from == s->to) {
            if (!anchor_end(room, i, s->from, HN_WAY_ALONG | HN_WAY_AGAINST, runs)) return false;
        } else if (!anchor_end(room, i, s->from, HN_WAY_ALONG, runs) ||
                   !anchor_end(room, i, s->to, HN_WAY_AGAINST, runs)) {
            return false;
        }
    }
    return true;
}

/* ---- pieces that nothing leads into ---- */

/* Sets over stretches, then junctions. */
static void join_pieces(const hn_reach_room *room, uint32_t *set) {
    uint32_t stretches = (uint32_t)room->stretches;
    for (uint32_t i = 0; i < stretches + room->junctions; i++)
        set[i] = i;
    for (uint32_t i = 0; i < room->junctions; i++)
        for (size_t k = room->junction[i].first; k < room->junction[i].last; k++)
            hn_set_join(set, stretches + i, room->member[k].stretch);
}

static bool anchor_pieces(hn_reach_room *room, size_t runs) {
    uint32_t *set = room->set, stretches = (uint32_t)room->stretches;
    bool *entered = hn_zalloc(stretches, sizeof *entered), done = entered != NULL;
    join_pieces(room, set);
    for (size_t i = 0; done && i < room->anchors; i++)
        entered[hn_set_of(set, room->anchor[i].stretch)] = true;
    for (uint32_t i = 0; done && i < room->junctions; i++) {
        uint32_t piece = hn_set_of(set, stretches + i);
        if (!room->junction[i].at_grade || entered[piece]) continue;
        entered[piece] = true;
        done = anchor_node(room, &room->junction[i], "slutt", runs);
    }
    hn_free(entered);
    return done;
}

static int by_stretch(const void *one, const void *two) {
    const hn_anchor *a = one, *b = two;
    if (a->stretch != b->stretch) return a->stretch < b->stretch ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return a->site < b->site ? -1 : a->site > b->site;
}

/* Entrances of one link closer than --join are one: the lowest, so that a run stands before a
 * crossing. Measured from the first of them, so that a row of close ones is not all one. */
static void join_close(hn_reach_room *room, uint32_t *set) {
    const hn_network *n = room->all->network;
    for (uint32_t i = 0; i < room->sites; i++)
        set[i] = i;
    const hn_anchor *from = NULL;
    for (size_t i = 0; i < room->anchors; i++) {
        const hn_anchor *a = &room->anchor[i];
        uint32_t link = room->stretch[a->stretch].link;
        if (from && room->stretch[from->stretch].link == link &&
            hn_network_along(n, link, a->from) - hn_network_along(n, link, from->to) <=
                room->all->options->join) {
            hn_set_join(set, a->site, from->site);
            if (a->to > from->to && a->to > a->from) from = a;
        } else {
            from = a;
        }
    }
    for (size_t i = 0; i < room->anchors; i++)
        room->anchor[i].site = hn_set_of(set, room->anchor[i].site);
}

static bool add_sites(hn_reach_room *room) {
    hn_junctions_follow(room);
    if (!add_runs(room)) return false;
    size_t runs = room->anchors;
    for (uint32_t i = 0; i < room->junctions; i++) {
        const char *art = hn_junction_art(room, &room->junction[i]);
        if (art && !anchor_node(room, &room->junction[i], art, runs)) return false;
    }
    return anchor_ends(room, runs) && anchor_pieces(room, runs);
}

bool hn_reach_entrances(hn_reach_room *room, uint32_t row) {
    room->anchors = 0;
    if (!hn_junctions_list(room) ||
        !HN_RESERVE(room->set, 0, room->set_capacity, room->stretches + room->junctions) ||
        !add_sites(room) || !HN_RESERVE(room->number, 0, room->number_capacity, room->sites))
        return false;
    if (room->anchors > 1) qsort(room->anchor, room->anchors, sizeof *room->anchor, by_stretch);
    join_close(room, room->number);
    for (uint32_t i = 0; i < room->sites; i++)
        if (hn_set_of(room->number, i) != i) room->site[i].art = NULL;
    return hn_reach_divide(room, row);
}
