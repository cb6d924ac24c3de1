/* crs.c - coordinate systems and transformations through PROJ, and the true-scale function that
 * areas are measured with. Every object has a PROJ context of its own. */
#include "read/crs.h"

#include "base/memory.h"

#include <math.h>
#include <proj.h>
#include <proj_experimental.h>
#include <stdio.h>
#include <string.h>

struct hn_crs {
    PJ_CONTEXT *proj;
    PJ *pj;
    PJ *lonlat; /* to EPSG:4326, longitude first; NULL: no way there */
    int epsg;
    bool projected;
    double unit_m;      /* metres per unit; a geographic CRS: on the equator */
    double axis_factor; /* radians (geographic) or metres per unit of the first axis */
    char *name, *wkt, *proj4;
};

/* PROJ would write to the terminal. */
static void drop_log(void *user, int level, const char *text) {
    (void)user;
    (void)level;
    (void)text;
}

static PJ_CONTEXT *quiet_context(void) {
    PJ_CONTEXT *proj = proj_context_create();
    if (proj) proj_log_func(proj, NULL, drop_log);
    return proj;
}

/* ---- coordinate systems ---- */

/* Replaces *pj by a CRS derived from it; false when there is none. */
static bool replace(PJ **pj, PJ *by) {
    if (!by) return false;
    proj_destroy(*pj);
    *pj = by;
    return true;
}

/* The horizontal, two-dimensional system inside a compound, bound or 3D one. */
static bool make_horizontal(PJ_CONTEXT *proj, PJ **pj) {
    for (int depth = 0; depth < 4; depth++) { /* a bound CRS in a compound one, and 3D within */
        switch (proj_get_type(*pj)) {
        case PJ_TYPE_COMPOUND_CRS:
            if (!replace(pj, proj_crs_get_sub_crs(proj, *pj, 0))) return false;
            break;
        case PJ_TYPE_BOUND_CRS:
            if (!replace(pj, proj_get_source_crs(proj, *pj))) return false;
            break;
        case PJ_TYPE_GEOGRAPHIC_3D_CRS:
            if (!replace(pj, proj_crs_demote_to_2D(proj, NULL, *pj))) return false;
            break;
        case PJ_TYPE_PROJECTED_CRS: {
            PJ *system = proj_crs_get_coordinate_system(proj, *pj);
            int axes = system ? proj_cs_get_axis_count(proj, system) : 2;
            proj_destroy(system);
            return axes < 3 || replace(pj, proj_crs_demote_to_2D(proj, NULL, *pj));
        }
        case PJ_TYPE_GEOGRAPHIC_2D_CRS:
            return true;
        default:
            return false;
        }
    }
    return false;
}

static int own_epsg(const PJ *pj) {
    const char *authority = proj_get_id_auth_name(pj, 0), *code = proj_get_id_code(pj, 0);
    int epsg = 0;
    if (!authority || !code || strcmp(authority, "EPSG") != 0) return 0;
    return sscanf(code, "%d", &epsg) == 1 ? epsg : 0;
}

/* The number of the one EPSG system that a definition without a number is equivalent to. */
static int identify_epsg(PJ_CONTEXT *proj, const PJ *pj) {
    enum { EQUIVALENT = 70 }; /* per cent, below which PROJ only sees a likeness */
    int *confidence = NULL, best = 0, epsg = 0;
    PJ_OBJ_LIST *found = proj_identify(proj, pj, "EPSG", NULL, &confidence);
    for (int i = 0; found && i < proj_list_get_count(found); i++) {
        if (confidence[i] < EQUIVALENT || confidence[i] < best) continue;
        PJ *candidate = proj_list_get(proj, found, i);
        epsg = confidence[i] == best || !candidate ? 0 : own_epsg(candidate);
        best = confidence[i];
        proj_destroy(candidate);
    }
    proj_int_list_destroy(confidence);
    proj_list_destroy(found);
    return epsg;
}

/* EUREF89 / UTM exists with northing first as 3043..3048; everybody means 25831..25836. */
static int easting_first(int epsg) { return epsg >= 3043 && epsg <= 3048 ? epsg + 22788 : epsg; }

static PJ *from_number(PJ_CONTEXT *proj, int epsg) {
    char code[16];
    snprintf(code, sizeof code, "%d", epsg);
    return proj_create_from_database(proj, "EPSG", code, PJ_CATEGORY_CRS, 0, NULL);
}

static void read_units(hn_crs *crs) {
    crs->projected = proj_get_type(crs->pj) == PJ_TYPE_PROJECTED_CRS;
    crs->axis_factor = 1;
    PJ *system = proj_crs_get_coordinate_system(crs->proj, crs->pj);
    if (system)
        proj_cs_get_axis_info(crs->proj, system, 0, NULL, NULL, NULL, &crs->axis_factor, NULL, NULL,
                              NULL);
    proj_destroy(system);
    crs->unit_m = crs->projected ? crs->axis_factor : crs->axis_factor * 6378137.0;
}

static bool read_texts(hn_crs *crs) {
    const char *one_line[] = {"MULTILINE=NO", NULL};
    const char *wkt = proj_as_wkt(crs->proj, crs->pj, PJ_WKT1_GDAL, one_line);
    /* What WKT1 cannot say is still said, in the newer form. */
    if (!wkt) wkt = proj_as_wkt(crs->proj, crs->pj, PJ_WKT2_2019, one_line);
    crs->wkt = hn_strdup(wkt ? wkt : "");
    const char *proj4 = proj_as_proj_string(crs->proj, crs->pj, PJ_PROJ_4, NULL);
    crs->proj4 = hn_strdup(proj4 ? proj4 : "");
    if (crs->proj4) {
        char *tail = strstr(crs->proj4, " +type=crs");
        if (tail) *tail = '\0';
    }
    const char *name = proj_get_name(crs->pj);
    crs->name = crs->epsg ? hn_format("EPSG:%d", crs->epsg) : hn_strdup(name ? name : "");
    return crs->wkt && crs->proj4 && crs->name;
}

static PJ *make_lonlat(PJ_CONTEXT *proj, const PJ *from) {
    PJ *target = from_number(proj, 4326), *out = NULL;
    PJ *way = target ? proj_create_crs_to_crs_from_pj(proj, from, target, NULL, NULL) : NULL;
    if (way) out = proj_normalize_for_visualization(proj, way);
    proj_destroy(way);
    proj_destroy(target);
    return out;
}

/* Takes over proj and pj; what is the text that names them in a message. */
static hensyn_status finish_crs(hensyn_context *ctx, PJ_CONTEXT *proj, PJ *pj, const char *what,
                                hn_crs **out) {
    hensyn_status status = HENSYN_OK;
    hn_crs *crs = hn_zalloc(1, sizeof *crs);
    if (!crs) {
        proj_destroy(pj);
        proj_context_destroy(proj);
        return hn_nomem(ctx);
    }
    crs->proj = proj;
    crs->pj = pj;
    if (!make_horizontal(proj, &crs->pj)) {
        status = hn_fail(ctx, HENSYN_INPUT,
                         hn_text(ctx, "%.200s er ikke et horisontalt koordinatsystem",
                                 "%.200s is not a horizontal coordinate system"),
                         what);
        goto cleanup;
    }
    crs->epsg = own_epsg(crs->pj);
    if (crs->epsg == 0) crs->epsg = identify_epsg(proj, crs->pj);
    crs->epsg = easting_first(crs->epsg);
    if (crs->epsg && crs->epsg != own_epsg(crs->pj))
        replace(&crs->pj, from_number(proj, crs->epsg));
    read_units(crs);
    crs->lonlat = make_lonlat(proj, crs->pj);
    if (!read_texts(crs)) {
        status = hn_nomem(ctx);
        goto cleanup;
    }
    *out = crs;
    return HENSYN_OK;

cleanup:
    hn_crs_destroy(crs);
    return status;
}

hensyn_status hn_crs_from_epsg(hensyn_context *ctx, int epsg, hn_crs **out) {
    char what[24];
    snprintf(what, sizeof what, "EPSG:%d", epsg);
    PJ_CONTEXT *proj = quiet_context();
    if (!proj) return hn_nomem(ctx);
    PJ *pj = from_number(proj, easting_first(epsg));
    if (pj) return finish_crs(ctx, proj, pj, what, out);
    proj_context_destroy(proj);
    return hn_fail(
        ctx, HENSYN_INPUT,
        hn_text(ctx, "%s er ikke et kjent koordinatsystem", "%s is not a known coordinate system"),
        what);
}

hensyn_status hn_crs_from_text(hensyn_context *ctx, const char *text, hn_crs **out) {
    PJ_CONTEXT *proj = quiet_context();
    if (!proj) return hn_nomem(ctx);
    PJ *pj = proj_create(proj, text);
    if (pj && proj_is_crs(pj)) return finish_crs(ctx, proj, pj, text, out);
    proj_destroy(pj);
    proj_context_destroy(proj);
    return hn_fail(ctx, HENSYN_INPUT,
                   hn_text(ctx, "koordinatsystemet er ikke forstått: %.200s",
                           "the coordinate system is not understood: %.200s"),
                   text);
}

void hn_crs_destroy(hn_crs *crs) {
    if (!crs) return;
    proj_destroy(crs->lonlat);
    proj_destroy(crs->pj);
    proj_context_destroy(crs->proj);
    hn_free(crs->name);
    hn_free(crs->wkt);
    hn_free(crs->proj4);
    hn_free(crs);
}

int hn_crs_epsg(const hn_crs *crs) { return crs->epsg; }
const char *hn_crs_name(const hn_crs *crs) { return crs->name; }
const char *hn_crs_wkt(const hn_crs *crs) { return crs->wkt; }
const char *hn_crs_proj4(const hn_crs *crs) { return crs->proj4; }
bool hn_crs_projected(const hn_crs *crs) { return crs->projected; }
double hn_crs_unit_m(const hn_crs *crs) { return crs->unit_m; }

bool hn_crs_same(const hn_crs *a, const hn_crs *b) {
    if (a == b) return true;
    if (a->epsg && b->epsg) return a->epsg == b->epsg;
    return proj_is_equivalent_to_with_ctx(a->proj, a->pj, b->pj,
                                          PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0;
}

bool hn_crs_lonlat(const hn_crs *crs, double x, double y, double *lon, double *lat) {
    if (!crs->lonlat) return false;
    proj_errno_reset(crs->lonlat);
    PJ_COORD at = proj_trans(crs->lonlat, PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
    if (!isfinite(at.xy.x) || !isfinite(at.xy.y)) return false;
    *lon = at.xy.x;
    *lat = at.xy.y;
    return true;
}

/* Far from its zone a projection has no inverse, or one that leads elsewhere. */
static bool covers_point(const hn_crs *crs, double x, double y) {
    double lon, lat;
    if (!hn_crs_lonlat(crs, x, y, &lon, &lat) || fabs(lat) > 90) return false;
    proj_errno_reset(crs->lonlat);
    PJ_COORD back = proj_trans(crs->lonlat, PJ_INV, proj_coord(lon, lat, 0, HUGE_VAL));
    double off = hypot(back.xy.x - x, back.xy.y - y) * crs->unit_m;
    return off < 10; /* m; also true of datum shifts by grid, false of another branch */
}

bool hn_crs_covers(const hn_crs *crs, hn_box box) {
    return covers_point(crs, box.xmin, box.ymin) && covers_point(crs, box.xmin, box.ymax) &&
           covers_point(crs, box.xmax, box.ymin) && covers_point(crs, box.xmax, box.ymax);
}

static bool within(double lon, double lat, double west, double south, double east, double north) {
    return lon >= west && lon <= east && lat >= south && lat <= north;
}

int hn_crs_utm_for(double lon, double lat) {
    int zone = (int)floor((lon + 180) / 6) + 1;
    zone = zone < 1 ? 1 : zone > 60 ? 60 : zone;
    if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) zone = 32;
    if (lat >= 72 && lat < 84 && lon >= 0 && lon < 42)
        zone = lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
    /* Mainland, and Svalbard with Jan Mayen. */
    if (within(lon, lat, 3, 57, 32, 72) || within(lon, lat, -10, 70, 35, 82)) return 25800 + zone;
    return (lat < 0 ? 32700 : 32600) + zone;
}

const char *hn_proj_version(void) { return proj_info().version; }

/* ---- transformations ---- */

struct hn_transform {
    PJ_CONTEXT *proj;
    PJ *pj; /* NULL: identity */
    double accuracy;
    char *text;
};

/* Longitudes and latitudes that an extent covers; false: not known. */
static bool geographic_extent(const hn_crs *crs, hn_box extent, hn_box *out) {
    enum { STEPS = 8 };
    *out = HN_EMPTY_BOX;
    if (!(extent.xmin <= extent.xmax && extent.ymin <= extent.ymax)) return false;
    for (int i = 0; i <= STEPS; i++)
        for (int j = 0; j <= STEPS; j++) {
            double x = extent.xmin + (extent.xmax - extent.xmin) * i / STEPS, lon;
            double y = extent.ymin + (extent.ymax - extent.ymin) * j / STEPS, lat;
            if (!hn_crs_lonlat(crs, x, y, &lon, &lat)) return false;
            *out = hn_box_join(*out, (hn_box){lon, lat, lon, lat});
        }
    return true;
}

/* The operation PROJ ranks first; strict: only those made for the whole area. */
static PJ *best_operation(PJ_CONTEXT *proj, const hn_crs *from, const hn_crs *to,
                          const hn_box *area, bool strict, bool ballpark) {
    PJ_OPERATION_FACTORY_CONTEXT *factory = proj_create_operation_factory_context(proj, NULL);
    if (!factory) return NULL;
    proj_operation_factory_context_set_grid_availability_use(
        proj, factory, PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    proj_operation_factory_context_set_spatial_criterion(
        proj, factory,
        strict ? PROJ_SPATIAL_CRITERION_STRICT_CONTAINMENT
               : PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_allow_ballpark_transformations(proj, factory, ballpark);
    if (area)
        proj_operation_factory_context_set_area_of_interest(proj, factory, area->xmin, area->ymin,
                                                            area->xmax, area->ymax);
    PJ *best = NULL;
    PJ_OBJ_LIST *list = proj_create_operations(proj, from->pj, to->pj, factory);
    for (int i = 0; list && !best && i < proj_list_get_count(list); i++) {
        best = proj_list_get(proj, list, i);
        if (best && ((!ballpark && proj_coordoperation_has_ballpark_transformation(proj, best)) ||
                     !proj_coordoperation_is_instantiable(proj, best))) {
            proj_destroy(best);
            best = NULL;
        }
    }
    proj_list_destroy(list);
    proj_operation_factory_context_destroy(factory);
    return best;
}

static hensyn_status describe(hensyn_context *ctx, hn_transform *transform, const PJ *operation,
                              const hn_crs *from, const hn_crs *to) {
    const char *name = proj_get_name(operation);
    char accuracy[64];
    bool ballpark =
        proj_coordoperation_has_ballpark_transformation(transform->proj, operation) != 0;
    transform->accuracy =
        ballpark ? -1 : proj_coordoperation_get_accuracy(transform->proj, operation);
    bool whole = transform->accuracy == round(transform->accuracy);
    if (transform->accuracy < 0)
        snprintf(accuracy, sizeof accuracy, "%s",
                 hn_text(ctx, "ukjent nøyaktighet", "unknown accuracy"));
    else
        snprintf(accuracy, sizeof accuracy, hn_text(ctx, "nøyaktighet %ld %s", "accuracy %ld %s"),
                 whole ? lround(transform->accuracy) : lround(transform->accuracy * 1000),
                 whole ? "m" : "mm");
    transform->text =
        hn_format("%s → %s: %s (%s)", from->name, to->name, name ? name : "", accuracy);
    return transform->text ? HENSYN_OK : hn_nomem(ctx);
}

hensyn_status hn_transform_create(hensyn_context *ctx, const hn_crs *from, const hn_crs *to,
                                  hn_box extent, bool ballpark, hn_transform **out) {
    hensyn_status status = HENSYN_OK;
    PJ *operation = NULL;
    hn_box area;
    hn_transform *transform = hn_zalloc(1, sizeof *transform);
    if (!transform) return hn_nomem(ctx);
    if (hn_crs_same(from, to)) {
        transform->text = hn_format("%s", from->name);
        if (!transform->text) goto nomem;
        *out = transform;
        return HENSYN_OK;
    }
    bool known = geographic_extent(from, extent, &area);
    transform->proj = quiet_context();
    if (!transform->proj) goto nomem;
    operation = best_operation(transform->proj, from, to, known ? &area : NULL, true, false);
    if (!operation)
        operation = best_operation(transform->proj, from, to, known ? &area : NULL, false, false);
    if (!operation && ballpark)
        operation = best_operation(transform->proj, from, to, known ? &area : NULL, false, true);
    if (!operation) {
        status = hn_fail(ctx, HENSYN_INPUT,
                         hn_text(ctx,
                                 "ingen transformasjon med kjent nøyaktighet fra %s til %s; "
                                 "--allow-ballpark godtar en omtrentlig",
                                 "no transformation of known accuracy from %s to %s; "
                                 "--allow-ballpark accepts an approximate one"),
                         from->name, to->name);
        goto cleanup;
    }
    HN_TRY(describe(ctx, transform, operation, from, to));
    transform->pj = proj_normalize_for_visualization(transform->proj, operation);
    if (!transform->pj) goto nomem;
    proj_destroy(operation);
    *out = transform;
    return HENSYN_OK;

nomem:
    status = hn_nomem(ctx);
cleanup:
    proj_destroy(operation);
    hn_transform_destroy(transform);
    return status;
}

void hn_transform_destroy(hn_transform *transform) {
    if (!transform) return;
    proj_destroy(transform->pj);
    if (transform->proj) proj_context_destroy(transform->proj); /* NULL means the default one */
    hn_free(transform->text);
    hn_free(transform);
}

bool hn_transform_identity(const hn_transform *transform) { return !transform->pj; }
const char *hn_transform_text(const hn_transform *transform) { return transform->text; }
double hn_transform_accuracy(const hn_transform *transform) { return transform->accuracy; }

bool hn_transform_points(const hn_transform *transform, double *xy, size_t count) {
    if (!transform->pj) return true;
    size_t stride = 2 * sizeof *xy;
    proj_errno_reset(transform->pj);
    proj_trans_generic(transform->pj, PJ_FWD, xy, stride, count, xy + 1, stride, count, NULL, 0, 0,
                       NULL, 0, 0);
    for (size_t i = 0; i < 2 * count; i++)
        if (!isfinite(xy[i])) return false;
    return true;
}

/* ---- true scale ---- */

typedef struct scale_source {
    PJ *project;    /* base geographic CRS to the working CRS, longitude first; NULL: geographic */
    double a, e2;   /* ellipsoid */
    double radians; /* per unit of the base geographic CRS */
} scale_source;

/* Area of the ellipsoid per square radian of longitude and latitude. */
static double ellipsoid_area(const scale_source *s, double latitude) {
    double sine = sin(latitude), w = 1 - s->e2 * sine * sine;
    return s->a * s->a * (1 - s->e2) * cos(latitude) / (w * w);
}

/* Plane area per square radian, by central differences: 64 m on the ground keeps both the
 * truncation and the rounding error below 1e-9. */
static bool plane_area(const scale_source *s, double lon, double lat, double *out) {
    double h = 1e-5 / s->radians;
    double at[8] = {lon - h, lat, lon + h, lat, lon, lat - h, lon, lat + h};
    size_t stride = 2 * sizeof *at;
    proj_trans_generic(s->project, PJ_FWD, at, stride, 4, at + 1, stride, 4, NULL, 0, 0, NULL, 0,
                       0);
    for (int i = 0; i < 8; i++)
        if (!isfinite(at[i])) return false;
    double dx_lon = at[2] - at[0], dy_lon = at[3] - at[1];
    double dx_lat = at[6] - at[4], dy_lat = at[7] - at[5];
    *out = fabs(dx_lon * dy_lat - dx_lat * dy_lon) / (4e-10);
    return *out > 0;
}

static bool inverse_scale(void *user, size_t count, const double *xy, double *out) {
    const scale_source *s = user;
    for (size_t i = 0; i < count; i++) {
        double plane = 1 / (s->radians * s->radians), latitude = xy[2 * i + 1] * s->radians;
        if (s->project) {
            proj_errno_reset(s->project);
            PJ_COORD at =
                proj_trans(s->project, PJ_INV, proj_coord(xy[2 * i], xy[2 * i + 1], 0, HUGE_VAL));
            if (!isfinite(at.xy.x) || !isfinite(at.xy.y)) return false;
            latitude = at.xy.y * s->radians;
            if (!plane_area(s, at.xy.x, at.xy.y, &plane)) return false;
        }
        out[i] = ellipsoid_area(s, latitude) / plane;
        if (!(out[i] > 0) || !isfinite(out[i])) return false;
    }
    return true;
}

static bool read_ellipsoid(PJ_CONTEXT *proj, const PJ *crs, scale_source *s) {
    double a = 0, b = 0;
    PJ *ellipsoid = proj_get_ellipsoid(proj, crs);
    bool ok = ellipsoid && proj_ellipsoid_get_parameters(proj, ellipsoid, &a, &b, NULL, NULL) != 0;
    proj_destroy(ellipsoid);
    s->a = a;
    s->e2 = ok && a > 0 ? (a * a - b * b) / (a * a) : 0;
    return ok && a > 0;
}

static PJ *projection_of(PJ_CONTEXT *proj, const hn_crs *crs, double *radians) {
    PJ *base = proj_crs_get_geodetic_crs(proj, crs->pj), *out = NULL;
    PJ *system = base ? proj_crs_get_coordinate_system(proj, base) : NULL;
    if (system) proj_cs_get_axis_info(proj, system, 0, NULL, NULL, NULL, radians, NULL, NULL, NULL);
    PJ *way = base ? proj_create_crs_to_crs_from_pj(proj, base, crs->pj, NULL, NULL) : NULL;
    if (way) out = proj_normalize_for_visualization(proj, way);
    proj_destroy(way);
    proj_destroy(system);
    proj_destroy(base);
    return out;
}

hensyn_status hn_crs_measure(hensyn_context *ctx, const hn_crs *crs, hn_box extent, bool planar,
                             hn_measure **out) {
    if (planar) return hn_measure_create(ctx, extent, NULL, NULL, crs->unit_m, out);
    hensyn_status status = HENSYN_OK;
    scale_source source = {.project = NULL, .radians = crs->axis_factor};
    PJ_CONTEXT *proj = quiet_context();
    if (!proj) return hn_nomem(ctx);
    if (crs->projected) source.project = projection_of(proj, crs, &source.radians);
    if (!read_ellipsoid(proj, crs->pj, &source) || (crs->projected && !source.project)) {
        status =
            hn_fail(ctx, HENSYN_INPUT,
                    hn_text(ctx, "%s har ikke en kjent projeksjon; --measure planar måler i planet",
                            "%s has no known projection; --measure planar measures in the plane"),
                    crs->name);
        goto cleanup;
    }
    HN_TRY(hn_measure_create(ctx, extent, inverse_scale, &source, crs->unit_m, out));

cleanup:
    proj_destroy(source.project);
    proj_context_destroy(proj);
    return status;
}
