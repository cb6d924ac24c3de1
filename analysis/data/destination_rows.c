/* destination_rows.c - recreation areas, lines and points as they are read. */
#include "data/destination_rows.h"
#include "data/keys.h"

#include "data/left_out.h"

#include <math.h>

static const char *id_of(const hn_layer *layer, size_t row) {
    for (size_t column = HN_HENSYN_ID; column <= HN_HENSYN_WEAK_ID; column++) {
        const char *id = hn_layer_value(layer, row, column);
        if (id && *id) return id;
    }
    return NULL;
}

static hensyn_status tell_layer(hensyn_context *ctx, hn_result *result, const hn_layer *layer,
                                const char *code, size_t count, const char *text) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = layer->source;
    about.lag = layer->name;
    about.count = count;
    if (!count) return HENSYN_OK;
    return hn_remark_add(ctx, result, HENSYN_WARNING, code, &about, "%zu %s", count, text);
}

hensyn_status hn_destination_rows_add(hensyn_context *ctx, hn_result *result,
                                      const hn_measure *measure, hn_keys *keys, hn_layer *layer,
                                      const hn_hensyn_fields *fields, uint32_t kilde,
                                      const uint8_t *repaired) {
    hensyn_status status = HENSYN_OK;
    size_t without = 0, duplicates = 0;
    const char *lag = hn_pool_add(result->pool, layer->name);
    if (!lag) return hn_nomem(ctx);
    for (size_t i = 0; i < layer->count; i++) {
        hn_geometry *g = layer->geometry[i];
        const char *name =
            fields->column[HN_HENSYN_NAME] < 0 ? NULL : hn_layer_value(layer, i, HN_HENSYN_NAME);
        hn_key key;
        if (!g) continue; /* counted where it was left out */
        if (!hn_keys_add(keys, result->pool, layer, i, id_of(layer, i), kilde, &key))
            HN_TRY(hn_nomem(ctx));
        without += key.counted;
        duplicates += key.duplicate;
        hn_destination *row = HN_NEW_ROW(result->destinations);
        if (!row) HN_TRY(hn_nomem(ctx));
        row->fid = (int64_t)result->destinations.count;
        row->nokkel = key.nokkel;
        row->kilde_id = key.kilde_id;
        row->lag = lag;
        row->navn = name ? hn_pool_add(result->pool, name) : NULL;
        row->klasse = "";
        row->areal_m2 = g->kind == HN_AREA ? hn_feature_area(measure, g) : (double)NAN;
        row->deler = 1;
        row->betjener = NAN;
        row->status = repaired && repaired[i] ? "reparert" : "ok";
        row->kilde = kilde;
        row->geometry = g;
        layer->geometry[i] = NULL;
        if (name && !row->navn) HN_TRY(hn_nomem(ctx));
    }
    HN_TRY(tell_layer(ctx, result, layer, "INGEN_ID", without,
                      hn_text(ctx, HN_NO_ID_NB, HN_NO_ID_EN)));
    HN_TRY(tell_layer(ctx, result, layer, "DUPLIKAT", duplicates,
                      hn_text(ctx, "objekter har samme id og geometri som et tidligere",
                              "objects have the id and the geometry of an earlier one")));
cleanup:
    return status;
}
