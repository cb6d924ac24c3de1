/* map_legend.c - what stands around the map: title, the legend of conflict with areas in dekar,
 * scale bar, north arrow, sources and date. */
#include "write/map.h"

#include "base/platform.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Figures ----------------------------------------------------------------------------------- */

/* The value of an indicator of the whole in m2 or as it is; NAN: there is none. */
static double indicator(const hn_result *result, const char *key, int grade) {
    for (size_t i = 0; i < result->indicators.count; i++) {
        const hn_indicator *row = &result->indicators.row[i];
        bool whole = !row->omrade && !row->tema && !row->klasse && !row->gruppe;
        if (whole && row->nokkel && strcmp(row->nokkel, key) == 0 &&
            (grade < 0 || row->grad == grade))
            return row->verdi;
    }
    return NAN;
}

static size_t count_pairs(const hn_result *result, const char *scale, int grade, bool near) {
    size_t count = 0;
    for (size_t i = 0; i < result->pairs.count; i++) {
        const hn_pair *pair = &result->pairs.row[i];
        bool is_near = pair->art && strcmp(pair->art, "naerhet") == 0;
        bool wanted = grade ? pair->konsekvens == grade : pair->konsekvens > 0;
        if (wanted && is_near == near &&
            (!scale || (pair->skala && strcmp(pair->skala, scale) == 0)))
            count++;
    }
    return count;
}

/* Sections ---------------------------------------------------------------------------------- */

static void grades(hn_legend *l, const hn_style_scale *scale, bool with_areas) {
    const hn_result *result = l->map->result;
    hn_legend_header(l, scale->brief, with_areas ? "areal (verste grad)" : "antall konflikter");
    for (int grade = HN_GRADES - 1; grade >= 1; grade--) {
        const hn_style_grade *style = &scale->grade[HN_GRADES - 1 - grade];
        double area = indicator(result, "konflikt_areal_konsekvens", grade);
        char right[64];
        if (with_areas)
            hn_map_decares(isnan(area) ? 0 : area, right, sizeof right);
        else
            hn_map_number((double)count_pairs(result, scale->name, grade, false), 0, right,
                          sizeof right);
        if (!hn_legend_room(l, 50)) return;
        hn_legend_row(l, HN_AREA, &style->symbol, 0, style->label, right, 2);
    }
}

/* The area of each grade over both scales, when the legend has two. */
static void grade_areas(hn_legend *l) {
    cairo_t *cr = l->map->cr;
    if (!hn_legend_room(l, 100)) return;
    hn_legend_header(l, "Areal i konflikt etter verste grad", "");
    hn_map_font(cr, 16, false);
    hn_map_ink(cr, 0.1);
    for (int i = 0; i < 4; i++) {
        double area = indicator(l->map->result, "konflikt_areal_konsekvens", 4 - i);
        char label[32], right[64];
        snprintf(label, sizeof label, "Grad %d", 4 - i);
        hn_map_decares(isnan(area) ? 0 : area, right, sizeof right);
        hn_legend_column(l, i % 2);
        hn_map_text(cr, label, l->x, l->y + 16, 0);
        hn_map_text(cr, right, l->x + l->width, l->y + 16, 1);
        if (i % 2) l->y += 22;
    }
    hn_legend_column(l, -1);
}

static void consequences(hn_legend *l) {
    const hn_style_scale *scale = l->map->styles->scale;
    const hn_result *result = l->map->result;
    bool occurs[2], areas = !isnan(indicator(result, "konflikt_areal_konsekvens", -1));
    for (int i = 0; i < 2; i++)
        occurs[i] = count_pairs(result, scale[i].name, 0, false) > 0;
    if (!occurs[0] && !occurs[1]) occurs[0] = true;
    bool both = occurs[0] && occurs[1];
    for (int i = 0; i < 2; i++)
        if (occurs[i]) grades(l, &scale[i], areas && !both);
    if (areas && both) grade_areas(l);
    if (count_pairs(result, NULL, 0, true) == 0) return;
    hn_symbol near = hn_style_near(scale[occurs[0] ? 0 : 1].grade[2].symbol);
    l->y += 6;
    hn_legend_row(l, HN_AREA, &near, 0, "Nær hensyn, i buffersonen (farge etter grad)", "", 2);
}

/* Themes stand two in a row. */
static void considerations(hn_legend *l) {
    static const struct {
        const char *table;
        hn_kind kind;
        const char *right;
    } kinds[] = {{"hensyn", HN_AREA, ""},
                 {"hensyn_linje", HN_LINE, "linje"},
                 {"hensyn_punkt", HN_POINT, "punkt"}};
    int shown = 0;
    for (int i = 0; i < 3; i++) {
        const hn_style_layer *layer = hn_style_layer_find(l->map->styles, kinds[i].table);
        for (size_t k = 0; k < layer->rules.count; k++, shown++) {
            const hn_style_rule *rule = &layer->rules.row[k];
            if (shown == 0) hn_legend_header(l, "Hensyn", "");
            if (!hn_legend_room(l, HN_LEGEND_ROW)) break;
            hn_legend_column(l, shown % 2);
            hn_legend_row(l, kinds[i].kind, &rule->symbol, 0, rule->label, kinds[i].right, 1);
            if (shown % 2 == 0) l->y -= HN_LEGEND_ROW;
        }
    }
    if (shown % 2) l->y += HN_LEGEND_ROW;
    hn_legend_column(l, -1);
}

typedef struct purpose_sum {
    const hn_style_rule *rule;
    double area;
    bool built;
} purpose_sum;

static int compare_sums(const void *a, const void *b) {
    const purpose_sum *x = a, *y = b;
    if (x->built != y->built) return x->built ? -1 : 1;
    if (x->area > y->area) return -1;
    if (x->area < y->area) return 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* The area of each class of purposes that occurs; returns how many. */
static size_t sum_purposes(const hn_map *map, const hn_style_layer *layer, purpose_sum *sums) {
    size_t count = 0;
    for (size_t i = 0; i < map->result->plan_areas.count; i++) {
        const hn_plan_area *area = &map->result->plan_areas.row[i];
        const hn_style_rule *rule = hn_style_purpose_rule(map->styles, area);
        size_t at = rule == &layer->other ? layer->rules.count : (size_t)(rule - layer->rules.row);
        sums[at].rule = rule;
        sums[at].built = sums[at].built || area->utbygging == 1;
        if (isfinite(area->areal_m2)) sums[at].area += area->areal_m2;
    }
    for (size_t i = 0; i <= layer->rules.count; i++)
        if (sums[i].rule) sums[count++] = sums[i];
    qsort(sums, count, sizeof *sums, compare_sums);
    return count;
}

static void purposes(hn_legend *l) {
    const hn_style_layer *layer = hn_style_layer_find(l->map->styles, "arealformal");
    purpose_sum *sums = hn_zalloc(layer->rules.count + 1, sizeof *sums);
    if (!sums) {
        l->failed = true;
        return;
    }
    size_t count = sum_purposes(l->map, layer, sums);
    if (count) hn_legend_header(l, "Arealformål i planen", "areal");
    for (size_t i = 0; i < count; i++) {
        char right[64];
        bool last = !hn_legend_room(l, 2 * HN_LEGEND_ROW) && i + 1 < count;
        if (!hn_legend_room(l, HN_LEGEND_ROW)) break;
        if (last) {
            snprintf(right, sizeof right, "… og %zu formål til", count - i);
            hn_map_font(l->map->cr, 16, false);
            hn_map_ink(l->map->cr, 0.35);
            hn_map_text(l->map->cr, right, hn_map_panel.x, l->y + 17, 0);
            break;
        }
        hn_map_decares(sums[i].area, right, sizeof right);
        hn_legend_row(l, HN_AREA, &sums[i].rule->symbol, sums[i].built ? 0.35 : 0.62,
                      sums[i].rule->label, right, 1);
    }
    hn_free(sums);
}

static void summary(hn_map *map) {
    const hn_result *result = map->result;
    double built = indicator(result, "utbygging_areal", -1);
    double met = indicator(result, "konflikt_areal", -1);
    char text[64];
    hn_legend_box(map);
    hn_map_decares(built, text, sizeof text);
    hn_legend_figure(map, 0, "Utbyggingsareal i planen", isnan(built) ? "–" : text);
    hn_map_decares(met, text, sizeof text);
    hn_legend_figure(map, 1, "Av dette i konflikt med hensyn", isnan(met) ? "–" : text);
    hn_map_number(100 * met / built, 1, text, sizeof text - 4);
    if (built > 0 && !isnan(met)) strcat(text, " %");
    hn_legend_figure(map, 2, "Andel", built > 0 && !isnan(met) ? text : "–");
    hn_map_number((double)count_pairs(result, NULL, 0, false), 0, text, sizeof text);
    hn_legend_figure(map, 3, "Antall konflikter (par av område og hensyn)", text);
}

/* Scale, north, words ----------------------------------------------------------------------- */

static void scale_bar(hn_map *map) {
    cairo_t *cr = map->cr;
    double per_metre = map->scale / map->unit_m, metres = pow(10, floor(log10(400 / per_metre)));
    if (metres * 5 * per_metre <= 400)
        metres *= 5;
    else if (metres * 2 * per_metre <= 400)
        metres *= 2;
    double x = map->frame.x + 24, y = map->frame.y + map->frame.height - 34;
    double width = metres * per_metre, wide = metres >= 2000 ? 1000 : 1;
    cairo_rectangle(cr, x - 12, y - 44, fmax(width + 60, 240), 66);
    cairo_set_source_rgba(cr, 1, 1, 1, 0.88);
    cairo_fill(cr);
    cairo_set_dash(cr, NULL, 0, 0);
    for (int i = 0; i < 4; i++) {
        cairo_rectangle(cr, x + i * width / 4, y - 12, width / 4, 10);
        hn_map_ink(cr, i % 2 ? 1 : 0.1);
        cairo_fill_preserve(cr);
        hn_map_ink(cr, 0.1);
        cairo_set_line_width(cr, 1.2);
        cairo_stroke(cr);
    }
    char text[80], number[40];
    hn_map_font(cr, 15, false);
    hn_map_text(cr, "0", x, y - 20, 0.5);
    hn_map_number(metres / 2 / wide, metres / 2 / wide < 1 || fmod(metres / 2 / wide, 1) != 0,
                  number, sizeof number);
    hn_map_text(cr, number, x + width / 2, y - 20, 0.5);
    hn_map_number(metres / wide, metres < 1 ? 2 : 0, number, sizeof number);
    snprintf(text, sizeof text, "%s %s", number, wide > 1 ? "km" : "m");
    hn_map_text(cr, text, x + width - 6, y - 20, 0);
    /* Metres in the field for each metre of paper. */
    double denominator = 1000 * HN_MAP_MM / per_metre;
    double step = pow(10, floor(log10(denominator)) - 1);
    hn_map_number(round(denominator / step) * step, 0, number, sizeof number);
    snprintf(text, sizeof text, "Målestokk ca. 1:%s (A4)", number);
    hn_map_text(cr, text, x, y + 15, 0);
}

static void north_arrow(hn_map *map) {
    cairo_t *cr = map->cr;
    double x = map->frame.x + map->frame.width - 46, y = map->frame.y + 24;
    cairo_arc(cr, x, y + 42, 40, 0, 2 * 3.14159265358979323846);
    cairo_set_source_rgba(cr, 1, 1, 1, 0.88);
    cairo_fill(cr);
    for (int half = -1; half <= 1; half += 2) {
        cairo_move_to(cr, x, y + 26);
        cairo_line_to(cr, x + half * 13, y + 70);
        cairo_line_to(cr, x, y + 60);
        cairo_close_path(cr);
        hn_map_ink(cr, half < 0 ? 0.1 : 1);
        cairo_fill_preserve(cr);
        hn_map_ink(cr, 0.1);
        cairo_set_line_width(cr, 1.4);
        cairo_stroke(cr);
    }
    hn_map_font(cr, 18, true);
    hn_map_text(cr, "N", x, y + 21, 0.5);
}

static const char *source_word(const hn_source_row *source) {
    if (source->tema) return source->tema;
    return source->rolle && strncmp(source->rolle, "plan", 4) == 0 ? "plan" : source->rolle;
}

static const char *file_name(const hn_source_row *source) {
    const char *slash = source->sti ? strrchr(source->sti, '/') : NULL;
    return slash ? slash + 1 : source->sti ? source->sti : "";
}

static bool named_before(const hn_result *result, size_t number) {
    const hn_source_row *source = &result->sources.row[number];
    const char *word = source_word(source);
    for (size_t i = 0; i < number; i++) {
        const hn_source_row *other = &result->sources.row[i];
        const char *its = source_word(other);
        bool same_word = word && its ? strcmp(word, its) == 0 : word == its;
        if (same_word && strcmp(file_name(other), file_name(source)) == 0) return true;
    }
    return false;
}

/* "Kilder: plan: fil; friluftsliv: fil; ...", each file of a theme once. */
static void sources(const hn_result *result, hn_buffer *out) {
    hn_append(out, "Kilder: ");
    for (size_t i = 0; i < result->sources.count; i++) {
        const hn_source_row *source = &result->sources.row[i];
        const char *word = source_word(source);
        if (named_before(result, i)) continue;
        hn_appendf(out, "%s%s%s%s", i ? "; " : "", word ? word : "", word ? ": " : "",
                   file_name(source));
    }
}

/* False: no memory. */
static bool footer(hn_map *map) {
    cairo_t *cr = map->cr;
    const hn_result *result = map->result;
    hn_buffer text = {0};
    char now[32];
    double y = map->frame.y + map->frame.height + 32;
    hn_map_ink(cr, 0.1);
    hn_map_font(cr, 17, true);
    hn_map_text(cr,
                map->access ? "Avstand etter nettet slik det er kartlagt."
                            : "Indikativ vurdering, ikke konsekvensutredning.",
                map->frame.x, y, 0);
    hn_utc_now(now);
    hn_appendf(&text, "%.2s.%.2s.%.4s  ·  %s  ·  hensyn " HENSYN_VERSION, now + 8, now + 5, now,
               result->crs_name ? result->crs_name : "");
    hn_map_font(cr, 15, false);
    hn_map_ink(cr, 0.3);
    bool made = !text.failed;
    if (made) hn_map_text(cr, text.text, hn_map_panel.x + hn_map_panel.width, y, 1);
    hn_buffer_free(&text);
    sources(result, &text);
    made = made && !text.failed;
    if (made)
        hn_map_wrapped(cr, text.text, map->frame.x, y + 24,
                       hn_map_panel.x + hn_map_panel.width - map->frame.x, 20, 2);
    hn_buffer_free(&text);
    return made;
}

/* The plan's name when all areas share one. */
static const char *plan_name(const hn_result *result) {
    const char *name = NULL;
    for (size_t i = 0; i < result->plan_areas.count; i++) {
        const char *own = result->plan_areas.row[i].plannavn;
        if (!own || (name && strcmp(name, own) != 0)) return NULL;
        name = own;
    }
    return name;
}

static void heading(hn_map *map, const char *title) {
    cairo_t *cr = map->cr;
    const char *plan = plan_name(map->result);
    double width = hn_map_panel.x + hn_map_panel.width - map->frame.x;
    char text[512];
    if (map->access)
        hn_access_subtitle(map, text, sizeof text);
    else
        snprintf(text, sizeof text, "Indikativ konflikt mellom arealplan og hensyn%s%s",
                 plan ? "  ·  " : "", plan ? plan : "");
    hn_map_ink(cr, 0.08);
    hn_map_font(cr, 36, true);
    const char *fallback = map->access ? "Tilgjengelighetskart" : "Konfliktkart";
    hn_map_wrapped(cr, title && title[0] ? title : fallback, map->frame.x, 62, width, 40, 1);
    hn_map_ink(cr, 0.3);
    hn_map_font(cr, 20, false);
    hn_map_wrapped(cr, text, map->frame.x, 98, width, 24, 1);
}

static void conflict_legend(hn_legend *l) {
    consequences(l);
    considerations(l);
    purposes(l);
    summary(l->map);
}

hensyn_status hn_map_margin(hn_map *map, const char *title) {
    hn_legend l = {map,
                   hn_map_panel.x,
                   hn_map_panel.width,
                   hn_map_panel.y,
                   hn_map_panel.y + hn_map_panel.height - HN_SUMMARY_HEIGHT - 12,
                   false};
    heading(map, title);
    scale_bar(map);
    north_arrow(map);
    hn_map_font(map->cr, 24, true);
    hn_map_ink(map->cr, 0.08);
    hn_map_text(map->cr, "Tegnforklaring", hn_map_panel.x, l.y + 22, 0);
    l.y += 26;
    if (map->access)
        hn_access_legend(&l);
    else
        conflict_legend(&l);
    return footer(map) && !l.failed ? HENSYN_OK : hn_nomem(map->ctx);
}
