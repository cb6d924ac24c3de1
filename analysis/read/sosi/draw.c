/* draw.c - the points of one curve. */
#include "internal.h"

#include <math.h>
#include <string.h>

static bool refuse(const sosi_curve *curve, sosi_found *found) {
    sosi_problem *problem = sosi_found_add(found, SOSI_NOT_DRAWN);
    problem->count = (int64_t)curve->points;
    memcpy(problem->word, curve->word, strlen(curve->word) + 1); /* at most 23 letters */
    return true;
}

static bool copy(const sosi_curve *curve, sosi_points *out) {
    return sosi_points_append(out, curve->xy, curve->z, curve->points);
}

/* Control points keep their heights; points between them have none. */
typedef struct arc_sink {
    sosi_points *out;
    const sosi_curve *curve;
    size_t points;
    bool full;
} arc_sink;

static bool add_arc_point(void *user, double x, double y) {
    arc_sink *sink = user;
    const sosi_curve *curve = sink->curve;
    double z = (double)NAN;
    sink->full = sink->points++ >= SOSI_MOST_CHORDS;
    if (sink->full) return false;
    for (size_t i = 0; curve->z && i < curve->points; i++)
        if (curve->xy[2 * i] == x && curve->xy[2 * i + 1] == y) z = curve->z[i];
    return sosi_points_add(sink->out, x, y, z);
}

static bool arc(const sosi_curve *curve, const double three[6], double sagitta, sosi_points *out,
                sosi_found *found) {
    arc_sink sink = {.out = out, .curve = curve};
    size_t before = out->count;
    if (add_arc_point(&sink, three[0], three[1]) &&
        sosi_arc_points(three, sagitta, add_arc_point, &sink))
        return true;
    out->count = before;
    return sink.full && refuse(curve, found);
}

static bool radius_arc(const sosi_curve *curve, double sagitta, sosi_points *out,
                       sosi_found *found) {
    const double *a = curve->xy, *b = curve->xy + 2 * (curve->points - 1);
    double three[6] = {0};
    if (!(fabs(curve->radius) > 0) || curve->points != 2 ||
        !sosi_arc_middle(a, b, curve->radius, curve->large, three + 2))
        return refuse(curve, found);
    memcpy(three, a, 2 * sizeof *a);
    memcpy(three + 4, b, 2 * sizeof *b);
    return arc(curve, three, sagitta, out, found);
}

/* Through three points from the first on; three on a line or two the same make none. */
static bool circle(const sosi_curve *curve, double sagitta, sosi_points *out, sosi_found *found) {
    arc_sink sink = {.out = out, .curve = curve};
    size_t before = out->count;
    if (!add_arc_point(&sink, curve->xy[0], curve->xy[1])) return false;
    size_t begun = out->count;
    if (sosi_circle_points(curve->xy, sagitta, add_arc_point, &sink)) return true;
    /* Refused before the first point, there is no circle; after it, no memory. */
    if (out->count != begun && !sink.full) return false;
    out->count = before;
    return refuse(curve, found);
}

static bool centre(const sosi_curve *curve, double sagitta, sosi_points *out, sosi_found *found) {
    double x = curve->xy[0], y = curve->xy[1], r = fabs(curve->radius);
    const double round[6] = {x + r, y, x - r, y, x + r, y};
    return arc(curve, round, sagitta, out, found);
}

bool sosi_draw(const sosi_curve *curve, double sagitta, sosi_points *out, sosi_found *found) {
    size_t n = curve->points;
    switch (curve->kind) {
    case KIND_CHORDS:
        memcpy(sosi_found_add(found, SOSI_CHORDS)->word, curve->word, strlen(curve->word) + 1);
        return n < 2 ? refuse(curve, found) : copy(curve, out);
    case KIND_LINE:
        return n < 2 ? refuse(curve, found) : copy(curve, out);
    case KIND_ARC:
        return n != 3 ? refuse(curve, found) : arc(curve, curve->xy, sagitta, out, found);
    case KIND_RADIUS_ARC:
        return n != 2 ? refuse(curve, found) : radius_arc(curve, sagitta, out, found);
    case KIND_CIRCLE:
        return n != 3 ? refuse(curve, found) : circle(curve, sagitta, out, found);
    case KIND_CENTRE:
        if (n != 1 || !(fabs(curve->radius) > 0)) return refuse(curve, found);
        return centre(curve, sagitta, out, found);
    default:
        return refuse(curve, found);
    }
}
