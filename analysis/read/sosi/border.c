/* border.c - an area from the curves it refers to, or from coordinates of its own. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static sosi_problem *tell(sosi_drawing *d, sosi_code code, int64_t other) {
    sosi_problem *problem = sosi_found_add(d->found, code);
    problem->other = other;
    return problem;
}

sosi_quality sosi_quality_worse(sosi_quality a, sosi_quality b) {
    return b.accuracy > a.accuracy || (a.accuracy < 0 && a.method < 0) ? b : a;
}

/* ---- references ---- */

static bool take_area(sosi_drawing *d, const sosi_kept *kept, int depth);

static bool add_curve(sosi_drawing *d, const sosi_kept *kept, bool reversed) {
    const sosi_points *all = &d->curves->points;
    sosi_curve curve = {.kind = kept->kind,
                        .word = kept->word,
                        .xy = kept->points ? all->xy + 2 * kept->point : NULL,
                        .z = kept->points && all->has_z ? all->z + kept->point : NULL,
                        .points = kept->points,
                        .radius = kept->radius,
                        .large = kept->large};
    size_t first = d->curve.count;
    if (!sosi_draw(&curve, d->sagitta, &d->curve, d->found)) return false;
    if (d->curve.count == first) return true; /* not drawn, and told */
    if (kept->kind != KIND_LINE) d->arc_points += d->curve.count - first;
    if (d->arc_points > SOSI_MOST_ARC_POINTS) {
        sosi_problem *problem = tell(d, SOSI_NOT_DRAWN, kept->serial);
        problem->count = (int64_t)kept->points;
        memcpy(problem->word, kept->word, sizeof kept->word);
        return true;
    }
    if (!SOSI_RESERVE(d->piece, d->pieces, d->piece_room, 1)) return false;
    d->piece[d->pieces++] = (sosi_piece){first, d->curve.count - 1, kept->serial, reversed, false};
    return true;
}

/* A curve walked there and back is no error; more often than that it can be no border, and an area
 * around another can use it only once. */
static bool used_too_often(sosi_drawing *d, sosi_kept *kept) {
    if (kept->area != d->area) {
        kept->area = d->area;
        kept->uses = 0;
    }
    return ++kept->uses > (kept->kind == KIND_AREA ? 1 : 2);
}

static bool take_reference(sosi_drawing *d, const sosi_reference *ref, int depth) {
    enum { DEEPEST = 4 }; /* an area around an area around ... */
    const sosi_wanted *wanted = sosi_curves_find(d->curves, ref->serial);
    if (!wanted || wanted->kept == SIZE_MAX) {
        tell(d, SOSI_REFERENCE_LACKS, ref->serial);
        return true;
    }
    sosi_kept *kept = &d->curves->kept[wanted->kept];
    if (wanted->twice) tell(d, SOSI_NUMBER_TWICE, ref->serial);
    if (used_too_often(d, kept)) {
        tell(d, kept->kind == KIND_AREA ? SOSI_REFERENCE_CIRCLE : SOSI_REFERENCE_AGAIN,
             ref->serial);
        return true;
    }
    if (kept->kind == KIND_AREA && depth < DEEPEST) return take_area(d, kept, depth + 1);
    if (sosi_form_of(kept->kind) != SOSI_CURVE) {
        bool circle = kept->kind == KIND_AREA;
        sosi_problem *problem =
            tell(d, circle ? SOSI_REFERENCE_CIRCLE : SOSI_REFERENCE_UNREAD, ref->serial);
        memcpy(problem->word, kept->word, sizeof kept->word);
        return true;
    }
    d->worst = sosi_quality_worse(d->worst, kept->quality);
    return add_curve(d, kept, ref->reversed);
}

/* A ring that has its coordinates itself as one piece. A first point apart from the ring is the one
 * that represents the area. */
static bool own_piece(sosi_drawing *d, const double *xy, const double *z, size_t count,
                      int64_t serial) {
    for (size_t begin = 0; count >= 4 && begin < 2 && count - begin >= 4; begin++) {
        const double *first = xy + 2 * begin, *last = xy + 2 * (count - 1);
        if (!(hypot(first[0] - last[0], first[1] - last[1]) <= d->gap)) continue;
        size_t at = d->curve.count;
        if (!sosi_points_append(&d->curve, first, z ? z + begin : NULL, count - begin))
            return false;
        if (!SOSI_RESERVE(d->piece, d->pieces, d->piece_room, 1)) return false;
        d->piece[d->pieces++] = (sosi_piece){at, d->curve.count - 1, serial, false, false};
        return true;
    }
    sosi_found_add(d->found, SOSI_NO_BORDER);
    return true;
}

/* The outer border of an area that is referred to, as pieces of the ring at hand. */
static bool take_area(sosi_drawing *d, const sosi_kept *kept, int depth) {
    const sosi_points *all = &d->curves->points;
    if (kept->refs == 0) {
        const double *xy = kept->points ? all->xy + 2 * kept->point : NULL;
        const double *z = kept->points && all->has_z ? all->z + kept->point : NULL;
        return own_piece(d, xy, z, kept->points, kept->serial);
    }
    for (size_t i = 0; i < kept->refs && !sosi_found_bars(d->found); i++) {
        sosi_reference ref = d->curves->ref[kept->ref + i];
        if (!take_reference(d, &ref, depth)) return false;
    }
    return true;
}

/* ---- parts ---- */

/* Copies a ring behind those of the part at hand. */
static bool put_ring(sosi_drawing *d, size_t ring) {
    size_t end = ring + 1 < d->rings ? d->first[ring + 1] : d->ring.count;
    if (!SOSI_RESERVE(d->out_ring, d->out_rings, d->out_ring_room, 1)) return false;
    size_t first = d->first[ring];
    d->out_ring[d->out_rings++] = d->out.count;
    return sosi_points_append(&d->out, d->ring.xy + 2 * first,
                              d->ring.has_z ? d->ring.z + first : NULL, end - first);
}

static bool put_part(sosi_drawing *d) {
    if (!SOSI_RESERVE(d->out_part, d->out_parts, d->out_part_room, 1)) return false;
    d->out_part[d->out_parts++] = d->out_rings;
    return true;
}

/* Rings come as the parentheses stand; each outer one begins a part and takes its holes along. A
 * counting sort by the outer ring. */
static bool sort_rings(sosi_drawing *d, const sosi_raw *raw) {
    size_t *start = calloc(raw->rings + 1, sizeof *start);
    size_t *order = calloc(d->rings + 1, sizeof *order);
    bool ok = start && order;
    for (size_t i = 0; ok && i < d->rings; i++)
        start[raw->ring[d->owner[i]].outer + 1]++;
    for (size_t i = 0; ok && i < raw->rings; i++)
        start[i + 1] += start[i];
    for (size_t i = 0; ok && i < d->rings; i++)
        order[start[raw->ring[d->owner[i]].outer]++] = i;
    for (size_t i = 0; ok && i < d->rings; i++) {
        if (raw->ring[d->owner[order[i]]].depth % 2 == 0) ok = put_part(d);
        ok = ok && put_ring(d, order[i]);
    }
    free(start);
    free(order);
    return ok;
}

/* ---- all ---- */

/* References stand in the order of their rings. */
static bool draw_rings(sosi_drawing *d, const sosi_raw *raw) {
    size_t at = 0;
    for (size_t ring = 0; ring < raw->rings && !sosi_found_bars(d->found); ring++) {
        d->curve.count = d->pieces = 0;
        for (; at < raw->refs && raw->ref[at].ring == ring && !sosi_found_bars(d->found); at++)
            if (!take_reference(d, &raw->ref[at], 0)) return false;
        if (sosi_found_bars(d->found)) break;
        if (!sosi_join(d, 0, ring, raw->ring[ring].depth > 0)) return false;
    }
    return true;
}

bool sosi_draw_area(sosi_drawing *d, const sosi_raw *raw) {
    const sosi_points *own = &raw->points;
    const double *z = own->has_z ? own->z : NULL;
    d->area++;
    d->worst = (sosi_quality){-1, -1};
    d->arc_points = 0;
    d->ring.count = d->rings = d->out.count = d->out_rings = d->out_parts = 0;
    d->curve.count = d->pieces = 0;
    d->curve.has_z = d->ring.has_z = d->out.has_z = false;
    if (raw->refs) {
        if (!draw_rings(d, raw)) return false;
    } else {
        if (!own_piece(d, own->xy, z, own->count, raw->serial)) return false;
        if (!sosi_found_bars(d->found) && !sosi_join(d, 0, 0, false)) return false;
    }
    if (sosi_found_bars(d->found)) return true;
    if (d->rings == 0 || d->owner[0] != 0) {
        sosi_found_add(d->found, SOSI_NO_BORDER);
        return true;
    }
    if (raw->refs) return sort_rings(d, raw);
    return put_part(d) && put_ring(d, 0);
}

void sosi_drawing_clear(sosi_drawing *d) {
    sosi_points_clear(&d->curve);
    sosi_points_clear(&d->ring);
    sosi_points_clear(&d->out);
    sosi_points_clear(&d->line);
    free(d->piece);
    free(d->end);
    free(d->first);
    free(d->owner);
    free(d->out_ring);
    free(d->out_part);
    *d = (sosi_drawing){0};
}
