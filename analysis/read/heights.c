/* heights.c - knots along links and their heights. */
#include "read/heights.h"

#include <math.h>

enum { MOST_BETWEEN = 1 << 24, CHUNK = 65536 }; /* knots; points asked for at a time */

static bool lacks_heights(const hn_link *link) {
    for (uint32_t i = 0; link->z && i < link->points; i++)
        if (isnan(link->z[i])) return true;
    return link->z == NULL;
}

static double segment_length(const hn_link *link, uint32_t v) {
    const double *a = link->xy + 2 * (size_t)v, *b = a + 2;
    return hypot(b[0] - a[0], b[1] - a[1]);
}

/* Equal steps that the segment behind a vertex is cut into. */
static uint32_t steps_of(const hn_link *link, uint32_t v, double step) {
    double steps = link->at_grade ? ceil(segment_length(link, v) / step) : 1;
    return steps > 1 ? (uint32_t)steps : 1;
}

static void choose_step(const hn_links *links, double cell, double least, hn_heights *out) {
    double length = 0;
    for (size_t i = 0; i < links->count; i++) {
        const hn_link *link = &links->link[i];
        if (!link->at_grade || !lacks_heights(link)) continue;
        for (uint32_t v = 0; v + 1 < link->points; v++)
            length += segment_length(link, v);
    }
    out->step = hn_max(isfinite(cell) ? cell : least, least);
    out->coarse = length / MOST_BETWEEN > out->step;
    if (out->coarse) out->step = length / MOST_BETWEEN;
}

/* Counts the knots of all links that lack heights, and numbers those of their vertices. */
static hensyn_status number_knots(hensyn_context *ctx, hn_links *links, hn_heights *out,
                                  size_t *knots) {
    size_t vertices = 0, at = 0;
    *knots = 0;
    for (size_t i = 0; i < links->count; i++)
        vertices += lacks_heights(&links->link[i]) ? links->link[i].points : 0;
    out->knot = hn_alloc(vertices, sizeof *out->knot);
    if (!out->knot) return hn_nomem(ctx);
    for (size_t i = 0; i < links->count; i++) {
        hn_link *link = &links->link[i];
        if (!lacks_heights(link)) continue;
        uint32_t *knot = out->knot + at, count = 0;
        for (uint32_t v = 0; v < link->points; v++) {
            knot[v] = count;
            count += v + 1 < link->points ? steps_of(link, v, out->step) : 1;
        }
        link->knot = knot;
        at += link->points;
        *knots += count;
    }
    out->z = hn_alloc(*knots, sizeof *out->z);
    return out->z ? HENSYN_OK : hn_nomem(ctx);
}

/* Points on their way to the model. */
typedef struct asking {
    hn_dem *dem;
    double *z; /* of the first point that waits */
    double xy[2 * CHUNK];
    size_t waiting;
} asking;

static hensyn_status flush(hensyn_context *ctx, asking *a) {
    hensyn_status status = hn_dem_heights(ctx, a->dem, a->xy, a->waiting, a->z);
    a->z += a->waiting;
    a->waiting = 0;
    return status;
}

static hensyn_status ask_link(hensyn_context *ctx, asking *a, const hn_link *link) {
    hensyn_status status = HENSYN_OK;
    for (uint32_t v = 0; v < link->points; v++) {
        const double *p = link->xy + 2 * (size_t)v;
        uint32_t steps = v + 1 < link->points ? link->knot[v + 1] - link->knot[v] : 1;
        for (uint32_t j = 0; j < steps; j++) {
            double t = (double)j / steps;
            for (int k = 0; k < 2; k++)
                a->xy[2 * a->waiting + (size_t)k] = j ? p[k] + t * (p[k + 2] - p[k]) : p[k];
            if (++a->waiting == CHUNK) HN_TRY(flush(ctx, a));
        }
    }
cleanup:
    return status;
}

/* Vertices alone are knots of a link off the ground. */
static void straighten(const hn_link *link, double *z) {
    double whole = 0, along = 0, rise = z[link->points - 1] - z[0];
    for (uint32_t v = 0; v + 1 < link->points; v++)
        whole += segment_length(link, v);
    for (uint32_t v = 1; v + 1 < link->points; v++) {
        along += segment_length(link, v - 1);
        z[v] = z[0] + rise * along / whole;
    }
}

hensyn_status hn_heights_from_dem(hensyn_context *ctx, hn_links *links, hn_dem *dem, double least,
                                  hn_heights *out) {
    hensyn_status status = HENSYN_OK;
    size_t knots, at = 0;
    asking *a = hn_alloc(1, sizeof *a);
    *out = (hn_heights){NULL, NULL, 0, false, 0};
    if (!a) HN_TRY(hn_nomem(ctx));
    choose_step(links, hn_dem_cell(dem, links->box), least, out);
    HN_TRY(number_knots(ctx, links, out, &knots));
    *a = (asking){.dem = dem, .z = out->z};
    for (size_t i = 0; i < links->count; i++) {
        hn_link *link = &links->link[i];
        if (!link->knot) continue;
        HN_TRY(ask_link(ctx, a, link));
        link->z = out->z + at;
        at += hn_link_knots(link);
        if (i % 1024 == 0) HN_TRY(hn_progress(ctx, (double)i / (double)links->count));
    }
    if (a->waiting) HN_TRY(flush(ctx, a));
    for (size_t i = 0; i < knots; i++)
        out->known += isfinite(out->z[i]);
    for (size_t i = 0; i < links->count; i++)
        if (links->link[i].knot && !links->link[i].at_grade)
            straighten(&links->link[i], out->z + (links->link[i].z - out->z));
cleanup:
    hn_free(a);
    return status;
}

void hn_heights_clear(hn_heights *heights) {
    hn_free(heights->z);
    hn_free(heights->knot);
    *heights = (hn_heights){NULL, NULL, 0, false, 0};
}
