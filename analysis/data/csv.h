/* csv.h - small tables of rules as text: columns by name, quoted fields, # comments. */
#ifndef HN_CSV_H
#define HN_CSV_H

#include "base/context.h"
#include "base/memory.h"

/* A table whose rows have the columns that were asked for, in that order. */
typedef struct hn_csv {
    const char *file;  /* borrowed, for messages */
    char *text;        /* owner of the cells */
    const char **cell; /* rows * columns; "" where empty, never NULL */
    int *line;         /* where each row begins, from 1 */
    size_t rows, columns;
} hn_csv;

/* Reads UTF-8 text, with or without BOM, separated by comma, or by semicolon where the header has
 * one. Empty lines and lines that begin with # are left out. Columns stand in any order; of the
 * count names the first required must be there, others than these are refused. HENSYN_USAGE with
 * file and line for what cannot be understood, and out is empty then. */
hensyn_status hn_csv_read(hensyn_context *ctx, const char *file, const char *text, size_t size,
                          const char *const *columns, size_t count, size_t required, hn_csv *out);
void hn_csv_clear(hn_csv *csv); /* a zeroed one is allowed */

static inline const char *hn_csv_cell(const hn_csv *csv, size_t row, size_t column) {
    return csv->cell[row * csv->columns + column];
}
/* A cell as a number from low to high; else HENSYN_USAGE with file, line and the cell. A comma is
 * taken as decimal sign. */
hensyn_status hn_csv_number(hensyn_context *ctx, const hn_csv *csv, size_t row, size_t column,
                            double low, double high, double *out);
hensyn_status hn_csv_integer(hensyn_context *ctx, const hn_csv *csv, size_t row, size_t column,
                             int low, int high, int *out);

/* Takes the next of the parts that '|' separates in *at into out, trimmed. False: there is none. A
 * part that does not fit is cut off. */
bool hn_csv_part(const char **at, char *out, size_t size);

/* " (mente du 'nearest'?)" for a message, "" when nearest is NULL. Returns out. */
enum { HN_HINT_SIZE = 96 };
const char *hn_csv_hint(const hensyn_context *ctx, const char *nearest, char out[HN_HINT_SIZE]);

#endif
