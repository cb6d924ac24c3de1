/* left_out.h - features of a layer that do not become rows: a remark, and their share of kilde. */
#ifndef HN_LEFT_OUT_H
#define HN_LEFT_OUT_H

#include "data/layer.h"
#include "data/measure.h"
#include "data/result.h"

/* One feature of a layer that was read and repaired. */
typedef struct hn_source_feature {
    const hn_layer *layer;
    size_t row;
    uint32_t kilde;       /* row of kilde, from 0 */
    const char *kilde_id; /* for the remark */
    bool repaired;
    double area_m2; /* of its geometry, 0 for lines and points */
} hn_source_feature;

/* What a remark about the feature tells: source, layer, id and place. */
hn_about hn_feature_about(const hn_source_feature *feature);

/* Moves the feature in its kilde row from used (or repaired) to left out, so that
 * antall_lest = brukt + reparert + utelatt and areal_lest = brukt + reparert + utelatt + klippet
 * stay true, and adds the remark (level info). Main thread only. */
hensyn_status hn_leave_out(hensyn_context *ctx, hn_result *result, const hn_source_feature *feature,
                           const char *code, const char *fmt, ...) HN_PRINTF(5, 6);

/* Geometry area in m2; 0 for lines, points and NULL. */
double hn_feature_area(const hn_measure *measure, const hn_geometry *geometry);

#endif
