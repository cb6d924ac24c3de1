/* qml.c - QGIS styles. Read by QGIS 3.22 and later; what is left out is QGIS's own default. */
#include "write/style_table.h"
#include "write/xml.h"

#include <string.h>

static void option(hn_buffer *out, const char *name, const char *value) {
    hn_append(out, "<Option type=\"QString\"");
    hn_xml_attribute(out, "name", name);
    hn_xml_attribute(out, "value", value);
    hn_append(out, "/>");
}

static void option_number(hn_buffer *out, const char *name, double value) {
    hn_appendf(out, "<Option type=\"QString\" name=\"%s\" value=\"", name);
    hn_xml_number(out, value, 3);
    hn_append(out, "\"/>");
}

static void rgba(hn_buffer *out, const char *colour, double opacity) {
    int rgb[3];
    hn_colour_parts(colour, rgb);
    hn_appendf(out, "%d,%d,%d,%d", rgb[0], rgb[1], rgb[2], (int)(opacity * 255 + 0.5));
}

static void option_colour(hn_buffer *out, const char *name, const char *colour, double opacity) {
    hn_appendf(out, "<Option type=\"QString\" name=\"%s\" value=\"", name);
    rgba(out, colour, opacity);
    hn_append(out, "\"/>");
}

static void open_layer(hn_buffer *out, const char *class_name) {
    hn_appendf(out, "<layer class=\"%s\"><Option type=\"Map\">", class_name);
}

static void open_symbol(hn_buffer *out, const char *type, const char *name) {
    hn_appendf(out, "<symbol type=\"%s\" name=\"%s\">", type, name);
}

static void pattern_lines(hn_buffer *out, const hn_symbol *symbol, int number) {
    const hn_pattern *pattern = symbol->hatch;
    open_layer(out, "LinePatternFill");
    option_number(out, "angle", pattern->angle[number]);
    option_number(out, "distance", pattern->distance);
    option_number(out, "line_width", pattern->width);
    option_colour(out, "color", symbol->hatch_colour, 1);
    hn_append(out, "</Option>");
    open_symbol(out, "line", "@0@0");
    open_layer(out, "SimpleLine");
    option_colour(out, "line_color", symbol->hatch_colour, 1);
    option_number(out, "line_width", pattern->width);
    hn_append(out, "</Option></layer></symbol></layer>");
}

static void pattern_dots(hn_buffer *out, const hn_symbol *symbol) {
    const hn_pattern *pattern = symbol->hatch;
    open_layer(out, "PointPatternFill");
    option_number(out, "distance_x", pattern->distance);
    option_number(out, "distance_y", pattern->distance);
    option_number(out, "displacement_x", pattern->distance / 2);
    hn_append(out, "</Option>");
    open_symbol(out, "marker", "@0@0");
    open_layer(out, "SimpleMarker");
    option(out, "name", "circle");
    option_colour(out, "color", symbol->hatch_colour, 1);
    option(out, "outline_style", "no");
    option_number(out, "size", pattern->width);
    hn_append(out, "</Option></layer></symbol></layer>");
}

static void simple_fill(hn_buffer *out, const hn_symbol *symbol, bool fill, bool outline) {
    open_layer(out, "SimpleFill");
    if (fill && symbol->fill)
        option_colour(out, "color", symbol->fill, symbol->opacity);
    else
        option(out, "style", "no");
    if (outline && symbol->outline) {
        option_colour(out, "outline_color", symbol->outline, 1);
        option_number(out, "outline_width", symbol->outline_width);
    }
    const char *style = outline && symbol->outline ? symbol->dash : "no";
    if (strcmp(style, "solid") != 0) option(out, "outline_style", style);
    hn_append(out, "</Option></layer>");
}

/* Hatching lies between the fill and the outline, so that it does not cut the outline. */
static void area_layers(hn_buffer *out, const hn_symbol *symbol) {
    if (!symbol->hatch) {
        simple_fill(out, symbol, true, true);
        return;
    }
    if (symbol->fill) simple_fill(out, symbol, true, false);
    if (symbol->hatch->lines == 0) pattern_dots(out, symbol);
    for (int i = 0; i < symbol->hatch->lines; i++)
        pattern_lines(out, symbol, i);
    if (symbol->outline) simple_fill(out, symbol, false, true);
}

static void simple_line(hn_buffer *out, const char *colour, double width, const char *dash) {
    open_layer(out, "SimpleLine");
    option_colour(out, "line_color", colour, 1);
    option_number(out, "line_width", width);
    if (strcmp(dash, "solid") != 0) option(out, "line_style", dash);
    option(out, "capstyle", "round");
    option(out, "joinstyle", "round");
    hn_append(out, "</Option></layer>");
}

static void line_layers(hn_buffer *out, const hn_symbol *symbol) {
    const char *colour = symbol->fill ? symbol->fill : symbol->outline;
    if (symbol->outline && strcmp(symbol->outline, colour) != 0)
        simple_line(out, symbol->outline, symbol->line_width + 0.5, "solid");
    simple_line(out, colour, symbol->line_width, symbol->dash);
}

static void point_layers(hn_buffer *out, const hn_symbol *symbol) {
    open_layer(out, "SimpleMarker");
    option(out, "name", symbol->shape);
    option_colour(out, "color", symbol->fill, symbol->opacity);
    if (symbol->outline) {
        option_colour(out, "outline_color", symbol->outline, 1);
        option_number(out, "outline_width", symbol->outline_width);
    } else {
        option(out, "outline_style", "no");
    }
    option_number(out, "size", symbol->size);
    hn_append(out, "</Option></layer>");
}

static void write_symbol(hn_buffer *out, hn_kind kind, size_t number, const hn_symbol *symbol) {
    static const char *const types[] = {"", "marker", "line", "fill"};
    hn_appendf(out, "<symbol type=\"%s\" name=\"%zu\">", types[kind], number);
    if (kind == HN_AREA) area_layers(out, symbol);
    if (kind == HN_LINE) line_layers(out, symbol);
    if (kind == HN_POINT) point_layers(out, symbol);
    hn_append(out, "</symbol>\n");
}

/* "field" = 'value', for QGIS. */
static void write_test(hn_buffer *out, const hn_style_test *test) {
    hn_appendf(out, "\"%s\"", test->field);
    if (test->op == HN_TEST_NULL) {
        hn_append(out, " IS NULL");
        return;
    }
    static const char *const signs[] = {
        [HN_TEST_EQUAL] = " = ",    [HN_TEST_AT_LEAST] = " >= ",  [HN_TEST_ABOVE] = " > ",
        [HN_TEST_AT_MOST] = " <= ", [HN_TEST_PREFIX] = " ILIKE ",
    };
    hn_append(out, signs[test->op]);
    if (!test->number) hn_append(out, "'");
    for (const char *c = test->value; *c; c++)
        hn_append_n(out, *c == '\'' ? "''" : c, *c == '\'' ? 2 : 1);
    hn_append(out, test->op == HN_TEST_PREFIX ? "%'" : test->number ? "" : "'");
}

static void write_rule(hn_buffer *out, const hn_style_rule *rule, size_t number) {
    hn_buffer filter = {0};
    for (size_t i = 0; i < rule->tests; i++) {
        if (i) hn_append(&filter, " AND ");
        write_test(&filter, &rule->test[i]);
    }
    hn_appendf(out, "<rule key=\"{r%zu}\" symbol=\"%zu\"", number, number);
    hn_xml_attribute(out, "filter", filter.text);
    hn_xml_attribute(out, "label", rule->label);
    hn_append(out, "/>\n");
    if (filter.failed) out->failed = true;
    hn_buffer_free(&filter);
}

/* Rules of one section stand in a rule of their own, which is its heading in the legend. */
static void write_rules(hn_buffer *out, const hn_style_layer *layer) {
    const char *section = NULL;
    hn_append(out, "<rules key=\"{root}\">\n");
    for (size_t i = 0; i < layer->rules.count; i++) {
        const hn_style_rule *rule = &layer->rules.row[i];
        if (rule->section != section) {
            if (section) hn_append(out, "</rule>\n");
            section = rule->section;
            hn_appendf(out, "<rule key=\"{s%zu}\"", i);
            hn_xml_attribute(out, "label", section);
            hn_append(out, rule->hidden ? " checkstate=\"0\">\n" : ">\n");
        }
        write_rule(out, rule, i);
    }
    if (section) hn_append(out, "</rule>\n");
    hn_append(out, "</rules>\n");
}

static void write_categories(hn_buffer *out, const hn_style_layer *layer) {
    hn_append(out, "<categories>\n");
    for (size_t i = 0; i < layer->rules.count; i++) {
        const hn_style_rule *rule = &layer->rules.row[i];
        hn_appendf(out, "<category render=\"true\" symbol=\"%zu\"", i);
        hn_xml_attribute(out, "value", rule->value);
        hn_xml_attribute(out, "label", rule->label);
        hn_append(out, "/>\n");
    }
    if (layer->has_other) {
        hn_appendf(out, "<category render=\"true\" symbol=\"%zu\" value=\"\"", layer->rules.count);
        hn_xml_attribute(out, "label", layer->other.label);
        hn_append(out, "/>\n");
    }
    hn_append(out, "</categories>\n");
}

static void write_renderer(hn_buffer *out, const hn_style_layer *layer) {
    bool worst_on_top = layer->draw == HN_DRAW_CONSEQUENCE;
    hn_appendf(out,
               "<renderer-v2 type=\"%s\" symbollevels=\"0\" forceraster=\"0\" "
               "enableorderby=\"%d\"",
               layer->classes ? "categorizedSymbol" : "RuleRenderer", worst_on_top);
    if (layer->classes) hn_xml_attribute(out, "attr", layer->classes);
    hn_append(out, ">\n");
    if (layer->classes)
        write_categories(out, layer);
    else
        write_rules(out, layer);
    hn_append(out, "<symbols>\n");
    for (size_t i = 0; i < layer->rules.count; i++)
        write_symbol(out, layer->kind, i, &layer->rules.row[i].symbol);
    if (layer->classes && layer->has_other)
        write_symbol(out, layer->kind, layer->rules.count, &layer->other.symbol);
    hn_append(out, "</symbols>\n");
    if (worst_on_top)
        hn_append(out, "<orderby><orderByClause asc=\"1\" nullsFirst=\"1\">\"konsekvens\""
                       "</orderByClause></orderby>\n");
    hn_append(out, "</renderer-v2>\n");
}

static void write_labels(hn_buffer *out, const hn_style_layer *layer) {
    /* QgsPalLayerSettings::Placement: around a point, along a line, horizontal in an area. */
    static const char *const placements[] = {"", "0", "2", "4"};
    const hn_style_label *label = &layer->label;
    hn_append(out,
              "<labeling type=\"simple\"><settings calloutType=\"simple\">"
              "<text-style isExpression=\"1\" fontFamily=\"Sans Serif\" namedStyle=\"Regular\" "
              "fontWeight=\"50\" fontSizeUnit=\"Point\" textOpacity=\"1\" "
              "textColor=\"25,25,25,255\"");
    hn_xml_attribute(out, "fieldName", label->text);
    hn_append(out, " fontSize=\"");
    hn_xml_number(out, label->size, 1);
    hn_append(out, "\"><text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" "
                   "bufferColor=\"255,255,255,255\" bufferOpacity=\"0.85\"/></text-style>");
    hn_appendf(out,
               "<placement placement=\"%s\" placementFlags=\"10\" dist=\"1\" "
               "distUnits=\"MM\" priority=\"5\"/>",
               placements[layer->kind]);
    hn_append(out, "<rendering drawLabels=\"1\" scaleVisibility=\"1\" scaleMin=\"1\" scaleMax=\"");
    hn_xml_number(out, label->scale, 0);
    hn_append(out, "\" obstacle=\"1\" obstacleFactor=\"1\"/></settings></labeling>\n");
}

static void write_values(hn_buffer *out, const hn_styles *styles, const hn_style_layer *layer) {
    hn_append(out, "<fieldConfiguration>\n");
    for (const hn_column *c = layer->columns->columns; c->name; c++) {
        size_t count;
        const hn_style_word *word = hn_style_values(styles, layer->table, c->name, &count);
        if (!count) continue;
        hn_append(out, "<field");
        hn_xml_attribute(out, "name", c->name);
        hn_append(out, "><editWidget type=\"ValueMap\"><config><Option type=\"Map\">"
                       "<Option type=\"List\" name=\"map\">");
        for (size_t i = 0; i < count; i++) {
            hn_append(out, "<Option type=\"Map\">");
            option(out, word[i].text, word[i].value);
            hn_append(out, "</Option>");
        }
        hn_append(out, "</Option></Option></config></editWidget></field>\n");
    }
    hn_append(out, "</fieldConfiguration>\n");
}

static void write_alias(hn_buffer *out, size_t number, const char *column, const char *name) {
    hn_appendf(out, "<alias index=\"%zu\"", number);
    hn_xml_attribute(out, "field", column);
    hn_xml_attribute(out, "name", name);
    hn_append(out, "/>\n");
}

/* The decare twin of a column in m2: "areal_m2" -> "areal_daa". */
static void decare_column(hn_buffer *out, const char *column) {
    const char *unit = strstr(column, "_m2");
    hn_append_n(out, column, unit ? (size_t)(unit - column) : strlen(column));
    hn_append(out, "_daa");
}

static void decare_alias(hn_buffer *out, const char *alias) {
    const char *unit = strstr(alias, "(m²)");
    hn_append_n(out, alias, unit ? (size_t)(unit - alias) : strlen(alias));
    hn_append(out, unit ? "(daa)" : " (daa)");
}

static void write_aliases(hn_buffer *out, const hn_styles *styles, const hn_style_layer *layer) {
    const hn_table *table = layer->columns;
    size_t number = 0;
    hn_append(out, "<aliases>\n");
    if (hn_table_has_fid(table))
        write_alias(out, number++, "fid", hn_style_alias(styles, layer->table, "fid"));
    for (const hn_column *c = table->columns; c->name; c++)
        write_alias(out, number++, c->name, hn_style_alias(styles, layer->table, c->name));
    for (size_t i = 0; i < layer->decare_count; i++) {
        hn_buffer column = {0}, name = {0};
        decare_column(&column, layer->decares[i]);
        decare_alias(&name, hn_style_alias(styles, layer->table, layer->decares[i]));
        write_alias(out, number++, column.text, name.text);
        if (column.failed || name.failed) out->failed = true;
        hn_buffer_free(&column);
        hn_buffer_free(&name);
    }
    hn_append(out, "</aliases>\n");
}

/* Dekar as computed columns: 1 daa = 1 000 m2. */
static void write_decares(hn_buffer *out, const hn_style_layer *layer) {
    hn_append(out, "<expressionfields>\n");
    for (size_t i = 0; i < layer->decare_count; i++) {
        hn_append(out, "<field type=\"6\" subType=\"0\" typeName=\"double precision\" "
                       "length=\"-1\" precision=\"-1\" comment=\"\" name=\"");
        decare_column(out, layer->decares[i]);
        hn_appendf(out, "\" expression=\"&quot;%s&quot; / 1000\"/>\n", layer->decares[i]);
    }
    hn_append(out, "</expressionfields>\n");
}

static void write_map_tip(hn_buffer *out, const hn_styles *styles, const hn_style_layer *layer) {
    hn_buffer tip = {0};
    hn_appendf(&tip, "<b>[%% coalesce(\"%s\", '') %%]</b>", layer->display);
    for (size_t i = 0; i < layer->decare_count; i++) {
        hn_append(&tip, "<br>");
        decare_alias(&tip, hn_style_alias(styles, layer->table, layer->decares[i]));
        hn_appendf(&tip, ": [%% format_number(\"%s\" / 1000, 2) %%]", layer->decares[i]);
    }
    hn_append(out, "<mapTip>");
    hn_xml(out, tip.text);
    hn_append(out, "</mapTip>\n");
    if (tip.failed) out->failed = true;
    hn_buffer_free(&tip);
}

void hn_qml_attributes(const hn_style_layer *layer, hn_buffer *out) {
    hn_appendf(out,
               " labelsEnabled=\"%d\" simplifyDrawingHints=\"%d\" simplifyLocal=\"1\" "
               "simplifyDrawingTol=\"1\" simplifyMaxScale=\"1\"",
               layer->kind != HN_NO_GEOMETRY && layer->label.text != NULL,
               layer->kind == HN_POINT || layer->kind == HN_NO_GEOMETRY ? 0 : 1);
}

void hn_qml_body(const hn_styles *styles, const hn_style_layer *layer, hn_buffer *out) {
    if (layer->kind != HN_NO_GEOMETRY) {
        write_renderer(out, layer);
        if (layer->label.text) write_labels(out, layer);
        hn_append(out, "<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode>"
                       "<layerOpacity>1</layerOpacity>\n");
    }
    write_values(out, styles, layer);
    write_aliases(out, styles, layer);
    if (layer->decare_count) write_decares(out, layer);
    if (layer->display) {
        hn_appendf(out, "<previewExpression>\"%s\"</previewExpression>\n", layer->display);
        write_map_tip(out, styles, layer);
    }
}

hensyn_status hn_style_qml(hensyn_context *ctx, const hn_styles *styles, const char *table,
                           hn_buffer *out) {
    const hn_style_layer *layer = hn_style_layer_find(styles, table);
    if (!layer)
        return hn_fail(ctx, HENSYN_FAILED,
                       hn_text(ctx, "tabellen '%s' har ingen stil", "table '%s' has no style"),
                       table);
    hn_append(out, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                   "<qgis version=\"3.22.0\" styleCategories=\"");
    hn_append(out, layer->kind != HN_NO_GEOMETRY
                       ? "Symbology|Labeling|Fields|Forms|MapTips|Rendering\""
                       : "Fields|Forms|MapTips\"");
    hn_qml_attributes(layer, out);
    hn_append(out, ">\n");
    hn_qml_body(styles, layer, out);
    hn_appendf(out, "<layerGeometryType>%d</layerGeometryType>\n</qgis>\n",
               layer->kind == HN_NO_GEOMETRY ? 4 : (int)layer->kind - 1);
    return out->failed ? hn_nomem(ctx) : HENSYN_OK;
}
