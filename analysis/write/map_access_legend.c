/* map_access_legend.c - the legend of the access map with how many live in each band, and its
 * figures. */
#include "write/map.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Figures ------------------------------------------------------------------------------------ */

/* A key figure of a class for the whole; NULL: there is none. Residents belong to no class. */
static const hn_indicator *figure_of(const hn_result *result, const char *key, const char *class_) {
    for (size_t i = 0; i < result->indicators.count; i++) {
        const hn_indicator *row = &result->indicators.row[i];
        if (row->omrade || row->gruppe || !row->nokkel || strcmp(row->nokkel, key) != 0) continue;
        if (!row->klasse || (class_ && strcmp(row->klasse, class_) == 0)) return row;
    }
    return NULL;
}

/* "personer", or "opphav" where nothing is known of residents. */
static const char *unit_of(const hn_result *result) {
    const hn_indicator *row = figure_of(result, "befolkning", NULL);
    return row && row->enhet ? row->enhet : "personer";
}

static void number_or_dash(const hn_indicator *row, double factor, int decimals, const char *unit,
                           char *out, size_t size) {
    char number[64];
    bool known = row && isfinite(row->verdi);
    if (known) hn_map_number(factor * row->verdi, decimals, number, sizeof number);
    snprintf(out, size, "%s%s", known ? number : "–", known ? unit : "");
}

static void summary(hn_map *map) {
    const hn_result *result = map->result;
    double limit;
    const char *class_ = hn_style_first_class(result, &limit);
    char text[96], label[160], metres[64];
    hn_legend_box(map);
    number_or_dash(figure_of(result, "befolkning", class_), 1, 0, "", text, sizeof text);
    snprintf(label, sizeof label, "Alle %s", unit_of(result));
    hn_legend_figure(map, 0, label, text);
    hn_map_number(limit, 0, metres, sizeof metres);
    snprintf(label, sizeof label, isnan(limit) ? "Innenfor grensen" : "Innenfor %s m", metres);
    number_or_dash(figure_of(result, "befolkning_innen", class_), 1, 0, "", text, sizeof text);
    hn_legend_figure(map, 1, label, text);
    number_or_dash(figure_of(result, "befolkning_innen_andel", class_), 100, 1, " %", text,
                   sizeof text);
    hn_legend_figure(map, 2, "Andel", text);
    number_or_dash(figure_of(result, "avstand_p50", class_), 1, 0, " m", text, sizeof text);
    hn_legend_figure(map, 3, "Halvparten har inntil", text);
}

/* Sections ----------------------------------------------------------------------------------- */

/* Sum of residents, and number of origins, of the first class under a rule. */
static double people_of(const hn_result *result, const hn_style_rule *rule) {
    double people = 0;
    for (size_t i = 0; i < result->distances.count; i++) {
        const hn_origin_distance *row = &result->distances.row[i];
        if (row->class_number != 0 || !hn_style_rule_holds(rule, row)) continue;
        if (row->befolkning > 0) people += row->befolkning;
    }
    return people;
}

static void distances(hn_legend *l) {
    const hn_result *result = l->map->result;
    const hn_style_layer *layer = hn_style_layer_find(l->map->styles, "avstand");
    const char *section = layer->rules.count ? layer->rules.row[0].section : NULL;
    hn_legend_header(l, section ? section : "Avstand", unit_of(result));
    for (size_t i = 0; i < layer->rules.count; i++) {
        const hn_style_rule *rule = &layer->rules.row[i];
        char right[64];
        if (rule->hidden || !hn_legend_room(l, HN_LEGEND_ROW)) break;
        hn_map_number(people_of(result, rule), 0, right, sizeof right);
        hn_legend_row(l, HN_POINT, &rule->symbol, 0, rule->label, right, 1);
    }
}

static void network(hn_legend *l) {
    const hn_style_layer *layer = hn_style_layer_find(l->map->styles, "nett");
    if (!l->map->result->net.count) return;
    hn_legend_header(l, "Nettet etter minste avstand", "");
    for (size_t i = 0; i < layer->rules.count && hn_legend_room(l, HN_LEGEND_ROW); i++) {
        hn_legend_column(l, (int)(i % 2));
        hn_legend_row(l, HN_LINE, &layer->rules.row[i].symbol, 0, layer->rules.row[i].label, "", 1);
        if (i % 2 == 0 && i + 1 < layer->rules.count) l->y -= HN_LEGEND_ROW;
    }
    hn_legend_column(l, -1);
}

static void passages(hn_legend *l) {
    const hn_result *result = l->map->result;
    const hn_style_layer *layer = hn_style_layer_find(l->map->styles, "passasje");
    if (!result->has_severance) return;
    hn_legend_header(l, "Stier som planen stenger", "antall");
    if (hn_legend_room(l, HN_LEGEND_ROW))
        hn_legend_row(l, HN_AREA, &hn_map_build_area, 0, "Utbyggingsområde i planen", "", 1);
    for (size_t k = 0; k < layer->rules.count; k++) {
        const hn_style_rule *rule = &layer->rules.row[k];
        size_t count = 0;
        char right[64];
        for (size_t i = 0; i < result->passages.count; i++)
            count += hn_style_rule_holds(rule, &result->passages.row[i]);
        if (!count || !hn_legend_room(l, HN_LEGEND_ROW)) continue;
        hn_map_number((double)count, 0, right, sizeof right);
        hn_legend_row(l, HN_LINE, &rule->symbol, 0, rule->label, right, 1);
    }
}

static size_t destinations_under(const hn_result *result, const hn_style_rule *rule, hn_kind kind) {
    size_t count = 0;
    for (size_t i = 0; i < result->destinations.count; i++) {
        const hn_destination *row = &result->destinations.row[i];
        count += row->geometry && row->geometry->kind == kind && hn_style_rule_holds(rule, row);
    }
    return count;
}

static void destinations(hn_legend *l) {
    static const struct {
        const char *table, *title;
        hn_kind kind;
    } kinds[] = {{"malomrade", "Målområder", HN_AREA},
                 {"malomrade_linje", "Målområder (linjer)", HN_LINE},
                 {"malomrade_punkt", "Målpunkter", HN_POINT}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const hn_style_layer *layer = hn_style_layer_find(l->map->styles, kinds[i].table);
        bool begun = false;
        for (size_t k = 0; k < layer->rules.count; k++) {
            const hn_style_rule *rule = &layer->rules.row[k];
            size_t count = destinations_under(l->map->result, rule, kinds[i].kind);
            char right[64];
            if (!count) continue;
            if (!begun) hn_legend_header(l, kinds[i].title, "antall");
            begun = true;
            if (!hn_legend_room(l, HN_LEGEND_ROW)) break;
            hn_map_number((double)count, 0, right, sizeof right);
            hn_legend_row(l, kinds[i].kind, &rule->symbol, 0, rule->label, right, 1);
        }
    }
}

static void entrances(hn_legend *l) {
    const hn_result *result = l->map->result;
    const hn_style_layer *layer = hn_style_layer_find(l->map->styles, "inngang");
    if (!result->entrances.count) return;
    hn_legend_header(l, "Innganger", "antall");
    for (size_t k = 0; k < layer->rules.count; k++) {
        const hn_style_rule *rule = &layer->rules.row[k];
        size_t count = 0;
        char right[64];
        for (size_t i = 0; i < result->entrances.count; i++)
            count += hn_style_rule_holds(rule, &result->entrances.row[i]);
        if (!count || !hn_legend_room(l, HN_LEGEND_ROW)) continue;
        hn_map_number((double)count, 0, right, sizeof right);
        hn_legend_row(l, HN_POINT, &rule->symbol, 0, rule->label, right, 1);
    }
}

void hn_access_legend(hn_legend *l) {
    distances(l);
    network(l);
    passages(l);
    destinations(l);
    entrances(l);
    summary(l->map);
}

void hn_access_subtitle(const hn_map *map, char *out, size_t size) {
    double limit;
    const char *class_ = hn_style_first_class(map->result, &limit);
    snprintf(out, size, "Avstand til nærmeste rekreasjonsområde%s%s", class_ ? "  ·  " : "",
             class_ ? class_ : "");
}
