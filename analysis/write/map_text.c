/* map_text.c - words and numbers on the map picture. */
#include "write/map.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void hn_map_font(cairo_t *cr, double size, bool bold) {
    cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, size);
}

double hn_map_text_width(cairo_t *cr, const char *text) {
    cairo_text_extents_t extents;
    cairo_text_extents(cr, text, &extents);
    return extents.x_advance;
}

void hn_map_text(cairo_t *cr, const char *text, double x, double y, double anchor) {
    cairo_move_to(cr, x - anchor * hn_map_text_width(cr, text), y);
    cairo_show_text(cr, text);
    cairo_new_path(cr);
}

void hn_map_halo(cairo_t *cr, const char *text, double x, double y, double anchor) {
    cairo_move_to(cr, x - anchor * hn_map_text_width(cr, text), y);
    cairo_text_path(cr, text);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cr, 4.5);
    cairo_set_source_rgba(cr, 1, 1, 1, 0.9);
    cairo_stroke_preserve(cr);
    cairo_set_source_rgb(cr, 0.08, 0.08, 0.08);
    cairo_fill(cr);
}

/* Bytes of text that fit in width with the ending, whole characters only. */
static size_t fitting(cairo_t *cr, const char *text, size_t size, const char *ending,
                      double width) {
    char piece[512];
    for (;;) {
        snprintf(piece, sizeof piece, "%.*s%s", (int)size, text, ending);
        if (size == 0 || hn_map_text_width(cr, piece) <= width) return size;
        do
            size--;
        while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80);
    }
}

/* Bytes of the words that fit in width; a word that is too long alone is broken. */
static size_t line_size(cairo_t *cr, const char *text, double width) {
    size_t all = strlen(text);
    size_t size = fitting(cr, text, all < 400 ? all : 400, "", width);
    if (size == all) return size;
    for (size_t cut = size; cut > 0; cut--)
        if (text[cut] == ' ') return cut;
    return size;
}

int hn_map_wrapped(cairo_t *cr, const char *text, double x, double y, double width, double leading,
                   int lines) {
    char piece[512];
    int line = 0;
    while (*text && line < lines) {
        size_t size = line_size(cr, text, width);
        const char *ending = "";
        if (line == lines - 1 && text[size]) {
            size = fitting(cr, text, strlen(text) < 400 ? strlen(text) : 400, "…", width);
            ending = "…";
        }
        snprintf(piece, sizeof piece, "%.*s%s", (int)size, text, ending);
        hn_map_text(cr, piece, x, y + line * leading, 0);
        line++;
        if (size == 0) break;
        text += size;
        while (*text == ' ')
            text++;
    }
    return line;
}

void hn_map_number(double number, int decimals, char *out, size_t size) {
    if (decimals < 0 || decimals > 9) decimals = 0;
    double unit = pow(10, decimals);
    if (!isfinite(number) || fabs(number) * unit >= 9e18) {
        snprintf(out, size, "–");
        return;
    }
    long long fixed = llround(fabs(number) * unit);
    char digits[32], grouped[48];
    snprintf(digits, sizeof digits, "%lld", fixed / (long long)unit);
    size_t count = strlen(digits), at = 0;
    for (size_t i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0) grouped[at++] = ' ';
        grouped[at++] = digits[i];
    }
    grouped[at] = '\0';
    const char *sign = number < 0 && fixed ? "-" : "";
    snprintf(digits, sizeof digits, "%lld", fixed % (long long)unit + (long long)unit);
    snprintf(out, size, "%s%s%s%s", sign, grouped, decimals ? "," : "", decimals ? digits + 1 : "");
}

void hn_map_decares(double square_metres, char *out, size_t size) {
    double decares = square_metres / 1000, absolute = fabs(decares);
    char number[64];
    int decimals = absolute >= 100 || absolute == 0 ? 0
                   : absolute >= 1                  ? 1
                   : absolute >= 0.1                ? 2
                                                    : 3;
    hn_map_number(decares, decimals, number, sizeof number);
    snprintf(out, size, "%s daa", number);
}
