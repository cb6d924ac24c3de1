/* verify_geometry.c - invariant 4 for geometries: of their table's type and system, not empty,
 * valid, and found by the spatial index under the right box. */
#include "verify.h"

#include "base/memory.h"
#include "base/platform.h"
#include "data/geos.h"
#include "json_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GEOMETRY_CHECK                                                                             \
    "geometri", "geometrier er gyldige, av lagets type og i dets koordinatsystem",                 \
        "geometries are valid, of the type of their layer and in its coordinate system"
#define INDEX_CHECK                                                                                \
    "romlig_indeks", "hver geometri står i den romlige indeksen",                                  \
        "every geometry is in the spatial index"

/* ---- how a layer is registered ---- */

typedef struct registered {
    bool found;
    hn_shape shape;
    int srid;
} registered;

/* "geometry(MultiPolygon,25833)", as PostgreSQL names the type of a column. */
static void parse_type(const char *text, registered *out) {
    static const char *const names[] = {"point",      "linestring",      "polygon",
                                        "multipoint", "multilinestring", "multipolygon"};
    const char *open = strchr(text, '('), *comma = open ? strchr(open, ',') : NULL;
    if (!comma) return;
    char name[32] = "";
    size_t size = (size_t)(comma - open - 1);
    for (size_t i = 0; i < size && i + 1 < sizeof name; i++)
        name[i] = (char)(open[1 + i] | 0x20); /* lower case of an ASCII letter */
    for (int i = 0; i < 6; i++)
        if (strcmp(name, names[i]) == 0) out->shape = (hn_shape)(i + 1);
    out->srid = (int)strtol(comma + 1, NULL, 10);
    out->found = true;
}

static hensyn_status take_registered(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                     void *user) {
    registered *out = user;
    (void)ctx;
    if (count == 1 && values[0].text) {
        parse_type(values[0].text, out);
    } else if (count == 2) {
        out->found = true;
        out->srid = (int)values[1].integer;
        out->shape = values[0].type == HN_DB_TEXT ? hn_shape_of(values[0].text)
                                                  : (hn_shape)values[0].integer;
    }
    return HENSYN_OK;
}

static const char *registered_sql(hn_stored stored) {
    switch (stored) {
    case HN_STORED_GPKG:
        return "SELECT geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE table_name = "
               "'%s' AND column_name = 'geom' AND EXISTS (SELECT 1 FROM gpkg_spatial_ref_sys r "
               "WHERE r.srs_id = gpkg_geometry_columns.srs_id)";
    case HN_STORED_POSTGIS:
        return "SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c "
               "ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
               "n.nspname = current_schema() AND c.relname = '%s' AND a.attname = 'geom'";
    case HN_STORED_SPATIALITE:
        break;
    }
    return "SELECT geometry_type, srid FROM geometry_columns WHERE f_table_name = '%s' AND "
           "f_geometry_column = 'geom' AND EXISTS (SELECT 1 FROM spatial_ref_sys r WHERE r.srid = "
           "geometry_columns.srid)";
}

static hensyn_status query_for(hn_verify *v, const char *pattern, const char *table,
                               hn_db_row_fn row, void *user) {
    hn_buffer sql = {0};
    for (const char *p = pattern; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            hn_append(&sql, table);
            p++;
        } else {
            hn_append_n(&sql, p, 1);
        }
    }
    hensyn_status status =
        sql.failed ? hn_nomem(v->ctx) : hn_db_query(v->ctx, v->db, sql.text, row, user);
    hn_buffer_free(&sql);
    return status;
}

/* ---- one layer ---- */

typedef enum fault {
    NO_FAULT,
    MISSING,
    DAMAGED,
    WRONG_TYPE,
    EMPTY,
    WRONG_SRID,
    NOT_FINITE,
    INVALID,
    NOT_INDEXED,
    WRONG_BOX
} fault;

static const char *const fault_words[][2] = {
    {"", ""},
    {"mangler", "missing"},
    {"skadet", "damaged"},
    {"feil type", "wrong type"},
    {"tom", "empty"},
    {"feil koordinatsystem", "wrong coordinate system"},
    {"koordinater som ikke er tall", "coordinates that are not numbers"},
    {"ugyldig", "invalid"},
    {"står ikke i indeksen", "not in the index"},
    {"feil ramme i indeksen", "wrong box in the index"},
};

typedef struct item {
    int64_t fid;
    hn_geometry *geometry; /* owned; NULL: none, or damaged */
    hn_shape shape;
    int srid;
    bool there, indexed;
    hn_box index;
    fault fault;
    char reason[160]; /* in the words of GEOS */
} item;

enum { BATCH = 2048 };

typedef struct pass {
    hn_verify *v;
    const hn_table *table;
    registered as;
    bool with_index; /* columns of the index come along */
    item *items;
    size_t count;
} pass;

static bool is_finite(const hn_geometry *g) {
    double zero = 0;
    for (size_t i = 0; i < 2 * (size_t)g->points; i++)
        zero += g->xy[i] - g->xy[i];
    return zero == 0;
}

static bool has_parts(const hn_geometry *g) {
    for (uint32_t i = 0; i < g->rings; i++)
        if (g->ring[i] == g->ring[i + 1]) return false;
    return g->parts > 0;
}

static hensyn_status ask_geos(hensyn_context *ctx, hn_geos *geos, item *it) {
    GEOSContextHandle_t h = geos->handle;
    GEOSGeometry *where = NULL;
    char *reason = NULL;
    geos->error[0] = '\0';
    GEOSGeometry *g = hn_to_geos(geos, it->geometry);
    if (!g && !geos->error[0]) return hn_nomem(ctx);
    char valid = g ? GEOSisValidDetail_r(h, g, 0, &reason, &where) : 0;
    if (valid != 1) {
        it->fault = INVALID;
        snprintf(it->reason, sizeof it->reason, "%.150s", reason ? reason : geos->error);
    }
    if (reason) GEOSFree_r(h, reason);
    GEOSGeom_destroy_r(h, where);
    GEOSGeom_destroy_r(h, g);
    return HENSYN_OK;
}

/* Boxes in an R*Tree are rounded outwards to single precision. */
static bool box_fits(hn_box index, hn_box box) {
    double most = fmax(fmax(fabs(box.xmin), fabs(box.xmax)), fmax(fabs(box.ymin), fabs(box.ymax)));
    return hn_box_holds(index, box) && hn_box_holds(hn_box_grow(box, 1e-6 * most + 1e-6), index);
}

static hensyn_status judge(hensyn_context *ctx, const pass *p, hn_geos *geos, item *it) {
    const hn_geometry *g = it->geometry;
    if (!it->there)
        it->fault = MISSING;
    else if (!g)
        it->fault = DAMAGED;
    else if (it->shape != hn_shape_of(p->table->geometry))
        it->fault = WRONG_TYPE;
    else if (!has_parts(g))
        it->fault = EMPTY;
    else if (p->as.found && it->srid != p->as.srid)
        it->fault = WRONG_SRID;
    else if (!is_finite(g))
        it->fault = NOT_FINITE;
    else if (g->kind == HN_LINE || (g->kind == HN_AREA && !hn_surely_valid(g))) {
        hensyn_status status = ask_geos(ctx, geos, it);
        if (status != HENSYN_OK) return status;
    }
    if (it->fault != NO_FAULT || !p->with_index) return HENSYN_OK;
    if (!it->indexed)
        it->fault = NOT_INDEXED;
    else if (!box_fits(it->index, g->box))
        it->fault = WRONG_BOX;
    return HENSYN_OK;
}

static hensyn_status make_geos(hensyn_context *ctx, void *shared, void **state) {
    (void)shared;
    *state = hn_geos_create();
    return *state ? HENSYN_OK : hn_nomem(ctx);
}

static void drop_geos(void *shared, void *state) {
    (void)shared;
    hn_geos_destroy(state);
}

static hensyn_status judge_items(hensyn_context *ctx, void *shared, void *state, size_t first,
                                 size_t last) {
    const pass *p = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last && status == HENSYN_OK; i++)
        status = judge(ctx, p, state, &p->items[i]);
    return status;
}

/* ---- batches ---- */

/* Remarks may lie nowhere, and a way of no length is no line (see verify_access.c). */
static bool may_lack(const hn_table *table) {
    return strcmp(table->name, "merknad") == 0 || strcmp(table->name, "rute") == 0;
}

static hensyn_status tell(const pass *p, const item *it) {
    hn_verify *v = p->v;
    const char *word = hn_text(v->ctx, fault_words[it->fault][0], fault_words[it->fault][1]);
    if (it->fault == MISSING && may_lack(p->table)) return HENSYN_OK;
    json_t *row = json_pack("{s:s, s:I, s:s}", "table", p->table->name, "fid", (json_int_t)it->fid,
                            "feil", word);
    if (row && it->reason[0]) json_object_set_new(row, "grunn", hn_json_text(it->reason));
    if (row && it->fault == WRONG_SRID) json_object_set_new(row, "srid", json_integer(it->srid));
    hensyn_status status = it->fault >= NOT_INDEXED ? hn_check_begin(v, INDEX_CHECK)
                                                    : hn_check_begin(v, GEOMETRY_CHECK);
    if (status == HENSYN_OK) return hn_check_fail(v, row);
    json_decref(row);
    return status;
}

static hensyn_status settle(pass *p) {
    hn_verify *v = p->v;
    hn_parallel_job job = {
        .init = make_geos, .body = judge_items, .done = drop_geos, .shared = p, .count = p->count};
    hensyn_status status = p->count ? hn_parallel(v->ctx, &job) : HENSYN_OK;
    for (size_t i = 0; i < p->count; i++) {
        item *it = &p->items[i];
        bool sound = it->geometry && (it->fault == NO_FAULT || it->fault >= NOT_INDEXED);
        if (sound) v->extent = hn_box_join(v->extent, it->geometry->box);
        if (it->fault != NO_FAULT && status == HENSYN_OK) status = tell(p, it);
        hn_free(it->geometry);
    }
    p->count = 0;
    return status;
}

static hensyn_status take_geometry(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                   void *user) {
    pass *p = user;
    item *it = &p->items[p->count];
    *it = (item){.fid = values[0].integer,
                 .shape = values[1].shape,
                 .srid = values[1].srid,
                 .there = values[1].type != HN_DB_NULL};
    if (values[1].geometry) {
        it->geometry = hn_geometry_copy(values[1].geometry);
        if (!it->geometry) return hn_nomem(ctx);
    }
    if (count == 6 && values[2].type != HN_DB_NULL) {
        it->indexed = true;
        it->index = (hn_box){values[2].real, values[4].real, values[3].real, values[5].real};
    }
    return ++p->count < BATCH ? HENSYN_OK : settle(p);
}

/* ---- the index ---- */

/* Counts by the tree from its root; the boxes are looked up by fid. */
static hensyn_status check_file_index(hn_verify *v, const hn_table *table, bool *there) {
    bool gpkg = v->stored == HN_STORED_GPKG;
    hensyn_status status = HENSYN_OK;
    char *index = hn_format("%s_%s_geom", gpkg ? "rtree" : "idx", table->name);
    char *sql =
        hn_format("SELECT a.n, b.n FROM (SELECT count(*) AS n FROM %s WHERE geom IS NOT NULL) "
                  "a, (SELECT count(*) AS n FROM %s_%s_geom) b WHERE a.n <> b.n",
                  table->name, gpkg ? "rtree" : "idx", table->name);
    if (!index || !sql) HN_TRY(hn_nomem(v->ctx));
    HN_TRY(hn_db_has(v->ctx, v->db, index, NULL, there));
    HN_TRY(hn_check_begin(v, INDEX_CHECK));
    if (!*there) {
        HN_TRY(hn_check_fail(v, json_pack("{s:s, s:s}", "table", table->name, "mangler", index)));
        goto cleanup;
    }
    const hn_rule rule = {INDEX_CHECK, table->name, table->name, "geometrier,i_indeksen", sql};
    HN_TRY(hn_verify_rule(v, &rule));
cleanup:
    hn_free(index);
    hn_free(sql);
    return status;
}

static hensyn_status check_server_index(hn_verify *v, const hn_table *table) {
    char *sql = hn_format("SELECT 'gist' WHERE NOT EXISTS (SELECT 1 FROM pg_indexes WHERE "
                          "schemaname = current_schema() AND tablename = '%s' AND indexdef LIKE "
                          "'%%USING gist (geom)%%')",
                          table->name);
    const hn_rule rule = {INDEX_CHECK, table->name, table->name, "mangler", sql};
    hensyn_status status = sql ? hn_verify_rule(v, &rule) : hn_nomem(v->ctx);
    hn_free(sql);
    return status;
}

/* ---- layers ---- */

static hensyn_status check_registered(hn_verify *v, const hn_table *table, registered *as) {
    hensyn_status status = HENSYN_OK;
    *as = (registered){0};
    HN_TRY(query_for(v, registered_sql(v->stored), table->name, take_registered, as));
    HN_TRY(hn_check_begin(v, GEOMETRY_CHECK));
    if (as->found && as->shape == hn_shape_of(table->geometry)) return HENSYN_OK;
    HN_TRY(
        hn_check_fail(v, json_pack("{s:s, s:s}", "table", table->name, "feil",
                                   as->found ? hn_text(v->ctx, "laget er registrert med feil type",
                                                       "the layer is registered with a wrong type")
                                             : hn_text(v->ctx, "laget er ikke registrert",
                                                       "the layer is not registered"))));
cleanup:
    return status;
}

static hensyn_status check_layer(hn_verify *v, const hn_table *table, pass *p) {
    static const char plain[] = "SELECT fid, geom FROM %s";
    static const char spatialite[] =
        "SELECT t.fid, t.geom, i.xmin, i.xmax, i.ymin, i.ymax FROM %s t "
        "LEFT JOIN idx_%s_geom i ON i.pkid = t.fid";
    static const char gpkg[] = "SELECT t.fid, t.geom, i.minx, i.maxx, i.miny, i.maxy FROM %s t "
                               "LEFT JOIN rtree_%s_geom i ON i.id = t.fid";
    hensyn_status status = HENSYN_OK;
    *p = (pass){.v = v, .table = table, .items = p->items};
    HN_TRY(check_registered(v, table, &p->as));
    if (v->stored == HN_STORED_POSTGIS)
        HN_TRY(check_server_index(v, table));
    else
        HN_TRY(check_file_index(v, table, &p->with_index));
    HN_TRY(query_for(v,
                     !p->with_index                      ? plain
                     : v->stored == HN_STORED_SPATIALITE ? spatialite
                                                         : gpkg,
                     table->name, take_geometry, p));
cleanup:
    if (status == HENSYN_OK) return settle(p);
    for (size_t i = 0; i < p->count; i++)
        hn_free(p->items[i].geometry);
    return status;
}

hensyn_status hn_verify_geometry(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    hn_ready ready;
    pass p = {.items = hn_alloc(BATCH, sizeof *p.items)};
    if (!p.items) return hn_nomem(v->ctx);
    HN_TRY(hn_check_begin(v, GEOMETRY_CHECK));
    HN_TRY(hn_check_begin(v, INDEX_CHECK));
    for (const hn_table *table = hn_tables(); table->name; table++) {
        if (!table->geometry || !table->wanted(&v->parts)) continue;
        HN_TRY(hn_check_begin(v, INDEX_CHECK));
        HN_TRY(hn_verify_ready(v, table->name, true, &ready));
        HN_TRY(hn_check_begin(v, GEOMETRY_CHECK));
        HN_TRY(hn_verify_ready(v, table->name, true, &ready));
        if (ready == HN_READY) HN_TRY(check_layer(v, table, &p));
    }
cleanup:
    hn_free(p.items);
    return status;
}
