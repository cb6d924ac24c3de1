/* head.c - what the head of a file says about all that follows. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading values ---- */

/* Does the key begin so and then have an Ø, in any of the character sets, and nothing else? */
static bool ends_in_oe(const char *key, const char *start) {
    size_t size = strlen(start);
    if (strncmp(key, start, size) != 0) return false;
    const char *rest = key + size;
    return strcmp(rest, "\xC3\x98") == 0 || strcmp(rest, "\xD8") == 0 ||
           strcmp(rest, "\x9D") == 0 || strcmp(rest, "\\") == 0;
}

/* One number, or none (false). */
static bool read_number(const char **at, sosi_decimal *out) {
    bool beyond = false;
    *at = sosi_skip_blanks(*at);
    return sosi_decimal_read(at, out, &beyond) && !beyond;
}

static bool read_pair(const char *text, sosi_decimal *one, sosi_decimal *two) {
    return read_number(&text, one) && read_number(&text, two);
}

static bool same(sosi_decimal a, sosi_decimal b) {
    return a.mantissa == b.mantissa && a.decimals == b.decimals;
}

/* ---- values that must not be stated twice and differ ---- */

static sosi_status differs(sosi_reader *r, const char *what) {
    return sosi_fail(r, SOSI_SYNTAX, SOSI_TRANSPAR_DIFFERS, what, strlen(what));
}

static sosi_status take_unit(sosi_reader *r, const char *what, const char *text, bool *has,
                             sosi_decimal *unit) {
    sosi_decimal read;
    if (!read_number(&text, &read) || read.mantissa <= 0) return SOSI_OK; /* told if it lacks */
    if (*has && !same(*unit, read)) return differs(r, what);
    *has = true;
    *unit = read;
    return SOSI_OK;
}

static sosi_status take_system(sosi_reader *r, const char *text) {
    sosi_decimal read;
    if (!read_number(&text, &read) || read.decimals || read.mantissa < 0 || read.mantissa > 1000000)
        return SOSI_OK;
    if (r->has_system && r->head.number != (int)read.mantissa) return differs(r, "KOORDSYS");
    r->has_system = true;
    r->head.number = (int)read.mantissa;
    return SOSI_OK;
}

static sosi_status take_origin(sosi_reader *r, const char *text) {
    sosi_decimal north, east;
    if (!read_pair(text, &north, &east)) return SOSI_OK;
    if (r->has_origin && !(same(r->north, north) && same(r->east, east)))
        return differs(r, "ORIGO-NØ");
    r->has_origin = true;
    r->north = north;
    r->east = east;
    return SOSI_OK;
}

/* MIN-NØ and MAX-NØ of OMRÅDE, in whole units whatever ENHET is. */
static void take_corner(sosi_reader *r, const char *text, int first, bool *has) {
    sosi_decimal north, east;
    if (!read_pair(text, &north, &east)) return;
    r->head.stated_box[first] = sosi_decimal_value(east);
    r->head.stated_box[first + 1] = sosi_decimal_value(north);
    *has = true;
}

static sosi_status take_value(sosi_reader *r, const char *key, const char *value, bool corner[2]) {
    if (strcmp(key, "KOORDSYS") == 0) return take_system(r, value);
    if (strcmp(key, "ENHET") == 0) return take_unit(r, key, value, &r->has_unit, &r->unit);
    if (strcmp(key, "ENHET-H") == 0)
        return take_unit(r, key, value, &r->has_unit_height, &r->unit_height);
    if (strcmp(key, "ENHET-D") == 0)
        return take_unit(r, key, value, &r->has_unit_depth, &r->unit_depth);
    if (ends_in_oe(key, "ORIGO-N")) return take_origin(r, value);
    if (ends_in_oe(key, "MIN-N")) take_corner(r, value, 0, &corner[0]);
    if (ends_in_oe(key, "MAX-N")) take_corner(r, value, 2, &corner[1]);
    if (strcmp(key, "KVALITET") == 0) r->head.quality = sosi_quality_read(value);
    if (strcmp(key, "TRANSPAR") == 0) r->head.transformations++;
    return SOSI_OK;
}

static void set_defaults(sosi_reader *r) {
    const sosi_decimal hundredth = {1, 2};
    /* Heights are in the unit of the plane unless they have one; so are depths. */
    if (!r->has_unit) r->unit = hundredth;
    if (!r->has_unit_height) r->unit_height = r->unit;
    if (!r->has_unit_depth) r->unit_depth = r->unit_height;
}

sosi_status sosi_take_head(sosi_reader *r) {
    sosi_status status = SOSI_OK;
    bool first = !r->head_raw.head, corner[2] = {false, false};
    const sosi_raw *raw = &r->raw;
    for (size_t i = 0; i < raw->attributes; i++) {
        const sosi_raw_attribute *attribute = &raw->attribute[i];
        status = take_value(r, raw->text.bytes + attribute->key, raw->text.bytes + attribute->value,
                            corner);
        if (status == SOSI_OK) continue;
        r->failure.line = attribute->line;
        return status;
    }
    r->head.stated = r->head.stated || (corner[0] && corner[1]);
    if (first) { /* kept as it is; its texts are decoded when the character set is known */
        r->head_raw = r->raw;
        r->raw = (sosi_raw){0};
    }
    set_defaults(r);
    return sosi_reset_scales(r);
}

/* ---- scales ---- */

sosi_status sosi_set_scales(sosi_reader *r) {
    const sosi_decimal nothing = {0, 0};
    if (sosi_scale_make(r->own[0], r->north, &r->north_scale) &&
        sosi_scale_make(r->own[0], r->east, &r->east_scale) &&
        sosi_scale_make(r->own[r->depth ? 2 : 1], nothing, &r->height_scale))
        return SOSI_OK;
    return sosi_fail(r, SOSI_SYNTAX, SOSI_UNIT_BEYOND, "", 0);
}

sosi_status sosi_reset_scales(sosi_reader *r) {
    r->own[0] = r->unit;
    r->own[1] = r->unit_height;
    r->own[2] = r->unit_depth;
    r->own_scale = false;
    return sosi_set_scales(r);
}

/* ---- handing out ---- */

static const char *text_of(const sosi_head *head, const char *key) {
    for (size_t i = 0; i < head->attributes; i++)
        if (strcmp(head->attribute[i].key, key) == 0) return head->attribute[i].value;
    return "";
}

/* Bytes of TEGNSETT, whatever set they are in. */
static void stated_charset(const sosi_raw *raw, char out[32]) {
    out[0] = '\0';
    for (size_t i = 0; i < raw->attributes; i++) {
        const char *value = raw->text.bytes + raw->attribute[i].value;
        size_t size = strcspn(value, " \t");
        if (strcmp(raw->text.bytes + raw->attribute[i].key, "TEGNSETT") != 0 || size > 31) continue;
        memcpy(out, value, size);
        out[size] = '\0';
        return;
    }
}

static void choose_charset(sosi_reader *r) {
    char stated[32];
    bool wrong;
    stated_charset(&r->head_raw, stated);
    r->charset = sosi_charset_choose(stated, &r->seen, r->letter, &wrong);
    r->head.charset = r->charset->name;
    r->file.line = 0;
    if (!wrong) return;
    sosi_problem *problem = sosi_found_add(&r->file, SOSI_CHARSET_DIFFERS);
    memcpy(problem->word, r->charset->name, strlen(r->charset->name) + 1);
}

static void set_numbers(sosi_reader *r) {
    sosi_head *head = &r->head;
    const char *level = text_of(head, "SOSI-NIVÅ");
    sosi_decimal number;
    head->level = read_number(&level, &number) && !number.decimals && number.mantissa < 100
                      ? (int)number.mantissa
                      : -1;
    head->unit = sosi_decimal_value(r->unit);
    head->unit_height = sosi_decimal_value(r->unit_height);
    head->unit_depth = sosi_decimal_value(r->unit_depth);
    head->origin_north = sosi_decimal_value(r->north);
    head->origin_east = sosi_decimal_value(r->east);
    if (!r->has_system) head->number = -1;
    sosi_system_find(head->number, &head->known);
}

sosi_status sosi_finish_head(sosi_reader *r) {
    sosi_head *head = &r->head;
    r->lines.number = 0; /* what lacks has no line */
    if (!r->head_raw.word[0]) return sosi_fail(r, SOSI_SYNTAX, SOSI_NOT_SOSI, "", 0);
    if (!r->has_unit) return sosi_fail(r, SOSI_SYNTAX, SOSI_UNIT_LACKS, "", 0);
    if (!r->has_origin) return sosi_fail(r, SOSI_SYNTAX, SOSI_ORIGIN_LACKS, "", 0);
    choose_charset(r);
    if (!sosi_hand_out(r, &r->head_raw, &r->head_text, &r->head_attribute, &r->head_room))
        return sosi_nomem(r);
    head->attribute = r->head_attribute;
    head->attributes = r->head_raw.attributes;
    head->mark = r->lines.mark;
    head->charset_stated = text_of(head, "TEGNSETT");
    head->version = text_of(head, "SOSI-VERSJON");
    head->vertical = text_of(head, "VERT-DATUM");
    set_numbers(r);
    return SOSI_OK;
}
