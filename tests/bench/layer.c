/* layer.c - GeoPackage layers of the benchmark, written through GDAL. */
#include "generate.h"

#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void stop(const char *what, const char *about) {
    fprintf(stderr, "hensyn_bench_generate: %s: %s\n", what, about);
    exit(1);
}

void *need(void *block) {
    if (!block) stop("out of memory", CPLGetLastErrorMsg());
    return block;
}

static void create_layer(sink *s, const char *layer, OGRwkbGeometryType type, const char *geometry,
                         const column *fields, size_t count) {
    OGRSpatialReferenceH utm = need(OSRNewSpatialReference(NULL));
    if (OSRImportFromEPSG(utm, 25833) != OGRERR_NONE) stop("EPSG:25833", CPLGetLastErrorMsg());
    char **options = CSLSetNameValue(NULL, "GEOMETRY_NAME", geometry);
    options = CSLSetNameValue(options, "FID", "objid");
    s->layer = GDALDatasetCreateLayer(s->file, layer, utm, type, options);
    if (!s->layer) stop(layer, CPLGetLastErrorMsg());
    for (size_t i = 0; i < count; i++) {
        OGRFieldDefnH definition = need(OGR_Fld_Create(fields[i].name, fields[i].type));
        if (OGR_L_CreateField(s->layer, definition, FALSE) != OGRERR_NONE)
            stop(fields[i].name, CPLGetLastErrorMsg());
        OGR_Fld_Destroy(definition);
    }
    CSLDestroy(options);
    OSRRelease(utm);
}

sink sink_open(const char *folder, const char *file, const char *layer, const char *geometry,
               const column *fields, size_t count) {
    return sink_open_as(wkbMultiPolygon, folder, file, layer, geometry, fields, count);
}

sink sink_open_as(OGRwkbGeometryType type, const char *folder, const char *file, const char *layer,
                  const char *geometry, const column *fields, size_t count) {
    sink s = {0};
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path)
        stop("path too long", folder);
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    if (!driver) stop("GDAL", "no GeoPackage driver");
    remove(path);
    s.file = GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL);
    if (!s.file) stop(path, CPLGetLastErrorMsg());
    GDALDatasetStartTransaction(s.file, FALSE);
    create_layer(&s, layer, type, geometry, fields, count);
    return s;
}

void sink_next(sink *s, const char *layer, const char *geometry, const column *fields,
               size_t count) {
    create_layer(s, layer, wkbMultiPolygon, geometry, fields, count);
}

OGRFeatureH sink_feature(const sink *s) { return need(OGR_F_Create(OGR_L_GetLayerDefn(s->layer))); }

void set_text(OGRFeatureH feature, const char *field, const char *text) {
    int number = OGR_F_GetFieldIndex(feature, field);
    if (number < 0) stop("no such field", field);
    OGR_F_SetFieldString(feature, number, text);
}

static long count_vertices(OGRGeometryH geometry) {
    long count = OGR_G_GetPointCount(geometry);
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
        count += count_vertices(OGR_G_GetGeometryRef(geometry, i));
    return count;
}

void sink_add(sink *s, OGRFeatureH feature, OGRGeometryH geometry, bool invalid) {
    long vertices = count_vertices(geometry);
    s->tally.objects++;
    s->tally.invalid += invalid;
    s->tally.vertices += vertices;
    if (vertices > s->tally.most) s->tally.most = vertices;
    bool area = OGR_G_GetDimension(geometry) == 2;
    if (area && !invalid) s->tally.area += OGR_G_Area(geometry);
    if (wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbPolygon)
        geometry = need(OGR_G_ForceToMultiPolygon(geometry));
    OGR_F_SetGeometryDirectly(feature, geometry);
    if (OGR_L_CreateFeature(s->layer, feature) != OGRERR_NONE)
        stop(OGR_L_GetName(s->layer), CPLGetLastErrorMsg());
    OGR_F_Destroy(feature);
}

tally sink_close(sink *s) {
    if (GDALDatasetCommitTransaction(s->file) != OGRERR_NONE) stop("commit", CPLGetLastErrorMsg());
    GDALClose(s->file);
    s->file = NULL;
    return s->tally;
}
