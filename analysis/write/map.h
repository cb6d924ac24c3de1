/* map.h - the parts of the map picture: symbols (map_symbol.c), text (map_text.c), legend and
 * margin (map_legend.c), the map itself (map.c). Places are pixels from the top left. */
#ifndef HN_MAP_H
#define HN_MAP_H

#include "write/style_table.h"

#include <cairo.h>

/* A4 landscape at about 171 dpi. */
enum { HN_MAP_WIDTH = 2000, HN_MAP_HEIGHT = 1400 };
#define HN_MAP_MM (HN_MAP_WIDTH / 297.0) /* pixels in a millimetre of paper */

typedef struct hn_rect {
    double x, y, width, height;
} hn_rect;

typedef struct hn_map {
    hensyn_context *ctx;
    cairo_t *cr;
    const hn_styles *styles;
    const hn_result *result;
    hn_rect frame;         /* of the map on the paper */
    double west, north;    /* of the frame's top left, working CRS */
    double scale;          /* pixels per unit of the working CRS */
    double unit_m;         /* metres per unit */
    hn_box view;           /* what the frame shows */
    cairo_pattern_t *tile; /* hatching drawn last, and what it was made from */
    const hn_pattern *tile_pattern;
    const char *tile_colour;
} hn_map;

/* Colour, made paler by a share (0: as it is, 1: white). */
void hn_map_colour(cairo_t *cr, const char *colour, double pale, double opacity);
/* Paint the current path, or a point at x, y, and leave no path behind. */
void hn_map_area(hn_map *map, const hn_symbol *symbol, double pale);
void hn_map_line(hn_map *map, const hn_symbol *symbol);
void hn_map_point(hn_map *map, const hn_symbol *symbol, double x, double y);

/* Text with its baseline at y. anchor 0: begins at x, 0.5: centred, 1: ends at x. */
void hn_map_font(cairo_t *cr, double size, bool bold);
double hn_map_text_width(cairo_t *cr, const char *text);
void hn_map_text(cairo_t *cr, const char *text, double x, double y, double anchor);
/* The same with a white edge around the letters. */
void hn_map_halo(cairo_t *cr, const char *text, double x, double y, double anchor);
/* Broken at spaces into at most lines lines of that width, the last one cut with "…" where it does
 * not fit. Returns the number of lines; each leading lower than the one before. */
int hn_map_wrapped(cairo_t *cr, const char *text, double x, double y, double width, double leading,
                   int lines);
/* "12 345,6": Norwegian grouping and decimal comma, whatever the locale. */
void hn_map_number(double number, int decimals, char *out, size_t size);
/* An area as dekar with as many decimals as its size asks for: "0,042 daa", "1 234 daa". */
void hn_map_decares(double square_metres, char *out, size_t size);

/* Writes the picture as PNG at path, with a mark by which it is known later; removes what it could
 * not finish. */
hensyn_status hn_map_save(hensyn_context *ctx, cairo_surface_t *surface, const char *path);
enum { HN_MAP_MARK_END = 60 }; /* bytes from the start of the file that hold the mark */
bool hn_map_is_marked(const unsigned char bytes[HN_MAP_MARK_END]);

/* Names and areas of the worst conflicts, where there is room. */
hensyn_status hn_map_labels(hn_map *map);
/* Everything around the map: title, legend, scale bar, north arrow, sources. */
hensyn_status hn_map_margin(hn_map *map, const char *title);

#endif
