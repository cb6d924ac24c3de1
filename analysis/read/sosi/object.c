/* object.c - one object as it stands in the file: its line of beginning, texts, coordinates and
 * references. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- forms ---- */

static const struct {
    const char *word;
    sosi_kind kind;
} words[] = {
    {"KURVE", KIND_LINE},     {"FLATE", KIND_AREA},    {"PUNKT", KIND_POINT},
    {"BUEP", KIND_ARC},       {"LINJE", KIND_LINE},    {"TEKST", KIND_POINT},
    {"SYMBOL", KIND_POINT},   {"SVERM", KIND_SWARM},   {"BUE", KIND_RADIUS_ARC},
    {"SIRKELP", KIND_CIRCLE}, {"SIRKEL", KIND_CENTRE}, {"KLOTOIDE", KIND_CHORDS},
    {"BEZIER", KIND_CHORDS},
};

static sosi_kind kind_of(const char *word) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i].word) == 0) return words[i].kind;
    return KIND_UNREAD;
}

sosi_form sosi_form_of(sosi_kind kind) {
    return kind == KIND_AREA     ? SOSI_AREA
           : kind == KIND_POINT  ? SOSI_POINT
           : kind == KIND_SWARM  ? SOSI_SWARM
           : kind == KIND_UNREAD ? SOSI_UNREAD
                                 : SOSI_CURVE;
}

/* ---- what the files of one line share ---- */

sosi_status sosi_broken(sosi_reader *r, const char *text) {
    return sosi_fail(r, SOSI_SYNTAX, SOSI_NOT_UNDERSTOOD, text, strlen(text));
}

bool sosi_read_serial(const char **at, int64_t *out) {
    sosi_decimal number;
    bool beyond = false;
    const char *p = *at;
    if (*p < '0' || *p > '9') return false;
    if (!sosi_decimal_read(&p, &number, &beyond) || beyond || number.decimals) return false;
    *at = p;
    *out = number.mantissa;
    return true;
}

/* ---- lines ---- */

/* "...KVALITET 82 10" between coordinates belongs to the point before it. */
static void tell_point_attribute(sosi_reader *r, const char *key, size_t size) {
    if (sosi_key_is(key, size, "KP")) return; /* a knot on a line of its own */
    size_t before = r->file.count;
    r->file.line = r->lines.number;
    sosi_problem *problem = sosi_found_add(&r->file, SOSI_POINT_ATTRIBUTE);
    if (r->file.count == before) return;
    size_t kept = size < sizeof problem->word ? size : sizeof problem->word - 1;
    for (size_t i = 0; i < kept; i++) /* not decoded, so only what is ASCII */
        problem->word[i] = (unsigned char)key[i] < 0x80 ? key[i] : '?';
}

/* Is the object passed over? Its type is known when its coordinates begin. */
static sosi_status pass_over(sosi_reader *r) {
    size_t type;
    if (!r->typed || r->only == SIZE_MAX || r->raw.type_name == SIZE_MAX) return SOSI_OK;
    sosi_status status = sosi_find_type(r, &type);
    if (type == r->only) return status;
    r->raw.unwanted = true;
    r->want_points = false;
    return status;
}

/* Behind REF or, in old files, behind the dots alone: "..:1 :2". NULL: the line has none. */
static const char *references_of(const char *key, size_t size, const char *value) {
    if (sosi_key_is(key, size, "REF")) return value;
    const char *first = size ? key : value;
    return *first == ':' || *first == '(' ? first : NULL;
}

static sosi_status take_key(sosi_reader *r, const char *line, size_t dots) {
    const char *key = line + dots;
    size_t size = 0;
    while (key[size] && !sosi_blank(key[size]) && key[size] != '!')
        size++;
    const char *value = sosi_skip_blanks(key + size);
    char third;
    if (r->in == IN_POINTS && dots > 2) {
        if (!r->typed) tell_point_attribute(r, key, size);
        return SOSI_OK;
    }
    if (!r->raw.head && sosi_is_point_key(key, size, &third)) {
        if (!r->letter) r->letter = (unsigned char)key[1];
        r->in = IN_POINTS;
        r->stride = third ? 3 : 2;
        sosi_status status = SOSI_OK;
        if (r->depth != (third == 'D')) {
            r->depth = third == 'D';
            status = sosi_set_scales(r);
        }
        if (status == SOSI_OK) status = pass_over(r);
        return status == SOSI_OK ? sosi_take_points(r, value) : status;
    }
    const char *refs = references_of(key, size, value);
    if (refs) {
        r->in = IN_REFERENCES;
        return sosi_take_references(r, refs);
    }
    r->in = IN_TEXT;
    if (!r->want_text || r->raw.unwanted) return SOSI_OK;
    if (r->want_own && !sosi_may_heed(key)) {
        r->in = IN_NOTHING;
        return SOSI_OK;
    }
    int level = dots < SOSI_MOST_LEVELS ? (int)dots : SOSI_MOST_LEVELS;
    return sosi_add_text(r, level, key, size, value);
}

static sosi_status take_line(sosi_reader *r, const char *line, size_t length) {
    size_t dots = 0;
    if (r->in == IN_POINTS && *line != '.') {
        line = sosi_skip_blanks(line);
        /* "...KP 2" after blanks is a line of its own all the same. */
        if (*line != '.') return sosi_take_points(r, line);
    }
    line = sosi_skip_blanks(line);
    if (!*line || *line == '!') return SOSI_OK;
    while (dots < length && line[dots] == '.')
        dots++;
    if (dots) return take_key(r, line, dots);
    if (r->in == IN_REFERENCES) return sosi_take_references(r, line);
    return r->in == IN_TEXT && r->want_text && !r->raw.unwanted ? sosi_extend_text(r, line)
                                                                : SOSI_OK;
}

/* ---- objects ---- */

static bool begins_object(const char *line) { return line[0] == '.' && line[1] != '.' && line[1]; }

static sosi_status begin_object(sosi_reader *r, const char *line) {
    sosi_raw *raw = &r->raw;
    size_t size = strcspn(line + 1, " \t!:");
    const char *rest = sosi_skip_blanks(line + 1 + size);
    size_t kept = size < sizeof raw->word ? size : sizeof raw->word - 1;
    for (size_t i = 0; i < kept; i++)
        raw->word[i] = (unsigned char)line[1 + i] < 0x80 ? line[1 + i] : '?';
    raw->word[kept] = '\0';
    raw->kind = kind_of(raw->word);
    raw->head = strcmp(raw->word, "HODE") == 0;
    raw->serial = 0;
    sosi_read_serial(&rest, &raw->serial);
    raw->line = r->lines.number;
    raw->place = r->lines.line_place;
    raw->text.size = raw->attributes = raw->points.count = raw->refs = raw->rings = 0;
    raw->points.has_z = raw->large = raw->beyond = raw->unwanted = false;
    raw->type_name = SIZE_MAX;
    raw->radius = 0;
    raw->quality = (sosi_quality){-2, -2};
    r->in = IN_TEXT;
    r->quote = '\0';
    r->joined = false;
    return r->own_scale ? sosi_reset_scales(r) : SOSI_OK;
}

static sosi_status take_lines(sosi_reader *r, bool skipped) {
    char *line;
    size_t length;
    sosi_status status;
    while ((status = sosi_lines_next(&r->lines, &line, &length)) == SOSI_OK) {
        if (begins_object(line)) {
            r->lines.again = true;
            break;
        }
        if (skipped) continue;
        status = take_line(r, line, length);
        if (status != SOSI_OK) return status;
    }
    return status == SOSI_DONE ? SOSI_OK : status;
}

/* Failures of the lines get their words. */
static sosi_status named(sosi_reader *r, sosi_status status) {
    if (status == SOSI_OK || status == SOSI_DONE || r->failure.code) return status;
    if (status == SOSI_MEMORY) return sosi_nomem(r);
    return sosi_fail(r, status, status == SOSI_IO ? SOSI_CANNOT_READ : SOSI_LINE_TOO_LONG, "", 0);
}

sosi_status sosi_read_object(sosi_reader *r) {
    bool want_points = r->want_points;
    for (;;) {
        char *line;
        size_t length;
        sosi_status status = sosi_lines_next(&r->lines, &line, &length);
        if (status != SOSI_OK) return named(r, status);
        if (!begins_object(line)) continue; /* before the first object */
        status = begin_object(r, line);
        if (status != SOSI_OK) return status;
        const char *word = r->raw.word;
        if (strcmp(word, "SLUTT") == 0) {
            r->ended = true;
            return SOSI_DONE;
        }
        bool definition = strcmp(word, "DEF") == 0 || strcmp(word, "OBJDEF") == 0;
        status = take_lines(r, definition || (r->raw.head && r->typed));
        r->want_points = want_points;
        if (status == SOSI_OK && !definition) status = sosi_sort_references(r);
        if (status != SOSI_OK) return named(r, status);
        if (definition || (r->raw.head && r->typed) || r->raw.unwanted) continue;
        return SOSI_OK;
    }
}

void sosi_raw_clear(sosi_raw *raw) {
    free(raw->text.bytes);
    free(raw->attribute);
    sosi_points_clear(&raw->points);
    free(raw->ref);
    free(raw->ring);
    *raw = (sosi_raw){0};
}
