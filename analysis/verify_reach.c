/* verify_reach.c - invariant 5: no piece of a service area is missing. Every origin within the
 * limit is tied to a place of it, and the zone that is drawn around the pieces has them within its
 * width.
 */
#include "verify.h"

#include "base/memory.h"
#include "data/index.h"
#include "json_text.h"

#include <math.h>
#include <string.h>

#define CHECK                                                                                      \
    "rekkevidde_hel",                                                                              \
        "hvert opphav innenfor grensen er knyttet til et stykke, og hver flate ligger "            \
        "rundt stykker",                                                                           \
        "each origin within the limit is tied to a piece, and each zone lies around pieces"

/* Segments of the pieces of one class. */
typedef struct pieces {
    hn_verify *v;
    const char *klasse;
    double farthest;      /* --max-distance, m; INFINITY: none */
    HN_ROWS(hn_box) box;  /* of each segment */
    HN_ROWS(double) ends; /* 4 of each: from, to */
    hn_index *index;
} pieces;

typedef struct classes {
    hn_verify *v;
    HN_ROWS(const char *) name;
} classes;

/* ---- pieces ---- */

static hensyn_status take_piece(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    pieces *p = user;
    const hn_geometry *g = values[1].geometry;
    (void)count;
    if (strcmp(hn_db_string(&values[0]), p->klasse) != 0) return HENSYN_OK;
    for (uint32_t i = 1; i < g->points; i++) {
        const double *a = g->xy + 2 * (size_t)(i - 1);
        if (!HN_RESERVE(p->ends.row, p->ends.count, p->ends.capacity, 4)) return hn_nomem(ctx);
        hn_box *box = HN_NEW_ROW(p->box);
        if (!box) return hn_nomem(ctx);
        memcpy(p->ends.row + p->ends.count, a, 4 * sizeof *a);
        p->ends.count += 4;
        *box = (hn_box){fmin(a[0], a[2]), fmin(a[1], a[3]), fmax(a[0], a[2]), fmax(a[1], a[3])};
    }
    return HENSYN_OK;
}

typedef struct asking {
    const pieces *p;
    double x, y, within2; /* plane units */
    bool found;
} asking;

static bool look_at_segment(uint32_t item, void *user) {
    asking *a = user;
    const double *ends = a->p->ends.row + 4 * (size_t)item;
    double share;
    a->found = hn_segment_apart2(ends, ends + 2, a->x, a->y, &share) <= a->within2;
    return !a->found;
}

/* Does a piece come within so many plane units of the place? */
static bool is_near(const pieces *p, double x, double y, double within) {
    asking a = {p, x, y, within * within, false};
    hn_index_query(p->index, hn_box_grow((hn_box){x, y, x, y}, within), look_at_segment, &a);
    return a.found;
}

static hensyn_status read_pieces(pieces *p) {
    hensyn_status status = hn_db_query(
        p->v->ctx, p->v->db, "SELECT klasse, geom FROM rekkevidde ORDER BY fid", take_piece, p);
    if (status != HENSYN_OK) return status;
    p->index = hn_index_create(p->box.row, p->box.count);
    return p->index ? HENSYN_OK : hn_nomem(p->v->ctx);
}

/* ---- origins ---- */

/* fid, klasse, avstand_m, tilknytning_m, grense_m, geom. What is nearer than the limit by what sums
 * of millimetres may be wrong by is reached for certain. */
static hensyn_status take_origin(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    const pieces *p = user;
    double metres = hn_db_number(&values[2]), leg = hn_db_number(&values[3]);
    double limit = fmin(hn_db_number(&values[4]), p->farthest);
    (void)ctx, (void)count;
    if (strcmp(hn_db_string(&values[1]), p->klasse) != 0) return HENSYN_OK;
    if (!(metres - leg <= limit - hn_close(metres))) return HENSYN_OK;
    const double *place = values[5].geometry->xy;
    double within = hn_plane_reach(p->v, place, leg + 0.1);
    if (is_near(p, place[0], place[1], within)) return HENSYN_OK;
    return hn_check_fail(
        p->v, json_pack("{s:s, s:I, s:o, s:o, s:o}", "table", "avstand", "fid",
                        (json_int_t)values[0].integer, "klasse", hn_json_text(p->klasse),
                        "avstand_m", hn_json_number(metres), "tilknytning_m", hn_json_number(leg)));
}

/* ---- zones ---- */

/* fid, klasse, buffer_m, geom: a vertex is at the width from a piece, or nearer where the widths of
 * two pieces cross. The lines are simplified before, and by GEOS within a hundredth of the width.
 */
static hensyn_status take_zone(hensyn_context *ctx, const hn_db_value *values, size_t count,
                               void *user) {
    const pieces *p = user;
    const hn_geometry *g = values[3].geometry;
    double width = hn_measure_units(p->v->measure, hn_db_number(&values[2]));
    double within = width * (1.02 + HN_ZONE_SIMPLIFIED) + 0.01;
    (void)ctx, (void)count;
    if (strcmp(hn_db_string(&values[1]), p->klasse) != 0) return HENSYN_OK;
    for (uint32_t i = 0; i < g->points; i++) {
        const double *at = g->xy + 2 * (size_t)i;
        if (is_near(p, at[0], at[1], within)) continue;
        return hn_check_fail(p->v,
                             json_pack("{s:s, s:I, s:o, s:f, s:f}", "table", "rekkevidde_flate",
                                       "fid", (json_int_t)values[0].integer, "klasse",
                                       hn_json_text(p->klasse), "x", at[0], "y", at[1]));
    }
    return HENSYN_OK;
}

/* ---- classes ---- */

static hensyn_status take_class(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    classes *all = user;
    const char **row = HN_NEW_ROW(all->name);
    (void)count;
    if (!row || !(*row = hn_pool_add(all->v->pool, hn_db_string(&values[0])))) return hn_nomem(ctx);
    return HENSYN_OK;
}

static hensyn_status check_class(hn_verify *v, const char *klasse, bool by_length) {
    hensyn_status status = HENSYN_OK;
    double most = hn_recipe_number(v, "  max_distance: ");
    pieces p = {.v = v, .klasse = klasse, .farthest = most > 0 ? most : (double)INFINITY};
    HN_TRY(read_pieces(&p));
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT fid, klasse, buffer_m, geom FROM rekkevidde_flate ORDER BY fid",
                       take_zone, &p));
    if (by_length)
        HN_TRY(
            hn_db_query(v->ctx, v->db,
                        "SELECT a.fid, a.klasse, a.avstand_m, a.tilknytning_m, l.grense_m, a.geom "
                        "FROM avstand a JOIN " HN_LIMITS
                        " l ON l.klasse = a.klasse WHERE a.inngang_fid IS NOT NULL ORDER BY a.fid",
                        take_origin, &p));
cleanup:
    hn_index_destroy(p.index);
    hn_free(p.box.row);
    hn_free(p.ends.row);
    return status;
}

static hensyn_status check_classes(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    classes all = {.v = v};
    HN_TRY(hn_db_query(v->ctx, v->db, "SELECT DISTINCT klasse FROM dekning ORDER BY klasse",
                       take_class, &all));
    for (size_t i = 0; i < all.name.count; i++)
        HN_TRY(check_class(v, all.name.row[i], hn_verify_by_length(v)));
cleanup:
    hn_free(all.name.row);
    return status;
}

hensyn_status hn_verify_reach(hn_verify *v) {
    static const char needs[] = "rekkevidde,rekkevidde_flate,avstand,dekning";
    hensyn_status status = HENSYN_OK;
    bool ready;
    HN_TRY(hn_verify_open(v, needs, CHECK, &ready));
    if (!ready) return HENSYN_OK;
    if (hn_check_failed(v, "geometri") || !v->measure) {
        bool any = v->extent.xmin <= v->extent.xmax;
        return !any ? HENSYN_OK
                    : hn_check_note(v, true,
                                    hn_text(v->ctx,
                                            "ikke kontrollert: geometrier eller koordinatsystem er "
                                            "ikke i orden",
                                            "not checked: geometries or the coordinate system are "
                                            "not sound"));
    }
    HN_TRY(check_classes(v));
cleanup:
    return status;
}
