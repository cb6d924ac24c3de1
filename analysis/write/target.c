/* target.c - where a result goes: checks before the run, filling, and the exchange at the end. */
#include "write/write.h"

#include "base/platform.h"
#include "write/place.h"
#include "write/qgs_file.h"
#include "write/store.h"
#include "write/temporary.h"

#include <math.h>
#include <string.h>
#include <strings.h>

struct hn_target {
    char *path; /* as given */
    hn_store *store;
    bool file, geopackage, overwrite, replaces; /* replaces: there is an earlier result */
    const char *name;                           /* file name, in path */
    char *temporary, *temporary_qgs;
    hn_assessments assessments;
};

/* ---- checks ---- */

static hensyn_status check_earlier(hensyn_context *ctx, hn_target *target) {
    bool exists = false, ours = false;
    hensyn_status status = target->store->inspect(ctx, target->store, &exists, &ours);
    target->replaces = exists;
    if (status != HENSYN_OK || !exists) return status;
    if (!target->overwrite)
        return hn_refuse(ctx, target->store->about,
                         "finnes fra før; bruk --overwrite for å erstatte",
                         "exists already; use --overwrite to replace it");
    if (!ours)
        return hn_refuse(
            ctx, target->store->about,
            "er ikke laget av hensyn (tabellen kjoring mangler) og blir ikke erstattet; "
            "velg et annet navn",
            "was not made by hensyn (it has no table kjoring) and is not replaced; choose "
            "another name");
    return HENSYN_OK;
}

/* ---- opening ---- */

static bool is_geopackage(const char *name) {
    size_t length = strlen(name);
    return length > 5 && strcasecmp(name + length - 5, ".gpkg") == 0;
}

static hensyn_status open_file(hensyn_context *ctx, hn_target *target, const char *const *inputs,
                               size_t count) {
    hensyn_status status = HENSYN_OK;
    target->file = true;
    target->name = hn_name_of(target->path);
    target->geopackage = is_geopackage(target->name);
    target->temporary = hn_temporary_name(target->path, "");
    target->temporary_qgs = hn_temporary_name(target->path, "qgs");
    if (!target->temporary || !target->temporary_qgs) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_place_check(ctx, target->path));
    HN_TRY(hn_refuse_inputs(ctx, target->path, inputs, count));
    hn_temporary_clear(target->path);
    HN_TRY(hn_file_store_create(ctx, target->path, target->temporary, target->geopackage,
                                &target->store));
cleanup:
    return status;
}

hensyn_status hn_target_open(hensyn_context *ctx, const char *output, bool overwrite,
                             const char *const *inputs, size_t input_count, hn_target **out) {
    hensyn_status status = HENSYN_OK;
    hn_target *target = hn_zalloc(1, sizeof *target);
    if (!target || !(target->path = hn_strdup(output))) HN_TRY(hn_nomem(ctx));
    target->overwrite = overwrite;
    if (hn_is_postgis(output)) {
        HN_TRY(hn_refuse_inputs(ctx, output, inputs, input_count));
        HN_TRY(hn_pg_store_create(ctx, output, &target->store));
    } else {
        HN_TRY(open_file(ctx, target, inputs, input_count));
    }
    HN_TRY(check_earlier(ctx, target));
    if (target->replaces) {
        /* Better told now than after the run. */
        HN_TRY(target->store->hold(ctx, target->store));
        HN_TRY(target->store->assessments(ctx, target->store, &target->assessments));
        target->store->release(target->store);
    }
    *out = target;
cleanup:
    if (status != HENSYN_OK) hn_target_close(target);
    return status;
}

void hn_target_close(hn_target *target) {
    if (!target) return;
    if (target->store) target->store->destroy(target->store);
    hn_assessments_clear(&target->assessments);
    hn_free(target->temporary);
    hn_free(target->temporary_qgs);
    hn_free(target->path);
    hn_free(target);
}

const char *hn_target_path(const hn_target *target) { return target->store->about; }

/* ---- filling ---- */

/* The rows as they are now: people may write them during a long run. */
static hensyn_status read_assessments(hensyn_context *ctx, hn_target *target, hn_assessments *out) {
    *out = (hn_assessments){0};
    if (!target->replaces) return HENSYN_OK;
    return target->store->assessments(ctx, target->store, out);
}

static hn_row_source source_of(const hn_target *target, const hn_table *table,
                               const hn_result *result) {
    return (hn_row_source){table, result, &target->assessments, target->store->numbered};
}

static hensyn_status write_tables(hensyn_context *ctx, hn_target *target, const hn_result *result) {
    size_t total = 1, done = 0;
    hensyn_status status = HENSYN_OK;
    for (const hn_table *table = hn_tables(); table->name; table++)
        if (table->wanted(result)) total += table->count(result);
    for (const hn_table *table = hn_tables(); table->name && status == HENSYN_OK; table++) {
        if (!table->wanted(result)) continue;
        const hn_row_source source = source_of(target, table, result);
        status = target->store->table(ctx, target->store, &source, &done, total);
    }
    return status;
}

static hensyn_status write_style(hensyn_context *ctx, hn_target *target, const hn_styles *styles,
                                 size_t number, const hn_table *table) {
    hn_buffer qml = {0}, sld = {0};
    hensyn_status status = hn_style_qml(ctx, styles, table->name, &qml);
    if (status == HENSYN_OK) status = hn_style_sld(ctx, styles, table->name, &sld);
    if (status == HENSYN_OK && (qml.failed || sld.failed)) status = hn_nomem(ctx);
    if (status == HENSYN_OK)
        status = target->store->style(ctx, target->store, table, hn_styles_title(styles, number),
                                      qml.text, sld.text);
    hn_buffer_free(&qml);
    hn_buffer_free(&sld);
    return status;
}

static hensyn_status write_styles(hensyn_context *ctx, hn_target *target, const hn_result *result,
                                  const hn_styles *styles) {
    hensyn_status status = HENSYN_OK;
    size_t count = styles ? hn_styles_count(styles) : 0;
    for (size_t i = 0; i < count && status == HENSYN_OK; i++) {
        const hn_table *table = hn_table_find(hn_styles_table(styles, i));
        if (table && table->wanted(result)) status = write_style(ctx, target, styles, i, table);
    }
    return status;
}

hensyn_status hn_target_write(hensyn_context *ctx, hn_target *target, hn_result *result,
                              const hn_styles *styles, int threads) {
    (void)threads; /* rows go into one file through one connection, which is what takes the time */
    hensyn_status status = HENSYN_OK;
    hn_assessments_clear(&target->assessments);
    HN_TRY(read_assessments(ctx, target, &target->assessments));
    HN_TRY(hn_assessments_match(ctx, &target->assessments, result, result));
    HN_TRY(target->store->begin(ctx, target->store, result));
    HN_TRY(write_tables(ctx, target, result));
    HN_TRY(write_styles(ctx, target, result, styles));
    HN_TRY(target->store->complete(ctx, target->store));
    HN_TRY(hn_progress(ctx, 1));
cleanup:
    return status;
}

/* ---- ending ---- */

static hn_box extent_of(const hn_result *result) {
    hn_box extent = HN_EMPTY_BOX;
    for (size_t i = 0; i < result->plan_areas.count; i++)
        if (result->plan_areas.row[i].geometry)
            extent = hn_box_join(extent, result->plan_areas.row[i].geometry->box);
    if (extent.xmin <= extent.xmax) return extent;
    for (size_t i = 0; i < result->considerations.count; i++)
        if (result->considerations.row[i].geometry)
            extent = hn_box_join(extent, result->considerations.row[i].geometry->box);
    if (extent.xmin <= extent.xmax) return extent;
    for (size_t i = 0; i < result->distances.count; i++) {
        const hn_origin_distance *row = &result->distances.row[i];
        extent = hn_box_join(extent, (hn_box){row->x, row->y, row->x, row->y});
    }
    return extent;
}

static hensyn_status write_project(hensyn_context *ctx, hn_target *target, const hn_result *result,
                                   const hn_styles *styles, hn_qgs_file *out) {
    hn_buffer text = {0};
    const char *present[64];
    size_t count = 0;
    for (const hn_table *table = hn_tables(); table->name && count < 63; table++)
        if (table->wanted(result)) present[count++] = table->name;
    present[count] = NULL;
    hensyn_status status = hn_project_text(ctx, styles, result, target->name,
                                           target->geopackage ? "ogr" : "spatialite",
                                           extent_of(result), present, &text);
    if (status == HENSYN_OK && text.failed) status = hn_nomem(ctx);
    if (status == HENSYN_OK)
        status = hn_qgs_write(ctx, target->path, target->temporary_qgs, &text, out);
    hn_buffer_free(&text);
    return status;
}

/* What was written to vurdering since hn_target_write is taken along. */
static hensyn_status catch_up(hensyn_context *ctx, hn_target *target, const hn_result *result) {
    hn_assessments now;
    hensyn_status status = read_assessments(ctx, target, &now);
    if (status != HENSYN_OK || hn_assessments_same(&now, &target->assessments)) {
        hn_assessments_clear(&now);
        return status;
    }
    hn_assessments_clear(&target->assessments);
    target->assessments = now;
    status = hn_assessments_match(ctx, &target->assessments, result, NULL);
    const hn_row_source source = source_of(target, hn_table_find("vurdering"), result);
    if (status == HENSYN_OK) status = target->store->reassess(ctx, target->store, &source);
    return status;
}

hensyn_status hn_target_finish(hensyn_context *ctx, hn_target *target, const hn_result *result,
                               const hn_styles *styles) {
    hensyn_status status = HENSYN_OK;
    hn_qgs_file project = {0};
    if (target->file && styles) HN_TRY(write_project(ctx, target, result, styles, &project));
    /* Again: somebody may have put something there during the run. */
    HN_TRY(check_earlier(ctx, target));
    HN_TRY(target->store->hold(ctx, target->store));
    HN_TRY(catch_up(ctx, target, result));
    HN_TRY(target->store->publish(ctx, target->store));
    if (project.beside)
        hn_log(ctx, HENSYN_INFO, "PROSJEKT_BEHOLDT", target->store->about, "%s: %s",
               hn_text(ctx, "prosjektet er endret av noen og beholdt; det nye heter",
                       "somebody changed the project, it is kept; the new one is"),
               project.path);
    /* The result stands now and is whole, so what fails from here on is a remark, no failure. */
    if (project.path && hn_qgs_publish(ctx, &project) != HENSYN_OK)
        hn_log(ctx, HENSYN_WARNING, "PROSJEKT_IKKE_SKREVET", target->store->about, "%s",
               hensyn_message(ctx));
cleanup:
    hn_qgs_clear(&project);
    return status;
}
