/* verify_measures.c - areas, lengths and numbers of points against the geometries they tell of. */
#include "verify.h"

#include "base/memory.h"
#include "read/crs.h"

#include <string.h>

/* ---- the measure of the run ---- */

/* A coordinate system that PROJ does not know is a note, not a fault: nothing can be said. */
static hensyn_status make_measure(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    hn_crs *crs = NULL;
    char *wkt = NULL;
    int epsg = 0;
    bool planar = hn_recipe_says(v, "measure: planar");
    if (!(v->extent.xmin <= v->extent.xmax)) return HENSYN_OK;
    HN_TRY(hn_db_crs(v->ctx, v->db, &epsg, &wkt));
    if (epsg)
        status = hn_crs_from_epsg(v->ctx, epsg, &crs);
    else if (wkt)
        status = hn_crs_from_text(v->ctx, wkt, &crs);
    if (status == HENSYN_OK && crs)
        status = hn_crs_measure(v->ctx, crs, v->extent, planar, &v->measure);
    if (status == HENSYN_INPUT || (status == HENSYN_OK && !v->measure))
        status = hn_check_note(v, true,
                               hn_text(v->ctx, "ikke kontrollert: koordinatsystemet er ukjent",
                                       "not checked: the coordinate system is not known"));
cleanup:
    hn_crs_destroy(crs);
    hn_free(wkt);
    return status;
}

/* ---- areas and lengths ---- */

typedef struct sizes {
    hn_verify *v;
    const hn_table *table;
    const char *column;
} sizes;

static double measure(const hn_verify *v, const hn_geometry *g) {
    return g->kind == HN_AREA ? hn_measure_area(v->measure, g) : hn_measure_length(v->measure, g);
}

/* Geometries that are missing or damaged are told of elsewhere. */
static hensyn_status take_size(hensyn_context *ctx, const hn_db_value *values, size_t count,
                               void *user) {
    const sizes *s = user;
    (void)count;
    if (!values[2].geometry || !values[2].geometry->parts) return HENSYN_OK;
    hn_geometry *oriented = hn_geometry_copy(values[2].geometry);
    if (!oriented) return hn_nomem(ctx);
    if (oriented->kind == HN_AREA) hn_geometry_orient(oriented);
    bool number = values[1].type == HN_DB_REAL || values[1].type == HN_DB_INTEGER;
    double found = measure(s->v, oriented), told = number ? values[1].real : (double)NAN;
    hn_free(oriented);
    if (isfinite(found) && fabs(found - told) <= hn_tolerance(found)) return HENSYN_OK;
    return hn_check_fail(s->v,
                         json_pack("{s:s, s:I, s:o, s:o}", "table", s->table->name, "fid",
                                   (json_int_t)values[0].integer, s->column, hn_json_number(told),
                                   "geometrien", hn_json_number(found)));
}

static const hn_column *column_of(const hn_table *table, const char *name) {
    for (const hn_column *column = table->columns; column->name; column++)
        if (strcmp(column->name, name) == 0) return column;
    return NULL;
}

static hensyn_status check_sizes(hn_verify *v, const hn_table *table) {
    hn_kind kind = strstr(table->geometry, "POLYGON")  ? HN_AREA
                   : strstr(table->geometry, "STRING") ? HN_LINE
                                                       : HN_POINT;
    sizes s = {v, table, kind == HN_AREA ? "areal_m2" : "lengde_m"};
    hensyn_status status = HENSYN_OK;
    hn_ready ready;
    if (kind == HN_POINT || !column_of(table, s.column)) return HENSYN_OK;
    HN_TRY(hn_verify_ready(v, table->name, true, &ready));
    if (ready != HN_READY) return HENSYN_OK;
    char *sql = hn_format("SELECT fid, %s, geom FROM %s ORDER BY fid", s.column, table->name);
    status = sql ? hn_db_query(v->ctx, v->db, sql, take_size, &s) : hn_nomem(v->ctx);
    hn_free(sql);
cleanup:
    return status;
}

/* ---- points ---- */

typedef struct point_count {
    int64_t fid, points;
} point_count;

typedef struct point_counts {
    hn_verify *v;
    HN_ROWS(point_count) found; /* by fid of the plan area */
    size_t at;
} point_counts;

static hensyn_status take_points(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    point_counts *p = user;
    (void)count;
    point_count *last = p->found.count ? &p->found.row[p->found.count - 1] : NULL;
    if (!last || last->fid != values[0].integer) {
        last = HN_NEW_ROW(p->found);
        if (!last) return hn_nomem(ctx);
        last->fid = values[0].integer;
    }
    if (values[1].geometry) last->points += values[1].geometry->points;
    return HENSYN_OK;
}

static hensyn_status compare_points(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                    void *user) {
    point_counts *p = user;
    int64_t fid = values[0].integer, points = 0;
    (void)ctx, (void)count;
    while (p->at < p->found.count && p->found.row[p->at].fid < fid)
        p->at++;
    if (p->at < p->found.count && p->found.row[p->at].fid == fid)
        points = p->found.row[p->at].points;
    if (values[1].type == HN_DB_INTEGER && values[1].integer == points) return HENSYN_OK;
    return hn_check_fail(
        p->v,
        json_pack("{s:s, s:I, s:o, s:I}", "table", "arealformal", "fid", (json_int_t)fid,
                  "punkt_antall",
                  values[1].type == HN_DB_INTEGER ? json_integer(values[1].integer) : json_null(),
                  "punkter", (json_int_t)points));
}

static hensyn_status check_points(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    point_counts p = {.v = v};
    hn_ready ready;
    HN_TRY(hn_check_begin(v, "punkt_antall", "punkt_antall er antallet punkter i konfliktene",
                          "punkt_antall is the number of points in the conflicts"));
    HN_TRY(hn_verify_ready(v, "arealformal,konflikt_punkt", true, &ready));
    if (ready != HN_READY) goto cleanup;
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT plan_fid, geom FROM konflikt_punkt WHERE art = 'overlapp' AND "
                       "konsekvens >= 1 ORDER BY plan_fid",
                       take_points, &p));
    HN_TRY(hn_db_query(v->ctx, v->db, "SELECT fid, punkt_antall FROM arealformal ORDER BY fid",
                       compare_points, &p));
cleanup:
    hn_free(p.found.row);
    return status;
}

hensyn_status hn_verify_measures(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    if (v->parts.has_conflict) HN_TRY(check_points(v));
    HN_TRY(hn_check_begin(v, "maal", "arealer og lengder er geometrienes, målt på nytt",
                          "areas and lengths are those of the geometries, measured anew"));
    HN_TRY(make_measure(v));
    for (const hn_table *table = hn_tables(); table->name && v->measure; table++)
        if (table->geometry && table->wanted(&v->parts)) HN_TRY(check_sizes(v, table));
cleanup:
    return status;
}
