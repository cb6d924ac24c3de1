/* assess.c - what people wrote in vurdering follows along when a result is made again. */
#include "write/rows.h"
#include "write/sqltext.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OWN_COLUMNS = 6 }; /* all but gjelder, which is set anew */
static const char *const own_columns[OWN_COLUMNS] = {
    "konflikt_nokkel", "avgjorelse", "kommentar", "av", "tidspunkt", "areal_da_m2"};

void hn_assessments_clear(hn_assessments *assessments) {
    hn_pool_destroy(assessments->pool);
    hn_free(assessments->rows.row);
    hn_free(assessments->extra);
    hn_free(assessments->values.row);
    *assessments = (hn_assessments){0};
}

static bool same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static bool same_row(const hn_assessment *a, const hn_assessment *b) {
    bool same_area =
        a->areal_da_m2 == b->areal_da_m2 || (isnan(a->areal_da_m2) && isnan(b->areal_da_m2));
    return same_area && same_text(a->konflikt_nokkel, b->konflikt_nokkel) &&
           same_text(a->avgjorelse, b->avgjorelse) && same_text(a->kommentar, b->kommentar) &&
           same_text(a->av, b->av) && same_text(a->tidspunkt, b->tidspunkt);
}

bool hn_assessments_same(const hn_assessments *a, const hn_assessments *b) {
    if (a->rows.count != b->rows.count || a->extra_count != b->extra_count) return false;
    for (size_t i = 0; i < a->extra_count; i++)
        if (!same_text(a->extra[i], b->extra[i])) return false;
    for (size_t i = 0; i < a->rows.count; i++)
        if (!same_row(&a->rows.row[i], &b->rows.row[i])) return false;
    for (size_t i = 0; i < a->values.count; i++)
        if (!same_text(a->values.row[i], b->values.row[i])) return false;
    return true;
}

/* ---- reading ---- */

static bool is_known(const char *name) {
    for (int i = 0; i < OWN_COLUMNS; i++)
        if (strcmp(name, own_columns[i]) == 0) return true;
    return strcmp(name, "gjelder") == 0 || strcmp(name, "fid") == 0; /* fid: GeoPackage */
}

static bool in_list(const char *name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

/* SELECT of the own columns (NULL where an older version had none), then of the added ones. With
 * area of the conflict as it stood when that is not written. */
static void append_select(hn_buffer *sql, const hn_assessments *out, const char *const *names,
                          size_t count, bool conflicts) {
    for (int i = 0; i < OWN_COLUMNS; i++) {
        bool area = i == OWN_COLUMNS - 1, there = in_list(own_columns[i], names, count);
        hn_append(sql, i ? ", " : "SELECT ");
        if (!there)
            hn_append(sql, "NULL");
        else if (area && conflicts)
            hn_append(sql, "coalesce(v.areal_da_m2, k.areal_m2)");
        else if (area)
            hn_append(sql, "v.areal_da_m2");
        else
            hn_appendf(sql, "CAST(v.%s AS TEXT)", own_columns[i]);
    }
    for (size_t i = 0; i < out->extra_count; i++) {
        hn_append(sql, ", CAST(v.");
        hn_sql_name(sql, out->extra[i]);
        hn_append(sql, " AS TEXT)");
    }
    hn_append(sql, " FROM vurdering v");
    if (conflicts) hn_append(sql, " LEFT JOIN konflikt k ON k.nokkel = v.konflikt_nokkel");
    hn_append(sql, " ORDER BY 1");
}

static const char *keep(hn_pool *pool, const hn_db_value *value, bool *failed) {
    if (value->type != HN_DB_TEXT) return NULL;
    const char *kept = hn_pool_add(pool, value->text);
    if (!kept) *failed = true;
    return kept;
}

static hensyn_status take_row(hensyn_context *ctx, const hn_db_value *values, size_t count,
                              void *user) {
    hn_assessments *out = user;
    bool failed = false;
    hn_assessment *row = HN_NEW_ROW(out->rows);
    if (!row ||
        !HN_RESERVE(out->values.row, out->values.count, out->values.capacity, out->extra_count + 1))
        return hn_nomem(ctx);
    row->konflikt_nokkel = keep(out->pool, &values[0], &failed);
    row->avgjorelse = keep(out->pool, &values[1], &failed);
    row->kommentar = keep(out->pool, &values[2], &failed);
    row->av = keep(out->pool, &values[3], &failed);
    row->tidspunkt = keep(out->pool, &values[4], &failed);
    bool number = values[5].type == HN_DB_REAL || values[5].type == HN_DB_INTEGER;
    row->areal_da_m2 = number ? values[5].real : (double)NAN;
    for (size_t i = OWN_COLUMNS; i < count; i++)
        out->values.row[out->values.count++] = keep(out->pool, &values[i], &failed);
    return failed ? hn_nomem(ctx) : HENSYN_OK;
}

static hensyn_status find_extra(hensyn_context *ctx, const char *const *names, size_t count,
                                hn_assessments *out) {
    for (size_t i = 0; i < count; i++) {
        if (is_known(names[i])) continue;
        if (!HN_RESERVE(out->extra, out->extra_count, out->extra_capacity, 1)) return hn_nomem(ctx);
        out->extra[out->extra_count++] = names[i];
    }
    return HENSYN_OK;
}

hensyn_status hn_assessments_read(hensyn_context *ctx, hn_db *db, hn_assessments *out) {
    hensyn_status status = HENSYN_OK;
    const char **names = NULL;
    size_t count = 0;
    bool conflicts = false;
    hn_buffer sql = {0};
    *out = (hn_assessments){.pool = hn_pool_create()};
    if (!out->pool) return hn_nomem(ctx);
    HN_TRY(hn_db_columns(ctx, db, "vurdering", out->pool, &names, &count));
    if (count) {
        HN_TRY(find_extra(ctx, names, count, out));
        HN_TRY(hn_db_has(ctx, db, "konflikt", "areal_m2", &conflicts));
        append_select(&sql, out, names, count, conflicts);
        if (sql.failed) HN_TRY(hn_nomem(ctx));
        HN_TRY(hn_db_query(ctx, db, sql.text, take_row, out));
    }
cleanup:
    hn_free(names);
    hn_buffer_free(&sql);
    if (status != HENSYN_OK) hn_assessments_clear(out);
    return status;
}

/* ---- matching ---- */

/* Rows by key, so that each pair of the result is looked up once. */
static int by_key(const void *a, const void *b) {
    const hn_assessment *one = *(hn_assessment *const *)a, *two = *(hn_assessment *const *)b;
    if (!one->konflikt_nokkel || !two->konflikt_nokkel)
        return (one->konflikt_nokkel != NULL) - (two->konflikt_nokkel != NULL);
    return strcmp(one->konflikt_nokkel, two->konflikt_nokkel);
}

static hn_assessment *find_row(hn_assessment **sorted, size_t count, const char *key) {
    const hn_assessment wanted = {.konflikt_nokkel = key};
    const hn_assessment *pointer = &wanted;
    hn_assessment **found = bsearch(&pointer, sorted, count, sizeof *sorted, by_key);
    return found ? *found : NULL;
}

static hensyn_status compare_area(hensyn_context *ctx, const hn_assessment *row,
                                  const hn_pair *pair, const hn_result *result,
                                  hn_result *remarks) {
    const double noticeable = 0.01; /* of the area when it was assessed */
    double then = row->areal_da_m2, now = pair->areal_m2;
    if (pair->kind != HN_AREA || isnan(then) || isnan(now)) return HENSYN_OK;
    if (fabs(now - then) <= noticeable * fabs(then)) return HENSYN_OK;
    const hn_geometry *where = pair->geometry;
    if (!where && pair->whole) where = result->plan_areas.row[pair->plan].geometry;
    const hn_about about = {"vurdering", NULL, pair->nokkel, where, 0, then, now, 0};
    return hn_remark_add(ctx, remarks, HENSYN_WARNING, "VURDERING_ENDRET", &about,
                         hn_text(ctx, "konflikten er endret fra %.1f til %.1f m² siden vurderingen",
                                 "the conflict changed from %.1f to %.1f m² since it was assessed"),
                         then, now);
}

static hensyn_status find_conflicts(hensyn_context *ctx, hn_assessment **sorted, size_t count,
                                    const hn_result *result, hn_result *remarks) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < result->pairs.count && status == HENSYN_OK; i++) {
        const hn_pair *pair = &result->pairs.row[i];
        hn_assessment *row = pair->nokkel ? find_row(sorted, count, pair->nokkel) : NULL;
        if (!row) continue;
        row->gjelder = 1;
        if (remarks) status = compare_area(ctx, row, pair, result, remarks);
    }
    return status;
}

static hensyn_status tell_lost(hensyn_context *ctx, const hn_assessments *assessments,
                               hn_result *remarks) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < assessments->rows.count && status == HENSYN_OK; i++) {
        const hn_assessment *row = &assessments->rows.row[i];
        if (row->gjelder) continue;
        const hn_about about = {"vurdering", NULL, row->konflikt_nokkel, NULL, 0, row->areal_da_m2,
                                NAN,         0};
        status =
            hn_remark_add(ctx, remarks, HENSYN_WARNING, "VURDERING_UTEN_KONFLIKT", &about, "%s",
                          hn_text(ctx, "konflikten som ble vurdert finnes ikke lenger",
                                  "the conflict that was assessed is there no longer"));
    }
    return status;
}

hensyn_status hn_assessments_match(hensyn_context *ctx, hn_assessments *assessments,
                                   const hn_result *result, hn_result *remarks) {
    size_t count = assessments->rows.count;
    if (count == 0) return HENSYN_OK;
    hn_assessment **sorted = hn_alloc(count, sizeof *sorted);
    if (!sorted) return hn_nomem(ctx);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &assessments->rows.row[i];
        sorted[i]->gjelder = 0;
    }
    qsort(sorted, count, sizeof *sorted, by_key);
    hensyn_status status = find_conflicts(ctx, sorted, count, result, remarks);
    hn_free(sorted);
    if (status != HENSYN_OK || !remarks) return status;
    return tell_lost(ctx, assessments, remarks);
}
