/* read_layer.c - one layer into memory, from its name in kilde to its last remark. */
#include "base/text.h"
#include "read/reading.h"

#include <stdio.h>
#include <string.h>

static hensyn_status broke_off(hn_reading *r) {
    return hn_fail(r->ctx, HENSYN_INPUT,
                   hn_text(r->ctx, "%s, laget %s, etter objekt %lld: lesingen stoppet: %.600s",
                           "%s, layer %s, after object %lld: reading stopped: %.600s"),
                   r->opened->path, r->layer->name, (long long)r->position,
                   hn_listen_cause(r->listener));
}

static hensyn_status read_all(hn_reading *r) {
    enum { TICK = 1024 };
    hensyn_status status = HENSYN_OK;
    double expected = (double)(r->source->info.count > 0 ? r->source->info.count : 1);
    HN_TRY(hn_feed_start(r->ctx, r->opened, r->source));
    while (status == HENSYN_OK) {
        if (r->position % TICK == 0) HN_TRY(hn_progress(r->ctx, (double)r->position / expected));
        hn_listen_clear(r->listener);
        OGRFeatureH feature;
        HN_TRY(hn_feed_next(r->ctx, r->opened, r->source, &feature));
        if (r->listener->lost) status = hn_nomem(r->ctx);
        if (status == HENSYN_OK && r->listener->count) status = hn_reading_count_skipped(r);
        if (!feature) {
            if (status == HENSYN_OK && hn_listen_failed(r->listener)) status = broke_off(r);
            break;
        }
        r->position++;
        if (status == HENSYN_OK) status = hn_reading_take(r, feature);
        OGR_F_Destroy(feature);
    }
cleanup:
    return status;
}

/* A layer that promised more than it gave, and what was seen on the way. */
static hensyn_status account(hn_reading *r) {
    hensyn_status status = HENSYN_OK;
    size_t types;
    if (r->opened->sosi.reader &&
        sosi_types(r->opened->sosi.reader, &types)[r->source->type].has_height)
        HN_TRY(hn_reading_tell_height(r));
    int64_t promised = r->source->info.count;
    if (!r->opened->subset && !r->request->filter && promised > r->position) {
        char text[200];
        snprintf(text, sizeof text,
                 hn_text(r->ctx, "laget oppgir %lld objekter, men har %lld",
                         "the layer states %lld objects but has %lld"),
                 (long long)promised, (long long)r->position);
        HN_TRY(hn_reading_remark_layer(r, HENSYN_WARNING, "ANTALL_AVVIKER", text));
    }
    if (r->values.guessed)
        HN_TRY(hn_reading_remark_layer(r, HENSYN_INFO, "TEGNSETT_ANTATT",
                                       hn_text(r->ctx,
                                               "noen tekster er ikke UTF-8; ISO-8859-1 er antatt",
                                               "some texts are not UTF-8; ISO-8859-1 is assumed")));
cleanup:
    return status;
}

static const char *kept_text(hn_pool *pool, const char *text, bool *failed) {
    const char *out = text ? hn_pool_add(pool, text) : NULL;
    if (text && !out) *failed = true;
    return out;
}

/* The layer's own words, and its row of kilde. */
static hensyn_status name_all(hn_reading *r, uint32_t *row) {
    bool failed = false;
    const hn_opened *opened = r->opened;
    const hn_opened_layer_state *source = r->source;
    hn_layer *layer = r->layer;
    layer->columns = r->request->columns;
    layer->id_column = (size_t)(r->request->id_column + 1);
    layer->source = kept_text(layer->pool, opened->source, &failed);
    layer->path = kept_text(layer->pool, opened->path, &failed);
    layer->name = kept_text(layer->pool, source->name, &failed);
    layer->crs = source->crs ? kept_text(layer->pool, hn_crs_name(source->crs), &failed) : NULL;
    layer->subset = kept_text(layer->pool, opened->subset, &failed);
    hn_source_row *kilde = HN_NEW_ROW(r->result->sources);
    if (!kilde || failed) return hn_nomem(r->ctx);
    *row = r->row = (uint32_t)(r->result->sources.count - 1);
    hn_pool *pool = r->result->pool;
    kilde->fid = (int64_t)r->result->sources.count;
    kilde->rolle = kept_text(pool, r->request->role, &failed);
    kilde->tema = kept_text(pool, r->request->theme, &failed);
    kilde->sti = kept_text(pool, opened->path, &failed);
    kilde->lag = kept_text(pool, source->name, &failed);
    kilde->crs = kept_text(pool, layer->crs, &failed);
    return failed ? hn_nomem(r->ctx) : HENSYN_OK;
}

/* A number of KOORDSYS that is in no list, or that EPSG does not have. */
static hensyn_status unknown_system(hn_reading *r, const sosi_head *head) {
    return hn_fail(r->ctx, HENSYN_INPUT,
                   hn_text(r->ctx,
                           "%s, laget %s: KOORDSYS %d%s%s er ikke et koordinatsystem som kan "
                           "brukes; oppgi det med --assume-crs EPSG:n",
                           "%s, layer %s: KOORDSYS %d%s%s is no coordinate system that can be "
                           "used; give it with --assume-crs EPSG:n"),
                   r->opened->path, r->source->name, head->number, head->known.name ? " " : "",
                   head->known.name ? head->known.name : "");
}

hensyn_status hn_reading_no_crs(hn_reading *r) {
    const sosi_head *head = r->opened->sosi.reader ? sosi_head_of(r->opened->sosi.reader) : NULL;
    if (head && head->number >= 0 && !r->source->degrees) return unknown_system(r, head);
    return hn_fail(r->ctx, HENSYN_INPUT,
                   r->source->degrees
                       ? hn_text(r->ctx,
                                 "%s, laget %s: koordinatene er ikke grader, og filen "
                                 "oppgir ikke noe annet koordinatsystem; oppgi det med "
                                 "--assume-crs EPSG:n",
                                 "%s, layer %s: the coordinates are not degrees and the file "
                                 "states no other coordinate system; give it with "
                                 "--assume-crs EPSG:n")
                       : hn_text(r->ctx,
                                 "%s, laget %s: koordinatsystemet er ikke oppgitt; oppgi "
                                 "det med --assume-crs EPSG:n",
                                 "%s, layer %s: the coordinate system is not stated; give it with "
                                 "--assume-crs EPSG:n"),
                   r->opened->path, r->source->name);
}

/* Columns nobody asked for are not read, unless a condition may need them. */
static hensyn_status ignore_fields(hn_reading *r) {
    const hn_layer_info *info = &r->source->info;
    if (r->opened->subset) return HENSYN_OK;
    const char **ignored = hn_zalloc(info->fields + 1, sizeof *ignored);
    if (!ignored) return hn_nomem(r->ctx);
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(r->source->handle);
    size_t count = 0;
    for (size_t i = 0; i < info->fields; i++) {
        bool wanted = false;
        for (size_t k = 0; k < r->request->columns; k++)
            wanted = wanted || r->request->column[k] == (int)i;
        if (!wanted) ignored[count++] = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)i));
    }
    OGR_L_SetIgnoredFields(r->source->handle, ignored);
    hn_free(ignored);
    return HENSYN_OK;
}

static bool holds_municipality(const char *field) {
    return hn_same(field, "kommunenummer") || hn_same(field, "kommunenr") ||
           hn_same(field, "kommnr") || hn_same(field, "komm");
}

static hensyn_status prepare_columns(hn_reading *r) {
    size_t columns = r->request->columns;
    r->municipality = hn_zalloc(columns, sizeof *r->municipality);
    r->current = hn_zalloc(columns, sizeof *r->current);
    if (!r->municipality || !r->current) return hn_nomem(r->ctx);
    for (size_t i = 0; i < columns; i++) {
        int field = r->request->column[i];
        r->municipality[i] = field >= 0 && holds_municipality(r->source->info.field[field]);
    }
    r->values.pool = r->layer->pool;
    return ignore_fields(r);
}

static hensyn_status prepare_geometry(hn_reading *r) {
    const hn_opened_layer_state *source = r->source;
    if (!source->crs) return HENSYN_OK; /* the first geometry will fail for it */
    r->shape.keep_height = r->request->keep_z;
    r->shape.sagitta = 0.01 / hn_crs_unit_m(source->crs); /* 1 cm */
    r->covered = HN_EMPTY_BOX;
    return hn_reading_add_way(r, OGR_L_GetSpatialRef(source->handle), source->crs, NULL,
                              source->info.extent_known ? source->info.extent : HN_EMPTY_BOX,
                              source->swapped);
}

static void free_reading(hn_reading *r) {
    OGR_L_SetIgnoredFields(r->source->handle, NULL);
    OGR_L_SetAttributeFilter(r->source->handle, NULL);
    hn_reading_free_ways(r);
    hn_free(r->municipality);
    hn_free(r->current);
    hn_buffer_free(&r->values.text);
    hn_shape_clear(&r->shape);
}

/* The subset of the source, else the filter of the request. */
static hensyn_status set_filter(hn_reading *r) {
    const char *sql = r->opened->subset ? r->opened->subset : r->request->filter;
    if (!sql || OGR_L_SetAttributeFilter(r->source->handle, sql) == OGRERR_NONE) return HENSYN_OK;
    return hn_fail(r->ctx, HENSYN_INPUT,
                   hn_text(r->ctx, "%s, laget %s: utvalget '%.200s' er ikke forstått: %.400s",
                           "%s, layer %s: the subset '%.200s' is not understood: %.400s"),
                   r->opened->path, r->layer->name, sql, hn_listen_cause(r->listener));
}

hensyn_status hn_read_layer(hensyn_context *ctx, hn_opened *opened, size_t number,
                            const hn_request *request, hn_result *result, hn_layer **out,
                            uint32_t *row) {
    hensyn_status status = HENSYN_OK;
    hn_listener listener;
    hn_reading r = {.ctx = ctx,
                    .opened = opened,
                    .source = &opened->layer[number],
                    .request = request,
                    .result = result,
                    .listener = &listener};
    *out = NULL;
    r.layer = hn_layer_create();
    if (!r.layer) return hn_nomem(ctx);
    hn_listen(&listener);
    HN_TRY(name_all(&r, row));
    HN_TRY(prepare_columns(&r));
    HN_TRY(prepare_geometry(&r));
    HN_TRY(set_filter(&r));
    hn_osm_focus(opened, r.layer->name);
    HN_TRY(read_all(&r));
    HN_TRY(account(&r));
    HN_TRY(hn_progress(ctx, 1));

cleanup:
    free_reading(&r);
    hn_listen_stop(&listener);
    if (status == HENSYN_OK)
        *out = r.layer;
    else
        hn_layer_destroy(r.layer);
    return status;
}
