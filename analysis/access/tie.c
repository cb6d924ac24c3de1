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

/* Squared distance to a segment, and the share of it where that is. */
static double to_segment(const double *p, double x, double y, double *share) {
    double dx = p[2] - p[0], dy = p[3] - p[1], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((x - p[0]) * dx + (y - p[1]) * dy) / length2 : 0;
    *share = t < 0 ? 0 : t > 1 ? 1 : t;
    double ex = p[0] + *share * dx - x, ey = p[1] + *share * dy - y;
    return ex * ex + ey * ey;
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
        double share, d2 = to_segment(link->xy + 2 * (size_t)s, a->x, a->y, &share);
        if (d2 >= best2) continue;
        best2 = d2;
        at = s + share;
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
    /* The limit counts in true metres; the scale of a projection is within a few per cent. */
    double limit = isinf(limit_m) ? limit_m : hn_measure_units(network->measure, limit_m) * 1.1;
    hn_index_nearest(network->runs, (hn_box){x, y, x, y}, limit, to_run, &a, NULL);
    hn_tie tie = {UINT32_MAX, 0, INFINITY};
    if (a.link == UINT32_MAX) return tie;
    double metres = hn_measure_distance(network->measure, x, y, a.best);
    if (metres > limit_m) return tie;
    return (hn_tie){a.link, a.at, metres};
}
