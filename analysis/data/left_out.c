/* left_out.c - what leaves the run on its way from layer to result is counted and remarked. */
#include "data/left_out.h"

#include <math.h>
#include <stdio.h>

hn_about hn_feature_about(const hn_source_feature *feature) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = feature->layer->source;
    about.lag = feature->layer->name;
    about.kilde_id = feature->kilde_id;
    about.where = feature->layer->geometry[feature->row];
    return about;
}

double hn_feature_area(const hn_measure *measure, const hn_geometry *geometry) {
    return geometry && geometry->kind == HN_AREA ? hn_measure_area(measure, geometry) : 0;
}

hensyn_status hn_leave_out(hensyn_context *ctx, hn_result *result, const hn_source_feature *feature,
                           const char *code, const char *fmt, ...) {
    hn_source_row *source = &result->sources.row[feature->kilde];
    if (feature->repaired)
        source->antall_reparert--;
    else
        source->antall_brukt--;
    source->antall_utelatt++;
    /* What repair changed stays in areal_reparert_m2; the area since then moves. */
    source->areal_brukt_m2 -= feature->area_m2;
    source->areal_utelatt_m2 += feature->area_m2;

    char text[HN_MESSAGE_SIZE];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    hn_about about = hn_feature_about(feature);
    const hn_geometry *geometry = feature->layer->geometry[feature->row];
    if (geometry && geometry->kind == HN_AREA) {
        about.before_m2 = feature->area_m2;
        about.after_m2 = 0;
    }
    return hn_remark_add(ctx, result, HENSYN_INFO, code, &about, "%s", text);
}
