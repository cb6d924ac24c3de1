/* reach_divide.c - which entrance stands for which piece of a stretch. */
#include "access/reach_parts.h"

hn_position hn_reach_halfway(const hn_network *n, uint32_t link, hn_position from, hn_position to) {
    double a = hn_network_along(n, link, from), b = hn_network_along(n, link, to);
    return hn_reach_position(n, link, a + (b - a) / 2);
}

/* The site that stands for a position: that of the nearest anchor, else the label. */
static uint32_t site_at(const hn_reach_room *room, uint32_t stretch, hn_position at) {
    size_t low = 0, high = room->anchors;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const hn_anchor *a = &room->anchor[middle];
        if (a->stretch < stretch || (a->stretch == stretch && a->from <= at))
            low = middle + 1;
        else
            high = middle;
    }
    bool before = low > 0 && room->anchor[low - 1].stretch == stretch;
    bool after = low < room->anchors && room->anchor[low].stretch == stretch;
    if (!before && !after) return room->label[stretch];
    if (!before) return room->anchor[low].site;
    if (!after) return room->anchor[low - 1].site;
    const hn_network *n = room->all->network;
    uint32_t link = room->stretch[stretch].link;
    double here = hn_network_along(n, link, at);
    double back = here - hn_network_along(n, link, room->anchor[low - 1].to);
    double ahead = hn_network_along(n, link, room->anchor[low].from) - here;
    return room->anchor[back <= ahead ? low - 1 : low].site;
}

/* Gives the stretches at a junction that have no label yet the one of the first that has. */
static size_t spread(hn_reach_room *room, uint32_t stretch, size_t end) {
    const hn_network *n = room->all->network;
    const hn_stretch *s = &room->stretch[stretch];
    uint32_t e = hn_network_edge_at(n, s->link, s->from), last = n->first_edge[s->link + 1];
    for (; e < last && n->edge[e].start <= s->to; e++)
        for (int side = 0; side < 2; side++) {
            hn_position at = side ? n->edge[e].end : n->edge[e].start;
            if (at < s->from || at > s->to) continue;
            uint32_t node = side ? n->edge[e].to : n->edge[e].from;
            uint32_t number = hn_junction_of(room, node);
            if (number == HN_NO_SITE) continue;
            const hn_junction *j = &room->junction[number];
            uint32_t site = site_at(room, stretch, at);
            for (size_t k = j->first; k < j->last; k++) {
                uint32_t other = room->member[k].stretch;
                if (room->label[other] != HN_NO_SITE) continue;
                room->label[other] = site;
                room->queue[end++] = other;
            }
        }
    return end;
}

/* Breadth first from the stretches with anchors: the entrance fewest links away stands for a
 * stretch without. */
static bool label_stretches(hn_reach_room *room) {
    size_t end = 0;
    if (!HN_RESERVE(room->label, 0, room->label_capacity, room->stretches) ||
        !HN_RESERVE(room->queue, 0, room->queue_capacity, room->stretches))
        return false;
    for (size_t i = 0; i < room->stretches; i++)
        room->label[i] = HN_NO_SITE;
    for (size_t i = 0; i < room->anchors; i++) {
        uint32_t s = room->anchor[i].stretch;
        if (room->label[s] != HN_NO_SITE) continue;
        room->label[s] = room->anchor[i].site;
        room->queue[end++] = s;
    }
    for (size_t i = 0; i < end; i++)
        end = spread(room, room->queue[i], end);
    return true;
}

/* ---- reaches ---- */

static bool add_reach(hn_reach_room *room, uint32_t row, uint32_t stretch, hn_position from,
                      hn_position to, uint32_t site) {
    if (!HN_RESERVE(room->reach, room->reaches, room->reach_capacity, 1)) return false;
    room->reach[room->reaches++] = (hn_reach){room->stretch[stretch].link, from, to, row, site, 0};
    return true;
}

/* A stretch with several entrances is divided halfway between neighbours. */
static bool divide(hn_reach_room *room, uint32_t row, uint32_t stretch, size_t *at) {
    const hn_stretch *s = &room->stretch[stretch];
    hn_position from = s->from;
    uint32_t site = room->label[stretch];
    bool first = true;
    for (; *at < room->anchors && room->anchor[*at].stretch == stretch; ++*at) {
        const hn_anchor *a = &room->anchor[*at];
        if (!first && a->site != site) {
            hn_position to =
                hn_reach_halfway(room->all->network, s->link, room->anchor[*at - 1].to, a->from);
            if (!add_reach(room, row, stretch, from, to, site)) return false;
            from = to;
        }
        first = false;
        site = a->site;
    }
    return add_reach(room, row, stretch, from, s->to, site);
}

static bool make_reaches(hn_reach_room *room, uint32_t row) {
    size_t at = 0;
    for (uint32_t i = 0; i < room->stretches; i++) {
        if (room->stretch[i].at_grade) {
            if (!divide(room, row, i, &at)) return false;
        }
    }
    return true;
}

bool hn_reach_divide(hn_reach_room *room, uint32_t row) {
    return label_stretches(room) && make_reaches(room, row);
}
