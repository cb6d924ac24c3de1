/* sosi.c - from the elements of a SOSI file to layers in memory: borders become areas, arcs become
 * lines. What cannot be drawn as the file means it is left out and says why. */
#include "read/sosi.h"

#include "base/memory.h"
#include "read/arc.h"
#include "read/sosi_parse.h"

#include <math.h>
#include <ogr_api.h>
#include <stdlib.h>
#include <string.h>

/* ---- what SOSI calls things ---- */

typedef enum form {
    FORM_NONE,
    FORM_POINT,
    FORM_POINTS,
    FORM_LINE,
    FORM_ARC,
    FORM_CIRCLE,
    FORM_CENTRE,
    FORM_AREA
} form;

static const struct {
    const char *word;
    form form;
} words[] = {
    {"PUNKT", FORM_POINT},  {"SYMBOL", FORM_POINT},   {"TEKST", FORM_POINT},
    {"SVERM", FORM_POINTS}, {"KURVE", FORM_LINE},     {"LINJE", FORM_LINE},
    {"BUEP", FORM_ARC},     {"SIRKELP", FORM_CIRCLE}, {"SIRKEL", FORM_CENTRE},
    {"FLATE", FORM_AREA},
};

static form form_of(const char *word) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i].word) == 0) return words[i].form;
    return FORM_NONE;
}

static bool is_curve(form f) { return f >= FORM_LINE && f <= FORM_CENTRE; }

/* KOORDSYS to EPSG with easting first. Systems that are not here (local grids) have no number. */
static int epsg_of(int system) {
    if (system >= 1 && system <= 8) return 27390 + system;    /* NGO 1948, axes I to VIII */
    if (system >= 21 && system <= 26) return 25810 + system;  /* EUREF89 / UTM 31 to 36 */
    if (system >= 31 && system <= 36) return 23000 + system;  /* ED50 / UTM */
    if (system >= 61 && system <= 66) return 32570 + system;  /* WGS84 / UTM 31 to 36 */
    if (system >= 205 && system <= 230) return 4900 + system; /* EUREF89 / NTM 5 to 30 */
    return system == 84 ? 4258 : system == 72 ? 4326 : system == 50 ? 4230 : 0;
}

/* ---- building ---- */

typedef struct points {
    double *xy;
    size_t count, room;
} points;

typedef struct numbered { /* an element by its number */
    long serial;
    size_t element;
} numbered;

typedef struct builder {
    hensyn_context *ctx;
    const hn_sosi_file *file;
    hn_sosi *out;
    GDALDatasetH dataset;
    numbered *number;
    size_t *group_of; /* of each element */
    points ring, curve;
    double sagitta, gap; /* in the unit of the coordinates */
    const char *code;    /* why the object at hand is left out; NULL: it is not */
    char *why;
} builder;

static bool keep_point(void *user, double x, double y) {
    points *p = user;
    if (!hn_reserve((void **)&p->xy, &p->room, p->count + 1, 2 * sizeof *p->xy)) return false;
    p->xy[2 * p->count] = x;
    p->xy[2 * p->count + 1] = y;
    p->count++;
    return true;
}

/* Notes why the object at hand cannot be drawn. False: no memory. */
static bool refuse(builder *b, const char *code, char *why) {
    b->code = code;
    hn_free(b->why);
    b->why = why;
    return why != NULL;
}

static int by_serial(const void *a, const void *b) {
    const numbered *one = a, *two = b;
    if (one->serial != two->serial) return one->serial < two->serial ? -1 : 1;
    return one->element < two->element ? -1 : one->element > two->element;
}

static const hn_sosi_element *find_element(const builder *b, long serial) {
    size_t low = 0, high = b->file->elements;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->number[middle].serial < serial)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == b->file->elements || b->number[low].serial != serial) return NULL;
    return &b->file->element[b->number[low].element];
}

/* Points of a border in the order of the file. Refused: the form lacks what it needs. */
static bool curve_points(builder *b, const hn_sosi_element *e) {
    const double *xy = b->file->xy + 2 * e->point;
    points *out = &b->curve;
    form f = form_of(e->word);
    bool three = e->points == 3;
    out->count = 0;
    if (f == FORM_LINE && e->points >= 2) {
        for (size_t i = 0; i < e->points; i++)
            if (!keep_point(out, xy[2 * i], xy[2 * i + 1])) return false;
        return true;
    }
    if (f == FORM_ARC && three)
        return keep_point(out, xy[0], xy[1]) && hn_arc_points(xy, b->sagitta, keep_point, out);
    if (f == FORM_CENTRE && e->points >= 1 && e->radius > 0) {
        double r = e->radius, x = xy[0], y = xy[1], round[6] = {x + r, y, x - r, y, x + r, y};
        return keep_point(out, round[0], round[1]) &&
               hn_arc_points(round, b->sagitta, keep_point, out);
    }
    if (f == FORM_CIRCLE && three) {
        if (!keep_point(out, xy[0], xy[1])) return false;
        if (hn_circle_points(xy, b->sagitta, keep_point, out) && out->count > 2) return true;
    }
    return refuse(b, "SOSI_GEOMETRI_UKJENT",
                  hn_format(hn_text(b->ctx, "%s %ld med %zu punkter kan ikke tegnes",
                                    "%s %ld with %zu points cannot be drawn"),
                            e->word, e->serial, e->points));
}

static double distance(const double *a, const double *b) { return hypot(a[0] - b[0], a[1] - b[1]); }

/* Appends the border at hand to the ring; refused when it does not begin where the ring ends. */
static bool join_curve(builder *b, bool reversed, long area, long border) {
    points *ring = &b->ring;
    size_t n = b->curve.count;
    for (size_t i = 0; i < n; i++) {
        const double *at = b->curve.xy + 2 * (reversed ? n - 1 - i : i);
        const double *last = ring->count ? ring->xy + 2 * (ring->count - 1) : NULL;
        if (i == 0 && last) {
            if (distance(last, at) > b->gap)
                return refuse(b, "SOSI_GRENSE_AAPEN",
                              hn_format(hn_text(b->ctx,
                                                "FLATE %ld: grensen henger ikke sammen ved "
                                                "referansen til %ld",
                                                "FLATE %ld: the border breaks at the reference "
                                                "to %ld"),
                                        area, border));
            continue;
        }
        if (!keep_point(ring, at[0], at[1])) return false;
    }
    return true;
}

static bool build_ring(builder *b, const hn_sosi_element *area, int number, int depth);

/* One reference of an area: a border, or another area whose outer ring is meant. */
static bool take_reference(builder *b, const hn_sosi_element *area, const hn_sosi_ref *ref,
                           int depth) {
    const hn_sosi_element *to = find_element(b, ref->serial);
    if (!to)
        return refuse(b, "SOSI_REF_MANGLER",
                      hn_format(hn_text(b->ctx, "FLATE %ld viser til %ld, som ikke finnes",
                                        "FLATE %ld refers to %ld, which does not exist"),
                                area->serial, ref->serial));
    form f = form_of(to->word);
    if (f == FORM_AREA && depth < 4) return build_ring(b, to, 0, depth + 1);
    if (!is_curve(f))
        return refuse(b, "SOSI_REF_MANGLER",
                      hn_format(hn_text(b->ctx,
                                        "FLATE %ld viser til %s %ld, som ikke leses som "
                                        "grense",
                                        "FLATE %ld refers to %s %ld, which is not read as a "
                                        "border"),
                                area->serial, to->word, ref->serial));
    return curve_points(b, to) &&
           (b->code || join_curve(b, ref->reversed, area->serial, ref->serial));
}

/* Ring number of an area, appended to b->ring. */
static bool build_ring(builder *b, const hn_sosi_element *area, int number, int depth) {
    size_t first = b->ring.count;
    for (size_t i = 0; i < area->refs && !b->code; i++) {
        const hn_sosi_ref *ref = &b->file->ref[area->ref + i];
        if (ref->ring == number && !take_reference(b, area, ref, depth)) return false;
    }
    if (b->code || b->ring.count == first) return true;
    double *xy = b->ring.xy;
    if (distance(xy + 2 * first, xy + 2 * (b->ring.count - 1)) > b->gap)
        return refuse(b, "SOSI_GRENSE_AAPEN",
                      hn_format(hn_text(b->ctx, "FLATE %ld: grensen lukker seg ikke",
                                        "FLATE %ld: the border does not close"),
                                area->serial));
    /* A gap within the tolerance is closed exactly. */
    memcpy(xy + 2 * (b->ring.count - 1), xy + 2 * first, 2 * sizeof *xy);
    return true;
}

static OGRGeometryH line_of(const points *p, OGRwkbGeometryType type) {
    OGRGeometryH line = OGR_G_CreateGeometry(type);
    int stride = 2 * (int)sizeof *p->xy;
    OGR_G_SetPoints(line, (int)p->count, p->xy, stride, p->xy + 1, stride, NULL, 0);
    return line;
}

/* An area that has its coordinates itself; a first point apart from the ring is the one that
 * represents it. */
static bool ring_of_own(builder *b, const hn_sosi_element *e) {
    const double *xy = b->file->xy + 2 * e->point;
    size_t last = e->points - 1;
    for (size_t first = 0; e->points >= 4 && first < 2 && last - first >= 3; first++) {
        if (distance(xy + 2 * first, xy + 2 * last) > b->gap) continue;
        for (size_t i = first; i < last; i++)
            if (!keep_point(&b->ring, xy[2 * i], xy[2 * i + 1])) return false;
        return keep_point(&b->ring, xy[2 * first], xy[2 * first + 1]);
    }
    return refuse(
        b, "SOSI_REF_MANGLER",
        hn_format(hn_text(b->ctx, "FLATE %ld har ingen grense", "FLATE %ld has no border"),
                  e->serial));
}

static bool build_area(builder *b, const hn_sosi_element *e, OGRGeometryH *out) {
    int rings = 0;
    for (size_t i = 0; i < e->refs; i++)
        if (b->file->ref[e->ref + i].ring > rings) rings = b->file->ref[e->ref + i].ring;
    OGRGeometryH polygon = OGR_G_CreateGeometry(wkbPolygon);
    bool ok = true;
    for (int number = 0; ok && number <= rings && !b->code; number++) {
        b->ring.count = 0;
        ok = e->refs ? build_ring(b, e, number, 0) : ring_of_own(b, e);
        if (ok && !b->code && b->ring.count)
            OGR_G_AddGeometryDirectly(polygon, line_of(&b->ring, wkbLinearRing));
    }
    if (ok && !b->code)
        *out = polygon;
    else
        OGR_G_DestroyGeometry(polygon);
    return ok;
}

static bool build_points(builder *b, const hn_sosi_element *e, bool all, OGRGeometryH *out) {
    const double *xy = b->file->xy + 2 * e->point;
    if (e->points == 0)
        return refuse(
            b, "UTEN_GEOMETRI",
            hn_format(hn_text(b->ctx, "%s %ld har ingen koordinater", "%s %ld has no coordinates"),
                      e->word, e->serial));
    *out = OGR_G_CreateGeometry(all ? wkbMultiPoint : wkbPoint);
    for (size_t i = 0; all && i < e->points; i++) {
        OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
        OGR_G_SetPoint_2D(point, 0, xy[2 * i], xy[2 * i + 1]);
        OGR_G_AddGeometryDirectly(*out, point);
    }
    if (!all) OGR_G_SetPoint_2D(*out, 0, xy[0], xy[1]);
    return true;
}

/* *out NULL: refused. False: no memory. */
static bool build(builder *b, const hn_sosi_element *e, OGRGeometryH *out) {
    *out = NULL;
    form f = form_of(e->word);
    if (f == FORM_AREA) return build_area(b, e, out);
    if (f == FORM_POINT || f == FORM_POINTS) return build_points(b, e, f == FORM_POINTS, out);
    if (is_curve(f)) {
        if (!curve_points(b, e)) return false;
        if (!b->code) *out = line_of(&b->curve, wkbLineString);
        return true;
    }
    return refuse(
        b, "SOSI_GEOMETRI_UKJENT",
        hn_format(hn_text(b->ctx, "geometrien %s leses ikke", "geometry %s is not read"), e->word));
}

/* ---- layers ---- */

static const char *suffix_of(form f) {
    return f == FORM_AREA ? "flate" : f == FORM_POINT || f == FORM_POINTS ? "punkt" : "linje";
}

static OGRwkbGeometryType type_of(form f) {
    return f == FORM_AREA     ? wkbPolygon
           : f == FORM_POINT  ? wkbPoint
           : f == FORM_POINTS ? wkbMultiPoint
                              : wkbLineString;
}

/* One layer for each object type; a type that is drawn in several ways has one for each way. */
static hensyn_status group_for(builder *b, const hn_sosi_element *e, size_t *out) {
    hn_sosi *sosi = b->out;
    form f = form_of(e->word);
    const char *type = e->object_type ? e->object_type : e->word;
    char *apart = hn_format("%s_%s", type, suffix_of(f));
    if (!apart) return hn_nomem(b->ctx);
    for (size_t i = 0; i < sosi->groups; i++) {
        bool plain = strcmp(sosi->group[i].name, type) == 0;
        OGRLayerH layer = GDALDatasetGetLayer(b->dataset, (int)i);
        if (!(plain && OGR_L_GetGeomType(layer) == type_of(f)) &&
            strcmp(sosi->group[i].name, apart) != 0) {
            if (plain) type = apart;
            continue;
        }
        *out = i;
        hn_free(apart);
        return HENSYN_OK;
    }
    char *name = hn_strdup(type);
    hn_free(apart);
    if (!name || !HN_RESERVE(sosi->group, sosi->groups, sosi->group_room, 1)) {
        hn_free(name);
        return hn_nomem(b->ctx);
    }
    *out = sosi->groups;
    sosi->group[sosi->groups++] = (hn_sosi_group){.name = name};
    if (!GDALDatasetCreateLayer(b->dataset, name, NULL, type_of(f), NULL)) return hn_nomem(b->ctx);
    return HENSYN_OK;
}

static void add_fields(builder *b, const hn_sosi_element *e, OGRLayerH layer) {
    for (size_t i = 0; i < e->fields; i++) {
        const char *key = b->file->field[e->field + i].key;
        if (OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), key) >= 0) continue;
        OGRFieldDefnH field = OGR_Fld_Create(key, OFTString);
        OGR_L_CreateField(layer, field, TRUE);
        OGR_Fld_Destroy(field);
    }
}

/* A key that stands twice keeps both values. */
static hensyn_status set_fields(builder *b, const hn_sosi_element *e, OGRFeatureH feature) {
    for (size_t i = 0; i < e->fields; i++) {
        const hn_sosi_field *field = &b->file->field[e->field + i];
        int number = OGR_F_GetFieldIndex(feature, field->key);
        if (!OGR_F_IsFieldSet(feature, number)) {
            OGR_F_SetFieldString(feature, number, field->value);
            continue;
        }
        char *both = hn_format("%s,%s", OGR_F_GetFieldAsString(feature, number), field->value);
        if (!both) return hn_nomem(b->ctx);
        OGR_F_SetFieldString(feature, number, both);
        hn_free(both);
    }
    return HENSYN_OK;
}

static hensyn_status leave_out(builder *b, const hn_sosi_element *e, size_t group) {
    hn_sosi *sosi = b->out;
    if (!HN_RESERVE(sosi->left, sosi->lefts, sosi->left_room, 1)) return hn_nomem(b->ctx);
    sosi->left[sosi->lefts++] = (hn_sosi_left_out){
        .group = group, .line = e->line, .serial = e->serial, .code = b->code, .why = b->why};
    b->code = NULL;
    b->why = NULL;
    return HENSYN_OK;
}

static hensyn_status add_feature(builder *b, size_t number) {
    const hn_sosi_element *e = &b->file->element[number];
    size_t group = b->group_of[number];
    OGRGeometryH geometry;
    if (!build(b, e, &geometry)) return hn_nomem(b->ctx);
    if (!geometry) return leave_out(b, e, group);
    OGRLayerH layer = GDALDatasetGetLayer(b->dataset, (int)group);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGR_F_SetFID(feature, e->line); /* keeps the order of the file, and says where to look */
    OGR_F_SetGeometryDirectly(feature, geometry);
    hensyn_status status = set_fields(b, e, feature);
    if (status == HENSYN_OK && OGR_L_CreateFeature(layer, feature) != OGRERR_NONE)
        status = hn_nomem(b->ctx);
    OGR_F_Destroy(feature);
    if (e->has_height) b->out->group[group].has_height = true;
    return status;
}

static hensyn_status build_all(builder *b) {
    hensyn_status status = HENSYN_OK;
    size_t count = b->file->elements;
    b->number = hn_alloc(count, sizeof *b->number);
    b->group_of = hn_alloc(count, sizeof *b->group_of);
    if (!b->number || !b->group_of) return hn_nomem(b->ctx);
    for (size_t i = 0; i < count; i++) {
        const hn_sosi_element *e = &b->file->element[i];
        b->number[i] = (numbered){e->serial, i};
        HN_TRY(group_for(b, e, &b->group_of[i]));
        add_fields(b, e, GDALDatasetGetLayer(b->dataset, (int)b->group_of[i]));
    }
    qsort(b->number, count, sizeof *b->number, by_serial);
    for (size_t i = 0; i < count; i++)
        HN_TRY(add_feature(b, i));
cleanup:
    return status;
}

hensyn_status hn_sosi_read(hensyn_context *ctx, const char *path, hn_sosi *out,
                           GDALDatasetH *dataset) {
    enum { UNIT_M = 111320 }; /* a degree */
    hensyn_status status = HENSYN_OK;
    hn_sosi_file file = {0};
    builder b = {.ctx = ctx, .file = &file, .out = out};
    *out = (hn_sosi){0};
    *dataset = NULL;
    HN_TRY(hn_sosi_parse(ctx, path, &file));
    out->epsg = epsg_of(file.system);
    out->charset = file.charset;
    out->charset_wrong = file.charset_wrong;
    out->cut_short = !file.ended;
    bool degrees = out->epsg == 4258 || out->epsg == 4326 || out->epsg == 4230;
    b.sagitta = degrees ? 0.01 / UNIT_M : 0.01;
    b.gap = 2 * file.unit; /* neighbours rounded apart */
    GDALDriverH driver = GDALGetDriverByName("Memory");
    if (!driver) driver = GDALGetDriverByName("MEM"); /* where GDAL has only one for both kinds */
    b.dataset = driver ? GDALCreate(driver, "", 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (!b.dataset) {
        status = hn_nomem(ctx);
        goto cleanup;
    }
    HN_TRY(build_all(&b));
    *dataset = b.dataset;
    b.dataset = NULL;

cleanup:
    if (b.dataset) GDALClose(b.dataset);
    hn_free(b.number);
    hn_free(b.group_of);
    hn_free(b.ring.xy);
    hn_free(b.curve.xy);
    hn_free(b.why);
    hn_sosi_file_clear(&file);
    return status;
}

void hn_sosi_clear(hn_sosi *sosi) {
    for (size_t i = 0; i < sosi->groups; i++)
        hn_free(sosi->group[i].name);
    for (size_t i = 0; i < sosi->lefts; i++)
        hn_free(sosi->left[i].why);
    hn_free(sosi->group);
    hn_free(sosi->left);
    *sosi = (hn_sosi){0};
}
