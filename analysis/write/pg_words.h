/* pg_words.h - the words of a "PG:..." data source. */
#ifndef HN_PG_WORDS_H
#define HN_PG_WORDS_H

#include "base/memory.h"

/* What "PG:host=... dbname=... schema=..." says. Members may be NULL. */
typedef struct hn_pg_words {
    char *connection; /* for libpq: without the words that only GDAL and hensyn know */
    char *schema;     /* schema=, active_schema=, or of tables= and layername= */
    char *host, *port, *dbname;
} hn_pg_words;

/* False: no memory. */
bool hn_pg_words_parse(const char *path, hn_pg_words *out);
void hn_pg_words_clear(hn_pg_words *words);

#endif
