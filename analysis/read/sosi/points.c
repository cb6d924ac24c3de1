/* points.c - lines of coordinates. */
#include "internal.h"

#include <math.h>

/* Ø as it comes out of any of the character sets. */
bool sosi_is_point_key(const char *key, size_t size, char *third) {
    unsigned char first = size > 1 ? (unsigned char)key[1] : 0;
    if (key[0] != 'N' || (first < 0x80 && first != '\\')) return false;
    size_t letter = first == 0xC3 && size > 2 && (unsigned char)key[2] == 0x98 ? 2 : 1;
    *third = size == 1 + letter ? '\0' : key[1 + letter];
    return size == 1 + letter || (size == 2 + letter && (*third == 'H' || *third == 'D'));
}

static sosi_status add_point(sosi_reader *r, const sosi_decimal *number, bool third) {
    double north, east, z = (double)NAN;
    bool fits = sosi_scale_apply(&r->north_scale, number[0], &north) &&
                sosi_scale_apply(&r->east_scale, number[1], &east) &&
                (!third || sosi_scale_apply(&r->height_scale, number[2], &z));
    if (!fits) {
        r->raw.beyond = true;
        return SOSI_OK;
    }
    if (r->depth) z = -z;
    return sosi_points_add(&r->raw.points, east, north, z) ? SOSI_OK : sosi_nomem(r);
}

/* Two numbers a point, or three; a third one may also stand under ..NØ, or lack under ..NØH. */
static sosi_status add_numbers(sosi_reader *r, size_t count, const char *text) {
    sosi_status status = SOSI_OK;
    size_t stride = (size_t)r->stride;
    bool whole = count % stride == 0;
    if (!whole && count > 3) return sosi_broken(r, text);
    if (count == 1) return sosi_broken(r, text);
    if (!whole) stride = count;
    for (size_t i = 0; i < count && status == SOSI_OK; i += stride)
        status = add_point(r, r->number + i, stride == 3);
    return status;
}

/* A whole number of at most 15 digits with a blank or the end behind it, as nearly all are. */
static bool plain_number(const char **at, int64_t *out) {
    const char *p = sosi_skip_blanks(*at);
    bool negative = *p == '-';
    p += negative;
    const char *first = p;
    int64_t number = 0;
    for (; (unsigned)(*p - '0') < 10 && p - first < 16; p++)
        number = 10 * number + (*p - '0');
    *at = p;
    *out = negative ? -number : number;
    return p > first && p - first < 16 && (!*p || sosi_blank(*p));
}

/* One point, and perhaps a knot behind it. False: the line is something else, or a number is too
 * large, and nothing was taken. */
static bool plain_point(sosi_reader *r, const char *text, sosi_status *status) {
    int64_t number[3];
    double north, east, z = (double)NAN;
    for (int i = 0; i < r->stride; i++)
        if (!plain_number(&text, &number[i])) return false;
    text = sosi_skip_blanks(text);
    if (*text && !(*text == '.' && text[1] == '.')) return false;
    if (!sosi_scale_whole(&r->north_scale, number[0], &north) ||
        !sosi_scale_whole(&r->east_scale, number[1], &east) ||
        (r->stride == 3 && !sosi_scale_whole(&r->height_scale, number[2], &z)))
        return false;
    if (r->depth) z = -z;
    *status = sosi_points_add(&r->raw.points, east, north, z) ? SOSI_OK : sosi_nomem(r);
    return true;
}

/* "674759383 47234049 ...KP 1 !comment" */
sosi_status sosi_take_points(sosi_reader *r, const char *text) {
    size_t count = 0;
    sosi_status status;
    if (!r->want_points) return SOSI_OK;
    if (plain_point(r, text, &status)) return status;
    for (const char *at = text;;) {
        at = sosi_skip_blanks(at);
        if (!*at || *at == '!' || (*at == '.' && at[1] == '.')) break;
        bool beyond = false;
        if (!SOSI_RESERVE(r->number, count, r->number_room, 1)) return sosi_nomem(r);
        if (!sosi_decimal_read(&at, &r->number[count], &beyond)) return sosi_broken(r, text);
        if (*at && !sosi_blank(*at) && *at != '!' && *at != '.') return sosi_broken(r, text);
        if (beyond) r->raw.beyond = true;
        count++;
    }
    return count ? add_numbers(r, count, text) : SOSI_OK;
}
