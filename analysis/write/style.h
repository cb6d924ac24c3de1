/* style.h - the style table (styles/styles.yaml) and what is generated from it: QML, SLD, the
 * QGIS project and the map picture. */
#ifndef HN_STYLE_H
#define HN_STYLE_H

#include "base/context.h"
#include "base/memory.h"
#include "data/result.h"
#include "data/rules.h"

typedef struct hn_styles hn_styles;

/* Reads the built-in style table; rules give purpose colours and theme hatching, and must live as
 * long as the styles. Every purpose and theme that can occur has a class. */
hensyn_status hn_styles_create(hensyn_context *ctx, const hn_rules *rules, hn_styles **out);
/* Keeps only classes that occur in result, and gives purposes that no code list knows one each.
 * Makes styles of a real result short; optional. */
hensyn_status hn_styles_restrict(hensyn_context *ctx, hn_styles *styles, const hn_result *result);
void hn_styles_destroy(hn_styles *styles);

/* The styled layers of a result in the order of the project (top first), each once per table. */
size_t hn_styles_count(const hn_styles *styles);
const char *hn_styles_table(const hn_styles *styles, size_t number); /* table name */
const char *hn_styles_title(const hn_styles *styles, size_t number); /* Norwegian layer name */

/* Whole QML and SLD documents of a table, appended to out. A table without geometry has a QML
 * (names of its columns) and no SLD (nothing is appended). HENSYN_FAILED: not a styled table.
 *
 * QGIS finds the QML in these rows of layer_styles (useAsDefault 1; f_table_catalog '').
 * SpatiaLite, two rows a table: f_table_schema NULL with f_geometry_column 'geom', or NULL for a
 * table without geometry (provider spatialite); '' with 'geom' or '' (provider ogr). GeoPackage:
 * f_table_schema '' with 'geom' or '', and layer_styles itself must be listed in gpkg_contents as
 * 'attributes', with column types GeoPackage knows (TEXT(256), BOOLEAN, DATETIME). */
hensyn_status hn_style_qml(hensyn_context *ctx, const hn_styles *styles, const char *table,
                           hn_buffer *out);
hensyn_status hn_style_sld(hensyn_context *ctx, const hn_styles *styles, const char *table,
                           hn_buffer *out);

/* A .qgs with relative paths, groups and inlined styles. file: name of the result file without
 * folder; provider "spatialite" or "ogr" (GeoPackage); extent in the working CRS. tables: the
 * names present in the file, NULL-terminated. */
hensyn_status hn_project_text(hensyn_context *ctx, const hn_styles *styles, const hn_result *result,
                              const char *file, const char *provider, hn_box extent,
                              const char *const *tables, hn_buffer *out);

/* Draws the conflict map of a result (plan areas by purpose, considerations hatched, conflicts by
 * consequence, legend, scale bar, north arrow, title, date) as PNG at path; of a result with the
 * access part alone the access map (destinations, network by distance, entrances, origins by
 * distance of the first class). Whether it may stand there, and when it takes its name, is for
 * picture.h. */
/* Is the map that of access, else of conflict? */
bool hn_map_is_of_access(const hn_result *result);
hensyn_status hn_map_png(hensyn_context *ctx, const hn_styles *styles, const hn_result *result,
                         const char *title, const char *path);

#endif
