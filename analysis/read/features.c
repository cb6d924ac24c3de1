/* features.c - one feature into memory: kept, or left out with a remark. */
#include "read/reading.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- remarks ---- */

static hn_about about_feature(const hn_reading *r, const hn_geometry *where, char position[32]) {
    hn_about about = HN_ABOUT_NOTHING;
    int id = r->request->id_column;
    about.kilde = r->layer->source;
    about.lag = r->layer->name;
    about.where = where;
    about.kilde_id = id >= 0 ? r->current[id] : NULL;
    about.linje = r->opened->sosi.line;
    if (!about.kilde_id) { /* as it is named where there is no id, see the contract */
        bool numbered = r->opened->sosi.line && r->opened->sosi.serial;
        long long number = numbered ? r->opened->sosi.serial : r->position;
        snprintf(position, 32, numbered ? "%lld" : "rad:%lld", number);
        about.kilde_id = position;
    }
    return about;
}

hensyn_status hn_reading_leave_out(hn_reading *r, const char *code, const char *why) {
    char position[32];
    hn_about about = about_feature(r, NULL, position);
    r->result->sources.row[r->row].antall_utelatt++;
    if (r->request->strict && about.linje)
        return hn_fail(r->ctx, HENSYN_INPUT,
                       hn_text(r->ctx, "%s, laget %s, linje %d, objekt %s: %.600s",
                               "%s, layer %s, line %d, object %s: %.600s"),
                       r->opened->path, r->layer->name, about.linje, about.kilde_id, why);
    if (r->request->strict)
        return hn_fail(
            r->ctx, HENSYN_INPUT,
            hn_text(r->ctx, "%s, laget %s, objekt %s: %.600s", "%s, layer %s, object %s: %.600s"),
            r->opened->path, r->layer->name, about.kilde_id, why);
    return hn_remark_add(r->ctx, r->result, HENSYN_WARNING, code, &about, "%.800s", why);
}

hensyn_status hn_reading_remark(hn_reading *r, hensyn_level level, const char *code,
                                const hn_geometry *where, const char *text) {
    char position[32];
    hn_about about = about_feature(r, where, position);
    return hn_remark_add(r->ctx, r->result, level, code, &about, "%.800s", text);
}

hensyn_status hn_reading_remark_layer(hn_reading *r, hensyn_level level, const char *code,
                                      const char *text) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = r->layer->source;
    about.lag = r->layer->name;
    return hn_remark_add(r->ctx, r->result, level, code, &about, "%.800s", text);
}

hensyn_status hn_reading_tell_height(hn_reading *r) {
    if (r->height_told) return HENSYN_OK;
    r->height_told = true;
    return hn_reading_remark_layer(r, HENSYN_INFO, "HOYDE_DROPPET",
                                   hn_text(r->ctx,
                                           "høyder og mål langs linjen (Z, M) er ikke brukt",
                                           "heights and measures (Z, M) are not used"));
}

/* ---- rows ---- */

/* Room for one more feature in all arrays of the layer. */
static bool reserve_row(hn_reading *r, bool mixed) {
    hn_layer *layer = r->layer;
    bool flags = mixed || layer->kind_mixed, fresh = mixed && !layer->kind_mixed;
    size_t room = r->capacity;
    if (layer->count < room && !fresh) return true;
    if (layer->count >= room) room = room ? room + room / 2 : 256;
    if (layer->columns && room > SIZE_MAX / sizeof(char *) / layer->columns) return false;
    int64_t *fid = hn_realloc(layer->fid, room, sizeof *fid);
    if (fid) layer->fid = fid;
    uint32_t *position = hn_realloc(layer->position, room, sizeof *position);
    if (position) layer->position = position;
    hn_geometry **geometry = hn_realloc(layer->geometry, room, sizeof *geometry);
    if (geometry) layer->geometry = geometry;
    const char **value = hn_realloc(layer->value, room * layer->columns, sizeof *value);
    if (value) layer->value = value;
    uint8_t *mark = flags ? hn_realloc(layer->kind_mixed, room, 1) : NULL;
    if (mark && fresh) memset(mark, 0, room);
    if (mark) layer->kind_mixed = mark;
    if (!fid || !position || !geometry || !value || (flags && !mark)) return false;
    r->capacity = room;
    return true;
}

/* Takes the geometry over. */
static hensyn_status keep(hn_reading *r, hn_geometry *geometry, bool mixed) {
    hn_layer *layer = r->layer;
    if (!reserve_row(r, mixed)) {
        hn_free(geometry);
        return hn_nomem(r->ctx);
    }
    size_t row = layer->count++;
    layer->fid[row] = r->fid;
    layer->position[row] = (uint32_t)r->position;
    layer->geometry[row] = geometry;
    if (layer->columns)
        memcpy(layer->value + row * layer->columns, r->current,
               layer->columns * sizeof *r->current);
    if (layer->kind_mixed) layer->kind_mixed[row] = mixed;
    return HENSYN_OK;
}

/* Why a geometry cannot be used. */
typedef struct reason {
    const char *code, *nb, *en;
} reason;

static const reason no_geometry = {"UTEN_GEOMETRI", "objektet har ingen geometri",
                                   "the object has no geometry"};
static const reason other_kind = {"GEOMETRITYPE_UTELATT", "linjer og punkter brukes ikke her",
                                  "lines and points are not used here"};
static const reason unread_kind = {"GEOMETRITYPE_UTELATT", "geometritypen leses ikke",
                                   "the geometry type is not read"};
static const reason too_short = {"GEOMETRI_UBRUKELIG", "ingen ring eller linje har nok punkter",
                                 "no ring or line has enough points"};
static const reason no_number = {"KOORDINAT_UGYLDIG", "en koordinat er ikke et tall",
                                 "a coordinate is not a number"};
static const reason outside = {"KOORDINAT_UGYLDIG",
                               "en koordinat ligger utenfor det koordinatsystemet dekker",
                               "a coordinate lies outside what the coordinate system covers"};

/* Left out, or kept bare where its values count. */
static hensyn_status give_up(hn_reading *r, const char *code, const char *why) {
    if (!r->request->keep_bare) return hn_reading_leave_out(r, code, why);
    r->result->sources.row[r->row].antall_brukt++;
    hensyn_status status = HENSYN_OK;
    if (strcmp(code, no_geometry.code) != 0)
        status = hn_reading_remark(r, HENSYN_WARNING, code, NULL, why);
    return status == HENSYN_OK ? keep(r, NULL, false) : status;
}

static hensyn_status give_up_for(hn_reading *r, const reason *why) {
    return give_up(r, why->code, hn_text(r->ctx, why->nb, why->en));
}

/* ---- geometry ---- */

static bool all_finite(const double *xy, size_t count) {
    double zero = 0; /* x * 0 is 0 unless x is infinite or no number */
    for (size_t i = 0; i < count; i++)
        zero += xy[i] * 0;
    return zero == 0;
}

/* Asks PROJ only for what lies beyond all that was asked before. */
static bool is_covered(hn_reading *r, hn_box box) {
    if (hn_box_holds(r->covered, box)) return true;
    if (!hn_crs_covers(r->request->to, box)) return false;
    r->covered = hn_box_join(r->covered, box);
    return true;
}

static void swap_axes(double *xy, size_t points) {
    for (size_t i = 0; i < points; i++) {
        double x = xy[2 * i];
        xy[2 * i] = xy[2 * i + 1];
        xy[2 * i + 1] = x;
    }
}

/* Heights below any ground stand for "not known" (NVDB: -99999), and so does 0 all along. */
static bool settle_heights(const hn_gathered *g) {
    const double lowest = -1000;
    bool any = false;
    for (size_t i = 0; i < g->points; i++) {
        if (!(g->z[i] > lowest && isfinite(g->z[i]))) g->z[i] = NAN;
        any = any || (isfinite(g->z[i]) && (g->z[i] > 0 || g->z[i] < 0));
    }
    return any;
}

static hn_geometry *make_geometry(hn_kind kind, const hn_gathered *g) {
    uint32_t parts = (uint32_t)g->parts, rings = (uint32_t)g->rings, points = (uint32_t)g->points;
    bool heights = g->heights && settle_heights(g);
    hn_geometry *out = heights ? hn_geometry_create_z(kind, parts, rings, points)
                               : hn_geometry_create(kind, parts, rings, points);
    if (!out) return NULL;
    if (heights) memcpy(out->z, g->z, g->points * sizeof *g->z);
    memcpy(out->part, g->part, g->parts * sizeof *g->part);
    memcpy(out->ring, g->ring, g->rings * sizeof *g->ring);
    memcpy(out->xy, g->xy, 2 * g->points * sizeof *g->xy);
    hn_geometry_orient(out);
    return out;
}

/* What of a shape is used: the parts of the highest dimension that the request takes. */
static hn_kind wanted_kind(const hn_shape *shape, bool areas_only) {
    if (shape->of[HN_AREA].parts) return HN_AREA;
    if (areas_only) return HN_NO_GEOMETRY;
    if (shape->of[HN_LINE].parts) return HN_LINE;
    return shape->of[HN_POINT].parts ? HN_POINT : HN_NO_GEOMETRY;
}

static const reason *reason_of_nothing(const hn_shape *shape) {
    if (!hn_shape_empty(shape)) return &other_kind;
    return shape->degenerate ? &too_short : shape->unknown ? &unread_kind : &no_geometry;
}

/* Into the working CRS. NULL without memory, or with *why set. */
static hn_geometry *project(hn_reading *r, const hn_way *via, hn_kind kind, const reason **why) {
    hn_gathered *g = &r->shape.of[kind];
    *why = &no_number;
    if (!all_finite(g->xy, 2 * g->points)) return NULL;
    *why = &outside;
    if (via->swapped) swap_axes(g->xy, g->points);
    if (!hn_transform_points(via->transform, g->xy, g->points)) return NULL;
    *why = NULL;
    hn_geometry *made = make_geometry(kind, g);
    if (!made || is_covered(r, made->box)) return made;
    hn_free(made);
    *why = &outside;
    return NULL;
}

static hensyn_status tell_shape(hn_reading *r, hn_kind kind, const hn_geometry *geometry,
                                bool *mixed) {
    hensyn_status status = HENSYN_OK;
    const hn_shape *shape = &r->shape;
    for (int other = HN_POINT; other <= HN_AREA; other++)
        *mixed = *mixed || (other != (int)kind && shape->of[other].parts);
    if (*mixed || shape->unknown)
        HN_TRY(hn_reading_remark(
            r, HENSYN_WARNING, "GEOMETRITYPE_UTELATT", geometry,
            hn_text(r->ctx,
                    "objektet blander geometrityper; bare den med flest dimensjoner er brukt",
                    "the object mixes geometry types; only the one of highest dimension is used")));
    if (shape->degenerate)
        HN_TRY(
            hn_reading_remark(r, HENSYN_WARNING, "DEL_UTELATT", geometry,
                              hn_text(r->ctx, "ringer eller linjer med for få punkter er utelatt",
                                      "rings or lines with too few points are left out")));
    if (shape->closed)
        HN_TRY(hn_reading_remark(r, HENSYN_WARNING, "RING_LUKKET", geometry,
                                 hn_text(r->ctx, "en ring var ikke lukket og er lukket",
                                         "a ring was not closed and has been closed")));
    if (shape->has_height && !shape->of[kind].heights) HN_TRY(hn_reading_tell_height(r));
cleanup:
    return status;
}

/* ---- features ---- */

static hensyn_status read_values(hn_reading *r, OGRFeatureH feature) {
    for (size_t i = 0; i < r->request->columns; i++) {
        int field = r->request->column[i];
        r->current[i] = NULL;
        if (field >= 0 &&
            !hn_value_read(&r->values, feature, field, r->municipality[i], &r->current[i]))
            return hn_nomem(r->ctx);
    }
    return HENSYN_OK;
}

static hensyn_status take_geometry(hn_reading *r, OGRGeometryH geometry) {
    hensyn_status status = HENSYN_OK;
    const hn_way *via;
    bool mixed = false;
    if (!hn_shape_take(&r->shape, geometry)) return hn_nomem(r->ctx);
    hn_kind kind = wanted_kind(&r->shape, r->request->areas_only);
    if (kind == HN_NO_GEOMETRY) return give_up_for(r, reason_of_nothing(&r->shape));
    if (r->way_count == 0) return hn_reading_no_crs(r);
    const reason *why;
    hn_geometry *made = NULL;
    HN_TRY(hn_reading_find_way(r, geometry, &via));
    made = project(r, via, kind, &why);
    if (!made) return why ? give_up_for(r, why) : hn_nomem(r->ctx);
    HN_TRY(tell_shape(r, kind, made, &mixed));
    return keep(r, made, mixed);

cleanup:
    hn_free(made);
    return status;
}

hensyn_status hn_reading_take(hn_reading *r, OGRFeatureH feature) {
    hensyn_status status = HENSYN_OK;
    r->fid = OGR_F_GetFID(feature);
    r->result->sources.row[r->row].antall_lest++;
    HN_TRY(read_values(r, feature));
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    const hn_sosi *sosi = &r->opened->sosi;
    for (size_t i = 0; i < sosi->saids; i++) {
        const hn_said *said = &sosi->said[i];
        if (said->bars) return give_up(r, said->code, said->text);
        HN_TRY(hn_reading_remark(r, said->level, said->code, NULL, said->text));
    }
    const char *cause = hn_listen_cause(r->listener);
    if (!geometry)
        return *cause ? give_up(r, "GEOMETRI_ULESELIG", cause) : give_up_for(r, &no_geometry);
    for (size_t i = 0; i < r->listener->count; i++)
        HN_TRY(hn_reading_remark(r, HENSYN_WARNING, "GDAL_MELDING", NULL,
                                 r->listener->message[i].text));
    return take_geometry(r, geometry);

cleanup:
    return status;
}

/* GDAL's GML reader skips a feature whose geometry it cannot parse and says so with its id:
 * "Geometry of feature 778 _df9d57e3 cannot be parsed: ...". */
static bool is_skipped(const char *text, char id[128]) {
    static const char start[] = "Geometry of feature ";
    if (strncmp(text, start, sizeof start - 1) != 0) return false;
    const char *from = strchr(text + sizeof start - 1, ' ');
    const char *to = strstr(text, " cannot be parsed");
    if (!from || !to || to < from) return false;
    snprintf(id, 128, "%.*s", (int)(to - from - (to > from)), to > from ? from + 1 : from);
    return true;
}

hensyn_status hn_reading_count_skipped(hn_reading *r) {
    hensyn_status status = HENSYN_OK;
    hn_listener *listener = r->listener;
    size_t kept = 0;
    for (size_t i = 0; i < listener->count; i++) {
        char id[128];
        char *text = listener->message[i].text;
        if (status != HENSYN_OK || !is_skipped(text, id)) {
            listener->message[kept++] = listener->message[i];
            continue;
        }
        r->position++;
        r->result->sources.row[r->row].antall_lest++;
        memset(r->current, 0, r->request->columns * sizeof *r->current);
        if (r->request->id_column >= 0 && *id) r->current[r->request->id_column] = id;
        status = hn_reading_leave_out(r, "GEOMETRI_ULESELIG", text);
        hn_free(text);
    }
    listener->count = kept;
    return status;
}
