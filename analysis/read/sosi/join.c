/* join.c - curves joined into closed rings: in the order and direction that the references state
 * or, where they do not join so, in any. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>

/* ---- pieces ---- */

static const double *point_of(const sosi_drawing *d, size_t number) {
    return d->curve.xy + 2 * number;
}

/* Where the piece begins (tail false) and ends when walked as it is turned. */
static const double *end_of(const sosi_drawing *d, const sosi_piece *piece, bool tail) {
    return point_of(d, tail != piece->reversed ? piece->last : piece->first);
}

static double distance(const double *a, const double *b) { return hypot(a[0] - b[0], a[1] - b[1]); }

static bool is_closed(const sosi_drawing *d, const sosi_piece *piece) {
    return piece->last - piece->first >= 2 &&
           distance(point_of(d, piece->first), point_of(d, piece->last)) <= d->gap;
}

static void tell_gap(sosi_drawing *d, double gap) {
    if (!(gap > 0)) return;
    sosi_problem *problem = sosi_found_add(d->found, SOSI_GAP_CLOSED);
    if (gap > problem->size) problem->size = gap;
}

static void tell_open(sosi_drawing *d, const sosi_piece *after, double gap) {
    sosi_problem *problem = sosi_found_add(d->found, SOSI_BORDER_OPEN);
    problem->other = after->serial;
    problem->size = gap;
}

/* ---- rings ---- */

static bool begin_ring(sosi_drawing *d, size_t owner) {
    if (!SOSI_RESERVE(d->first, d->rings, d->first_room, 1) ||
        !SOSI_RESERVE(d->owner, d->rings, d->owner_room, 1))
        return false;
    d->first[d->rings] = d->ring.count;
    d->owner[d->rings++] = owner;
    return true;
}

/* Where the piece begins the ring has just ended, so its first point is left out. */
static bool add_piece(sosi_drawing *d, const sosi_piece *piece) {
    size_t n = piece->last - piece->first + 1, begun = d->first[d->rings - 1];
    size_t skipped = d->ring.count > begun;
    if (skipped)
        tell_gap(d, distance(d->ring.xy + 2 * (d->ring.count - 1), end_of(d, piece, false)));
    if (!piece->reversed) {
        size_t from = piece->first + skipped;
        return sosi_points_append(&d->ring, d->curve.xy + 2 * from,
                                  d->curve.has_z ? d->curve.z + from : NULL, n - skipped);
    }
    for (size_t i = skipped; i < n; i++) {
        size_t at = piece->last - i;
        const double *p = point_of(d, at);
        if (!sosi_points_add(&d->ring, p[0], p[1], d->curve.has_z ? d->curve.z[at] : (double)NAN))
            return false;
    }
    return true;
}

/* The last point becomes the first one exactly. */
static void close_ring(sosi_drawing *d) {
    double *first = d->ring.xy + 2 * d->first[d->rings - 1];
    double *last = d->ring.xy + 2 * (d->ring.count - 1);
    tell_gap(d, distance(first, last));
    last[0] = first[0];
    last[1] = first[1];
}

/* ---- as stated ---- */

static bool join_as_stated(const sosi_drawing *d, size_t first) {
    for (size_t i = first; i < d->pieces; i++) {
        const sosi_piece *next = &d->piece[i + 1 < d->pieces ? i + 1 : first];
        if (!(distance(end_of(d, &d->piece[i], true), end_of(d, next, false)) <= d->gap))
            return false;
    }
    return true;
}

static bool add_as_stated(sosi_drawing *d, size_t first, size_t owner) {
    if (!begin_ring(d, owner)) return false;
    for (size_t i = first; i < d->pieces; i++)
        if (!add_piece(d, &d->piece[i])) return false;
    close_ring(d);
    return true;
}

/* ---- in any order ---- */

/* A grid with cells as wide as the gap: what lies within the gap is in a neighbouring cell. */
static int64_t cell_of(const sosi_drawing *d, double value) {
    double cell = floor(value / d->gap);
    return cell > -9e18 && cell < 9e18 ? (int64_t)cell : 0;
}

static int by_cell(const void *a, const void *b) {
    const sosi_end *one = a, *two = b;
    if (one->x != two->x) return one->x < two->x ? -1 : 1;
    if (one->y != two->y) return one->y < two->y ? -1 : 1;
    if (one->piece != two->piece) return one->piece < two->piece ? -1 : 1;
    return (int)one->tail - (int)two->tail;
}

static bool list_ends(sosi_drawing *d, size_t first, size_t *count) {
    *count = 2 * (d->pieces - first);
    if (!SOSI_RESERVE(d->end, (size_t)0, d->end_room, *count)) return false;
    for (size_t i = first; i < d->pieces; i++)
        for (int tail = 0; tail < 2; tail++) {
            const double *p = end_of(d, &d->piece[i], tail);
            d->end[2 * (i - first) + (size_t)tail] =
                (sosi_end){cell_of(d, p[0]), cell_of(d, p[1]), i, tail};
        }
    qsort(d->end, *count, sizeof *d->end, by_cell);
    return true;
}

static size_t find_cell(const sosi_drawing *d, size_t count, int64_t x, int64_t y) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const sosi_end *end = &d->end[middle];
        if (end->x < x || (end->x == x && end->y < y))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The nearest end of a piece not yet used within the gap; SIZE_MAX: none. Used ends are looked at
 * in passing; MOST bounds what a heap of ends in one place can cost. */
static size_t find_next(const sosi_drawing *d, size_t count, const double *from) {
    enum { MOST = 64 };
    size_t best = SIZE_MAX;
    double nearest = d->gap;
    for (int64_t x = cell_of(d, from[0]) - 1, dx = 0; dx < 3; dx++)
        for (int64_t y = cell_of(d, from[1]) - 1, dy = 0; dy < 3; dy++) {
            size_t at = find_cell(d, count, x + dx, y + dy);
            for (int seen = 0; seen < MOST && at < count; at++, seen++) {
                const sosi_end *end = &d->end[at];
                if (end->x != x + dx || end->y != y + dy) break;
                const sosi_piece *piece = &d->piece[end->piece];
                double far = distance(from, end_of(d, piece, end->tail));
                if (piece->used || !(far <= nearest)) continue;
                if (far == nearest && best != SIZE_MAX) continue;
                nearest = far;
                best = at;
            }
        }
    return best;
}

/* One ring from a piece on. *open: it ended before it closed. */
static bool walk_ring(sosi_drawing *d, size_t count, size_t start, size_t owner, bool *open) {
    enum { LEAST = 4 }; /* points of a triangle, closed */
    if (!begin_ring(d, owner)) return false;
    sosi_piece *piece = &d->piece[start];
    const double *home = end_of(d, piece, false);
    for (;;) {
        piece->used = true;
        if (!add_piece(d, piece)) return false;
        const double *here = end_of(d, piece, true);
        double gap = distance(home, here);
        /* Pieces shorter than the gap come home before they have been anywhere. */
        if (gap <= d->gap && d->ring.count - d->first[d->rings - 1] >= LEAST) break;
        size_t next = find_next(d, count, here);
        if (next == SIZE_MAX) {
            tell_open(d, piece, gap);
            *open = true;
            return true;
        }
        piece = &d->piece[d->end[next].piece];
        /* Met at its end, it is walked the other way. */
        if (d->end[next].tail) piece->reversed = !piece->reversed;
    }
    close_ring(d);
    return true;
}

static bool join_freely(sosi_drawing *d, size_t first, size_t owner, bool several) {
    size_t count, before = d->rings;
    bool open = false;
    if (!list_ends(d, first, &count)) return false;
    for (size_t i = first; i < d->pieces && !open; i++)
        if (!d->piece[i].used && !walk_ring(d, count, i, owner, &open)) return false;
    if (open) return true;
    if (d->rings - before > 1 && !several) sosi_found_add(d->found, SOSI_BORDER_APART);
    sosi_found_add(d->found, SOSI_ORDER_IGNORED);
    return true;
}

/* Closed curves beside each other, each a ring by itself: one order is as good as another. */
static bool all_closed(const sosi_drawing *d, size_t first) {
    for (size_t i = first; i < d->pieces; i++)
        if (!is_closed(d, &d->piece[i])) return false;
    return true;
}

static bool add_closed(sosi_drawing *d, size_t first, size_t owner) {
    for (size_t i = first; i < d->pieces; i++) {
        if (!begin_ring(d, owner) || !add_piece(d, &d->piece[i])) return false;
        close_ring(d);
    }
    return true;
}

bool sosi_join(sosi_drawing *d, size_t first, size_t owner, bool several) {
    size_t pieces = d->pieces - first;
    if (pieces == 0) return true;
    if (pieces > 1 && several && all_closed(d, first)) return add_closed(d, first, owner);
    if (join_as_stated(d, first)) return add_as_stated(d, first, owner);
    return join_freely(d, first, owner, several);
}
