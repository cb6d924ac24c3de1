/* map_rows.c - the rows that legends are made of, and the box of figures below them. */
#include "write/map.h"

#include <string.h>

const hn_rect hn_map_panel = {1504, 118, 460, 1180};
enum { SWATCH_WIDTH = 46, SWATCH_HEIGHT = 22 };

void hn_map_ink(cairo_t *cr, double grey) { cairo_set_source_rgb(cr, grey, grey, grey); }

bool hn_legend_room(const hn_legend *l, double height) { return l->y + height <= l->bottom; }

void hn_legend_header(hn_legend *l, const char *text, const char *right) {
    cairo_t *cr = l->map->cr;
    if (!hn_legend_room(l, 70)) return;
    l->y += 14;
    hn_map_ink(cr, 0.1);
    hn_map_font(cr, 19, true);
    hn_map_text(cr, text, hn_map_panel.x, l->y + 18, 0);
    hn_map_font(cr, 15, false);
    hn_map_ink(cr, 0.35);
    hn_map_text(cr, right, hn_map_panel.x + hn_map_panel.width, l->y + 18, 1);
    l->y += 28;
}

static void swatch(hn_legend *l, hn_kind kind, const hn_symbol *symbol, double pale) {
    cairo_t *cr = l->map->cr;
    cairo_save(cr);
    cairo_translate(cr, l->x, l->y); /* hatching begins in the corner */
    if (kind == HN_POINT) {
        hn_map_point(l->map, symbol, SWATCH_WIDTH / 2.0, SWATCH_HEIGHT / 2.0);
    } else if (kind == HN_LINE) {
        cairo_move_to(cr, 0, SWATCH_HEIGHT / 2.0);
        cairo_line_to(cr, SWATCH_WIDTH, SWATCH_HEIGHT / 2.0);
        hn_map_line(l->map, symbol);
    } else {
        cairo_rectangle(cr, 1, 0, SWATCH_WIDTH - 2, SWATCH_HEIGHT);
        hn_map_area(l->map, symbol, pale);
    }
    cairo_restore(cr);
}

void hn_legend_row(hn_legend *l, hn_kind kind, const hn_symbol *symbol, double pale,
                   const char *label, const char *right, int lines) {
    cairo_t *cr = l->map->cr;
    double left = l->x + SWATCH_WIDTH + 12, end = l->x + l->width;
    swatch(l, kind, symbol, pale);
    hn_map_font(cr, 15, false);
    hn_map_ink(cr, 0.35);
    double taken = right[0] ? hn_map_text_width(cr, right) + 12 : 0;
    hn_map_text(cr, right, end, l->y + 17, 1);
    hn_map_font(cr, 16, false);
    hn_map_ink(cr, 0.1);
    int used = hn_map_wrapped(cr, label, left, l->y + 17, end - left - taken, 19, lines);
    l->y += HN_LEGEND_ROW + (used > 1 ? 19 * (used - 1) - 4 : 0);
}

/* Rows from here on go to one half of the legend, or (-1) to all of it. */
void hn_legend_column(hn_legend *l, int half) {
    l->x = half == 1 ? hn_map_panel.x + hn_map_panel.width / 2 + 6 : hn_map_panel.x;
    l->width = half < 0 ? hn_map_panel.width : hn_map_panel.width / 2 - 6;
}

void hn_legend_figure(hn_map *map, int line, const char *label, const char *value) {
    double y = hn_map_panel.y + hn_map_panel.height - HN_SUMMARY_HEIGHT + 34 + 28 * line;
    hn_map_font(map->cr, 17, false);
    hn_map_ink(map->cr, 0.1);
    hn_map_text(map->cr, label, hn_map_panel.x + 14, y, 0);
    hn_map_font(map->cr, 17, true);
    hn_map_text(map->cr, value, hn_map_panel.x + hn_map_panel.width - 14, y, 1);
}

void hn_legend_box(hn_map *map) {
    cairo_rectangle(map->cr, hn_map_panel.x,
                    hn_map_panel.y + hn_map_panel.height - HN_SUMMARY_HEIGHT, hn_map_panel.width,
                    HN_SUMMARY_HEIGHT);
    cairo_set_source_rgb(map->cr, 0.94, 0.95, 0.96);
    cairo_fill(map->cr);
}
