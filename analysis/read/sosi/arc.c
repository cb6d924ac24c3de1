/* arc.c - circular arcs as lines, within a largest sagitta. */
#include "internal.h"

#include <math.h>

static const double PI = 3.14159265358979323846;

typedef struct circle {
    double x, y, radius;
} circle;

/* The circle through three points, relative to the first so that large coordinates keep their
 * decimals. False: they lie on a line. */
static bool circle_through(const double *a, const double *b, const double *c, circle *out) {
    double bx = b[0] - a[0], by = b[1] - a[1], cx = c[0] - a[0], cy = c[1] - a[1];
    double cross = 2 * (bx * cy - by * cx), bb = bx * bx + by * by, cc = cx * cx + cy * cy;
    /* Flatter than one part in 10^12 the centre is only noise. */
    if (!(fabs(cross) > 1e-12 * (bb + cc))) return false;
    double x = (cy * bb - by * cc) / cross, y = (bx * cc - cx * bb) / cross;
    *out = (circle){a[0] + x, a[1] + y, hypot(x, y)};
    return isfinite(out->radius);
}

/* Largest angle of a chord. s = r(1 - cos(angle/2)) = 2r sin^2(angle/4) keeps its digits. */
static double step_angle(double radius, double sagitta) {
    double ratio = sagitta / (2 * radius);
    return ratio >= 0.5 ? PI / 2 : 4 * asin(sqrt(ratio));
}

/* Points after from and before the end of the sweep, evenly spread. */
static bool between(const circle *c, const double *from, double sweep, double sagitta,
                    sosi_arc_point add, void *user) {
    enum { MOST = 1000000 }; /* chords of one arc; a larger number is a broken coordinate */
    double wanted = ceil(fabs(sweep) / step_angle(c->radius, sagitta));
    int steps = wanted < 1 ? 1 : wanted > MOST ? MOST : (int)wanted;
    double start = atan2(from[1] - c->y, from[0] - c->x);
    for (int i = 1; i < steps; i++) {
        double angle = start + sweep * i / steps;
        if (!add(user, c->x + c->radius * cos(angle), c->y + c->radius * sin(angle))) return false;
    }
    return true;
}

/* Angle from a to b about the centre, in the direction of turn (1 counterclockwise, -1 else). */
static double sweep_of(const circle *c, const double *a, const double *b, double turn) {
    double sweep = atan2(b[1] - c->y, b[0] - c->x) - atan2(a[1] - c->y, a[0] - c->x);
    if (turn > 0 && sweep < 0) sweep += 2 * PI;
    if (turn < 0 && sweep > 0) sweep -= 2 * PI;
    return sweep;
}

/* a, points, b, points, and no c. */
static bool walk(const double *a, const double *b, const double *c, double sagitta,
                 sosi_arc_point add, void *user) {
    circle round;
    if (!circle_through(a, b, c, &round)) return add(user, b[0], b[1]);
    double turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    return between(&round, a, sweep_of(&round, a, b, turn), sagitta, add, user) &&
           add(user, b[0], b[1]) &&
           between(&round, b, sweep_of(&round, b, c, turn), sagitta, add, user);
}

static bool full_circle(const double *a, const double *b, double sagitta, sosi_arc_point add,
                        void *user) {
    circle round = {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, hypot(b[0] - a[0], b[1] - a[1]) / 2};
    if (!(round.radius > 0) || !isfinite(round.radius)) return add(user, a[0], a[1]);
    return between(&round, a, PI, sagitta, add, user) && add(user, b[0], b[1]) &&
           between(&round, b, PI, sagitta, add, user) && add(user, a[0], a[1]);
}

static bool keep(void *user, double x, double y) {
    return sosi_points_add(user, x, y, (double)NAN);
}

bool sosi_arc_points(const double *three, double sagitta, sosi_arc_point add, void *user) {
    const double *a = three, *b = three + 2, *c = three + 4;
    if (a[0] == c[0] && a[1] == c[1]) return full_circle(a, b, sagitta, add, user);
    if (a[0] < c[0] || (a[0] == c[0] && a[1] < c[1]))
        return walk(a, b, c, sagitta, add, user) && add(user, c[0], c[1]);
    sosi_points kept = {0}; /* to be handed on backwards */
    bool ok = walk(c, b, a, sagitta, keep, &kept);
    for (size_t i = kept.count; ok && i-- > 0;)
        ok = add(user, kept.xy[2 * i], kept.xy[2 * i + 1]);
    sosi_points_clear(&kept);
    return ok && add(user, c[0], c[1]);
}

bool sosi_circle_points(const double *three, double sagitta, sosi_arc_point add, void *user) {
    const double *a = three, *b = three + 2, *c = three + 4;
    circle round;
    if (!circle_through(a, b, c, &round)) return false;
    double turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    return walk(a, b, c, sagitta, add, user) && add(user, c[0], c[1]) &&
           between(&round, c, sweep_of(&round, c, a, turn), sagitta, add, user) &&
           add(user, a[0], a[1]);
}

bool sosi_arc_middle(const double *a, const double *b, double radius, bool large, double *middle) {
    double x = b[0] - a[0], y = b[1] - a[1], chord = hypot(x, y), half = chord / 2;
    double r = fabs(radius), square = r * r - half * half;
    if (!(chord > 0) || !isfinite(chord) || !isfinite(r)) return false;
    /* A radius rounded below half the chord still means the half circle. */
    if (square < 0 && r < half * (1 - 1e-6)) return false;
    double height = square > 0 ? sqrt(square) : 0, rise = large ? r + height : r - height;
    /* The flat arc keeps its digits: r - sqrt(r^2 - h^2) = h^2 / (r + sqrt(r^2 - h^2)). */
    if (!large && r + height > 0) rise = half * half / (r + height);
    double side = radius > 0 ? 1 : -1; /* clockwise bulges to the left of the way from a to b */
    middle[0] = a[0] + x / 2 - side * rise * y / chord;
    middle[1] = a[1] + y / 2 + side * rise * x / chord;
    return true;
}
