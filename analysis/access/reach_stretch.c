/* reach_stretch.c - the pieces of links that lie in a destination. */
#include "access/reach_parts.h"

static bool note_run(uint32_t run, void *user) {
    hn_reach_room *room = user;
    room->no_memory = !HN_RESERVE(room->run, room->runs, room->run_capacity, 1);
    if (!room->no_memory) room->run[room->runs++] = run;
    return !room->no_memory;
}

bool hn_reach_runs(hn_reach_room *room, const hn_geometry *geometry, double grow) {
    room->runs = 0;
    for (uint32_t part = 0; part < geometry->parts && !room->no_memory; part++) {
        hn_box box = hn_box_grow(hn_part_box(geometry, part), grow);
        hn_index_query(room->all->network->runs, box, note_run, room);
    }
    if (room->no_memory) return false;
    hn_sort_numbers(room->run, room->runs);
    size_t kept = 0;
    for (size_t i = 0; i < room->runs; i++)
        if (!kept || room->run[i] != room->run[kept - 1]) room->run[kept++] = room->run[i];
    room->runs = kept;
    return true;
}

hn_position hn_reach_position(const hn_network *n, uint32_t link, double along) {
    const double *at = n->along + n->first_along[link];
    uint32_t low = 0, high = n->links->link[link].points - 1;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (at[middle] <= along)
            low = middle;
        else
            high = middle;
    }
    double length = at[high] - at[low], share = length > 0 ? (along - at[low]) / length : 0;
    return low + (share > 0 ? (share < 1 ? share : 1) : 0);
}

/* An end that lies within a hair of a node is the node: crossings and nodes are computed from
 * different segments and need not agree in the last digits. */
static hn_position move_to_node(const hn_reaching *all, uint32_t link, hn_position at) {
    const hn_edge *edge = &all->network->edge[hn_network_edge_at(all->network, link, at)];
    const double *xy = all->network->links->link[link].xy;
    double before = hn_chain_within(xy, edge->start, at, all->near),
           after = hn_chain_within(xy, at, edge->end, all->near);
    if (before <= after && before <= all->near) return edge->start;
    return after <= all->near ? edge->end : at;
}

/* Takes the stretches that one chain of a link has given, from the ones numbered first. */
static bool take_stretches(hn_reach_room *room, uint32_t link, size_t first_along) {
    const hn_trace *t = &room->trace;
    for (size_t i = 0, along = first_along; i < t->stretch.count; i++) {
        if (!HN_RESERVE(room->stretch, room->stretches, room->stretch_capacity, 1)) return false;
        hn_span span = t->stretch.item[i];
        size_t first = along;
        while (along < t->along.count && t->along.item[along].from <= span.to)
            along++;
        room->stretch[room->stretches++] =
            (hn_stretch){.link = link,
                         .from = move_to_node(room->all, link, span.from),
                         .to = move_to_node(room->all, link, span.to),
                         .at_grade = room->all->network->links->link[link].at_grade,
                         .first_along = (uint32_t)first,
                         .alongs = (uint32_t)(along - first)};
    }
    return true;
}

bool hn_reach_stretches(hn_reach_room *room, uint32_t row) {
    const hn_network *n = room->all->network;
    const hn_outline *outline = &room->all->outlines->item[row];
    room->stretches = 0;
    hn_trace_clear(&room->trace);
    if (!hn_reach_runs(room, outline->geometry, room->all->near)) return false;
    for (size_t i = 0, next; i < room->runs; i = next) {
        uint32_t run = room->run[i], link = n->run_link[run];
        /* Neighbouring runs of one link are traced as one chain; between chains the link is away.
         */
        for (next = i + 1; next < room->runs && room->run[next] == room->run[next - 1] + 1 &&
                           n->run_link[room->run[next]] == link;)
            next++;
        uint32_t last = room->run[next - 1];
        size_t first_along = room->trace.along.count;
        room->trace.stretch.count = 0;
        if (!hn_trace_chain(&room->trace, outline, n->links->link[link].xy, n->run_segment[run],
                            n->run_segment[last] + hn_network_run_length(n, last)) ||
            !take_stretches(room, link, first_along))
            return false;
    }
    return true;
}
