/* tables.h - the tables of a result as data: columns, types and where a row keeps them.
 * A new result column is one line in the file of its part, tables_conflict.c, tables_access.c or
 * tables_common.c (and one member in data/result.h or data/result_access.h); a new table is one
 * more entry in tables.c. */
#ifndef HN_TABLES_H
#define HN_TABLES_H

#include "data/result.h"

typedef enum hn_column_type {
    HN_COL_INTEGER, /* int; HN_NO_INT is NULL */
    HN_COL_FID,     /* int64_t; 0 is NULL (a foreign key that is not set) */
    HN_COL_COUNT,   /* int64_t, never NULL */
    HN_COL_REAL,    /* double; NAN is NULL */
    HN_COL_TEXT     /* const char *; NULL is NULL */
} hn_column_type;

typedef struct hn_column {
    const char *name;
    hn_column_type type;
    size_t offset;                /* in the row struct */
    const char *unit;             /* "m2", "m", "s", "1" (a share) or NULL */
    const char *about, *about_en; /* what it means, for hensyn schema result */
} hn_column;

/* What people wrote about a conflict in an earlier result: table vurdering. Texts belong to whoever
 * read the row. */
typedef struct hn_assessment {
    const char *konflikt_nokkel, *avgjorelse, *kommentar, *av, *tidspunkt;
    double areal_da_m2; /* of the conflict when it was assessed */
    int gjelder;        /* 1: the conflict is still there */
} hn_assessment;

/* One row as it is written. */
typedef struct hn_row {
    const void *values; /* the struct that the offsets of the columns refer to */
    int64_t fid;
    const hn_geometry *geometry; /* NULL: none, or one of those below */
    bool located;                /* the geometry is the point x, y */
    double x, y;
    const double *line; /* the geometry is this line: line_points * 2 numbers; NULL: it is not */
    uint32_t line_points;
} hn_row;

typedef struct hn_table {
    const char *name;
    const char *geometry; /* "MULTIPOLYGON", "MULTILINESTRING", "MULTIPOINT", "LINESTRING", "POINT";
                             NULL: none */
    const hn_column *columns; /* without fid and geom; ends with a NULL name */
    const char *key;          /* primary key: "fid", a text column, or NULL: none */
    const char *about, *about_en;
    size_t (*count)(const hn_result *result);
    /* Fills row number index (0..count-1); false: it belongs to a table of another kind. */
    bool (*row)(const hn_result *result, size_t index, hn_row *out);
    bool (*wanted)(const hn_result *result); /* the part it belongs to ran */
} hn_table;

/* All tables in the order they are written; ends with a NULL name. vurdering is among them, with
 * no rows: they come from the earlier result. */
const hn_table *hn_tables(void);
const hn_table *hn_table_find(const char *name); /* NULL: there is none */
bool hn_table_has_fid(const hn_table *table);
size_t hn_column_count(const hn_table *table); /* without fid and geom */

#endif
