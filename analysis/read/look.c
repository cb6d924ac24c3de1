/* look.c - what a layer is, from its definition and its first rows: names, CRS, axis order. */
#include "base/text.h"
#include "read/gdal.h"

#include <cpl_conv.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

/* ---- coordinate system ---- */

/* GeoPackage and others name their lack of a system. */
static bool says_nothing(OGRSpatialReferenceH srs) {
    const char *name = OSRGetName(srs);
    return OSRIsLocal(srs) || (name && strncmp(name, "Undefined", 9) == 0);
}

/* Does the reference itself say that x is the northing? */
static bool northing_first(OGRSpatialReferenceH srs) {
    int count = 0;
    OGRAxisOrientation x = OAO_Other, y = OAO_Other;
    const int *axis = OSRGetDataAxisToSRSAxisMapping(srs, &count);
    if (!axis || count < 2) return false;
    OSRGetAxis(srs, NULL, abs(axis[0]) - 1, &x);
    OSRGetAxis(srs, NULL, abs(axis[1]) - 1, &y);
    return x == OAO_North && y == OAO_East;
}

/* The EPSG number that a reference carries; 0: none. */
static int number_of(OGRSpatialReferenceH srs) {
    const char *authority = OSRGetAuthorityName(srs, NULL), *code = OSRGetAuthorityCode(srs, NULL);
    long long epsg;
    bool known = authority && code && strcmp(authority, "EPSG") == 0 && hn_parse_int(code, &epsg) &&
                 epsg > 0 && epsg < INT_MAX;
    return known ? (int)epsg : 0;
}

static hensyn_status from_wkt(hensyn_context *ctx, OGRSpatialReferenceH srs, hn_crs **out) {
    const char *const options[] = {"FORMAT=WKT2_2019", NULL};
    char *wkt = NULL;
    hensyn_status status = HENSYN_OK;
    if (OSRExportToWktEx(srs, &wkt, options) == OGRERR_NONE && wkt)
        status = hn_crs_from_text(ctx, wkt, out);
    CPLFree(wkt);
    return status;
}

hensyn_status hn_crs_from_ogr(hensyn_context *ctx, OGRSpatialReferenceH srs, hn_crs **out,
                              bool *swapped) {
    *out = NULL;
    *swapped = false;
    if (!srs || says_nothing(srs)) return HENSYN_OK;
    *swapped = northing_first(srs);
    int epsg = number_of(srs);
    if (epsg && hn_crs_from_epsg(ctx, epsg, out) == HENSYN_OK) return HENSYN_OK;
    return from_wkt(ctx, srs, out);
}

/* Making a system takes milliseconds, and layers of one file mostly share theirs. */
static const hn_crs *made_before(const hn_opened *opened, int epsg) {
    for (size_t i = 0; i < opened->systems; i++)
        if (epsg && opened->system[i].asked == epsg) return opened->system[i].crs;
    return NULL;
}

/* Takes crs over, also when this fails. */
static hensyn_status keep_system(hensyn_context *ctx, hn_opened *opened, int asked, hn_crs *crs) {
    if (!HN_RESERVE(opened->system, opened->systems, opened->system_room, 1)) {
        hn_crs_destroy(crs);
        return hn_nomem(ctx);
    }
    opened->system[opened->systems++] = (hn_opened_system){asked, crs};
    return HENSYN_OK;
}

static hensyn_status crs_by_number(hensyn_context *ctx, hn_opened *opened, int epsg,
                                   const hn_crs **out) {
    hn_crs *made;
    *out = made_before(opened, epsg);
    if (*out) return HENSYN_OK;
    hensyn_status status = hn_crs_from_epsg(ctx, epsg, &made);
    if (status != HENSYN_OK) return status;
    status = keep_system(ctx, opened, epsg, made);
    if (status == HENSYN_OK) *out = made;
    return status;
}

static hensyn_status crs_by_reference(hensyn_context *ctx, hn_opened *opened,
                                      OGRSpatialReferenceH srs, const hn_crs **out, bool *swapped) {
    hn_crs *made = NULL;
    *out = srs ? made_before(opened, number_of(srs)) : NULL;
    if (*out) {
        *swapped = northing_first(srs);
        return HENSYN_OK;
    }
    hensyn_status status = hn_crs_from_ogr(ctx, srs, &made, swapped);
    if (status != HENSYN_OK || !made) return status;
    status = keep_system(ctx, opened, number_of(srs), made);
    if (status == HENSYN_OK) *out = made;
    return status;
}

/* ---- axis order ---- */

static bool in(double value, double low, double high) { return value >= low && value <= high; }

/* Does (x, y) lie where Norwegian data in this system do? */
static bool plausible(const hn_crs *crs, double x, double y) {
    int epsg = hn_crs_epsg(crs);
    if (!hn_crs_projected(crs)) /* mainland, Svalbard */
        return (in(x, 4, 31.5) && in(y, 57.5, 71.5)) || (in(x, 10, 34) && in(y, 74, 81.5));
    bool utm = in(epsg, 25828, 25838) || in(epsg, 32628, 32638) || in(epsg, 23028, 23038);
    /* Wide enough for the whole country in any of its zones; no easting is as large as the
     * smallest northing, so the two orders cannot be confused. */
    if (utm) return in(x, -1500000, 2500000) && in(y, 6400000, 9100000);
    if (in(epsg, 5105, 5130)) return in(x, -400000, 600000) && in(y, 900000, 2600000); /* NTM */
    return false;
}

typedef struct votes {
    int seen, swapped, beyond; /* features; with swapped axes; outside of what degrees can be */
} votes;

static void vote(votes *v, const hn_crs *crs, bool stated_swap, double x, double y) {
    if (!isfinite(x) || !isfinite(y)) return;
    if (stated_swap) {
        double z = x;
        x = y;
        y = z;
    }
    v->seen++;
    bool geographic = !hn_crs_projected(crs);
    if (!plausible(crs, x, y) && plausible(crs, y, x))
        v->swapped++;
    else if (geographic && fabs(y) > 90 && fabs(y) <= 180 && fabs(x) <= 90)
        v->swapped++;
    if (geographic && (fabs(x) > 360 || fabs(y) > 360)) v->beyond++;
}

/* ---- first rows ---- */

static bool is_osm(const hn_opened *opened) { return strcmp(opened->driver, "OSM") == 0; }

static bool is_type_field(const char *field) {
    return hn_same(field, "objekttypenavn") || hn_same(field, "objtype") ||
           hn_same(field, "objekttype");
}

static int type_field(const hn_layer_info *info) {
    for (size_t i = 0; i < info->fields; i++)
        if (is_type_field(info->field[i])) return (int)i;
    return -1;
}

static hensyn_status take_type(hensyn_context *ctx, hn_opened_layer_state *layer,
                               OGRFeatureH feature, int field) {
    bool guessed;
    const char *text = field < 0 ? "" : OGR_F_GetFieldAsString(feature, field);
    if (layer->object_type || !*text) return HENSYN_OK;
    layer->object_type = hn_utf8_copy(text, &guessed);
    return layer->object_type ? HENSYN_OK : hn_nomem(ctx);
}

/* A point of any geometry. */
static bool first_point(OGRGeometryH geometry, double *x, double *y) {
    while (geometry && OGR_G_GetGeometryCount(geometry) > 0)
        geometry = OGR_G_GetGeometryRef(geometry, 0);
    if (!geometry || OGR_G_GetPointCount(geometry) < 1) return false;
    *x = OGR_G_GetX(geometry, 0);
    *y = OGR_G_GetY(geometry, 0);
    return true;
}

/* A SOSI file says itself what its layers hold and how far they reach. */
static hensyn_status look_at_type(hensyn_context *ctx, const hn_opened *opened,
                                  hn_opened_layer_state *layer, votes *v) {
    size_t types;
    bool guessed;
    const sosi_type *type = &sosi_types(opened->sosi.reader, &types)[layer->type];
    layer->info.extent_known = type->has_box;
    if (type->has_box) {
        layer->info.extent = (hn_box){type->box[0], type->box[1], type->box[2], type->box[3]};
        if (layer->crs)
            vote(v, layer->crs, false, (type->box[0] + type->box[2]) / 2,
                 (type->box[1] + type->box[3]) / 2);
    }
    if (layer->object_type || !*type->name) return HENSYN_OK;
    layer->object_type = hn_utf8_copy(type->name, &guessed);
    return layer->object_type ? HENSYN_OK : hn_nomem(ctx);
}

/* Looks through the first rows: object type, a CRS that only the geometries have, axis order. */
static hensyn_status look_at_rows(hensyn_context *ctx, hn_opened *opened,
                                  hn_opened_layer_state *layer, votes *v) {
    enum { ROWS = 50 };
    hensyn_status status = HENSYN_OK;
    int field = type_field(&layer->info);
    bool stated = layer->swapped;
    if (is_osm(opened)) return HENSYN_OK; /* known, and each layer would cost a pass */
    if (opened->sosi.reader) return look_at_type(ctx, opened, layer, v);
    OGR_L_ResetReading(layer->handle);
    for (int i = 0; i < ROWS && status == HENSYN_OK; i++) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer->handle);
        if (!feature) break;
        double x, y;
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        status = take_type(ctx, layer, feature, field);
        if (status == HENSYN_OK && geometry && !layer->crs) {
            status = crs_by_reference(ctx, opened, OGR_G_GetSpatialReference(geometry), &layer->crs,
                                      &stated);
            layer->swapped = stated;
        }
        if (layer->crs && first_point(geometry, &x, &y)) vote(v, layer->crs, stated, x, y);
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(layer->handle);
    return status;
}

/* ---- all ---- */

static hensyn_status copy_names(hensyn_context *ctx, hn_opened_layer_state *layer) {
    bool guessed;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer->handle);
    OGRwkbGeometryType type = OGR_L_GetGeomType(layer->handle);
    size_t fields = (size_t)OGR_FD_GetFieldCount(definition);
    if (!layer->name) layer->name = hn_utf8_copy(OGR_L_GetName(layer->handle), &guessed);
    layer->geometry_type = hn_strdup(OGRGeometryTypeToName(type));
    layer->field = hn_zalloc(fields + 1, sizeof *layer->field);
    if (!layer->name || !layer->geometry_type || !layer->field) return hn_nomem(ctx);
    layer->info.field = (const char *const *)layer->field;
    for (size_t i = 0; i < fields; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, (int)i);
        layer->field[i] = hn_utf8_copy(OGR_Fld_GetNameRef(field), &guessed);
        if (!layer->field[i]) return hn_nomem(ctx);
        layer->info.fields = i + 1;
    }
    layer->info.has_geometry = type != wkbNone;
    return HENSYN_OK;
}

/* A count that a table claims may be anything; more rows than bytes there cannot be. */
static int64_t believable_count(const hn_opened *opened, int64_t count) {
    if (count < 0 || opened->bytes < 0) return count < 0 ? -1 : count;
    return count > opened->bytes ? -1 : count;
}

/* OSM tells its extent in its head, or not at all. The place of the lines is wanted then. */
static bool scan_osm(const hn_opened *opened, const hn_opened_layer_state *layer,
                     OGREnvelope *out) {
    bool any = false;
    if (strcmp(layer->name, "lines") != 0) return false;
    hn_osm_focus(opened, layer->name);
    OGR_L_ResetReading(layer->handle);
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer->handle)) != NULL;) {
        OGREnvelope e;
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        if (geometry && !OGR_G_IsEmpty(geometry)) {
            OGR_G_GetEnvelope(geometry, &e);
            if (!any) *out = e;
            out->MinX = fmin(out->MinX, e.MinX);
            out->MinY = fmin(out->MinY, e.MinY);
            out->MaxX = fmax(out->MaxX, e.MaxX);
            out->MaxY = fmax(out->MaxY, e.MaxY);
            any = true;
        }
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(layer->handle);
    return any;
}

/* From metadata; a layer in degrees is asked all the same, since its zone is chosen by it. */
static void take_extent(const hn_opened *opened, hn_opened_layer_state *layer) {
    OGREnvelope e;
    bool geographic = layer->crs && !hn_crs_projected(layer->crs), osm = is_osm(opened);
    bool force = geographic && !osm;
    if (!layer->info.has_geometry) return;
    if (!force && !osm && !OGR_L_TestCapability(layer->handle, OLCFastGetExtent)) return;
    if (OGR_L_GetExtent(layer->handle, &e, force) != OGRERR_NONE &&
        !(osm && scan_osm(opened, layer, &e)))
        return;
    if (!(e.MinX <= e.MaxX && e.MinY <= e.MaxY && isfinite(e.MinX) && isfinite(e.MaxX) &&
          isfinite(e.MinY) && isfinite(e.MaxY)))
        return;
    layer->info.extent_known = true;
    layer->info.extent = layer->swapped ? (hn_box){e.MinY, e.MinX, e.MaxY, e.MaxX}
                                        : (hn_box){e.MinX, e.MinY, e.MaxX, e.MaxY};
}

/* Layer CRS: its own, else that of its geometries, else the assumed one. */
static hensyn_status find_crs(hensyn_context *ctx, hn_opened *opened, hn_opened_layer_state *layer,
                              int assume_epsg, votes *v) {
    hensyn_status status = HENSYN_OK;
    int epsg = opened->sosi.reader ? sosi_head_of(opened->sosi.reader)->known.epsg : 0;
    if (opened->sosi.reader) {
        if (epsg) HN_TRY(crs_by_number(ctx, opened, epsg, &layer->crs));
    } else {
        HN_TRY(crs_by_reference(ctx, opened, OGR_L_GetSpatialRef(layer->handle), &layer->crs,
                                &layer->swapped));
    }
    bool known = layer->crs != NULL;
    if (!known && assume_epsg) {
        HN_TRY(look_at_rows(ctx, opened, layer, v)); /* the geometries may have one */
        known = layer->crs != NULL;
        if (!known) {
            HN_TRY(crs_by_number(ctx, opened, assume_epsg, &layer->crs));
            layer->assumed = true;
        }
        *v = (votes){0};
    }
    HN_TRY(look_at_rows(ctx, opened, layer, v));
    layer->degrees = v->seen > 0 && 2 * v->beyond > v->seen;
    if (layer->degrees) {
        layer->crs = NULL;
        layer->swapped = false;
        if (assume_epsg) {
            *v = (votes){0};
            HN_TRY(crs_by_number(ctx, opened, assume_epsg, &layer->crs));
            layer->assumed = true;
            HN_TRY(look_at_rows(ctx, opened, layer, v));
        }
    }
cleanup:
    return status;
}

static hensyn_status tell(hensyn_context *ctx, const hn_opened *opened,
                          const hn_opened_layer_state *layer, bool guessed_swap,
                          hn_result *result) {
    hensyn_status status = HENSYN_OK;
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = opened->source;
    about.lag = layer->name;
    if (!result) return HENSYN_OK;
    if (layer->assumed)
        HN_TRY(hn_remark_add(ctx, result, HENSYN_WARNING, "CRS_ANTATT", &about,
                             hn_text(ctx,
                                     "laget oppgir ikke noe brukbart koordinatsystem; %s er "
                                     "antatt (--assume-crs)",
                                     "the layer states no usable coordinate system; %s is "
                                     "assumed (--assume-crs)"),
                             hn_crs_name(layer->crs)));
    if (guessed_swap)
        HN_TRY(hn_remark_add(ctx, result, HENSYN_WARNING, "AKSER_BYTTET", &about,
                             hn_text(ctx,
                                     "koordinatene passer bare i %s når nord og øst bytter "
                                     "plass; de er byttet",
                                     "the coordinates only fit %s when northing and easting "
                                     "change places; they were swapped"),
                             hn_crs_name(layer->crs)));
cleanup:
    return status;
}

hensyn_status hn_look(hensyn_context *ctx, hn_opened *opened, hn_opened_layer_state *layer,
                      int assume_epsg, hn_result *result) {
    hensyn_status status = HENSYN_OK;
    votes v = {0};
    HN_TRY(copy_names(ctx, layer));
    HN_TRY(find_crs(ctx, opened, layer, assume_epsg, &v));
    bool guessed = v.seen > 0 && 2 * v.swapped > v.seen;
    if (guessed) layer->swapped = !layer->swapped;
    if (guessed && layer->info.extent_known) {
        hn_box e = layer->info.extent;
        layer->info.extent = (hn_box){e.ymin, e.xmin, e.ymax, e.xmax};
    }
    HN_TRY(hn_feed_count(ctx, opened, layer, &layer->info.count));
    layer->info.count = believable_count(opened, layer->info.count);
    if (!opened->sosi.reader) take_extent(opened, layer);
    layer->info.name = layer->name;
    layer->info.object_type = layer->object_type;
    layer->info.geometry_type = layer->geometry_type;
    layer->info.crs = layer->crs;
    HN_TRY(tell(ctx, opened, layer, guessed, result));
cleanup:
    return status;
}
