/* rows.h - the rows of one table on their way to a store, and the rows people wrote. */
#ifndef HN_ROWS_H
#define HN_ROWS_H

#include "write/blob.h"
#include "write/db.h"
#include "write/tables.h"

/* Rows of vurdering from the earlier result, with the columns that people added to it. */
typedef struct hn_assessments {
    hn_pool *pool; /* owner of all texts; made with the first row */
    HN_ROWS(hn_assessment) rows;
    const char **extra; /* names of added columns */
    size_t extra_count, extra_capacity;
    HN_ROWS(const char *) values; /* rows.count * extra_count texts */
} hn_assessments;

/* Reads vurdering of an earlier result. Where areal_da_m2 was left open it becomes the area of the
 * conflict in that result, which is what the person saw. */
hensyn_status hn_assessments_read(hensyn_context *ctx, hn_db *db, hn_assessments *out);
void hn_assessments_clear(hn_assessments *assessments);
/* The same rows and added columns? gjelder is not compared: it is set anew each time. */
bool hn_assessments_same(const hn_assessments *a, const hn_assessments *b);
/* Sets gjelder by the conflicts of result; adds VURDERING_UTEN_KONFLIKT and VURDERING_ENDRET to
 * remarks (NULL: silently). */
hensyn_status hn_assessments_match(hensyn_context *ctx, hn_assessments *assessments,
                                   const hn_result *result, hn_result *remarks);

/* Where the rows of one table come from. */
typedef struct hn_row_source {
    const hn_table *table;
    const hn_result *result;
    const hn_assessments *assessments; /* for vurdering */
    bool numbered; /* every table has a fid, as GeoPackage wants it: the row number where need be */
} hn_row_source;

size_t hn_rows_count(const hn_row_source *source); /* upper limit, see hn_rows_get */
bool hn_rows_have_fid(const hn_row_source *source);
bool hn_rows_get(const hn_row_source *source, size_t index, hn_row *out); /* false: skip */
/* Columns that people added, and their values in a row: for vurdering only, else 0 and NULL. */
size_t hn_rows_extra_count(const hn_row_source *source);
const char *const *hn_rows_extra_names(const hn_row_source *source);
const char *const *hn_rows_extra(const hn_row_source *source, size_t index);

/* Room that grows and is used again for the next row. */
typedef struct hn_bytes {
    uint8_t *bytes;
    size_t capacity;
} hn_bytes;

/* The row's geometry as shape; *size 0: NULL (none, or empty). False: no memory. */
bool hn_row_blob(const hn_row *row, hn_encoding encoding, hn_shape shape, int srid,
                 hn_bytes *buffer, size_t *size);
/* Box of the row's geometry; HN_EMPTY_BOX when it has none. */
hn_box hn_row_box(const hn_row *row);

#endif
