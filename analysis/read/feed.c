/* feed.c - the features of a layer one by one, whichever reader they come from. */
#include "read/gdal.h"

hensyn_status hn_feed_start(hensyn_context *ctx, hn_opened *opened,
                            const hn_opened_layer_state *layer) {
    opened->sosi.saids = 0;
    opened->sosi.line = 0;
    if (opened->sosi.reader) return hn_sosi_start(ctx, &opened->sosi, layer->type);
    OGR_L_ResetReading(layer->handle);
    return HENSYN_OK;
}

hensyn_status hn_feed_next(hensyn_context *ctx, hn_opened *opened,
                           const hn_opened_layer_state *layer, OGRFeatureH *out) {
    if (opened->sosi.reader)
        return hn_sosi_next(ctx, &opened->sosi, layer->handle, opened->subset != NULL, out);
    *out = OGR_L_GetNextFeature(layer->handle);
    return HENSYN_OK;
}

hensyn_status hn_feed_count(hensyn_context *ctx, hn_opened *opened,
                            const hn_opened_layer_state *layer, int64_t *out) {
    hensyn_status status = HENSYN_OK;
    OGRFeatureH feature;
    if (!opened->sosi.reader) {
        *out = OGR_L_GetFeatureCount(layer->handle, opened->subset != NULL);
        return HENSYN_OK;
    }
    size_t types;
    *out = sosi_types(opened->sosi.reader, &types)[layer->type].objects;
    if (!opened->subset) return HENSYN_OK;
    *out = 0;
    HN_TRY(hn_feed_start(ctx, opened, layer));
    for (;;) {
        HN_TRY(hn_feed_next(ctx, opened, layer, &feature));
        if (!feature) break;
        OGR_F_Destroy(feature);
        ++*out;
    }
cleanup:
    return status;
}
