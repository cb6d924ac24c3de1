/* project.c - the QGIS project beside a result: relative paths, groups, styles inlined (QGIS does
 * not look at layer_styles for the layers of a project). */
#include "write/style_table.h"
#include "write/xml.h"

#include <math.h>
#include <string.h>

typedef struct project {
    const hn_styles *styles;
    const hn_result *result;
    const char *file, *provider;
    const char *const *tables;
    hn_buffer *out;
} project;

static bool present(const project *p, const hn_style_layer *layer) {
    for (const char *const *table = p->tables; *table; table++)
        if (strcmp(*table, layer->table) == 0) return true;
    return false;
}

static void write_srs(const project *p) {
    hn_append(p->out, "<spatialrefsys nativeFormat=\"Wkt\"><wkt>");
    hn_xml(p->out, p->result->crs_wkt);
    hn_append(p->out, "</wkt><proj4>");
    hn_xml(p->out, p->result->crs_proj4);
    hn_append(p->out, "</proj4>");
    if (p->result->epsg)
        hn_appendf(p->out, "<srid>%d</srid><authid>EPSG:%d</authid>", p->result->epsg,
                   p->result->epsg);
    hn_append(p->out, "<description>");
    hn_xml(p->out, p->result->crs_name);
    hn_append(p->out, "</description></spatialrefsys>\n");
}

/* The data source as the provider wants it. In the single-quoted form of the spatialite provider
 * a quote in a file name is escaped by a backslash. */
static void write_source(const project *p, const hn_style_layer *layer, hn_buffer *out) {
    if (strcmp(p->provider, "spatialite") != 0) {
        hn_appendf(out, "./%s|layername=%s", p->file, layer->table);
        return;
    }
    hn_append(out, "dbname='./");
    for (const char *c = p->file; *c; c++) {
        if (*c == '\'' || *c == '\\') hn_append(out, "\\");
        hn_append_n(out, c, 1);
    }
    hn_appendf(out, "' table=\"%s\"%s", layer->table,
               layer->kind != HN_NO_GEOMETRY ? " (geom)" : "");
}

static void write_escaped_source(const project *p, const hn_style_layer *layer) {
    hn_buffer source = {0};
    write_source(p, layer, &source);
    hn_xml(p->out, source.text);
    if (source.failed) p->out->failed = true;
    hn_buffer_free(&source);
}

static void write_extent(hn_buffer *out, hn_box box) {
    const double corner[] = {box.xmin, box.ymin, box.xmax, box.ymax};
    static const char *const names[] = {"xmin", "ymin", "xmax", "ymax"};
    hn_append(out, "<extent>");
    for (int i = 0; i < 4; i++) {
        hn_appendf(out, "<%s>", names[i]);
        hn_xml_number(out, corner[i], 7);
        hn_appendf(out, "</%s>", names[i]);
    }
    hn_append(out, "</extent>");
}

static void tree_layer(const project *p, const hn_style_layer *layer) {
    hn_appendf(p->out, "<layer-tree-layer id=\"hensyn_%s\" expanded=\"%d\" checked=\"%s\"",
               layer->table, layer->draw == HN_DRAW_CONSEQUENCE,
               layer->visible ? "Qt::Checked" : "Qt::Unchecked");
    hn_xml_attribute(p->out, "name", layer->title);
    hn_xml_attribute(p->out, "providerKey", p->provider);
    hn_append(p->out, " source=\"");
    write_escaped_source(p, layer);
    hn_append(p->out, "\"><customproperties/></layer-tree-layer>\n");
}

static void tree_group(const project *p, const hn_style_group *group) {
    size_t count = 0;
    for (size_t i = 0; i < p->styles->layer_count; i++) {
        const hn_style_layer *layer = &p->styles->layers[i];
        if (strcmp(layer->group, group->name) != 0 || !present(p, layer)) continue;
        if (count++ == 0) {
            hn_appendf(p->out, "<layer-tree-group expanded=\"%d\" checked=\"Qt::Checked\"",
                       group->expanded);
            hn_xml_attribute(p->out, "name", group->name);
            hn_append(p->out, "><customproperties/>\n");
        }
        tree_layer(p, layer);
    }
    if (count) hn_append(p->out, "</layer-tree-group>\n");
}

static void write_layer(const project *p, const hn_style_layer *layer) {
    static const char *const kinds[] = {"No geometry", "Point", "Line", "Polygon"};
    hn_appendf(p->out,
               "<maplayer type=\"vector\" geometry=\"%s\" hasScaleBasedVisibilityFlag=\"0\"",
               kinds[layer->kind]);
    hn_qml_attributes(layer, p->out);
    hn_appendf(p->out, ">\n<id>hensyn_%s</id><datasource>", layer->table);
    write_escaped_source(p, layer);
    hn_append(p->out, "</datasource><layername>");
    hn_xml(p->out, layer->title);
    hn_append(p->out, "</layername>\n");
    if (layer->kind != HN_NO_GEOMETRY) {
        hn_append(p->out, "<srs>");
        write_srs(p);
        hn_append(p->out, "</srs>");
    }
    hn_appendf(p->out, "<provider encoding=\"UTF-8\">%s</provider>\n", p->provider);
    hn_qml_body(p->styles, layer, p->out);
    hn_append(p->out, "</maplayer>\n");
}

/* "Bodø: indikativ konflikt ..." from the file name without its ending. */
static void write_title(const project *p) {
    const char *dot = strrchr(p->file, '.');
    size_t size = dot && dot > p->file ? (size_t)(dot - p->file) : strlen(p->file);
    bool access = p->result->has_access, conflict = p->result->has_conflict || !access;
    hn_buffer stem = {0};
    hn_append_n(&stem, p->file, size);
    hn_xml(p->out, stem.text);
    hn_append(p->out, ": ");
    if (conflict) hn_append(p->out, "indikativ konflikt mellom arealplan og hensyn");
    if (access) hn_append(p->out, conflict ? ", og avstand" : "avstand");
    if (access) hn_append(p->out, " til rekreasjonsområder");
    if (stem.failed) p->out->failed = true;
    hn_buffer_free(&stem);
}

static void write_canvas(const project *p, hn_box extent) {
    bool known = extent.xmin <= extent.xmax && extent.ymin <= extent.ymax;
    double margin = known ? 0.03 * fmax(extent.xmax - extent.xmin, extent.ymax - extent.ymin) : 0;
    hn_append(p->out, "<mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\">"
                      "<units>meters</units>");
    if (known) write_extent(p->out, hn_box_grow(extent, margin));
    hn_append(p->out, "<rotation>0</rotation><destinationsrs>");
    write_srs(p);
    hn_append(p->out, "</destinationsrs></mapcanvas>\n");
}

hensyn_status hn_project_text(hensyn_context *ctx, const hn_styles *styles, const hn_result *result,
                              const char *file, const char *provider, hn_box extent,
                              const char *const *tables, hn_buffer *out) {
    project p = {styles, result, file, provider, tables, out};
    hn_append(out, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                   "<qgis version=\"3.22.0\" projectname=\"");
    write_title(&p);
    hn_append(out, "\">\n<title>");
    write_title(&p);
    hn_append(out, "</title>\n<projectCrs>");
    write_srs(&p);
    hn_append(out, "</projectCrs>\n<layer-tree-group><customproperties/>\n");
    for (size_t i = 0; i < styles->group_count; i++)
        tree_group(&p, &styles->groups[i]);
    hn_append(out, "</layer-tree-group>\n");
    write_canvas(&p, extent);
    hn_append(out, "<projectlayers>\n");
    for (size_t i = 0; i < styles->layer_count; i++)
        if (present(&p, &styles->layers[i])) write_layer(&p, &styles->layers[i]);
    hn_append(out, "</projectlayers>\n<properties>"
                   "<Paths><Absolute type=\"bool\">false</Absolute></Paths>"
                   /* without this the project CRS is not read */
                   "<SpatialRefSys><ProjectionsEnabled type=\"int\">1</ProjectionsEnabled>"
                   "</SpatialRefSys>"
                   "<Measurement><AreaUnits type=\"QString\">m2</AreaUnits>"
                   "<DistanceUnits type=\"QString\">meters</DistanceUnits></Measurement>"
                   "</properties>\n</qgis>\n");
    return out->failed ? hn_nomem(ctx) : HENSYN_OK;
}
