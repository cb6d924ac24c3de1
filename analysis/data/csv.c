/* csv.c - reads the tables of rules, with the file and line of whatever is wrong. */
#include "data/csv.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MAX_COLUMNS = 16 };

typedef struct reader {
    hensyn_context *ctx;
    const char *file;
    char *at;
    int line;
    char separator;
} reader;

/* One line of the file, taken apart. */
typedef struct record {
    char *field[MAX_COLUMNS];
    size_t fields;
    int line;
} record;

const char *hn_csv_hint(const hensyn_context *ctx, const char *nearest, char out[HN_HINT_SIZE]) {
    out[0] = '\0';
    if (nearest)
        snprintf(out, HN_HINT_SIZE, hn_text(ctx, " (mente du «%s»?)", " (did you mean '%s'?)"),
                 nearest);
    return out;
}

static hensyn_status unclosed(reader *r, int line) {
    return hn_fail(r->ctx, HENSYN_USAGE,
                   hn_text(r->ctx, "%s:%d: anførselstegnet som åpnes her, lukkes ikke",
                           "%s:%d: the quote that opens here is not closed"),
                   r->file, line);
}

static void skip_blanks(reader *r) {
    while (*r->at == ' ' || *r->at == '\t' || *r->at == '\r')
        r->at++;
}

/* A field between quotes, unescaped where it stands. */
static hensyn_status read_quoted(reader *r, char **out) {
    int opened = r->line;
    char *write = ++r->at;
    *out = write;
    for (; *r->at; r->at++) {
        if (*r->at == '"' && *++r->at != '"') {
            *write = '\0';
            return HENSYN_OK;
        }
        if (*r->at == '\n') r->line++;
        *write++ = *r->at;
    }
    return unclosed(r, opened);
}

static void read_plain(reader *r, char **out, char **end) {
    *out = r->at;
    while (*r->at && *r->at != r->separator && *r->at != '\n')
        r->at++;
    *end = r->at;
    while (*end > *out && strchr(" \t\r", (*end)[-1]))
        (*end)--;
}

/* Reads one field and what ends it; *more: another follows on the line. */
static hensyn_status read_field(reader *r, char **out, bool *more) {
    skip_blanks(r);
    char *end = NULL;
    if (*r->at == '"') {
        hensyn_status status = read_quoted(r, out);
        if (status != HENSYN_OK) return status;
        skip_blanks(r);
    } else {
        read_plain(r, out, &end);
    }
    char stop = *r->at;
    if (stop && stop != r->separator && stop != '\n')
        return hn_fail(r->ctx, HENSYN_USAGE,
                       hn_text(r->ctx, "%s:%d: tekst etter anførselstegnet",
                               "%s:%d: text after the closing quote"),
                       r->file, r->line);
    if (stop) r->at++;
    if (end) *end = '\0';
    *more = stop == r->separator && stop;
    if (stop == '\n') r->line++;
    return HENSYN_OK;
}

static bool is_comment_or_blank(reader *r) {
    char *at = r->at;
    while (*at == ' ' || *at == '\t' || *at == '\r')
        at++;
    return *at == '\n' || *at == '\0' || *at == '#';
}

static void skip_line(reader *r) {
    while (*r->at && *r->at != '\n')
        r->at++;
    if (!*r->at) return;
    r->at++;
    r->line++;
}

/* The next record with text in it; fields 0: the end. */
static hensyn_status read_record(reader *r, record *out) {
    bool empty = true;
    while (empty) {
        while (*r->at && is_comment_or_blank(r))
            skip_line(r);
        *out = (record){.line = r->line};
        if (!*r->at) return HENSYN_OK;
        for (bool more = true; more;) {
            if (out->fields == MAX_COLUMNS)
                return hn_fail(
                    r->ctx, HENSYN_USAGE,
                    hn_text(r->ctx, "%s:%d: flere enn %d kolonner", "%s:%d: more than %d columns"),
                    r->file, out->line, MAX_COLUMNS);
            char **field = &out->field[out->fields++];
            hensyn_status status = read_field(r, field, &more);
            if (status != HENSYN_OK) return status;
            if (**field) empty = false;
        }
    }
    return HENSYN_OK;
}

static void find_separator(reader *r) {
    r->separator = ',';
    reader look = *r;
    while (*look.at && is_comment_or_blank(&look))
        skip_line(&look);
    size_t length = strcspn(look.at, "\n");
    if (memchr(look.at, ';', length) && !memchr(look.at, ',', length)) r->separator = ';';
}

/* place[i]: number of the field that holds column i, SIZE_MAX: none. */
static hensyn_status read_header(reader *r, const char *const *columns, size_t count,
                                 size_t required, size_t *place, size_t *fields) {
    record header;
    hensyn_status status = read_record(r, &header);
    if (status != HENSYN_OK) return status;
    for (size_t i = 0; i < count; i++)
        place[i] = SIZE_MAX;
    for (size_t f = 0; f < header.fields; f++) {
        size_t i = 0;
        while (i < count && !hn_same(columns[i], header.field[f]))
            i++;
        char hint[HN_HINT_SIZE];
        if (i == count)
            return hn_fail(
                r->ctx, HENSYN_USAGE,
                hn_text(r->ctx, "%s:%d: ukjent kolonne «%s»%s", "%s:%d: unknown column '%s'%s"),
                r->file, header.line, header.field[f],
                hn_csv_hint(r->ctx, hn_nearest(header.field[f], columns, count), hint));
        place[i] = f;
    }
    for (size_t i = 0; i < required; i++)
        if (place[i] == SIZE_MAX)
            return hn_fail(
                r->ctx, HENSYN_USAGE,
                hn_text(r->ctx, "%s:%d: kolonnen «%s» mangler", "%s:%d: column '%s' is missing"),
                r->file, header.line, columns[i]);
    *fields = header.fields;
    return HENSYN_OK;
}

static hensyn_status read_rows(reader *r, const size_t *place, size_t fields, hn_csv *out) {
    size_t cells = 0, cell_capacity = 0, line_capacity = 0;
    for (;;) {
        record row;
        hensyn_status status = read_record(r, &row);
        if (status != HENSYN_OK || row.fields == 0) return status;
        if (row.fields != fields)
            return hn_fail(r->ctx, HENSYN_USAGE,
                           hn_text(r->ctx, "%s:%d: %zu felt, men overskriften har %zu",
                                   "%s:%d: %zu fields, but the header has %zu"),
                           r->file, row.line, row.fields, fields);
        if (!HN_RESERVE(out->cell, cells, cell_capacity, out->columns) ||
            !HN_RESERVE(out->line, out->rows, line_capacity, 1))
            return hn_nomem(r->ctx);
        for (size_t i = 0; i < out->columns; i++)
            out->cell[cells++] = place[i] == SIZE_MAX ? "" : row.field[place[i]];
        out->line[out->rows++] = row.line;
    }
}

/* A copy that may be written in, without BOM. */
static hensyn_status copy_text(hensyn_context *ctx, const char *file, const char *text, size_t size,
                               char **out) {
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    char *copy = hn_alloc(size + 1, 1);
    if (!copy) return hn_nomem(ctx);
    memcpy(copy, text, size);
    copy[size] = '\0';
    *out = copy;
    if (strlen(copy) == size && hn_is_utf8(copy)) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "%s:1: filen er ikke tekst i UTF-8", "%s:1: not UTF-8 text"), file);
}

hensyn_status hn_csv_read(hensyn_context *ctx, const char *file, const char *text, size_t size,
                          const char *const *columns, size_t count, size_t required, hn_csv *out) {
    hensyn_status status;
    size_t place[MAX_COLUMNS], fields = 0;
    *out = (hn_csv){.file = file, .columns = count};
    HN_TRY(copy_text(ctx, file, text, size, &out->text));
    reader r = {ctx, file, out->text, 1, ','};
    find_separator(&r);
    HN_TRY(read_header(&r, columns, count, required, place, &fields));
    HN_TRY(read_rows(&r, place, fields, out));
cleanup:
    if (status != HENSYN_OK) hn_csv_clear(out);
    return status;
}

void hn_csv_clear(hn_csv *csv) {
    hn_free(csv->cell);
    hn_free(csv->line);
    hn_free(csv->text);
    *csv = (hn_csv){0};
}

hensyn_status hn_csv_number(hensyn_context *ctx, const hn_csv *csv, size_t row, size_t column,
                            double low, double high, double *out) {
    const char *cell = hn_csv_cell(csv, row, column);
    char plain[64];
    snprintf(plain, sizeof plain, "%s", cell);
    char *comma = strchr(plain, ',');
    if (comma) *comma = '.';
    if (strlen(cell) < sizeof plain && hn_parse_double(plain, out) && *out >= low && *out <= high)
        return HENSYN_OK;
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "%s:%d: «%s» er ikke et tall fra %g til %g",
                           "%s:%d: '%s' is not a number from %g to %g"),
                   csv->file, csv->line[row], cell, low, high);
}

hensyn_status hn_csv_integer(hensyn_context *ctx, const hn_csv *csv, size_t row, size_t column,
                             int low, int high, int *out) {
    const char *cell = hn_csv_cell(csv, row, column);
    long long value;
    if (hn_parse_int(cell, &value) && value >= low && value <= high) {
        *out = (int)value;
        return HENSYN_OK;
    }
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "%s:%d: «%s» er ikke et heltall fra %d til %d",
                           "%s:%d: '%s' is not an integer from %d to %d"),
                   csv->file, csv->line[row], cell, low, high);
}

bool hn_csv_part(const char **at, char *out, size_t size) {
    const char *from = *at;
    if (!from) return false;
    size_t length = strcspn(from, "|");
    *at = from[length] ? from + length + 1 : NULL;
    while (length && *from == ' ')
        from++, length--;
    while (length && from[length - 1] == ' ')
        length--;
    if (length >= size) length = size - 1;
    memcpy(out, from, length);
    out[length] = '\0';
    return true;
}
