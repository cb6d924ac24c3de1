/* map.h - the parts of the map picture: symbols (map_symbol.c), text (map_text.c), legend and
 * margin (map_rows.c, map_legend.c), the map of conflict (map.c) and that of access
 * (map_access.c, map_access_legend.c). A result with both parts gives the map of conflict. Places
 * are pixels from the top left. */
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
    bool access;           /* the map of access, else that of conflict */
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

/* Pixel of a place in the working CRS. */
double hn_map_x(const hn_map *map, double x);
double hn_map_y(const hn_map *map, double y);
/* Adds a line, or a ring, to the path. */
void hn_map_trace(hn_map *map, const double *xy, uint32_t points);
/* Draws a geometry where it meets the view; NULL is allowed. */
void hn_map_draw(hn_map *map, const hn_geometry *geometry, const hn_symbol *symbol, double pale);

/* Labels that do not cover each other; begins with the places of scale bar and north arrow. */
enum { HN_MOST_LABELS = 24 };
typedef struct hn_labels {
    hn_rect taken[HN_MOST_LABELS + 2];
    size_t count;
} hn_labels;
void hn_labels_start(const hn_map *map, hn_labels *labels);
bool hn_labels_full(const hn_labels *labels);
/* A name inside a geometry and a line below it ("": none), where there is room. */
void hn_map_label(hn_map *map, hn_labels *labels, const hn_geometry *geometry, const char *name,
                  const char *below);
/* Names and areas of the worst conflicts. */
hensyn_status hn_map_labels(hn_map *map);

/* How the map of access shows where a plan builds, whatever the purpose: its colours belong to
 * distances. */
extern const hn_symbol hn_map_build_area;
/* The layers of the map of access, in the frame: distances of the first class. */
hensyn_status hn_access_layers(hn_map *map);

/* ---- legend ---- */

extern const hn_rect hn_map_panel;
enum { HN_LEGEND_ROW = 28, HN_SUMMARY_HEIGHT = 132 };

/* The legend grows downwards; rows stand at x. */
typedef struct hn_legend {
    hn_map *map;
    double x, width;
    double y, bottom;
    bool failed; /* memory ran out */
} hn_legend;

void hn_map_ink(cairo_t *cr, double grey); /* 0 black .. 1 white */
bool hn_legend_room(const hn_legend *l, double height);
void hn_legend_header(hn_legend *l, const char *text, const char *right);
void hn_legend_row(hn_legend *l, hn_kind kind, const hn_symbol *symbol, double pale,
                   const char *label, const char *right, int lines);
/* Rows from here on go to one half of the legend, or (-1) to all of it. */
void hn_legend_column(hn_legend *l, int half);
/* The box below the legend, and its lines 0..3. */
void hn_legend_box(hn_map *map);
void hn_legend_figure(hn_map *map, int line, const char *label, const char *value);

void hn_access_legend(hn_legend *l);
void hn_access_subtitle(const hn_map *map, char *out, size_t size);
/* Everything around the map: title, legend, scale bar, north arrow, sources. */
hensyn_status hn_map_margin(hn_map *map, const char *title);

#endif
