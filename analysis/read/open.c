/* open.c - a source opened through GDAL, and its layers found. */
#include "base/platform.h"
#include "base/text.h"
#include "read/gdal.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <limits.h>
#include <string.h>

const char *hn_gdal_version(void) { return GDALVersionInfo("RELEASE_NAME"); }

/* ---- the file ---- */

static hensyn_status cannot_open(hensyn_context *ctx, const char *path, const char *cause) {
    char *shown = hn_redact(path);
    if (!shown) return hn_nomem(ctx);
    if (strstr(cause, "not recognized as"))
        cause = hn_path_kind_of(path) == HN_PATH_FOLDER
                    ? hn_text(ctx, "mappen er ikke et datasett", "the folder is not a data set")
                    : hn_text(ctx, "ukjent filformat", "unknown file format");
    hensyn_status status =
        *cause ? hn_fail(ctx, HENSYN_INPUT,
                         hn_text(ctx, "%s: kan ikke leses: %.600s", "%s: cannot be read: %.600s"),
                         shown, cause)
               : hn_fail(ctx, HENSYN_INPUT,
                         hn_text(ctx, "%s: kan ikke leses", "%s: cannot be read"), shown);
    hn_free(shown);
    return status;
}

/* What GDAL would only call "not recognized". */
static hensyn_status check_path(hensyn_context *ctx, const char *path) {
    if (hn_is_connection(path) && hn_path_kind_of(path) == HN_PATH_NONE) return HENSYN_OK;
    switch (hn_path_kind_of(path)) {
    case HN_PATH_NONE:
        return hn_fail(ctx, HENSYN_INPUT,
                       hn_text(ctx, "%s: filen finnes ikke", "%s: there is no such file"), path);
    case HN_PATH_FILE:
        if (hn_file_size(path) == 0)
            return hn_fail(ctx, HENSYN_INPUT,
                           hn_text(ctx, "%s: filen er tom", "%s: the file is empty"), path);
        return HENSYN_OK;
    case HN_PATH_OTHER:
        return hn_fail(
            ctx, HENSYN_INPUT,
            hn_text(ctx, "%s: er verken fil eller mappe", "%s: is neither a file nor a folder"),
            path);
    default:
        return HENSYN_OK;
    }
}

/* What keys and remarks call a source: the file without its folder, or the database. */
static char *source_name(const char *shown) {
    const char *database = strstr(shown, "dbname=");
    if (database && hn_is_connection(shown)) {
        database += strlen("dbname=");
        if (*database != '\'') return hn_format("%.*s", (int)strcspn(database, " "), database);
        return hn_format("%.*s", (int)strcspn(database + 1, "'"), database + 1);
    }
    size_t length = strlen(shown);
    while (length > 1 && shown[length - 1] == '/')
        length--;
    size_t first = length;
    while (first > 0 && shown[first - 1] != '/')
        first--;
    return hn_format("%.*s", (int)(length - first), shown + first);
}

static GDALDatasetH open_dataset(const hn_prepared *prepared, const char *encoding) {
    unsigned flags = GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR |
                     (prepared->update ? GDAL_OF_UPDATE : GDAL_OF_READONLY);
    char **options = CSLDuplicate(prepared->options);
    if (encoding) options = CSLSetNameValue(options, "ENCODING", encoding);
    if (prepared->shx_remade) CPLSetThreadLocalConfigOption("SHAPE_RESTORE_SHX", "YES");
    /* OSM keeps the places of nodes in a file of its own. */
    if (prepared->folder) CPLSetThreadLocalConfigOption("CPL_TMPDIR", prepared->folder);
    GDALDatasetH dataset =
        GDALOpenEx(prepared->name, flags, NULL, (const char *const *)options, NULL);
    if (prepared->shx_remade) CPLSetThreadLocalConfigOption("SHAPE_RESTORE_SHX", "NO");
    if (prepared->folder) CPLSetThreadLocalConfigOption("CPL_TMPDIR", NULL);
    CSLDestroy(options);
    return dataset;
}

/* ---- Shapefile without a word on its characters ---- */

static bool row_is_utf8(OGRFeatureH feature) {
    for (int i = 0, n = OGR_F_GetFieldCount(feature); i < n; i++)
        if (OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, i)) == OFTString &&
            !hn_is_utf8(OGR_F_GetFieldAsString(feature, i)))
            return false;
    return true;
}

static bool layer_is_utf8(OGRLayerH layer) {
    bool utf8 = true;
    const char *no_geometry[] = {"OGR_GEOMETRY", NULL};
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    for (int i = 0, n = OGR_FD_GetFieldCount(definition); i < n; i++)
        utf8 = utf8 && hn_is_utf8(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)));
    OGR_L_SetIgnoredFields(layer, no_geometry);
    OGR_L_ResetReading(layer);
    for (OGRFeatureH feature; utf8 && (feature = OGR_L_GetNextFeature(layer));) {
        utf8 = row_is_utf8(feature);
        OGR_F_Destroy(feature);
    }
    OGR_L_SetIgnoredFields(layer, NULL);
    OGR_L_ResetReading(layer);
    return utf8;
}

static hensyn_status settle_encoding(hensyn_context *ctx, hn_opened *opened, hn_result *result) {
    bool utf8 = true;
    if (strcmp(opened->driver, "ESRI Shapefile") != 0) return HENSYN_OK;
    for (int i = 0, n = GDALDatasetGetLayerCount(opened->dataset); utf8 && i < n; i++)
        utf8 = layer_is_utf8(GDALDatasetGetLayer(opened->dataset, i));
    if (utf8) return HENSYN_OK;
    GDALClose(opened->dataset);
    opened->dataset = open_dataset(&opened->prepared, "ISO-8859-1");
    if (!opened->dataset) return cannot_open(ctx, opened->path, "");
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = opened->source;
    if (!result) return HENSYN_OK;
    return hn_remark_add(ctx, result, HENSYN_INFO, "TEGNSETT_ANTATT", &about, "%s",
                         hn_text(ctx, "tegnsettet er ikke oppgitt; ISO-8859-1 er antatt",
                                 "the character set is not stated; ISO-8859-1 is assumed"));
}

/* ---- remarks about the source ---- */

static hensyn_status tell_sosi(hensyn_context *ctx, const hn_opened *opened, hn_result *result) {
    hensyn_status status = HENSYN_OK;
    size_t count = 0;
    const sosi_problem *problem =
        opened->sosi.reader ? sosi_problems(opened->sosi.reader, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        char text[300];
        hn_about about = HN_ABOUT_NOTHING;
        about.kilde = opened->source;
        about.linje = problem[i].line < INT_MAX ? (int)problem[i].line : INT_MAX;
        sosi_problem_text(&problem[i], !ctx->english, text, sizeof text);
        HN_TRY(hn_remark_add(ctx, result, HENSYN_WARNING, hn_sosi_code(problem[i].code), &about,
                             "%s", text));
    }
cleanup:
    return status;
}

static hensyn_status tell_opening(hensyn_context *ctx, const hn_opened *opened,
                                  const hn_listener *listener, hn_result *result) {
    hensyn_status status = HENSYN_OK;
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = opened->source;
    enum { MOST = 20 }; /* a broken file says the same again and again */
    if (!result) return HENSYN_OK;
    HN_TRY(tell_sosi(ctx, opened, result));
    if (opened->prepared.shx_remade)
        HN_TRY(hn_remark_add(ctx, result, HENSYN_WARNING, "SHX_GJENSKAPT", &about, "%s",
                             hn_text(ctx, ".shx mangler; rekkefølgen i .shp er brukt",
                                     ".shx is missing; the order of the .shp was used")));
    for (size_t i = 0; i < listener->count && i < MOST; i++)
        HN_TRY(hn_remark_add(ctx, result,
                             listener->message[i].failure ? HENSYN_WARNING : HENSYN_INFO,
                             "GDAL_MELDING", &about, "%.800s", listener->message[i].text));
    about.count = listener->count > MOST ? listener->count - MOST : 0;
    if (listener->count > MOST)
        HN_TRY(hn_remark_add(ctx, result, HENSYN_WARNING, "GDAL_MELDING", &about,
                             hn_text(ctx, "... og %zu meldinger til", "... and %zu more messages"),
                             listener->count - MOST));
cleanup:
    return status;
}

/* ---- layers ---- */

static hensyn_status add_layer(hensyn_context *ctx, hn_opened *opened, OGRLayerH handle,
                               const char *name, size_t type) {
    bool guessed;
    char *copy = hn_utf8_copy(name, &guessed);
    if (!copy || !HN_RESERVE(opened->layer, opened->layers, opened->capacity, 1)) {
        hn_free(copy);
        return hn_nomem(ctx);
    }
    opened->layer[opened->layers++] =
        (hn_opened_layer_state){.handle = handle, .name = copy, .type = type};
    return HENSYN_OK;
}

static hensyn_status no_such_layer(hensyn_context *ctx, const hn_opened *opened, const char *name) {
    hn_buffer list = {0};
    hn_append(&list, "");
    for (size_t i = 0; i < opened->layers; i++)
        hn_appendf(&list, "%s%s", i ? ", " : "", opened->layer[i].name);
    hensyn_status status = list.failed ? hn_nomem(ctx)
                                       : hn_fail(ctx, HENSYN_INPUT,
                                                 hn_text(ctx, "%s: har ikke laget '%s' (har: %s)",
                                                         "%s: has no layer '%s' (has: %s)"),
                                                 opened->path, name, list.text);
    hn_buffer_free(&list);
    return status;
}

static void clear_layer(hn_opened_layer_state *layer) {
    hn_free(layer->name);
    hn_free(layer->geometry_type);
    hn_free(layer->object_type);
    for (size_t i = 0; layer->field && i < layer->info.fields; i++)
        hn_free(layer->field[i]);
    hn_free(layer->field);
}

/* Keeps the named layer only: by exact name, else by the one that is the same but for case and
 * spelling, else what GDAL finds although it does not list it (a database's other tables). */
static hensyn_status keep_named(hensyn_context *ctx, hn_opened *opened, const char *name) {
    size_t found = opened->layers, like = 0;
    for (size_t i = 0; i < opened->layers && found == opened->layers; i++)
        if (strcmp(opened->layer[i].name, name) == 0) found = i;
    for (size_t i = 0; i < opened->layers && found == opened->layers; i++)
        like += hn_same(opened->layer[i].name, name);
    for (size_t i = 0; i < opened->layers && like == 1 && found == opened->layers; i++)
        if (hn_same(opened->layer[i].name, name)) found = i;
    if (found == opened->layers) {
        OGRLayerH handle = GDALDatasetGetLayerByName(opened->dataset, name);
        hensyn_status status = handle ? add_layer(ctx, opened, handle, name, 0) : HENSYN_OK;
        if (status != HENSYN_OK) return status;
    }
    if (found == opened->layers) return no_such_layer(ctx, opened, name);
    hn_opened_layer_state kept = opened->layer[found];
    for (size_t i = 0; i < opened->layers; i++)
        if (i != found) clear_layer(&opened->layer[i]);
    opened->layer[0] = kept;
    opened->layers = 1;
    return HENSYN_OK;
}

static hensyn_status find_layers(hensyn_context *ctx, hn_opened *opened, const char *named) {
    hensyn_status status = HENSYN_OK;
    for (int i = 0, n = GDALDatasetGetLayerCount(opened->dataset); i < n; i++) {
        OGRLayerH handle = GDALDatasetGetLayer(opened->dataset, i);
        HN_TRY(add_layer(ctx, opened, handle, OGR_L_GetName(handle), (size_t)i));
    }
    if (named) HN_TRY(keep_named(ctx, opened, named));
    if (opened->layers == 0)
        status = hn_fail(ctx, HENSYN_INPUT,
                         hn_text(ctx, "%s: har ingen kartlag", "%s: has no vector layers"),
                         opened->path);
cleanup:
    return status;
}

static hensyn_status bad_subset(hensyn_context *ctx, const hn_opened *opened, const char *layer,
                                const hn_listener *listener) {
    return hn_fail(ctx, HENSYN_INPUT,
                   hn_text(ctx, "%s, laget %s: utvalget '%.200s' er ikke forstått: %.400s",
                           "%s, layer %s: the subset '%.200s' is not understood: %.400s"),
                   opened->path, layer, opened->subset, hn_listen_cause(listener));
}

static hensyn_status look_at_layers(hensyn_context *ctx, hn_opened *opened, hn_listener *listener,
                                    int assume_epsg, hn_result *result) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < opened->layers; i++) {
        hn_opened_layer_state *layer = &opened->layer[i];
        const char *subset = opened->subset;
        hn_listen_clear(listener);
        if (subset && OGR_L_SetAttributeFilter(layer->handle, subset) != OGRERR_NONE)
            return bad_subset(ctx, opened, layer->name, listener);
        HN_TRY(hn_look(ctx, opened, layer, assume_epsg, result));
        /* A database sees what is wrong with a condition when it is first asked. */
        if (subset && hn_listen_failed(listener))
            return bad_subset(ctx, opened, layer->name, listener);
        OGR_L_SetAttributeFilter(layer->handle, NULL);
    }
cleanup:
    return status;
}

/* ---- all ---- */

static hensyn_status start(hensyn_context *ctx, const hn_source *source, hn_opened *opened) {
    opened->path = hn_redact(source->path);
    opened->source = opened->path ? source_name(opened->path) : NULL;
    opened->subset = source->subset && *source->subset ? hn_strdup(source->subset) : NULL;
    if (!opened->path || !opened->source || (source->subset && *source->subset && !opened->subset))
        return hn_nomem(ctx);
    bool file = hn_path_kind_of(source->path) == HN_PATH_FILE;
    opened->bytes = file ? hn_file_size(source->path) : -1;
    return check_path(ctx, source->path);
}

/* A GML file that ends in the middle opens all the same, and then gives nothing or only a part. */
static const char *gml_broke_off(const hn_listener *listener) {
    for (size_t i = 0; i < listener->count; i++)
        if (strstr(listener->message[i].text, "XML parsing of GML file failed"))
            return listener->message[i].text;
    return NULL;
}

static hensyn_status open_any(hensyn_context *ctx, const char *path, hn_opened *opened,
                              const hn_listener *listener) {
    hensyn_status status = HENSYN_OK;
    bool sosi = hn_is_sosi(path);
    if (sosi) {
        HN_TRY(hn_sosi_open(ctx, path, &opened->sosi, &opened->dataset));
    } else {
        HN_TRY(hn_prepare(ctx, path, &opened->prepared));
        opened->dataset = open_dataset(&opened->prepared, NULL);
        const char *broken = gml_broke_off(listener);
        if (!opened->dataset || broken)
            return cannot_open(ctx, path, broken ? broken : hn_listen_cause(listener));
    }
    GDALDriverH driver = GDALGetDatasetDriver(opened->dataset);
    opened->driver = hn_strdup(sosi ? "SOSI" : GDALGetDriverShortName(driver));
    if (!opened->driver) status = hn_nomem(ctx);
cleanup:
    return status;
}

hensyn_status hn_open(hensyn_context *ctx, const hn_source *source, int assume_epsg,
                      hn_result *result, hn_opened **out) {
    hensyn_status status = HENSYN_OK;
    hn_listener listener;
    *out = NULL;
    hn_opened *opened = hn_zalloc(1, sizeof *opened);
    if (!opened) return hn_nomem(ctx);
    GDALAllRegister();
    hn_listen(&listener);
    HN_TRY(start(ctx, source, opened));
    HN_TRY(open_any(ctx, source->path, opened, &listener));
    HN_TRY(tell_opening(ctx, opened, &listener, result));
    HN_TRY(settle_encoding(ctx, opened, result));
    HN_TRY(find_layers(ctx, opened, source->layer));
    HN_TRY(look_at_layers(ctx, opened, &listener, assume_epsg, result));
    if (listener.lost) status = hn_nomem(ctx);

cleanup:
    hn_listen_stop(&listener);
    if (status == HENSYN_OK)
        *out = opened;
    else
        hn_opened_close(opened);
    return status;
}

void hn_opened_close(hn_opened *opened) {
    if (!opened) return;
    hn_listener listener; /* closing may have something to say as well */
    hn_listen(&listener);
    if (opened->dataset) GDALClose(opened->dataset);
    hn_listen_stop(&listener);
    for (size_t i = 0; i < opened->layers; i++)
        clear_layer(&opened->layer[i]);
    hn_free(opened->layer);
    for (size_t i = 0; i < opened->systems; i++)
        hn_crs_destroy(opened->system[i].crs);
    hn_free(opened->system);
    hn_prepared_clear(&opened->prepared);
    hn_sosi_clear(&opened->sosi);
    hn_free(opened->path);
    hn_free(opened->source);
    hn_free(opened->subset);
    hn_free(opened->driver);
    hn_free(opened);
}

size_t hn_opened_layers(const hn_opened *opened) { return opened->layers; }
const hn_layer_info *hn_opened_layer(const hn_opened *opened, size_t number) {
    return &opened->layer[number].info;
}
const char *hn_opened_source(const hn_opened *opened) { return opened->source; }
const char *hn_opened_driver(const hn_opened *opened) { return opened->driver; }
const char *hn_opened_path(const hn_opened *opened) { return opened->path; }
