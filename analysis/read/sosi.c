/* sosi.c - objects of a SOSI file as GDAL features, and problems of its reader as remarks. */
#include "read/sosi.h"

#include "base/memory.h"
#include "base/platform.h"

#include <limits.h>
#include <string.h>

/* ---- the file ---- */

bool hn_is_sosi(const char *path) {
    char start[4096];
    if (hn_path_kind_of(path) != HN_PATH_FILE) return false;
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t got = fread(start, 1, sizeof start, file);
    fclose(file);
    return sosi_begins(start, got);
}

static int64_t read_file(void *user, void *to, size_t size) {
    hn_sosi *sosi = user;
    sosi->stopped = hn_progress(sosi->ctx, 0); /* a large file takes a while to open */
    if (sosi->stopped != HENSYN_OK) return -1;
    size_t got = fread(to, 1, size, sosi->file);
    return ferror(sosi->file) ? -1 : (int64_t)got;
}

static bool seek_file(void *user, int64_t place) {
    hn_sosi *sosi = user;
    clearerr(sosi->file);
    return hn_file_seek(sosi->file, place);
}

/* A failure of the reader as one of hensyn. */
static hensyn_status failed(hensyn_context *ctx, const hn_sosi *sosi, sosi_status status) {
    char text[300];
    if (status == SOSI_MEMORY) return hn_nomem(ctx);
    if (sosi->stopped != HENSYN_OK) return sosi->stopped;
    const sosi_problem *failure = sosi_failure(sosi->reader);
    sosi_problem_text(failure, !ctx->english, text, sizeof text);
    if (!failure->line) return hn_fail(ctx, HENSYN_INPUT, "%s: %s", sosi->path, text);
    return hn_fail(ctx, HENSYN_INPUT, hn_text(ctx, "%s, linje %lld: %s", "%s, line %lld: %s"),
                   sosi->path, (long long)failure->line, text);
}

/* ---- remarks ---- */

const char *hn_sosi_code(sosi_code code) {
    switch (code) {
    case SOSI_CHARSET_DIFFERS:
        return "TEGNSETT_ANTATT";
    case SOSI_END_LACKS:
        return "SOSI_SLUTT_MANGLER";
    case SOSI_OUTSIDE_STATED:
        return "SOSI_OMRADE_AVVIK";
    case SOSI_POINT_ATTRIBUTE:
        return "SOSI_PUNKTEGENSKAP";
    case SOSI_NO_COORDINATES:
        return "UTEN_GEOMETRI";
    case SOSI_NO_BORDER:
    case SOSI_REFERENCE_LACKS:
    case SOSI_REFERENCE_UNREAD:
    case SOSI_REFERENCE_AGAIN:
    case SOSI_REFERENCE_CIRCLE:
        return "SOSI_REF_MANGLER";
    case SOSI_BORDER_OPEN:
    case SOSI_BORDER_APART:
        return "SOSI_GRENSE_AAPEN";
    case SOSI_COORDINATE_BEYOND:
        return "KOORDINAT_UGYLDIG";
    case SOSI_GAP_CLOSED:
        return "SOSI_GRENSE_LUKKET";
    case SOSI_ORDER_IGNORED:
        return "SOSI_GRENSE_ORDNET";
    case SOSI_CHORDS:
        return "SOSI_KURVE_FORENKLET";
    case SOSI_NUMBER_TWICE:
        return "SOSI_NUMMER_DOBBELT";
    default:
        return "SOSI_GEOMETRI_UKJENT";
    }
}

/* "FLATE 12: the border does not close". */
static void say(hensyn_context *ctx, hn_sosi *sosi, const sosi_object *object) {
    sosi->line = object->line < INT_MAX ? (int)object->line : INT_MAX;
    sosi->serial = object->serial;
    sosi->saids = 0;
    for (size_t i = 0; i < object->problems && i < HN_SOSI_MOST_SAID; i++) {
        const sosi_problem *problem = &object->problem[i];
        hn_said *said = &sosi->said[sosi->saids++];
        char text[200];
        sosi_problem_text(problem, !ctx->english, text, sizeof text);
        *said = (hn_said){.code = hn_sosi_code(problem->code),
                          .level = HENSYN_WARNING,
                          .bars = sosi_problem_bars(problem->code)};
        snprintf(said->text, sizeof said->text, "%s %lld: %s", object->word,
                 (long long)object->serial, text);
    }
}

/* ---- layers ---- */

static OGRwkbGeometryType type_of(sosi_form form) {
    return form == SOSI_AREA    ? wkbPolygon
           : form == SOSI_POINT ? wkbPoint
           : form == SOSI_SWARM ? wkbMultiPoint
           : form == SOSI_CURVE ? wkbLineString
                                : wkbUnknown;
}

static const char *suffix_of(sosi_form form) {
    return form == SOSI_AREA    ? "flate"
           : form == SOSI_POINT ? "punkt"
           : form == SOSI_SWARM ? "sverm"
           : form == SOSI_CURVE ? "linje"
                                : "annet";
}

static bool is_taken(const hn_sosi *sosi, const char *name) {
    for (size_t i = 0; i < sosi->types; i++)
        if (strcmp(sosi->name[i], name) == 0) return true;
    return false;
}

/* Called by its type; a type that is drawn in several ways has one layer for each way. */
static char *name_of(const hn_sosi *sosi, const sosi_type *type) {
    const char *plain = *type->name ? type->name : type->word;
    char *name = hn_strdup(plain);
    for (int tries = 0; name && is_taken(sosi, name); tries++) {
        char *longer =
            tries ? hn_format("%s_", name) : hn_format("%s_%s", plain, suffix_of(type->form));
        hn_free(name);
        name = longer;
    }
    return name;
}

static bool add_fields(OGRLayerH layer, const sosi_type *type) {
    for (size_t i = 0; i < type->keys; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(type->key[i], OFTString);
        OGRErr error = OGR_L_CreateField(layer, field, TRUE);
        OGR_Fld_Destroy(field);
        if (error != OGRERR_NONE) return false;
    }
    return true;
}

static hensyn_status add_layers(hensyn_context *ctx, hn_sosi *sosi, GDALDatasetH dataset) {
    size_t count;
    const sosi_type *type = sosi_types(sosi->reader, &count);
    sosi->name = hn_zalloc(count, sizeof *sosi->name);
    if (!sosi->name) return hn_nomem(ctx);
    for (size_t i = 0; i < count; i++) {
        char *name = name_of(sosi, &type[i]);
        if (!name) return hn_nomem(ctx);
        sosi->name[sosi->types++] = name;
        OGRLayerH layer = GDALDatasetCreateLayer(dataset, name, NULL, type_of(type[i].form), NULL);
        if (!layer || !add_fields(layer, &type[i])) return hn_nomem(ctx);
    }
    return HENSYN_OK;
}

hensyn_status hn_sosi_open(hensyn_context *ctx, const char *path, hn_sosi *out,
                           GDALDatasetH *dataset) {
    hensyn_status status = HENSYN_OK;
    const sosi_input input = {read_file, seek_file, out};
    *out = (hn_sosi){.ctx = ctx, .path = path};
    *dataset = NULL;
    out->file = fopen(path, "rb");
    if (!out->file)
        return hn_fail(ctx, HENSYN_INPUT, hn_text(ctx, "%s: kan ikke leses", "%s: cannot be read"),
                       path);
    sosi_status opened = sosi_open(&input, NULL, &out->reader);
    if (opened != SOSI_OK && opened != SOSI_DONE) return failed(ctx, out, opened);
    GDALDriverH driver = GDALGetDriverByName("Memory");
    if (!driver) driver = GDALGetDriverByName("MEM"); /* where GDAL has only one for both kinds */
    GDALDatasetH made = driver ? GDALCreate(driver, "", 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (!made) return hn_nomem(ctx);
    status = add_layers(ctx, out, made);
    if (status == HENSYN_OK)
        *dataset = made;
    else
        GDALClose(made);
    return status;
}

void hn_sosi_clear(hn_sosi *sosi) {
    sosi_close(sosi->reader);
    if (sosi->file) fclose(sosi->file);
    for (size_t i = 0; i < sosi->types; i++)
        hn_free(sosi->name[i]);
    hn_free(sosi->name);
    *sosi = (hn_sosi){0};
}

/* ---- features ---- */

static OGRGeometryH line_of(const sosi_geometry *g, size_t first, size_t end,
                            OGRwkbGeometryType type) {
    OGRGeometryH line = OGR_G_CreateGeometry(type);
    int stride = 2 * (int)sizeof *g->xy;
    const double *xy = g->xy + 2 * first;
    OGR_G_SetPoints(line, (int)(end - first), xy, stride, xy + 1, stride, NULL, 0);
    return line;
}

static OGRGeometryH point_of(const double *xy) {
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, xy[0], xy[1]);
    return point;
}

static OGRGeometryH swarm_of(const sosi_geometry *g) {
    OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPoint);
    for (size_t i = 0; i < g->points; i++)
        OGR_G_AddGeometryDirectly(all, point_of(g->xy + 2 * i));
    return all;
}

static OGRGeometryH polygon_of(const sosi_geometry *g, size_t part) {
    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    size_t last = part + 1 < g->parts ? g->part[part + 1] : g->rings;
    for (size_t ring = g->part[part]; ring < last; ring++) {
        size_t end = ring + 1 < g->rings ? g->ring[ring + 1] : g->points;
        OGR_G_AddGeometryDirectly(polygon, line_of(g, g->ring[ring], end, wkbLinearRing));
    }
    return polygon;
}

static OGRGeometryH area_of(const sosi_geometry *g) {
    if (g->parts == 1) return polygon_of(g, 0);
    OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPolygon);
    for (size_t part = 0; part < g->parts; part++)
        OGR_G_AddGeometryDirectly(all, polygon_of(g, part));
    return all;
}

static OGRGeometryH geometry_of(const sosi_object *object) {
    const sosi_geometry *g = &object->geometry;
    if (!g->points) return NULL;
    return object->form == SOSI_AREA    ? area_of(g)
           : object->form == SOSI_POINT ? point_of(g->xy)
           : object->form == SOSI_SWARM ? swarm_of(g)
                                        : line_of(g, 0, g->points, wkbLineString);
}

/* Keys come mostly in the order of the fields, so the search goes on where the last one ended. */
static int field_of(const sosi_type *type, const char *key, size_t *from) {
    for (size_t i = 0; i < type->keys; i++) {
        size_t at = (*from + i) % type->keys;
        if (strcmp(type->key[at], key) != 0) continue;
        *from = at + 1;
        return (int)at;
    }
    return -1;
}

/* A key that stands twice keeps both values. */
static hensyn_status set_field(hensyn_context *ctx, OGRFeatureH feature, int field,
                               const char *value) {
    if (OGR_Fld_IsIgnored(OGR_F_GetFieldDefnRef(feature, field))) return HENSYN_OK;
    if (!OGR_F_IsFieldSet(feature, field)) {
        OGR_F_SetFieldString(feature, field, value);
        return HENSYN_OK;
    }
    char *both = hn_format("%s,%s", OGR_F_GetFieldAsString(feature, field), value);
    if (!both) return hn_nomem(ctx);
    OGR_F_SetFieldString(feature, field, both);
    hn_free(both);
    return HENSYN_OK;
}

static hensyn_status make_feature(hensyn_context *ctx, const hn_sosi *sosi, OGRLayerH layer,
                                  const sosi_object *object, OGRFeatureH *out) {
    hensyn_status status = HENSYN_OK;
    size_t count, from = 0;
    const sosi_type *type = &sosi_types(sosi->reader, &count)[object->type];
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    if (!feature) return hn_nomem(ctx);
    for (size_t i = 0; i < object->attributes && status == HENSYN_OK; i++) {
        const sosi_attribute *attribute = &object->attribute[i];
        int field = *attribute->value ? field_of(type, attribute->key, &from) : -1;
        if (field >= 0) status = set_field(ctx, feature, field, attribute->value);
    }
    OGRGeometryH geometry = geometry_of(object);
    if (geometry) OGR_F_SetGeometryDirectly(feature, geometry);
    *out = feature;
    return status;
}

/* Asks the layer itself, which is empty but for this one feature. *feature NULL: not wanted. */
static hensyn_status apply_filter(hensyn_context *ctx, OGRLayerH layer, OGRFeatureH *feature) {
    if (OGR_L_CreateFeature(layer, *feature) != OGRERR_NONE) return hn_nomem(ctx);
    GIntBig number = OGR_F_GetFID(*feature);
    OGR_F_Destroy(*feature);
    OGR_L_ResetReading(layer);
    *feature = OGR_L_GetNextFeature(layer);
    return OGR_L_DeleteFeature(layer, number) == OGRERR_NONE ? HENSYN_OK : hn_nomem(ctx);
}

hensyn_status hn_sosi_start(hensyn_context *ctx, hn_sosi *sosi, size_t type) {
    sosi->ctx = ctx;
    sosi_status status = sosi_select(sosi->reader, type);
    return status == SOSI_OK ? HENSYN_OK : failed(ctx, sosi, status);
}

hensyn_status hn_sosi_next(hensyn_context *ctx, hn_sosi *sosi, OGRLayerH layer, bool filtered,
                           OGRFeatureH *out) {
    hensyn_status status = HENSYN_OK;
    const sosi_object *object;
    OGRFeatureH feature = NULL;
    sosi->ctx = ctx;
    *out = NULL;
    while (!feature) {
        sosi_status read = sosi_next(sosi->reader, &object);
        if (read == SOSI_DONE) return HENSYN_OK;
        if (read != SOSI_OK) return failed(ctx, sosi, read);
        say(ctx, sosi, object);
        HN_TRY(make_feature(ctx, sosi, layer, object, &feature));
        if (filtered) HN_TRY(apply_filter(ctx, layer, &feature));
    }
    OGR_F_SetFID(feature, object->line); /* says where to look */
    *out = feature;
    return HENSYN_OK;
cleanup:
    if (feature) OGR_F_Destroy(feature);
    return status;
}
