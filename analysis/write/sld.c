/* sld.c - OGC Styled Layer Descriptor 1.0 of a layer, as GeoServer reads it. Hatching uses
 * GeoServer's shape:// marks, which other programs draw as their default mark. */
#include "write/style_table.h"
#include "write/xml.h"

#include <string.h>

static void css(hn_buffer *out, const char *name, const char *value) {
    hn_appendf(out, "<CssParameter name=\"%s\">", name);
    hn_xml(out, value);
    hn_append(out, "</CssParameter>");
}

static void css_number(hn_buffer *out, const char *name, double value) {
    hn_appendf(out, "<CssParameter name=\"%s\">", name);
    hn_xml_number(out, value, 2);
    hn_append(out, "</CssParameter>");
}

/* SLD counts in pixels of 0.28 mm. */
static double pixels(double mm) { return mm / 0.28; }

static void stroke(hn_buffer *out, const char *colour, double width, const char *dash) {
    hn_append(out, "<Stroke>");
    css(out, "stroke", colour);
    css_number(out, "stroke-width", pixels(width));
    if (dash && strcmp(dash, "dash") == 0) css(out, "stroke-dasharray", "6 4");
    if (dash && strcmp(dash, "dot") == 0) css(out, "stroke-dasharray", "1 3");
    hn_append(out, "</Stroke>");
}

static void fill(hn_buffer *out, const char *colour, double opacity) {
    hn_append(out, "<Fill>");
    css(out, "fill", colour);
    if (opacity < 1) css_number(out, "fill-opacity", opacity);
    hn_append(out, "</Fill>");
}

static const char *mark_of(const hn_pattern *pattern) {
    static const struct {
        double first;
        int lines;
        const char *mark;
    } marks[] = {{45, 1, "shape://slash"},  {135, 1, "shape://backslash"},
                 {0, 1, "shape://horline"}, {90, 1, "shape://vertline"},
                 {45, 2, "shape://times"},  {0, 2, "shape://plus"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (pattern->lines == marks[i].lines && pattern->angle[0] == marks[i].first)
            return marks[i].mark;
    return "shape://dot";
}

static void hatch(hn_buffer *out, const hn_symbol *symbol) {
    const hn_pattern *pattern = symbol->hatch;
    hn_append(out, "<PolygonSymbolizer><Fill><GraphicFill><Graphic><Mark>");
    hn_appendf(out, "<WellKnownName>%s</WellKnownName>", mark_of(pattern));
    stroke(out, symbol->hatch_colour, pattern->width, NULL);
    hn_append(out, "</Mark><Size>");
    hn_xml_number(out, pixels(pattern->distance), 2);
    hn_append(out, "</Size></Graphic></GraphicFill></Fill></PolygonSymbolizer>\n");
}

static void area(hn_buffer *out, const hn_symbol *symbol) {
    if (symbol->fill) {
        hn_append(out, "<PolygonSymbolizer>");
        fill(out, symbol->fill, symbol->opacity);
        hn_append(out, "</PolygonSymbolizer>\n");
    }
    if (symbol->hatch) hatch(out, symbol);
    if (!symbol->outline) return;
    hn_append(out, "<PolygonSymbolizer>");
    stroke(out, symbol->outline, symbol->outline_width, symbol->dash);
    hn_append(out, "</PolygonSymbolizer>\n");
}

static void line(hn_buffer *out, const hn_symbol *symbol) {
    const char *colour = symbol->fill ? symbol->fill : symbol->outline;
    if (symbol->outline && strcmp(symbol->outline, colour) != 0) {
        hn_append(out, "<LineSymbolizer>");
        stroke(out, symbol->outline, symbol->line_width + 0.5, NULL);
        hn_append(out, "</LineSymbolizer>\n");
    }
    hn_append(out, "<LineSymbolizer>");
    stroke(out, colour, symbol->line_width, symbol->dash);
    hn_append(out, "</LineSymbolizer>\n");
}

static void point(hn_buffer *out, const hn_symbol *symbol) {
    hn_appendf(out, "<PointSymbolizer><Graphic><Mark><WellKnownName>%s</WellKnownName>",
               symbol->shape);
    fill(out, symbol->fill, symbol->opacity);
    if (symbol->outline) stroke(out, symbol->outline, symbol->outline_width, NULL);
    hn_append(out, "</Mark><Size>");
    hn_xml_number(out, pixels(symbol->size), 2);
    hn_append(out, "</Size></Graphic></PointSymbolizer>\n");
}

static void test(hn_buffer *out, const hn_style_test *t) {
    static const char *const elements[] = {
        [HN_TEST_EQUAL] = "PropertyIsEqualTo",
        [HN_TEST_AT_LEAST] = "PropertyIsGreaterThanOrEqualTo",
        [HN_TEST_ABOVE] = "PropertyIsGreaterThan",
        [HN_TEST_AT_MOST] = "PropertyIsLessThanOrEqualTo",
        [HN_TEST_NULL] = "PropertyIsNull",
        [HN_TEST_PREFIX] = "PropertyIsLike",
    };
    const char *element = elements[t->op];
    hn_appendf(out, "<ogc:%s", element);
    if (t->op == HN_TEST_PREFIX) hn_append(out, " wildCard=\"%\" singleChar=\"_\" escape=\"\\\"");
    hn_append(out, "><ogc:PropertyName>");
    hn_xml(out, t->field);
    hn_append(out, "</ogc:PropertyName>");
    if (t->op != HN_TEST_NULL) {
        hn_append(out, "<ogc:Literal>");
        hn_xml(out, t->value);
        hn_append(out, t->op == HN_TEST_PREFIX ? "%</ogc:Literal>" : "</ogc:Literal>");
    }
    hn_appendf(out, "</ogc:%s>", element);
}

static void filter(hn_buffer *out, const hn_style_rule *rule) {
    if (!rule->tests) {
        hn_append(out, "<ElseFilter/>\n");
        return;
    }
    hn_append(out, "<ogc:Filter>");
    if (rule->tests > 1) hn_append(out, "<ogc:And>");
    for (size_t i = 0; i < rule->tests; i++)
        test(out, &rule->test[i]);
    if (rule->tests > 1) hn_append(out, "</ogc:And>");
    hn_append(out, "</ogc:Filter>\n");
}

static void write_rule(hn_buffer *out, hn_kind kind, const hn_style_rule *rule, size_t number) {
    hn_appendf(out, "<Rule><Name>r%zu</Name><Title>", number);
    if (rule->section) {
        hn_xml(out, rule->section);
        hn_append(out, " – ");
    }
    hn_xml(out, rule->label);
    hn_append(out, "</Title>\n");
    filter(out, rule);
    if (kind == HN_AREA) area(out, &rule->symbol);
    if (kind == HN_LINE) line(out, &rule->symbol);
    if (kind == HN_POINT) point(out, &rule->symbol);
    hn_append(out, "</Rule>\n");
}

hensyn_status hn_style_sld(hensyn_context *ctx, const hn_styles *styles, const char *table,
                           hn_buffer *out) {
    const hn_style_layer *layer = hn_style_layer_find(styles, table);
    if (!layer)
        return hn_fail(ctx, HENSYN_FAILED,
                       hn_text(ctx, "tabellen '%s' har ingen stil", "table '%s' has no style"),
                       table);
    if (layer->kind == HN_NO_GEOMETRY) return HENSYN_OK;
    hn_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<StyledLayerDescriptor version=\"1.0.0\" xmlns=\"http://www.opengis.net/sld\" "
                   "xmlns:ogc=\"http://www.opengis.net/ogc\" "
                   "xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                   "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                   "xsi:schemaLocation=\"http://www.opengis.net/sld "
                   "http://schemas.opengis.net/sld/1.0.0/StyledLayerDescriptor.xsd\">\n"
                   "<NamedLayer><Name>");
    hn_xml(out, layer->table);
    hn_append(out, "</Name><UserStyle><Title>");
    hn_xml(out, layer->title);
    hn_append(out, "</Title><FeatureTypeStyle>\n");
    for (size_t i = 0; i < layer->rules.count; i++)
        write_rule(out, layer->kind, &layer->rules.row[i], i);
    if (layer->has_other) write_rule(out, layer->kind, &layer->other, layer->rules.count);
    hn_append(out, "</FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>\n");
    return out->failed ? hn_nomem(ctx) : HENSYN_OK;
}
