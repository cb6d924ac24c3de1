/* sosi_parse.c - from the bytes of a SOSI file to elements: character set, header, attributes,
 * coordinates and references. */
#include "read/sosi_parse.h"

#include "base/platform.h"
#include "base/text.h"
#include "read/sosi.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- bytes ---- */

bool hn_is_sosi(const char *path) {
    unsigned char start[512] = {0};
    if (hn_path_kind_of(path) != HN_PATH_FILE) return false;
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t got = fread(start, 1, sizeof start - 1, file);
    fclose(file);
    const char *p = (const char *)start;
    if (got >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3;
    while (isspace((unsigned char)*p) || *p == '!') {
        if (*p == '!')
            p += strcspn(p, "\r\n");
        else
            p++;
    }
    return strncmp(p, ".HODE", 5) == 0;
}

static hensyn_status load(hensyn_context *ctx, const char *path, char **out) {
    int64_t size = hn_file_size(path);
    FILE *file = fopen(path, "rb");
    char *text = file && size >= 0 ? hn_alloc((size_t)size + 1, 1) : NULL;
    size_t got = text ? fread(text, 1, (size_t)size, file) : 0;
    if (file) fclose(file);
    if (file && !text) return hn_nomem(ctx);
    if (!file || got != (size_t)size) {
        hn_free(text);
        return hn_fail(ctx, HENSYN_INPUT, hn_text(ctx, "%s: kan ikke leses", "%s: cannot be read"),
                       path);
    }
    for (size_t i = 0; i < got; i++)
        if (text[i] == '\0') text[i] = ' ';
    text[got] = '\0';
    *out = text;
    return HENSYN_OK;
}

static bool is_ascii(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80) return false;
    return true;
}

/* What the header calls the character set, and what iconv does. */
static const char *const charsets[][2] = {
    {"UTF-8", "UTF-8"},
    {"ISO8859-1", "ISO-8859-1"},
    {"ISO8859-10", "ISO-8859-10"},
    {"ISO8859-15", "ISO-8859-15"},
    {"ANSI", "CP1252"},
    {"DOSN8", "CP865"},
    {"ND7", "NS_4551-1"},
    {"DECN7", "NS_4551-1"},
};

/* The value of TEGNSETT in the header, "" when there is none. */
static void stated_charset(const char *text, char out[32]) {
    const char *at = strstr(text, "..TEGNSETT"), *end = strstr(text, "\n.K");
    out[0] = '\0';
    if (!at || (end && at > end)) return;
    at += strlen("..TEGNSETT");
    at += strspn(at, " \t");
    snprintf(out, 32, "%.*s", (int)strcspn(at, " \t\r\n!"), at);
}

/* The Ø of "..NØ" tells the eight-bit sets of Norwegian computers apart. */
static const char *charset_of_key(const char *text) {
    for (const char *at = text; (at = strstr(at, "..N")); at++) {
        unsigned char letter = (unsigned char)at[3];
        if (letter == 0x9D) return "CP865";
        if (letter == 0xD8) return "ISO-8859-1";
    }
    return NULL;
}

/* The bytes decide: what is valid UTF-8 beyond ASCII is hardly ever anything else. */
static void choose_charset(const char *text, hn_sosi_file *file) {
    char stated[32];
    stated_charset(text, stated);
    const char *known = NULL;
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (EQUAL(stated, charsets[i][0])) known = charsets[i][1];
    if (is_ascii(text)) {
        file->charset = known ? known : "UTF-8";
    } else if (hn_is_utf8(text)) {
        file->charset = "UTF-8";
        file->charset_wrong = !known || strcmp(known, "UTF-8") != 0;
    } else {
        const char *seen = charset_of_key(text);
        bool latin = known && (strncmp(known, "ISO", 3) == 0 || strcmp(known, "CP1252") == 0);
        bool fits = known && strcmp(known, "UTF-8") != 0 &&
                    (!seen || latin == (strcmp(seen, "ISO-8859-1") == 0));
        file->charset = fits ? known : seen ? seen : "ISO-8859-1";
        file->charset_wrong = !fits;
    }
}

static hensyn_status to_utf8(hensyn_context *ctx, hn_sosi_file *file, char **text) {
    if (strcmp(file->charset, "UTF-8") == 0) return HENSYN_OK;
    char *recoded = CPLRecode(*text, file->charset, CPL_ENC_UTF8);
    char *copy = recoded ? hn_strdup(recoded) : NULL;
    CPLFree(recoded);
    if (!copy) return hn_nomem(ctx);
    hn_free(*text);
    *text = copy;
    return HENSYN_OK;
}

/* ---- lines ---- */

typedef enum place { IN_ATTRIBUTES, IN_COORDINATES, IN_REFERENCES } place;

typedef struct parser {
    hensyn_context *ctx;
    const char *path;
    hn_sosi_file *file;
    char *next;      /* rest of the text */
    int line;        /* number of the one at hand */
    bool header;     /* inside .HODE */
    bool skipped;    /* inside a definition */
    place place;     /* what a line without a dot goes on with */
    int stride;      /* numbers of a point */
    int ring, rings; /* of the reference at hand; holes so far */
    hn_buffer scratch;
} parser;

static void cut_comment(char *line) {
    bool quoted = false;
    for (; *line; line++) {
        if (*line == '"') quoted = !quoted;
        if (*line != '!' || quoted) continue;
        *line = '\0';
        return;
    }
}

/* Cuts the next line off: no comment, no blanks at the ends. NULL: no more. */
static char *next_line(parser *p) {
    if (!*p->next) return NULL;
    char *line = p->next, *end = line + strcspn(line, "\r\n");
    p->next = end + (*end ? 1 : 0) + (*end == '\r' && end[1] == '\n' ? 1 : 0);
    *end = '\0';
    p->line++;
    cut_comment(line);
    while (isspace((unsigned char)*line))
        line++;
    for (size_t n = strlen(line); n && isspace((unsigned char)line[n - 1]); n--)
        line[n - 1] = '\0';
    return line;
}

static hensyn_status broken(const parser *p, const char *what) {
    return hn_fail(p->ctx, HENSYN_INPUT,
                   hn_text(p->ctx, "%s, linje %d: ikke forstått: %.100s",
                           "%s, line %d: not understood: %.100s"),
                   p->path, p->line, what);
}

static hn_sosi_element *current(const parser *p) {
    return p->file->elements ? &p->file->element[p->file->elements - 1] : NULL;
}

/* ---- what stands in a line ---- */

static hensyn_status begin_element(parser *p, char *line) {
    char *word = line + 1, *rest = word + strcspn(word, " \t");
    if (*rest) *rest++ = '\0';
    p->header = strcmp(word, "HODE") == 0;
    p->skipped = strcmp(word, "DEF") == 0 || strcmp(word, "OBJDEF") == 0;
    p->place = IN_ATTRIBUTES;
    p->ring = p->rings = 0;
    if (strcmp(word, "SLUTT") == 0) p->file->ended = p->skipped = true;
    if (p->header || p->skipped) return HENSYN_OK;
    hn_sosi_file *file = p->file;
    if (!HN_RESERVE(file->element, file->elements, file->element_room, 1)) return hn_nomem(p->ctx);
    hn_sosi_element *element = &file->element[file->elements++];
    *element = (hn_sosi_element){.serial = strtol(rest, NULL, 10),
                                 .line = p->line,
                                 .field = file->fields,
                                 .point = file->points,
                                 .ref = file->refs};
    element->word = hn_pool_add(file->pool, word);
    return element->word ? HENSYN_OK : hn_nomem(p->ctx);
}

static hensyn_status add_point(parser *p, hn_sosi_element *element, double north, double east) {
    hn_sosi_file *file = p->file;
    if (!hn_reserve((void **)&file->xy, &file->point_room, file->points + 1, 2 * sizeof *file->xy))
        return hn_nomem(p->ctx);
    /* 674759383 * 0.01 is not 6747593.83, 674759383 / 100 is. */
    double parts = round(1 / file->unit);
    bool whole = fabs(parts * file->unit - 1) < 1e-12;
    file->xy[2 * file->points] = file->east + (whole ? east / parts : east * file->unit);
    file->xy[2 * file->points + 1] = file->north + (whole ? north / parts : north * file->unit);
    file->points++;
    element->points++;
    return HENSYN_OK;
}

/* "674759383 47234049 ...KP 1": points of two or three numbers. */
static hensyn_status add_coordinates(parser *p, const char *text) {
    enum { MOST = 64 };
    double number[MOST];
    int count = 0;
    hn_sosi_element *element = current(p);
    for (const char *at = text; count < MOST; count++) {
        at += strspn(at, " \t");
        char *end;
        if (!*at || *at == '.') break;
        number[count] = CPLStrtod(at, &end);
        if (end == at || (*end && !strchr(" \t", *end)) || !isfinite(number[count]))
            return broken(p, text);
        at = end;
    }
    if (count == 0) return HENSYN_OK;
    if (count == 1) return broken(p, text);
    element->has_height = element->has_height || p->stride == 3 || count == 3;
    hensyn_status status = add_point(p, element, number[0], number[1]);
    for (int i = p->stride; i + p->stride <= count && status == HENSYN_OK; i += p->stride)
        status = add_point(p, element, number[i], number[i + 1]);
    return status;
}

/* ":-633 :134 (:138)": borders in order, a minus for backwards, holes in parentheses. */
static hensyn_status add_references(parser *p, const char *text) {
    hn_sosi_file *file = p->file;
    for (const char *at = text; *at;) {
        if (*at == '(') p->ring = ++p->rings;
        if (*at == ')') p->ring = 0;
        if (*at++ != ':') continue;
        bool reversed = *at == '-';
        char *end;
        long serial = strtol(at + reversed, &end, 10);
        if (end == at + reversed) return broken(p, text);
        if (!HN_RESERVE(file->ref, file->refs, file->ref_room, 1)) return hn_nomem(p->ctx);
        file->ref[file->refs++] = (hn_sosi_ref){serial, reversed, p->ring};
        current(p)->refs++;
        at = end;
    }
    return HENSYN_OK;
}

static const char *unquoted(char *value) {
    size_t n = strlen(value);
    bool quote = n >= 2 && (value[0] == '"' || value[0] == '\'');
    if (!quote || strchr(value + 1, value[0]) != value + n - 1) return value;
    value[n - 1] = '\0';
    return value + 1;
}

static hensyn_status add_field(parser *p, const char *key, char *value) {
    hn_sosi_file *file = p->file;
    hn_sosi_element *element = current(p);
    const char *text = unquoted(value);
    if (!*text) return HENSYN_OK; /* the name of a group */
    if (!HN_RESERVE(file->field, file->fields, file->field_room, 1)) return hn_nomem(p->ctx);
    hn_sosi_field *field = &file->field[file->fields++];
    *field = (hn_sosi_field){file->elements - 1, hn_pool_add(file->pool, key),
                             hn_pool_add(file->pool, text)};
    element->fields++;
    if (strcmp(key, "OBJTYPE") == 0) element->object_type = field->value;
    if (strcmp(key, "RADIUS") == 0) element->radius = CPLAtof(text);
    return field->key && field->value ? HENSYN_OK : hn_nomem(p->ctx);
}

/* A text that goes on in the next line. */
static hensyn_status extend_field(parser *p, const char *more) {
    hn_sosi_element *element = current(p);
    if (!element->fields) return HENSYN_OK;
    hn_sosi_field *field = &p->file->field[p->file->fields - 1];
    p->scratch.length = 0;
    hn_append(&p->scratch, field->value);
    hn_append(&p->scratch, " ");
    hn_append(&p->scratch, more);
    if (p->scratch.failed) return hn_nomem(p->ctx);
    field->value = hn_pool_add(p->file->pool, unquoted(p->scratch.text));
    return field->value ? HENSYN_OK : hn_nomem(p->ctx);
}

/* Ø as it comes out of any of the character sets, also the seven-bit one read as ASCII. */
static bool is_coordinate_key(const char *key, bool *height) {
    if (*key != 'N' || ((unsigned char)key[1] < 0x80 && key[1] != '\\')) return false;
    const char *rest = key + 1 + (key[1] == '\\' ? 1 : strspn(key + 1, "\xC3\x98"));
    *height = strcmp(rest, "H") == 0;
    return *rest == '\0' || *height;
}

static hensyn_status take_header(parser *p, const char *key, const char *value) {
    hn_sosi_file *file = p->file;
    if (strcmp(key, "KOORDSYS") == 0) file->system = (int)strtol(value, NULL, 10);
    if (strcmp(key, "ENHET") == 0) file->unit = CPLAtof(value);
    if (strncmp(key, "ORIGO-N", 7) == 0) {
        char *end;
        file->north = CPLStrtod(value, &end);
        file->has_origin = end != value;
        file->east = CPLStrtod(end, NULL);
    }
    return HENSYN_OK;
}

static hensyn_status take_line(parser *p, char *line) {
    size_t dots = strspn(line, ".");
    if (!*line) return HENSYN_OK;
    if (dots == 1) return begin_element(p, line);
    if (p->skipped || (!p->header && !current(p))) return HENSYN_OK;
    if (dots == 0) {
        if (p->header) return HENSYN_OK;
        return p->place == IN_COORDINATES  ? add_coordinates(p, line)
               : p->place == IN_REFERENCES ? add_references(p, line)
                                           : extend_field(p, line);
    }
    char *key = line + dots, *value = key + strcspn(key, " \t");
    bool height;
    if (*value) *value++ = '\0';
    value += strspn(value, " \t");
    if (p->header) return take_header(p, key, value);
    if (is_coordinate_key(key, &height)) {
        if (!(p->file->unit > 0)) return HENSYN_OK; /* reported after the header */
        p->place = IN_COORDINATES;
        p->stride = height ? 3 : 2;
        return add_coordinates(p, value);
    }
    if (strcmp(key, "KP") == 0) return HENSYN_OK; /* a knot on a line of its own */
    p->place = strcmp(key, "REF") == 0 ? IN_REFERENCES : IN_ATTRIBUTES;
    return p->place == IN_REFERENCES ? add_references(p, value) : add_field(p, key, value);
}

/* ---- file ---- */

static hensyn_status check_header(hensyn_context *ctx, const char *path, const hn_sosi_file *file) {
    const char *missing = !(file->unit > 0) ? "ENHET" : !file->has_origin ? "ORIGO-NØ" : NULL;
    if (!missing) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_INPUT,
                   hn_text(ctx, "%s: filhodet mangler %s", "%s: the file header lacks %s"), path,
                   missing);
}

hensyn_status hn_sosi_parse(hensyn_context *ctx, const char *path, hn_sosi_file *out) {
    hensyn_status status = HENSYN_OK;
    char *text = NULL;
    *out = (hn_sosi_file){.system = -1};
    parser p = {.ctx = ctx, .path = path, .file = out, .stride = 2};
    out->pool = hn_pool_create();
    if (!out->pool) {
        status = hn_nomem(ctx);
        goto cleanup;
    }
    HN_TRY(load(ctx, path, &text));
    choose_charset(text, out);
    HN_TRY(to_utf8(ctx, out, &text));
    p.next = text + (strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0);
    for (char *line; !out->ended && (line = next_line(&p));)
        HN_TRY(take_line(&p, line));
    HN_TRY(check_header(ctx, path, out));

cleanup:
    hn_free(text);
    hn_buffer_free(&p.scratch);
    if (status != HENSYN_OK) hn_sosi_file_clear(out);
    return status;
}

void hn_sosi_file_clear(hn_sosi_file *file) {
    hn_pool_destroy(file->pool);
    hn_free(file->element);
    hn_free(file->field);
    hn_free(file->ref);
    hn_free(file->xy);
    *file = (hn_sosi_file){0};
}
