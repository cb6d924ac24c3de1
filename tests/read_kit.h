/* read_kit.h - sources made on the fly in a folder of their own, read, and what became of them. */
#ifndef READ_KIT_H
#define READ_KIT_H

#include "base/platform.h"
#include "data/layer.h"
#include "data/measure.h"
#include "data/recipe.h"
#include "data/result.h"
#include "read/read.h"
#include "read/sosi.h"

#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct kit {
    hensyn_context *ctx;
    char *folder; /* removed afterwards */
    hn_result *result;
    hn_opened *opened;
    hn_layer *layer;
    hn_crs *to;
    uint32_t row;
    int assume;
    bool areas_only, keep_bare, strict, ballpark;
} kit;

static inline void kit_close(kit *k) {
    hn_layer_destroy(k->layer);
    k->layer = NULL;
    hn_opened_close(k->opened);
    k->opened = NULL;
    hn_crs_destroy(k->to);
    k->to = NULL;
    hn_result_destroy(k->result);
    k->result = NULL;
}

static inline int kit_setup(void **state) {
    kit *k = calloc(1, sizeof *k);
    GDALAllRegister();
    if (!k || hensyn_context_create(&k->ctx) != HENSYN_OK ||
        hn_temp_folder(k->ctx, &k->folder) != HENSYN_OK)
        return -1;
    *state = k;
    return 0;
}

static inline int kit_teardown(void **state) {
    kit *k = *state;
    kit_close(k);
    hn_remove_folder(k->folder);
    hn_free(k->folder);
    hensyn_context_destroy(k->ctx);
    free(k);
    return 0;
}

/* A path in the folder of the kit; lives until the program ends. */
static inline char *kit_path(kit *k, const char *name) {
    static char paths[8][512];
    static int next;
    char *out = paths[next++ % 8];
    snprintf(out, sizeof paths[0], "%s/%s", k->folder, name);
    return out;
}

static inline void kit_write_bytes(kit *k, const char *name, const void *bytes, size_t size) {
    FILE *file = fopen(kit_path(k, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static inline void kit_write(kit *k, const char *name, const char *text) {
    kit_write_bytes(k, name, text, strlen(text));
}

static inline char *kit_read_file(const char *path, size_t *size) {
    *size = (size_t)hn_file_size(path);
    char *bytes = malloc(*size + 1);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    bytes[*size] = '\0';
    return bytes;
}

/* ---- names in the folder ---- */

typedef struct kit_names {
    char text[4096];
} kit_names;

static inline void kit_add_name(const char *name, void *user) {
    kit_names *all = user;
    assert_true(strlen(all->text) + strlen(name) + 2 < sizeof all->text);
    strcat(all->text, name);
    strcat(all->text, "|");
}

/* How many files there are; a reader that leaves something behind changes it. */
static inline size_t kit_count_files(const char *folder) {
    kit_names all = {{0}};
    size_t count = 0;
    hn_list_folder(folder, kit_add_name, &all);
    for (const char *p = all.text; *p; p++)
        count += *p == '|';
    return count;
}

/* ---- opening and reading ---- */

/* text as on the command line; a bare name is a file of the kit. */
static inline hensyn_status kit_open(kit *k, const char *text) {
    hn_source source = {0};
    kit_close(k);
    k->result = hn_result_create();
    assert_non_null(k->result);
    assert_int_equal(hn_source_parse(k->ctx, text, k->folder, &source), HENSYN_OK);
    hensyn_status status = hn_open(k->ctx, &source, k->assume, k->result, &k->opened);
    hn_source_clear(&source);
    assert_true((status == HENSYN_OK) == (k->opened != NULL));
    return status;
}

static inline void kit_must_open(kit *k, const char *text) {
    if (kit_open(k, text) != HENSYN_OK) fail_msg("%s: %s", text, hensyn_message(k->ctx));
}

static inline void kit_fails(kit *k, const char *text, const char *word) {
    assert_int_equal(kit_open(k, text), HENSYN_INPUT);
    if (!strstr(hensyn_message(k->ctx), word))
        fail_msg("'%s' does not say '%s'", hensyn_message(k->ctx), word);
}

static inline const hn_layer_info *kit_info(kit *k, size_t number) {
    return hn_opened_layer(k->opened, number);
}

/* All fields of a layer, in order; epsg 0: the layer's own system. id: a field name or NULL. */
static inline hensyn_status kit_read(kit *k, size_t number, int epsg, const char *id) {
    const hn_layer_info *info = kit_info(k, number);
    int columns[64];
    hn_request request = {.columns = info->fields,
                          .column = columns,
                          .areas_only = k->areas_only,
                          .keep_bare = k->keep_bare,
                          .strict = k->strict,
                          .ballpark = k->ballpark,
                          .to = info->crs,
                          .role = "plan",
                          .id_column = -1};
    assert_true(info->fields <= 64);
    for (size_t i = 0; i < info->fields; i++) {
        columns[i] = (int)i;
        if (id && strcmp(info->field[i], id) == 0) request.id_column = (int)i;
    }
    if (epsg) {
        hn_crs_destroy(k->to);
        assert_int_equal(hn_crs_from_epsg(k->ctx, epsg, &k->to), HENSYN_OK);
        request.to = k->to;
    }
    hn_layer_destroy(k->layer);
    k->layer = NULL;
    return hn_read_layer(k->ctx, k->opened, number, &request, k->result, &k->layer, &k->row);
}

static inline void kit_must_read(kit *k, size_t number, int epsg, const char *id) {
    if (kit_read(k, number, epsg, id) != HENSYN_OK) fail_msg("%s", hensyn_message(k->ctx));
}

static inline int kit_field(kit *k, size_t number, const char *name) {
    const hn_layer_info *info = kit_info(k, number);
    for (size_t i = 0; i < info->fields; i++)
        if (strcmp(info->field[i], name) == 0) return (int)i;
    fail_msg("layer %s has no field %s", info->name, name);
    return -1;
}

/* The value of a field of a row that was read. */
static inline const char *kit_value(kit *k, size_t row, size_t number, const char *name) {
    return hn_layer_value(k->layer, row, (size_t)kit_field(k, number, name));
}

static inline const hn_source_row *kit_source(kit *k) { return &k->result->sources.row[k->row]; }

static inline void kit_counts(kit *k, int read, int left_out) {
    assert_int_equal(kit_source(k)->antall_lest, read);
    assert_int_equal(kit_source(k)->antall_utelatt, left_out);
}

/* ---- remarks ---- */

static inline size_t kit_remarks(kit *k, const char *code) {
    size_t count = 0;
    for (size_t i = 0; i < k->result->remarks.count; i++)
        count += strcmp(k->result->remarks.row[i].kode, code) == 0;
    return count;
}

/* The first remark with this code. */
static inline const hn_remark *kit_remark(kit *k, const char *code) {
    for (size_t i = 0; i < k->result->remarks.count; i++)
        if (strcmp(k->result->remarks.row[i].kode, code) == 0) return &k->result->remarks.row[i];
    fail_msg("no remark %s", code);
    return NULL;
}

/* ---- making sources with GDAL ---- */

static inline OGRSpatialReferenceH kit_srs(int epsg) {
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    assert_int_equal(OSRImportFromEPSG(srs, epsg), OGRERR_NONE);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

/* A new data set with one layer; epsg 0: no system. */
static inline GDALDatasetH kit_create(kit *k, const char *driver, const char *file,
                                      const char *layer, int epsg, OGRwkbGeometryType type,
                                      OGRLayerH *out, char **options) {
    GDALDatasetH set =
        GDALCreate(GDALGetDriverByName(driver), kit_path(k, file), 0, 0, 0, GDT_Unknown, options);
    assert_non_null(set);
    OGRSpatialReferenceH srs = epsg ? kit_srs(epsg) : NULL;
    *out = GDALDatasetCreateLayer(set, layer, srs, type, NULL);
    assert_non_null(*out);
    if (srs) OSRRelease(srs);
    return set;
}

static inline void kit_add_field(OGRLayerH layer, const char *name, OGRFieldType type) {
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    assert_int_equal(OGR_L_CreateField(layer, field, TRUE), OGRERR_NONE);
    OGR_Fld_Destroy(field);
}

/* wkt NULL: no geometry. Values by field, NULL-terminated pairs of texts. */
static inline void kit_add(OGRLayerH layer, const char *wkt, ...) {
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    va_list args;
    va_start(args, wkt);
    for (const char *name; (name = va_arg(args, const char *));) {
        const char *value = va_arg(args, const char *);
        int number = OGR_F_GetFieldIndex(feature, name);
        assert_true(number >= 0);
        OGR_F_SetFieldString(feature, number, value);
    }
    va_end(args);
    if (wkt) {
        OGRGeometryH geometry = NULL;
        char copy[4096], *text = copy;
        snprintf(copy, sizeof copy, "%s", wkt);
        assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
        OGR_F_SetGeometryDirectly(feature, geometry);
    }
    assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
}

static inline void kit_need_data(void) {
    if (hn_path_kind_of(HENSYN_TEST_DATA) == HN_PATH_FOLDER) return;
    print_message("skipped: no test data at %s\n", HENSYN_TEST_DATA);
    skip();
}

#define KIT_TEST(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)

#endif
