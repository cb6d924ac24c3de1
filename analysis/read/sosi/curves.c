/* curves.c - the numbers that areas refer to, and the curves that have them. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- points ---- */

/* Heights begin with the first point that has one; those before it have none. */
static bool begin_heights(sosi_points *points) {
    if (!SOSI_RESERVE(points->z, points->count, points->z_room, 1)) return false;
    for (size_t i = 0; i < points->count; i++)
        points->z[i] = (double)NAN;
    points->has_z = true;
    return true;
}

bool sosi_points_add(sosi_points *points, double x, double y, double z) {
    if (!sosi_reserve((void **)&points->xy, &points->xy_room, points->count, 1,
                      2 * sizeof *points->xy))
        return false;
    if (!points->has_z && !isnan(z) && !begin_heights(points)) return false;
    if (points->has_z) {
        if (!SOSI_RESERVE(points->z, points->count, points->z_room, 1)) return false;
        points->z[points->count] = z;
    }
    points->xy[2 * points->count] = x;
    points->xy[2 * points->count + 1] = y;
    points->count++;
    return true;
}

bool sosi_points_append(sosi_points *points, const double *xy, const double *z, size_t count) {
    size_t at = points->count;
    if (!count) return true;
    if (!sosi_reserve((void **)&points->xy, &points->xy_room, at, count, 2 * sizeof *xy))
        return false;
    if (z && !points->has_z && !begin_heights(points)) return false;
    if (points->has_z && !SOSI_RESERVE(points->z, at, points->z_room, count)) return false;
    memcpy(points->xy + 2 * at, xy, 2 * count * sizeof *xy);
    for (size_t i = 0; points->has_z && i < count; i++)
        points->z[at + i] = z ? z[i] : (double)NAN;
    points->count += count;
    return true;
}

void sosi_points_clear(sosi_points *points) {
    free(points->xy);
    free(points->z);
    *points = (sosi_points){0};
}

/* ---- numbers ---- */

/* Fibonacci hashing: numbers in a row spread over all slots. */
static size_t slot_of(const sosi_curves *curves, int64_t serial) {
    uint64_t hash = (uint64_t)serial * 11400714819323198485u;
    size_t slot = (size_t)(hash >> 20) & (curves->slots - 1);
    while (curves->slot[slot] && curves->wanted[curves->slot[slot] - 1].serial != serial)
        slot = (slot + 1) & (curves->slots - 1);
    return slot;
}

static bool grow_slots(sosi_curves *curves) {
    if (curves->slots > 2 * curves->wanteds) return true;
    size_t slots = curves->slots ? 2 * curves->slots : 64;
    size_t *made = calloc(slots, sizeof *made);
    if (!made) return false;
    free(curves->slot);
    curves->slot = made;
    curves->slots = slots;
    for (size_t i = 0; i < curves->wanteds; i++)
        made[slot_of(curves, curves->wanted[i].serial)] = i + 1;
    return true;
}

sosi_wanted *sosi_curves_find(const sosi_curves *curves, int64_t serial) {
    size_t slot = curves->slots ? curves->slot[slot_of(curves, serial)] : 0;
    return slot ? &curves->wanted[slot - 1] : NULL;
}

/* Notes that the type refers to it; a curve has few, and mostly the same one again. */
static bool add_link(sosi_curves *curves, sosi_wanted *wanted, size_t type) {
    for (size_t at = wanted->types; at; at = curves->link[at - 1].next)
        if (curves->link[at - 1].type == type) return true;
    if (!SOSI_RESERVE(curves->link, curves->links, curves->link_room, 1)) return false;
    curves->link[curves->links++] = (sosi_link){type, wanted->types};
    wanted->types = curves->links;
    return true;
}

bool sosi_curves_want(sosi_curves *curves, int64_t serial, size_t type) {
    sosi_wanted *known = sosi_curves_find(curves, serial);
    if (known) return add_link(curves, known, type);
    if (!grow_slots(curves) ||
        !SOSI_RESERVE(curves->wanted, curves->wanteds, curves->wanted_room, 1))
        return false;
    size_t slot = slot_of(curves, serial);
    curves->wanted[curves->wanteds] = (sosi_wanted){.serial = serial, .kept = SIZE_MAX};
    curves->slot[slot] = ++curves->wanteds;
    return add_link(curves, &curves->wanted[curves->wanteds - 1], type);
}

/* ---- curves ---- */

/* Of an area only the outer border is wanted, for an area around it. */
static bool keep_references(sosi_curves *curves, const sosi_raw *raw, sosi_kept *kept) {
    for (size_t i = 0; i < raw->refs; i++) {
        if (raw->ring[raw->ref[i].ring].depth) continue;
        if (!SOSI_RESERVE(curves->ref, curves->refs, curves->ref_room, 1)) return false;
        curves->ref[curves->refs++] = raw->ref[i];
        kept->refs++;
    }
    return true;
}

bool sosi_curves_keep(sosi_curves *curves, sosi_wanted *wanted, const sosi_raw *raw) {
    if (wanted->kept != SIZE_MAX) {
        wanted->twice = true;
        return true;
    }
    sosi_kept kept = {.serial = raw->serial,
                      .line = raw->line,
                      .kind = raw->kind,
                      .point = curves->points.count,
                      .points = raw->points.count,
                      .ref = curves->refs,
                      .radius = raw->radius,
                      .large = raw->large,
                      .quality = raw->quality,
                      .area = SIZE_MAX};
    memcpy(kept.word, raw->word, sizeof kept.word);
    if (raw->beyond) kept.points = 0; /* a border with a hole in its points is none */
    if (kept.kind == KIND_AREA && !keep_references(curves, raw, &kept)) return false;
    if (!sosi_points_append(&curves->points, raw->points.xy,
                            raw->points.has_z ? raw->points.z : NULL, kept.points))
        return false;
    if (!SOSI_RESERVE(curves->kept, curves->kepts, curves->kept_room, 1)) return false;
    wanted->kept = curves->kepts;
    curves->kept[curves->kepts++] = kept;
    return true;
}

void sosi_curves_clear(sosi_curves *curves) {
    free(curves->wanted);
    free(curves->slot);
    free(curves->link);
    free(curves->kept);
    free(curves->ref);
    sosi_points_clear(&curves->points);
    *curves = (sosi_curves){0};
}
