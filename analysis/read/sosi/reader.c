/* reader.c - the passes through the file: what is in it, the curves that areas refer to, and one
 * object after the other. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- failures ---- */

sosi_status sosi_fail(sosi_reader *r, sosi_status status, sosi_code code, const char *word,
                      size_t size) {
    r->failure = (sosi_problem){.code = code, .line = r->lines.number, .serial = r->raw.serial};
    size_t kept = 0;
    for (; kept < size && kept + 1 < sizeof r->failure.word; kept++) {
        unsigned char byte = (unsigned char)word[kept];
        /* What stands in the file is shown as far as it is sure to be readable. */
        bool plain = (byte >= ' ' && byte < 0x7F) || code != SOSI_NOT_UNDERSTOOD;
        r->failure.word[kept] = plain ? (char)byte : '?';
    }
    r->failure.word[kept] = '\0';
    return status;
}

sosi_status sosi_nomem(sosi_reader *r) {
    return sosi_fail(r, SOSI_MEMORY, SOSI_OUT_OF_MEMORY, "", 0);
}

/* ---- small things ---- */

bool sosi_begins(const void *bytes, size_t size) {
    const char *p = bytes, *end = p + size;
    if (size >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3;
    while (p < end && (*p == '!' || strchr(" \t\r\n\v\f", *p))) {
        if (*p == '\0') return false;
        if (*p == '!')
            while (p < end && *p != '\n' && *p != '\r')
                p++;
        else
            p++;
    }
    return end - p >= 5 && memcmp(p, ".HODE", 5) == 0;
}

void sosi_box_add(double box[4], bool *has_box, const double *xy, size_t points) {
    if (points && !*has_box) {
        box[0] = box[2] = xy[0];
        box[1] = box[3] = xy[1];
        *has_box = true;
    }
    for (size_t i = 0; i < points; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
    }
}

static void join_box(sosi_type *type, const double box[4]) {
    const double corners[4] = {box[0], box[1], box[2], box[3]};
    sosi_box_add(type->box, &type->has_box, corners, 2);
}

bool sosi_hand_out(const sosi_reader *r, const sosi_raw *raw, sosi_text *text,
                   sosi_attribute **attribute, size_t *room) {
    int32_t last[SOSI_MOST_LEVELS + 1];
    for (int i = 0; i <= SOSI_MOST_LEVELS; i++)
        last[i] = -1;
    text->size = 0;
    /* Room for all, so that nothing moves: a character is at most three bytes of UTF-8. */
    if (raw->text.size > (SIZE_MAX - 1) / 3 ||
        !SOSI_RESERVE(text->bytes, (size_t)0, text->room, 3 * raw->text.size + 1) ||
        !sosi_reserve((void **)attribute, room, 0, raw->attributes, sizeof **attribute) ||
        raw->attributes > INT32_MAX)
        return false;
    for (size_t i = 0; i < raw->attributes; i++) {
        const sosi_raw_attribute *from = &raw->attribute[i];
        const char *key = raw->text.bytes + from->key, *value = raw->text.bytes + from->value;
        size_t key_place, value_place;
        if (!sosi_charset_add(r->charset, key, strlen(key), text, &key_place) ||
            !sosi_charset_add(r->charset, value, strlen(value), text, &value_place))
            return false;
        int32_t parent = -1;
        for (int level = from->level - 1; level > 0 && parent < 0; level--)
            parent = last[level];
        last[from->level] = (int32_t)i;
        for (int level = from->level + 1; level <= SOSI_MOST_LEVELS; level++)
            last[level] = -1;
        (*attribute)[i] = (sosi_attribute){from->level, parent, from->line, text->bytes + key_place,
                                           text->bytes + value_place};
    }
    return true;
}

static sosi_quality quality_of(const sosi_reader *r, const sosi_raw *raw) {
    sosi_quality own = raw->quality;
    if (own.method == -2 && own.accuracy == -2) return r->head.quality;
    if (own.accuracy == -2) own.accuracy = -1;
    if (own.method == -2) own.method = -1;
    return own;
}

/* A type that the first pass did not see: the file has changed since. */
static sosi_status known_type(sosi_reader *r, size_t *number) {
    sosi_status status = sosi_find_type(r, number);
    if (status != SOSI_OK || *number < r->types) return status;
    return sosi_fail(r, SOSI_IO, SOSI_CANNOT_READ, "", 0);
}

/* ---- first pass: what is in the file ---- */

static sosi_status scan(sosi_reader *r) {
    sosi_status status;
    r->want_text = true;
    r->lines.seen = &r->seen;
    while ((status = sosi_read_object(r)) == SOSI_OK) {
        bool head = r->raw.head;
        if (!head && !r->head_raw.word[0]) return sosi_fail(r, SOSI_SYNTAX, SOSI_NOT_SOSI, "", 0);
        status = head ? sosi_take_head(r) : sosi_count_type(r);
        if (status != SOSI_OK) return status;
    }
    r->lines.seen = NULL;
    if (status != SOSI_DONE) return status;
    status = sosi_finish_head(r);
    if (status == SOSI_OK) status = sosi_finish_types(r);
    if (status == SOSI_OK && !r->ended) sosi_found_add(&r->file, SOSI_END_LACKS);
    return status;
}

/* ---- second pass: curves that areas refer to, and how far everything reaches ---- */

static sosi_curve curve_of(const sosi_raw *raw) {
    return (sosi_curve){.kind = raw->kind,
                        .word = raw->word,
                        .xy = raw->points.xy,
                        .z = raw->points.has_z ? raw->points.z : NULL,
                        .points = raw->points.count,
                        .radius = raw->radius,
                        .large = raw->large};
}

static bool bulges(sosi_kind kind) {
    return kind == KIND_ARC || kind == KIND_RADIUS_ARC || kind == KIND_CIRCLE ||
           kind == KIND_CENTRE;
}

/* An arc reaches farther than its points. */
static sosi_status reach(sosi_reader *r, double box[4], bool *has_box) {
    const sosi_points *points = &r->raw.points;
    if (bulges(r->raw.kind) && !r->raw.beyond) {
        sosi_curve curve = curve_of(&r->raw);
        r->drawing.line.count = 0;
        r->found.count = 0;
        if (!sosi_draw(&curve, r->drawing.sagitta, &r->drawing.line, &r->found))
            return sosi_nomem(r);
        points = &r->drawing.line;
    }
    /* Of a text only the first point is its place. */
    size_t count = r->raw.kind == KIND_POINT && points->count ? 1 : points->count;
    sosi_box_add(box, has_box, points->xy, count);
    return SOSI_OK;
}

/* Types that refer to the object reach as far as it does. */
static void reach_links(sosi_reader *r, const sosi_wanted *wanted, const double box[4]) {
    for (size_t at = wanted->types; at; at = r->curves.link[at - 1].next) {
        sosi_type *type = &r->type[r->curves.link[at - 1].type];
        join_box(type, box);
        type->has_height = type->has_height || r->raw.points.has_z;
        type->worst = sosi_quality_worse(type->worst, r->raw.quality);
    }
}

static sosi_status load_object(sosi_reader *r) {
    size_t number;
    double box[4];
    bool has_box = false;
    sosi_status status = known_type(r, &number);
    if (status == SOSI_OK) status = reach(r, box, &has_box);
    if (status != SOSI_OK) return status;
    sosi_type *type = &r->type[number];
    r->raw.quality = quality_of(r, &r->raw);
    type->worst = sosi_quality_worse(type->worst, r->raw.quality);
    type->has_height = type->has_height || r->raw.points.has_z;
    /* The point of an area with a border only stands for it. */
    bool drawn = r->raw.kind != KIND_AREA || !r->raw.refs;
    if (has_box && drawn) join_box(type, box);
    if (has_box) sosi_box_add(r->box, &r->has_box, box, 2);
    sosi_wanted *wanted = sosi_curves_find(&r->curves, r->raw.serial);
    if (!wanted) return SOSI_OK;
    bool first = wanted->kept == SIZE_MAX;
    if (!sosi_curves_keep(&r->curves, wanted, &r->raw)) return sosi_nomem(r);
    if (first && has_box && r->raw.kind != KIND_AREA) reach_links(r, wanted, box);
    return SOSI_OK;
}

/* OMRÅDE is stated in whole units, so one of them may be missing at each side. */
static void compare_box(sosi_reader *r) {
    const double *stated = r->head.stated_box;
    double most = 0;
    if (!r->head.stated || !r->has_box) return;
    for (int i = 0; i < 4; i++) {
        double out = i < 2 ? stated[i] - r->box[i] : r->box[i] - stated[i];
        if (out > most) most = out;
    }
    if (most <= 1) return;
    sosi_found_add(&r->file, SOSI_OUTSIDE_STATED)->size = most;
}

static sosi_status load(sosi_reader *r) {
    sosi_status status = sosi_select(r, SIZE_MAX);
    r->want_own = true;
    while (status == SOSI_OK && (status = sosi_read_object(r)) == SOSI_OK)
        status = load_object(r);
    if (status != SOSI_DONE) return status;
    r->file.line = 0;
    compare_box(r);
    return sosi_select(r, SIZE_MAX);
}

/* ---- opening ---- */

/* 1 cm, or as much in degrees. */
static void set_tolerances(sosi_reader *r) {
    const double metres_of_degree = 111320; /* at the equator */
    double centimetre = r->head.known.degrees ? 0.01 / metres_of_degree : 0.01;
    r->drawing.sagitta = r->options.sagitta > 0 ? r->options.sagitta : centimetre;
    r->drawing.gap = r->options.gap > 0 ? r->options.gap : 2 * r->head.unit;
    r->drawing.curves = &r->curves;
    r->drawing.found = &r->found;
}

sosi_status sosi_open(const sosi_input *input, const sosi_options *options, sosi_reader **out) {
    sosi_reader *r = calloc(1, sizeof *r);
    *out = r;
    if (!r) return SOSI_MEMORY;
    r->lines.input = *input;
    if (options) r->options = *options;
    r->only = SIZE_MAX;
    r->head.number = -1;
    r->head.quality = (sosi_quality){-1, -1};
    sosi_status status = sosi_lines_rewind(&r->lines, 0, 0);
    if (status != SOSI_OK) return sosi_fail(r, status, SOSI_CANNOT_READ, "", 0);
    status = scan(r);
    if (status != SOSI_OK) return status;
    set_tolerances(r);
    return load(r);
}

void sosi_close(sosi_reader *r) {
    if (!r) return;
    free(r->lines.bytes);
    sosi_raw_clear(&r->head_raw);
    sosi_raw_clear(&r->raw);
    free(r->head_text.bytes);
    free(r->head_attribute);
    free(r->number);
    sosi_names_clear(&r->type_names);
    sosi_names_clear(&r->key_names);
    free(r->type);
    free(r->state);
    free(r->key);
    free(r->type_text.bytes);
    free(r->scratch.bytes);
    sosi_curves_clear(&r->curves);
    sosi_drawing_clear(&r->drawing);
    free(r->text.bytes);
    free(r->attribute);
    free(r);
}

const sosi_problem *sosi_failure(const sosi_reader *r) { return &r->failure; }
const sosi_head *sosi_head_of(const sosi_reader *r) { return &r->head; }

const sosi_type *sosi_types(const sosi_reader *r, size_t *count) {
    *count = r->types;
    return r->type;
}

const sosi_problem *sosi_problems(const sosi_reader *r, size_t *count) {
    *count = r->file.count;
    return r->file.problem;
}

/* ---- objects ---- */

sosi_status sosi_select(sosi_reader *r, size_t type) {
    bool one = type < r->types;
    r->only = one ? type : SIZE_MAX;
    r->want_text = r->want_points = true;
    r->want_own = false;
    r->delivered = 0;
    sosi_status status = sosi_lines_rewind(&r->lines, one ? r->state[type].first_place : 0,
                                           one ? r->type[type].first_line - 1 : 0);
    return status == SOSI_OK ? SOSI_OK : sosi_fail(r, status, SOSI_CANNOT_READ, "", 0);
}

static void set_geometry(sosi_reader *r, const sosi_points *points, size_t count) {
    r->object.geometry = (sosi_geometry){.xy = points->xy,
                                         .z = points->has_z ? points->z : NULL,
                                         .points = count,
                                         .ring = &r->zero,
                                         .rings = 1,
                                         .part = &r->zero,
                                         .parts = 1};
}

static bool draw_curve(sosi_reader *r) {
    sosi_points *line = &r->drawing.line;
    sosi_curve curve = curve_of(&r->raw);
    if (curve.kind == KIND_LINE && curve.points > 1) { /* as it stands */
        set_geometry(r, &r->raw.points, curve.points);
        return true;
    }
    line->count = 0;
    line->has_z = false;
    if (!sosi_draw(&curve, r->drawing.sagitta, line, &r->found)) return false;
    if (!sosi_found_bars(&r->found)) set_geometry(r, line, line->count);
    return true;
}

static bool draw_area(sosi_reader *r) {
    sosi_drawing *d = &r->drawing;
    if (!sosi_draw_area(d, &r->raw)) return false;
    if (sosi_found_bars(&r->found)) return true;
    set_geometry(r, &d->out, d->out.count);
    r->object.geometry.ring = d->out_ring;
    r->object.geometry.rings = d->out_rings;
    r->object.geometry.part = d->out_part;
    r->object.geometry.parts = d->out_parts;
    r->object.quality = sosi_quality_worse(r->object.quality, d->worst);
    return true;
}

static bool draw(sosi_reader *r) {
    const sosi_raw *raw = &r->raw;
    sosi_form form = sosi_form_of(raw->kind);
    bool bare = raw->points.count == 0 && !(form == SOSI_AREA && raw->refs);
    sosi_code code = raw->beyond           ? SOSI_COORDINATE_BEYOND
                     : form == SOSI_UNREAD ? SOSI_FORM_UNREAD
                     : bare                ? SOSI_NO_COORDINATES
                                           : SOSI_NO_PROBLEM;
    /* An area with a border needs no point of its own. */
    if (code == SOSI_COORDINATE_BEYOND && form == SOSI_AREA && raw->refs) code = SOSI_NO_PROBLEM;
    if (code) {
        memcpy(sosi_found_add(&r->found, code)->word, raw->word, sizeof raw->word);
        return true;
    }
    if (form == SOSI_AREA) return draw_area(r);
    if (form == SOSI_CURVE) return draw_curve(r);
    set_geometry(r, &raw->points, form == SOSI_POINT ? 1 : raw->points.count);
    return true;
}

static sosi_status deliver(sosi_reader *r) {
    const sosi_raw *raw = &r->raw;
    sosi_object *object = &r->object;
    *object = (sosi_object){.word = raw->word,
                            .form = sosi_form_of(raw->kind),
                            .serial = raw->serial,
                            .line = raw->line,
                            .quality = quality_of(r, raw)};
    r->found.count = 0;
    r->found.line = raw->line;
    r->found.serial = raw->serial;
    if (!sosi_hand_out(r, raw, &r->text, &r->attribute, &r->attribute_room) || !draw(r))
        return sosi_nomem(r);
    object->attribute = r->attribute;
    object->attributes = raw->attributes;
    object->problem = r->found.problem;
    object->problems = r->found.count;
    return SOSI_OK;
}

sosi_status sosi_next(sosi_reader *r, const sosi_object **out) {
    size_t type;
    sosi_status status;
    *out = NULL;
    r->failure.code = SOSI_NO_PROBLEM;
    do {
        if (r->only != SIZE_MAX && r->delivered == r->type[r->only].objects) return SOSI_DONE;
        status = sosi_read_object(r);
        if (status == SOSI_OK) status = known_type(r, &type);
        if (status != SOSI_OK) return status;
    } while (r->only != SIZE_MAX && type != r->only);
    r->delivered++;
    status = deliver(r);
    r->object.type = type;
    if (status == SOSI_OK) *out = &r->object;
    return status;
}
