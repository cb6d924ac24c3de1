/* junctions.c - the nodes of the stretches that lie in a destination, and at which of them one
 * comes in from outside: along a link that is no part of the stretches, or over a bridge, through a
 * tunnel or by a ferry from outside. */
#include "access/reach_parts.h"
#include "access/sets.h"

#include <stdlib.h>

/* ---- nodes of the stretches ---- */

static bool add_member(hn_reach_room *room, uint32_t node, uint32_t half, uint32_t stretch,
                       hn_position at) {
    if (!HN_RESERVE(room->member, room->members, room->member_capacity, 1)) return false;
    room->member[room->members++] = (hn_member){node, half, stretch, at};
    return true;
}

/* Of a bridge only the edges that lie in the destination from end to end are members. */
static bool add_edge(hn_reach_room *room, uint32_t number, uint32_t stretch) {
    const hn_edge *e = &room->all->network->edge[number];
    const hn_stretch *s = &room->stretch[stretch];
    bool start = s->from <= e->start && e->start <= s->to;
    bool end = s->from <= e->end && e->end <= s->to;
    if (!s->at_grade && !(start && end)) return true;
    bool covered = hn_max(s->from, e->start) < hn_min(s->to, e->end);
    return (!start ||
            add_member(room, e->from, covered ? number * 2 : HN_NO_HALF, stretch, e->start)) &&
           (!end ||
            add_member(room, e->to, covered ? number * 2 + 1 : HN_NO_HALF, stretch, e->end));
}

static int by_node(const void *one, const void *two) {
    const hn_member *a = one, *b = two;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    if (a->half != b->half) return a->half < b->half ? -1 : 1;
    if (a->stretch != b->stretch) return a->stretch < b->stretch ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static bool list_members(hn_reach_room *room) {
    const hn_network *n = room->all->network;
    room->members = 0;
    for (uint32_t i = 0; i < room->stretches; i++) {
        const hn_stretch *s = &room->stretch[i];
        uint32_t e = hn_network_edge_at(n, s->link, s->from), end = n->first_edge[s->link + 1];
        for (; e < end && n->edge[e].start <= s->to; e++)
            if (!add_edge(room, e, i)) return false;
    }
    if (room->members > 1) qsort(room->member, room->members, sizeof *room->member, by_node);
    return true;
}

bool hn_junctions_list(hn_reach_room *room) {
    if (!list_members(room)) return false;
    room->junctions = 0;
    for (size_t i = 0; i < room->members; i++) {
        const hn_member *m = &room->member[i];
        hn_junction *last = room->junctions ? &room->junction[room->junctions - 1] : NULL;
        if (!last || last->node != m->node) {
            if (!HN_RESERVE(room->junction, room->junctions, room->junction_capacity, 1))
                return false;
            last = &room->junction[room->junctions++];
            *last = (hn_junction){.node = m->node, .first = i};
        }
        last->last = i + 1;
        if (room->stretch[m->stretch].at_grade) last->at_grade = true;
    }
    return true;
}

uint32_t hn_junction_of(const hn_reach_room *room, uint32_t node) {
    size_t low = 0, high = room->junctions;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (room->junction[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < room->junctions && room->junction[low].node == node;
    return found ? (uint32_t)low : HN_NO_SITE;
}

static bool has_half(const hn_reach_room *room, const hn_junction *j, uint32_t half) {
    size_t low = j->first, high = j->last;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (room->member[middle].half < half)
            low = middle + 1;
        else
            high = middle;
    }
    return low < j->last && room->member[low].half == half;
}

/* ---- which nodes are entered from outside ---- */

/* Whether the mode may come along an edge to the node at the given half of it. */
static bool leads_in(const hn_network *n, uint32_t half) {
    return n->edge[half / 2].cost[half % 2 ? 0 : 1] != HN_NO_COST;
}

static bool is_at_grade(const hn_network *n, uint32_t half) {
    return n->links->link[n->edge[half / 2].link].at_grade;
}

static uint32_t other_junction(const hn_reach_room *room, uint32_t half) {
    const hn_edge *e = &room->all->network->edge[half / 2];
    return hn_junction_of(room, half % 2 ? e->from : e->to);
}

/* Nodes that only bridges and the like meet at pass on whether they lead out: sets over junctions.
 */
void hn_junctions_follow(hn_reach_room *room) {
    uint32_t *set = room->set;
    const hn_network *n = room->all->network;
    for (uint32_t i = 0; i < room->junctions; i++)
        set[i] = i;
    for (uint32_t i = 0; i < room->junctions; i++) {
        hn_junction *j = &room->junction[i];
        if (j->at_grade) continue;
        for (uint32_t k = n->node_first[j->node]; k < n->node_first[j->node + 1]; k++) {
            uint32_t half = n->incident[k];
            if (!has_half(room, j, half)) {
                j->leads_out |= leads_in(n, half);
                continue;
            }
            uint32_t other = other_junction(room, half);
            if (!room->junction[other].at_grade) hn_set_join(set, i, other);
        }
    }
    for (uint32_t i = 0; i < room->junctions; i++)
        if (room->junction[i].leads_out) room->junction[hn_set_of(set, i)].leads_out = true;
}

const char *hn_junction_art(hn_reach_room *room, const hn_junction *j) {
    const hn_network *n = room->all->network;
    bool landing = false;
    if (!j->at_grade) return NULL;
    for (uint32_t k = n->node_first[j->node]; k < n->node_first[j->node + 1]; k++) {
        uint32_t half = n->incident[k];
        if (!has_half(room, j, half)) {
            if (!leads_in(n, half)) continue;
            if (is_at_grade(n, half)) return "kryssing";
            landing = true;
        } else if (!is_at_grade(n, half)) {
            uint32_t other = other_junction(room, half);
            if (!room->junction[other].at_grade)
                landing |= room->junction[hn_set_of(room->set, other)].leads_out;
        }
    }
    return landing ? "slutt" : NULL;
}
