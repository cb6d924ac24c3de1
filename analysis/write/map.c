/* map.c - the map of a result as a picture: the view, geometries, and the layers of conflict. */
#include "write/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The plan is drawn pale, built purposes less so, so that conflicts stand out. */
static const double pale_built = 0.35, pale_other = 0.62;
static const double frame_x = 40, frame_y = 118, frame_width = 1440, frame_height = 1180;

/* Metres per unit from a PROJ string; 1 where it does not say. */
static double unit_of(const char *proj4) {
    static const struct {
        const char *word;
        double metres;
    } units[] = {{"+units=us-ft", 1200.0 / 3937}, {"+units=ft", 0.3048}, {"+units=km", 1000}};
    for (size_t i = 0; proj4 && i < sizeof units / sizeof *units; i++)
        if (strstr(proj4, units[i].word)) return units[i].metres;
    return 1;
}

/* Where people live, else where they may go: the network may reach far beyond. */
static hn_box access_box(const hn_result *result) {
    hn_box box = HN_EMPTY_BOX;
    for (size_t i = 0; i < result->distances.count; i++) {
        const hn_origin_distance *row = &result->distances.row[i];
        box = hn_box_join(box, (hn_box){row->x, row->y, row->x, row->y});
    }
    if (box.xmin < box.xmax || box.ymin < box.ymax) return box;
    for (size_t i = 0; i < result->destinations.count; i++)
        if (result->destinations.row[i].geometry)
            box = hn_box_join(box, result->destinations.row[i].geometry->box);
    return box;
}

static hn_box plan_box(const hn_result *result) {
    hn_box box = HN_EMPTY_BOX;
    for (size_t i = 0; i < result->plan_areas.count; i++)
        if (result->plan_areas.row[i].geometry)
            box = hn_box_join(box, result->plan_areas.row[i].geometry->box);
    return box;
}

/* Fits the plan, or the origins, into the frame with a margin. */
static void set_view(hn_map *map) {
    hn_box box = map->access ? access_box(map->result) : plan_box(map->result);
    if (!(box.xmin <= box.xmax) || !(box.ymin <= box.ymax)) box = (hn_box){0, 0, 1000, 1000};
    double width = fmax(box.xmax - box.xmin, 1) * 1.06,
           height = fmax(box.ymax - box.ymin, 1) * 1.06;
    map->frame = (hn_rect){frame_x, frame_y, frame_width, frame_height};
    map->scale = fmin(map->frame.width / width, map->frame.height / height);
    double half_x = map->frame.width / map->scale / 2, half_y = map->frame.height / map->scale / 2;
    double x = (box.xmin + box.xmax) / 2, y = (box.ymin + box.ymax) / 2;
    map->view = (hn_box){x - half_x, y - half_y, x + half_x, y + half_y};
    map->west = map->view.xmin;
    map->north = map->view.ymax;
    map->unit_m = unit_of(map->result->crs_proj4);
}

/* cairo counts in 24.8 fixed point; what lies far outside is drawn at the rim of that. */
static double within(double pixel) { return fmin(fmax(pixel, -4e6), 4e6); }

double hn_map_x(const hn_map *map, double x) {
    return within(map->frame.x + (x - map->west) * map->scale);
}
double hn_map_y(const hn_map *map, double y) {
    return within(map->frame.y + (map->north - y) * map->scale);
}

void hn_map_trace(hn_map *map, const double *xy, uint32_t points) {
    double last_x = 0, last_y = 0;
    for (uint32_t i = 0; i < points; i++) {
        double x = hn_map_x(map, xy[2 * i]), y = hn_map_y(map, xy[2 * i + 1]);
        if (i == 0)
            cairo_move_to(map->cr, x, y);
        else if (i == points - 1 || fabs(x - last_x) + fabs(y - last_y) >= 0.4)
            cairo_line_to(map->cr, x, y);
        else
            continue; /* closer than can be seen */
        last_x = x;
        last_y = y;
    }
}

static void trace(hn_map *map, const hn_geometry *geometry) {
    cairo_new_path(map->cr);
    for (uint32_t ring = 0; ring < geometry->rings; ring++) {
        uint32_t first = geometry->ring[ring], last = geometry->ring[ring + 1];
        hn_map_trace(map, geometry->xy + 2 * (size_t)first, last - first);
        if (geometry->kind == HN_AREA) cairo_close_path(map->cr);
    }
}

void hn_map_draw(hn_map *map, const hn_geometry *geometry, const hn_symbol *symbol, double pale) {
    if (!geometry || !hn_box_meets(geometry->box, map->view)) return;
    if (geometry->kind == HN_POINT) {
        for (uint32_t i = 0; i < geometry->points; i++)
            hn_map_point(map, symbol, hn_map_x(map, geometry->xy[2 * i]),
                         hn_map_y(map, geometry->xy[2 * i + 1]));
        return;
    }
    trace(map, geometry);
    if (geometry->kind == HN_AREA)
        hn_map_area(map, symbol, pale);
    else
        hn_map_line(map, symbol);
}

static hensyn_status draw_plan(hn_map *map) {
    for (size_t i = 0; i < map->result->plan_areas.count; i++) {
        const hn_plan_area *area = &map->result->plan_areas.row[i];
        if (hn_is_cancelled(map->ctx)) return hn_progress(map->ctx, 0);
        hn_map_draw(map, area->geometry, &hn_style_purpose_rule(map->styles, area)->symbol,
                    area->utbygging ? pale_built : pale_other);
    }
    return HENSYN_OK;
}

static hensyn_status draw_considerations(hn_map *map, hn_kind kind) {
    static const char *const tables[] = {"", "hensyn_punkt", "hensyn_linje", "hensyn"};
    for (size_t i = 0; i < map->result->considerations.count; i++) {
        const hn_consideration *row = &map->result->considerations.row[i];
        if (hn_is_cancelled(map->ctx)) return hn_progress(map->ctx, 0);
        if (!row->geometry || row->geometry->kind != kind) continue;
        hn_map_draw(map, row->geometry,
                    &hn_style_theme_rule(map->styles, tables[kind], row->tema)->symbol, 0);
    }
    return HENSYN_OK;
}

static const hn_geometry *pair_geometry(const hn_map *map, const hn_pair *pair) {
    if (pair->geometry || !pair->whole || pair->plan >= map->result->plan_areas.count)
        return pair->geometry;
    return map->result->plan_areas.row[pair->plan].geometry;
}

static bool is_near(const hn_pair *pair) { return pair->art && strcmp(pair->art, "naerhet") == 0; }

/* Pairs of one kind in the order of their grade, the worst on top. */
static hensyn_status draw_pairs(hn_map *map, hn_kind kind, bool near) {
    for (int grade = 1; grade < HN_GRADES; grade++)
        for (size_t i = 0; i < map->result->pairs.count; i++) {
            const hn_pair *pair = &map->result->pairs.row[i];
            if (pair->konsekvens != grade || pair->kind != kind || is_near(pair) != near) continue;
            const hn_style_grade *style = hn_style_grade_of(map->styles, pair->skala, grade);
            if (hn_is_cancelled(map->ctx)) return hn_progress(map->ctx, 0);
            if (!style) continue;
            hn_symbol symbol = near ? hn_style_near(style->symbol) : style->symbol;
            hn_map_draw(map, pair_geometry(map, pair), &symbol, 0);
        }
    return HENSYN_OK;
}

static hensyn_status draw_layers(hn_map *map) {
    hensyn_status status;
    HN_TRY(draw_plan(map));
    for (int kind = HN_AREA; kind >= HN_POINT; kind--)
        HN_TRY(draw_considerations(map, (hn_kind)kind));
    HN_TRY(draw_pairs(map, HN_AREA, true));
    for (int kind = HN_AREA; kind >= HN_POINT; kind--)
        HN_TRY(draw_pairs(map, (hn_kind)kind, false));
    HN_TRY(hn_map_labels(map));
cleanup:
    return status;
}

static hensyn_status draw_map(hn_map *map) {
    cairo_t *cr = map->cr;
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_rectangle(cr, map->frame.x, map->frame.y, map->frame.width, map->frame.height);
    cairo_set_source_rgb(cr, 0.965, 0.965, 0.95);
    cairo_fill_preserve(cr);
    cairo_save(cr);
    cairo_clip(cr);
    hensyn_status status = map->access ? hn_access_layers(map) : draw_layers(map);
    cairo_restore(cr);
    cairo_rectangle(cr, map->frame.x, map->frame.y, map->frame.width, map->frame.height);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_source_rgb(cr, 0.2, 0.2, 0.2);
    cairo_set_line_width(cr, 2);
    cairo_stroke(cr);
    return status;
}

/* A plan without considerations is there for what it does to distances. */
bool hn_map_is_of_access(const hn_result *result) {
    bool met = result->considerations.count || result->pairs.count;
    return result->has_access && !(result->has_conflict && met);
}

hensyn_status hn_map_png(hensyn_context *ctx, const hn_styles *styles, const hn_result *result,
                         const char *title, const char *path) {
    hensyn_status status;
    hn_styles *own = NULL; /* with the classes of this result only, for the legend */
    hn_map map = {.ctx = ctx, .result = result, .access = hn_map_is_of_access(result)};
    cairo_surface_t *surface = NULL;
    HN_TRY(hn_styles_create(ctx, styles->rules, &own));
    HN_TRY(hn_styles_restrict(ctx, own, result));
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, HN_MAP_WIDTH, HN_MAP_HEIGHT);
    map.cr = cairo_create(surface);
    map.styles = own;
    set_view(&map);
    HN_TRY(draw_map(&map));
    HN_TRY(hn_map_margin(&map, title));
    if (cairo_status(map.cr) != CAIRO_STATUS_SUCCESS) {
        status = cairo_status(map.cr) == CAIRO_STATUS_NO_MEMORY
                     ? hn_nomem(ctx)
                     : hn_fail(ctx, HENSYN_FAILED, "cairo: %s",
                               cairo_status_to_string(cairo_status(map.cr)));
        goto cleanup;
    }
    HN_TRY(hn_map_save(ctx, surface, path));

cleanup:
    if (map.tile) cairo_pattern_destroy(map.tile);
    if (map.cr) cairo_destroy(map.cr);
    if (surface) cairo_surface_destroy(surface);
    hn_styles_destroy(own);
    return status;
}
