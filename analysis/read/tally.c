/* tally.c - head of a SOSI file and sums over its objects. */
#include "read/tally.h"

#include "read/gdal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- head ---- */

typedef struct head_lines {
    hn_head_line *line;
    size_t count, room;
} head_lines;

static void add_line(head_lines *lines, const char *key, const char *fmt, ...) HN_PRINTF(3, 4);

/* Nothing where the value is empty. */
static void add_line(head_lines *lines, const char *key, const char *fmt, ...) {
    if (lines->count == lines->room) return;
    hn_head_line *line = &lines->line[lines->count];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line->value, sizeof line->value, fmt, args);
    va_end(args);
    line->key = key;
    lines->count += line->value[0] != '\0';
}

static void add_exactness(head_lines *lines, const hn_opened *opened) {
    size_t types;
    const sosi_type *type = sosi_types(opened->sosi.reader, &types);
    int worst = sosi_head_of(opened->sosi.reader)->quality.accuracy;
    for (size_t i = 0; i < types; i++)
        if (type[i].worst.accuracy > worst) worst = type[i].worst.accuracy;
    if (worst >= 0) add_line(lines, "NØYAKTIGHET", "%d cm", worst);
}

bool hn_tally_offered(const hn_opened *opened) { return opened->sosi.reader != NULL; }

size_t hn_tally_head(const hn_opened *opened, hn_head_line *out, size_t room) {
    head_lines lines = {out, 0, room};
    if (!opened->sosi.reader) return 0;
    const sosi_head *head = sosi_head_of(opened->sosi.reader);
    bool as_stated = strcmp(head->charset, head->charset_stated) == 0;
    add_line(&lines, "TEGNSETT", as_stated ? "%s" : "%s (%s)", head->charset,
             *head->charset_stated ? head->charset_stated : "-");
    add_line(&lines, "SOSI-VERSJON", "%.100s", head->version);
    if (head->level >= 0) add_line(&lines, "SOSI-NIVÅ", "%d", head->level);
    const sosi_system *known = &head->known;
    if (known->zone)
        add_line(&lines, "KOORDSYS", "%d (%s %d)", head->number, known->name, known->zone);
    else if (head->number >= 0)
        add_line(&lines, "KOORDSYS", "%d (%s)", head->number, known->name ? known->name : "?");
    add_line(&lines, "VERT-DATUM", "%.100s", head->vertical);
    add_line(&lines, "ENHET", "%.15g", head->unit);
    add_line(&lines, "ORIGO-NØ", "%.15g %.15g", head->origin_north, head->origin_east);
    if (head->stated)
        add_line(&lines, "OMRÅDE", "%.15g %.15g %.15g %.15g", head->stated_box[0],
                 head->stated_box[1], head->stated_box[2], head->stated_box[3]);
    add_exactness(&lines, opened);
    return lines.count;
}

/* ---- sums ---- */

static hn_tally_row *row_of(hn_tally *tally, const char *value) {
    const char *kept = hn_pool_add(tally->pool, value);
    if (!kept) return NULL;
    for (size_t i = 0; i < tally->rows; i++)
        if (tally->row[i].value == kept) return &tally->row[i];
    if (tally->rows == HN_TALLY_VALUES) return &tally->row[HN_TALLY_VALUES - 1];
    tally->row[tally->rows] = (hn_tally_row){.value = kept};
    return &tally->row[tally->rows++];
}

static void count_problems(const hn_sosi *sosi, hn_tally *tally) {
    for (size_t i = 0; i < sosi->saids; i++) {
        size_t at = (size_t)tally->problems++;
        tally->bare += sosi->said[i].bars;
        if (at < HN_TALLY_PROBLEMS)
            snprintf(tally->problem[at], sizeof tally->problem[at], "%d: %s [%s]", sosi->line,
                     sosi->said[i].text, sosi->said[i].code);
    }
}

static hensyn_status count_feature(hensyn_context *ctx, OGRFeatureH feature, int field,
                                   hn_tally *tally) {
    const char *value = field >= 0 ? OGR_F_GetFieldAsString(feature, field) : "";
    hn_tally_row *row = row_of(tally, value);
    if (!row) return hn_nomem(ctx);
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    row->count++;
    if (geometry && OGR_G_GetDimension(geometry) == 2) hn_sum_add(&row->area, OGR_G_Area(geometry));
    return HENSYN_OK;
}

static int by_value(const void *a, const void *b) {
    const hn_tally_row *one = a, *two = b;
    return strcmp(one->value, two->value);
}

hensyn_status hn_tally_layer(hensyn_context *ctx, hn_opened *opened, size_t number, int field,
                             hn_tally *out) {
    hensyn_status status = HENSYN_OK;
    const hn_opened_layer_state *layer = &opened->layer[number];
    OGRFeatureH feature = NULL;
    size_t types;
    *out = (hn_tally){.pool = hn_pool_create()};
    if (!out->pool) return hn_nomem(ctx);
    out->accuracy = sosi_types(opened->sosi.reader, &types)[layer->type].worst.accuracy;
    if (opened->subset && OGR_L_SetAttributeFilter(layer->handle, opened->subset) != OGRERR_NONE)
        return hn_nomem(ctx); /* it was understood when the source was opened */
    HN_TRY(hn_feed_start(ctx, opened, layer));
    for (;;) {
        HN_TRY(hn_feed_next(ctx, opened, layer, &feature));
        if (!feature) break;
        count_problems(&opened->sosi, out);
        HN_TRY(count_feature(ctx, feature, field, out));
        OGR_F_Destroy(feature);
        feature = NULL;
    }
    qsort(out->row, out->rows, sizeof *out->row, by_value);
cleanup:
    if (feature) OGR_F_Destroy(feature);
    OGR_L_SetAttributeFilter(layer->handle, NULL);
    return status;
}

void hn_tally_clear(hn_tally *tally) {
    hn_pool_destroy(tally->pool);
    *tally = (hn_tally){0};
}
