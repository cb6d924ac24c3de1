/* walking.c - how the slope changes the speed of a walker. */
#include "access/edges.h"

#include <math.h>

/* Slope is taken over stretches of at least this length: heights of neighbouring knots are too
 * rough for less. Slopes beyond 45 degrees are errors of the data. */
static const double stretch_m = 10, steepest = 1;

double hn_tobler_kmh(double slope) {
    double s = slope < -steepest ? -steepest : slope > steepest ? steepest : slope;
    return 6 * exp(-3.5 * fabs(s + 0.05));
}

/* True lengths from the start of the link to its knots. */
static void measure_knots(const hn_link *link, const double *to_vertex, double *along) {
    for (uint32_t v = 0; v + 1 < link->points; v++) {
        uint32_t first = hn_link_knot(link, v), steps = hn_link_knot(link, v + 1) - first;
        for (uint32_t j = 0; j < steps; j++)
            along[first + j] = to_vertex[v] + (to_vertex[v + 1] - to_vertex[v]) * j / steps;
    }
    along[hn_link_knots(link) - 1] = to_vertex[link->points - 1];
}

/* The last knot of the stretch that begins at v; what is left at the end and too short belongs to
 * it. */
static uint32_t stretch_end(const double *along, uint32_t knots, uint32_t v) {
    uint32_t end = v + 1;
    while (end + 1 < knots && along[end] - along[v] < stretch_m)
        end++;
    return along[knots - 1] - along[end] < stretch_m ? knots - 1 : end;
}

/* Metres a second on a stretch, along (0) or against (1) the link. */
static double pace(const hn_link *link, const double *along, uint32_t from, uint32_t to, int way,
                   double usual_kmh) {
    double length = along[to] - along[from];
    double rise = link->z ? link->z[to] - link->z[from] : (double)NAN;
    double slope = length > 0 && isfinite(rise) ? (way ? -rise : rise) / length : 0;
    /* A link slower or faster than usual (steps, a rough path) is so on a slope too. */
    return hn_tobler_kmh(slope) * (double)link->speed_kmh[way] / usual_kmh / 3.6;
}

void hn_walking_times(hn_network *n, uint32_t number, const hn_access_options *options,
                      double *along) {
    const hn_link *link = &n->links->link[number];
    uint32_t knots = hn_link_knots(link);
    measure_knots(link, n->along + n->first_along[number], along);
    for (int way = 0; way < 2; way++) {
        double *seconds = n->along_s[way] + n->first_knot[number];
        seconds[0] = 0;
        for (uint32_t v = 0; v + 1 < knots;) {
            uint32_t end = stretch_end(along, knots, v);
            double speed = pace(link, along, v, end, way, options->leg_speed_kmh);
            for (uint32_t w = v + 1; w <= end; w++)
                seconds[w] = seconds[v] + (along[w] - along[v]) / speed;
            v = end;
        }
    }
}
