/* map_symbol.c - the symbols of the style table with cairo. */
#include "write/map.h"
#include "write/xml.h"

#include <math.h>
#include <string.h>

void hn_map_colour(cairo_t *cr, const char *colour, double pale, double opacity) {
    int rgb[3];
    char paled[8];
    hn_colour_pale(colour, pale, paled);
    hn_colour_parts(paled, rgb);
    cairo_set_source_rgba(cr, rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0, opacity);
}

static void set_dash(cairo_t *cr, const char *dash, double width) {
    const double dashes[] = {4 * width + 4, 2 * width + 3}, dots[] = {0.1, 2 * width + 2};
    if (strcmp(dash, "dash") == 0)
        cairo_set_dash(cr, dashes, 2, 0);
    else if (strcmp(dash, "dot") == 0)
        cairo_set_dash(cr, dots, 2, 0);
    else
        cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_line_cap(cr, strcmp(dash, "dot") == 0 ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
}

/* Lines of a tile continue in its neighbours: of slanting ones, three cover the corners too. */
static void tile_lines(cairo_t *cr, double angle, double side) {
    double a = angle * (3.14159265358979323846 / 180);
    double along_x = cos(a), along_y = -sin(a); /* pixels count downwards */
    bool slanting = fabs(along_x) > 0.01 && fabs(along_y) > 0.01;
    for (int k = -1; k <= 1; k++) {
        double x = side / 2 + (slanting || fabs(along_x) < 0.01 ? k * side : 0);
        double y = side / 2 + (!slanting && fabs(along_y) < 0.01 ? k * side : 0);
        cairo_move_to(cr, x - 2 * side * along_x, y - 2 * side * along_y);
        cairo_line_to(cr, x + 2 * side * along_x, y + 2 * side * along_y);
    }
    cairo_stroke(cr);
}

/* Two rows of two, the second one shifted; its first dot is cut in two by the edge. */
static void tile_dots(cairo_t *cr, double radius, double side) {
    const double at[][2] = {{0.25, 0.25}, {0.75, 0.25}, {0, 0.75}, {0.5, 0.75}, {1, 0.75}};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        cairo_arc(cr, at[i][0] * side, at[i][1] * side, radius, 0, 2 * 3.14159265358979323846);
        cairo_fill(cr);
    }
}

static cairo_pattern_t *make_tile(const hn_pattern *pattern, const char *colour) {
    double distance = pattern->distance * HN_MAP_MM;
    bool slanting = pattern->lines > 0 && fmod(pattern->angle[0], 90) != 0;
    double side = slanting ? distance * sqrt(2) : pattern->lines ? distance : 2 * distance;
    int pixels = (int)fmax(4, round(side));
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels, pixels);
    cairo_t *cr = cairo_create(surface);
    hn_map_colour(cr, colour, 0, 1);
    cairo_set_line_width(cr, fmax(1, pattern->width * HN_MAP_MM));
    for (int i = 0; i < pattern->lines; i++)
        tile_lines(cr, pattern->angle[i], pixels);
    if (pattern->lines == 0) tile_dots(cr, fmax(1, pattern->width * HN_MAP_MM / 2), pixels);
    cairo_destroy(cr);
    cairo_pattern_t *tile = cairo_pattern_create_for_surface(surface);
    cairo_pattern_set_extend(tile, CAIRO_EXTEND_REPEAT);
    cairo_surface_destroy(surface);
    return tile;
}

static void fill_hatch(hn_map *map, const hn_symbol *symbol, double pale) {
    if (map->tile_pattern != symbol->hatch || map->tile_colour != symbol->hatch_colour) {
        if (map->tile) cairo_pattern_destroy(map->tile);
        map->tile = make_tile(symbol->hatch, symbol->hatch_colour);
        map->tile_pattern = symbol->hatch;
        map->tile_colour = symbol->hatch_colour;
    }
    cairo_save(map->cr);
    cairo_clip_preserve(map->cr);
    cairo_set_source(map->cr, map->tile);
    cairo_paint_with_alpha(map->cr, 1 - pale);
    cairo_restore(map->cr);
}

void hn_map_area(hn_map *map, const hn_symbol *symbol, double pale) {
    cairo_set_fill_rule(map->cr, CAIRO_FILL_RULE_EVEN_ODD);
    if (symbol->fill) {
        hn_map_colour(map->cr, symbol->fill, pale, symbol->opacity);
        cairo_fill_preserve(map->cr);
    }
    if (symbol->hatch) fill_hatch(map, symbol, pale);
    if (symbol->outline) {
        double width = symbol->outline_width * HN_MAP_MM;
        hn_map_colour(map->cr, symbol->outline, pale, 1);
        set_dash(map->cr, symbol->dash, width);
        cairo_set_line_width(map->cr, width);
        cairo_set_line_join(map->cr, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke_preserve(map->cr);
    }
    cairo_new_path(map->cr);
}

void hn_map_line(hn_map *map, const hn_symbol *symbol) {
    const char *colour = symbol->fill ? symbol->fill : symbol->outline;
    double width = symbol->line_width * HN_MAP_MM;
    cairo_set_line_join(map->cr, CAIRO_LINE_JOIN_ROUND);
    if (symbol->outline && strcmp(symbol->outline, colour) != 0) {
        hn_map_colour(map->cr, symbol->outline, 0, 1);
        set_dash(map->cr, "solid", width);
        cairo_set_line_width(map->cr, width + 0.5 * HN_MAP_MM);
        cairo_stroke_preserve(map->cr);
    }
    hn_map_colour(map->cr, colour, 0, 1);
    set_dash(map->cr, symbol->dash, width);
    cairo_set_line_width(map->cr, width);
    cairo_stroke(map->cr);
}

/* Five points, the first one up. */
static void trace_star(cairo_t *cr, double x, double y, double r) {
    for (int i = 0; i < 10; i++) {
        double angle = i * (3.14159265358979323846 / 5), reach = i % 2 ? 0.45 * r : 1.15 * r;
        cairo_line_to(cr, x + reach * sin(angle), y - reach * cos(angle));
    }
    cairo_close_path(cr);
}

void hn_map_point(hn_map *map, const hn_symbol *symbol, double x, double y) {
    double r = symbol->size * HN_MAP_MM / 2;
    cairo_new_path(map->cr);
    if (strcmp(symbol->shape, "triangle") == 0) {
        cairo_move_to(map->cr, x, y - r);
        cairo_line_to(map->cr, x + r, y + r);
        cairo_line_to(map->cr, x - r, y + r);
        cairo_close_path(map->cr);
    } else if (strcmp(symbol->shape, "star") == 0) {
        trace_star(map->cr, x, y, r);
    } else if (strcmp(symbol->shape, "square") == 0) {
        cairo_rectangle(map->cr, x - r, y - r, 2 * r, 2 * r);
    } else {
        cairo_arc(map->cr, x, y, r, 0, 2 * 3.14159265358979323846);
    }
    hn_symbol plain = *symbol;
    plain.hatch = NULL;
    plain.dash = "solid";
    hn_map_area(map, &plain, 0);
}
