/* map_access.c - the map of access: destinations, the network by distance, where people live by the
 * distance of the first class, and entrances. */
#include "write/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A million links on one sheet: what has been drawn in a cell is not drawn there again. */
typedef struct cells {
    uint8_t *drawn; /* number of the rule drawn last, from 1 */
    int columns, rows;
    double side; /* pixels */
} cells;

static bool cells_create(const hn_map *map, double side, cells *out) {
    out->side = side;
    out->columns = (int)ceil(map->frame.width / side) + 1;
    out->rows = (int)ceil(map->frame.height / side) + 1;
    out->drawn = hn_zalloc((size_t)out->columns * (size_t)out->rows, 1);
    return out->drawn != NULL;
}

/* True the first time for a rule in a cell of the frame; false outside the frame. */
static bool is_new(const hn_map *map, cells *c, double x, double y, size_t rule) {
    double column = floor((x - map->frame.x) / c->side), row = floor((y - map->frame.y) / c->side);
    if (!(column >= 0 && column < c->columns && row >= 0 && row < c->rows)) return false;
    uint8_t *cell = &c->drawn[(size_t)row * (size_t)c->columns + (size_t)column];
    if (*cell == rule + 1) return false;
    *cell = (uint8_t)(rule + 1);
    return true;
}

/* Symbols of many points are smaller. */
static hn_symbol sized(const hn_symbol *symbol, size_t count) {
    hn_symbol out = *symbol;
    double factor = count < 2000 ? 1 : fmax(0.3, 1 - 0.28 * log10((double)count / 2000));
    out.size *= factor;
    if (factor < 0.7) out.outline_width *= 0.5;
    return out;
}

static hensyn_status draw_destinations(hn_map *map, hn_kind kind) {
    static const char *const tables[] = {"", "malomrade_punkt", "malomrade_linje", "malomrade"};
    const hn_style_layer *layer = hn_style_layer_find(map->styles, tables[kind]);
    for (size_t i = 0; i < map->result->destinations.count; i++) {
        const hn_destination *row = &map->result->destinations.row[i];
        if (hn_is_cancelled(map->ctx)) return hn_progress(map->ctx, 0);
        if (!row->geometry || row->geometry->kind != kind) continue;
        for (size_t k = 0; k < layer->rules.count; k++)
            if (hn_style_rule_holds(&layer->rules.row[k], row))
                hn_map_draw(map, row->geometry, &layer->rules.row[k].symbol, 0);
    }
    return HENSYN_OK;
}

enum { LINES_A_STROKE = 256 };

static hn_box box_on_paper(const hn_map *map, const hn_net_row *row) {
    hn_box box = hn_box_of_points(row->xy, row->points);
    return (hn_box){hn_map_x(map, box.xmin), hn_map_y(map, box.ymax), hn_map_x(map, box.xmax),
                    hn_map_y(map, box.ymin)};
}

static bool is_on_paper(const hn_map *map, hn_box box) {
    return box.xmax >= map->frame.x && box.xmin <= map->frame.x + map->frame.width &&
           box.ymax >= map->frame.y && box.ymin <= map->frame.y + map->frame.height;
}

/* Links of one rule, many in one path; short ones where nothing of the rule stands yet. */
static hensyn_status draw_links(hn_map *map, const hn_style_rule *rule, size_t number, cells *c) {
    const hn_result *result = map->result;
    hn_symbol symbol = rule->symbol;
    if (result->net.count > 20000) symbol.line_width *= result->net.count > 200000 ? 0.4 : 0.6;
    size_t open = 0;
    cairo_new_path(map->cr);
    for (size_t i = 0; i < result->net.count; i++) {
        const hn_net_row *row = &result->net.row[i];
        if (!hn_style_rule_holds(rule, row)) continue;
        hn_box box = box_on_paper(map, row);
        if (!is_on_paper(map, box)) continue;
        bool small = box.xmax - box.xmin < c->side && box.ymax - box.ymin < c->side;
        if (small && !is_new(map, c, box.xmin, box.ymin, number)) continue;
        hn_map_trace(map, row->xy, row->points);
        if (++open % LINES_A_STROKE) continue;
        if (hn_is_cancelled(map->ctx)) return hn_progress(map->ctx, 0);
        hn_map_line(map, &symbol);
    }
    if (open % LINES_A_STROKE) hn_map_line(map, &symbol);
    return HENSYN_OK;
}

/* The nearest on top. */
static hensyn_status draw_network(hn_map *map) {
    const hn_style_layer *layer = hn_style_layer_find(map->styles, "nett");
    hensyn_status status = HENSYN_OK;
    cells c = {0};
    if (!cells_create(map, 2, &c)) return hn_nomem(map->ctx);
    for (size_t i = layer->rules.count; i-- > 0 && status == HENSYN_OK;)
        status = draw_links(map, &layer->rules.row[i], i, &c);
    hn_free(c.drawn);
    return status;
}

const hn_symbol hn_map_build_area = {
    .fill = "#c9c4bc", .opacity = 0.6, .outline = "#6f685e", .outline_width = 0.2, .dash = "solid"};

/* The development areas of a plan: over the destinations, which they may take from. */
static hensyn_status draw_build_areas(hn_map *map) {
    const hn_result *result = map->result;
    for (size_t i = 0; result->has_severance && i < result->plan_areas.count; i++) {
        const hn_plan_area *row = &result->plan_areas.row[i];
        if (hn_is_cancelled(map->ctx)) return hn_progress(map->ctx, 0);
        if (row->utbygging == 1) hn_map_draw(map, row->geometry, &hn_map_build_area, 0);
    }
    return HENSYN_OK;
}

/* Paths that the plan closes, the worst on top. */
static hensyn_status draw_passages(hn_map *map) {
    const hn_result *result = map->result;
    const hn_style_layer *layer = hn_style_layer_find(map->styles, "passasje");
    for (size_t k = layer->rules.count; k-- > 0;)
        for (size_t i = 0; i < result->passages.count; i++) {
            if (hn_is_cancelled(map->ctx)) return hn_progress(map->ctx, 0);
            if (hn_style_rule_holds(&layer->rules.row[k], &result->passages.row[i]))
                hn_map_draw(map, result->passages.row[i].geometry, &layer->rules.row[k].symbol, 0);
        }
    return HENSYN_OK;
}

/* What is not reached comes last, on top. */
static hensyn_status draw_origins(hn_map *map) {
    const hn_result *result = map->result;
    const hn_style_layer *layer = hn_style_layer_find(map->styles, "avstand");
    hensyn_status status = HENSYN_OK;
    cells c = {0};
    if (!cells_create(map, result->distances.count > 20000 ? 4 : 1, &c)) return hn_nomem(map->ctx);
    for (size_t k = 0; k < layer->rules.count; k++) {
        const hn_style_rule *rule = &layer->rules.row[k];
        hn_symbol symbol = sized(&rule->symbol, result->distances.count);
        for (size_t i = 0; !rule->hidden && i < result->distances.count; i++) {
            const hn_origin_distance *row = &result->distances.row[i];
            if (row->class_number != 0 || !hn_style_rule_holds(rule, row)) continue;
            double x = hn_map_x(map, row->x), y = hn_map_y(map, row->y);
            if (!is_new(map, &c, x, y, k)) continue;
            if (hn_is_cancelled(map->ctx)) HN_TRY(hn_progress(map->ctx, 0));
            hn_map_point(map, &symbol, x, y);
        }
    }
cleanup:
    hn_free(c.drawn);
    return status;
}

static hensyn_status draw_entrances(hn_map *map) {
    const hn_result *result = map->result;
    const hn_style_layer *layer = hn_style_layer_find(map->styles, "inngang");
    hensyn_status status = HENSYN_OK;
    cells c = {0};
    if (!cells_create(map, 4, &c)) return hn_nomem(map->ctx);
    for (size_t i = 0; i < result->entrances.count; i++) {
        const hn_entrance *row = &result->entrances.row[i];
        double x = hn_map_x(map, row->x), y = hn_map_y(map, row->y);
        for (size_t k = 0; k < layer->rules.count; k++) {
            const hn_style_rule *rule = &layer->rules.row[k];
            if (!hn_style_rule_holds(rule, row) || !is_new(map, &c, x, y, k)) continue;
            if (hn_is_cancelled(map->ctx)) HN_TRY(hn_progress(map->ctx, 0));
            hn_symbol symbol = sized(&rule->symbol, result->entrances.count);
            hn_map_point(map, &symbol, x, y);
        }
    }
cleanup:
    hn_free(c.drawn);
    return status;
}

/* Names ------------------------------------------------------------------------------------- */

static int compare_destinations(const void *a, const void *b) {
    const hn_destination *x = *(const hn_destination *const *)a;
    const hn_destination *y = *(const hn_destination *const *)b;
    if (x->betjener > y->betjener) return -1;
    if (x->betjener < y->betjener) return 1;
    return x->fid < y->fid ? -1 : x->fid > y->fid;
}

/* Those that serve the most. */
static hensyn_status name_destinations(hn_map *map) {
    const hn_result *result = map->result;
    hn_labels labels;
    size_t found = 0;
    const hn_destination **list = hn_alloc(result->destinations.count, sizeof *list);
    if (!list) return hn_nomem(map->ctx);
    for (size_t i = 0; i < result->destinations.count; i++) {
        const hn_destination *row = &result->destinations.row[i];
        if (row->geometry && row->navn && row->navn[0] && row->betjener > 0) list[found++] = row;
    }
    if (found) qsort((void *)list, found, sizeof *list, compare_destinations);
    hn_labels_start(map, &labels);
    for (size_t i = 0; i < found && !hn_labels_full(&labels); i++) {
        char number[40];
        hn_map_number(list[i]->betjener, 0, number, sizeof number);
        hn_map_label(map, &labels, list[i]->geometry, list[i]->navn, number);
    }
    hn_free((void *)list);
    return HENSYN_OK;
}

hensyn_status hn_access_layers(hn_map *map) {
    hensyn_status status = HENSYN_OK;
    for (int kind = HN_AREA; kind >= HN_LINE; kind--)
        HN_TRY(draw_destinations(map, (hn_kind)kind));
    HN_TRY(draw_build_areas(map));
    HN_TRY(draw_network(map));
    HN_TRY(draw_passages(map));
    HN_TRY(draw_destinations(map, HN_POINT));
    HN_TRY(draw_entrances(map));
    HN_TRY(draw_origins(map)); /* what the map is about: in towns entrances would hide them */
    HN_TRY(name_destinations(map));
cleanup:
    return status;
}
