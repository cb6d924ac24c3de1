/* tie.c - the place on a link that is nearest to a point. */
#include "access/network.h"

#include <math.h>

typedef struct asking {
    const hn_network *network;
    double x, y;
    bool at_grade;
    double best; /* plane distance */
    uint32_t link;
    hn_position at;
} asking;

static bool is_asked_for(const asking *a, const hn_link *link) {
    return a->at_grade ? link->at_grade : link->tie;
}

/* Squared distance to what is open of a segment; INFINITY: nothing is. */
static double to_open(const asking *a, uint32_t number, uint32_t segment, hn_position *at) {
    const hn_network *n = a->network;
    double best2 = INFINITY;
    uint32_t edge = hn_network_edge_at(n, number, segment);
    for (; edge < n->first_edge[number + 1] && n->edge[edge].start < segment + 1; edge++) {
        if (n->closed[edge]) continue;
        hn_position from = fmax(n->edge[edge].start, segment),
                    to = fmin(n->edge[edge].end, segment + 1);
        double p[2], q[2], share;
        hn_network_point(n, number, from, p);
        hn_network_point(n, number, to, q);
        double d2 = hn_segment_apart2(p, q, a->x, a->y, &share);
        if (d2 >= best2) continue;
        best2 = d2;
        *at = from + share * (to - from);
    }
    return best2;
}

static double to_segment(const asking *a, uint32_t number, uint32_t segment, hn_position *at) {
    const double *p = a->network->links->link[number].xy + 2 * (size_t)segment;
    double share, d2;
    if (a->network->closed) return to_open(a, number, segment, at);
    d2 = hn_segment_apart2(p, p + 2, a->x, a->y, &share);
    *at = segment + share;
    return d2;
}

static double to_run(uint32_t run, double limit, void *user) {
    asking *a = user;
    const hn_network *n = a->network;
    uint32_t number = n->run_link[run], first = n->run_segment[run];
    const hn_link *link = &n->links->link[number];
    double best2 = INFINITY;
    hn_position at = 0;
    if (!is_asked_for(a, link)) return INFINITY;
    for (uint32_t s = first; s < first + hn_network_run_length(n, run); s++) {
        hn_position place = s;
        double d2 = to_segment(a, number, s, &place);
        if (d2 >= best2) continue;
        best2 = d2;
        at = place;
    }
    double distance = sqrt(best2);
    if (distance > limit) return INFINITY;
    bool before = number < a->link || (number == a->link && at < a->at);
    if (distance < a->best || (distance == a->best && before)) {
        a->best = distance;
        a->link = number;
        a->at = at;
    }
    return distance;
}

hn_tie hn_network_nearest(const hn_network *network, double x, double y, double limit_m,
                          bool at_grade) {
    asking a = {.network = network,
                .x = x,
                .y = y,
                .at_grade = at_grade,
                .best = INFINITY,
                .link = UINT32_MAX};
    double limit = hn_measure_within(network->measure, limit_m), line[4] = {x, y};
    hn_index_nearest(network->runs, (hn_box){x, y, x, y}, limit, to_run, &a, NULL);
    hn_tie tie = {UINT32_MAX, 0, INFINITY};
    if (a.link == UINT32_MAX) return tie;
    hn_network_point(network, a.link, a.at, line + 2);
    double metres = hn_measure_segment(network->measure, line);
    if (metres > limit_m) return tie;
    return (hn_tie){a.link, a.at, metres};
}
