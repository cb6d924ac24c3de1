/* pg_words.c - takes "PG:..." apart: some words are for libpq, some for GDAL or hensyn. */
#include "write/pg_words.h"

#include "write/pg.h"

#include <string.h>
#include <strings.h>

bool hn_is_postgis(const char *path) { return strncasecmp(path, "PG:", 3) == 0; }

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* One key=value word at *at; value is unquoted as libpq does. False: no more, or no memory. */
static bool next_word(const char **at, hn_buffer *key, hn_buffer *value, hn_buffer *raw) {
    const char *p = *at;
    while (is_space(*p))
        p++;
    if (!*p) return false;
    const char *start = p;
    key->length = value->length = raw->length = 0;
    while (*p && *p != '=' && !is_space(*p))
        hn_append_n(key, p++, 1);
    while (is_space(*p))
        p++;
    if (*p == '=') p++;
    while (is_space(*p))
        p++;
    bool quoted = *p == '\'';
    if (quoted) p++;
    while (*p && (quoted ? *p != '\'' : !is_space(*p))) {
        if (*p == '\\' && p[1]) p++;
        hn_append_n(value, p++, 1);
    }
    if (quoted && *p) p++;
    hn_append_n(key, "", 0);
    hn_append_n(value, "", 0);
    hn_append_n(raw, start, (size_t)(p - start));
    *at = p;
    return !key->failed && !value->failed && !raw->failed;
}

static void set(char **member, const char *text, size_t length, bool *failed) {
    hn_free(*member);
    *member = hn_format("%.*s", (int)length, text);
    if (!*member) *failed = true;
}

/* "schema.table" names a schema too. */
static void schema_of_table(char **schema, const char *table, bool *failed) {
    const char *dot = strchr(table, '.');
    if (dot && !*schema) set(schema, table, (size_t)(dot - table), failed);
}

static void take_word(hn_pg_words *out, const hn_buffer *key, const hn_buffer *value,
                      const hn_buffer *raw, hn_buffer *connection, bool *failed) {
    const char *name = key->text;
    if (strcasecmp(name, "schema") == 0 || strcasecmp(name, "active_schema") == 0 ||
        strcasecmp(name, "schemas") == 0) {
        set(&out->schema, value->text, value->length, failed);
        return;
    }
    if (strcasecmp(name, "tables") == 0) {
        schema_of_table(&out->schema, value->text, failed);
        return;
    }
    if (strcasecmp(name, "host") == 0) set(&out->host, value->text, value->length, failed);
    if (strcasecmp(name, "port") == 0) set(&out->port, value->text, value->length, failed);
    if (strcasecmp(name, "dbname") == 0) set(&out->dbname, value->text, value->length, failed);
    if (connection->length) hn_append(connection, " ");
    hn_append_n(connection, raw->text, raw->length);
}

bool hn_pg_words_parse(const char *path, hn_pg_words *out) {
    hn_buffer key = {0}, value = {0}, raw = {0}, connection = {0};
    bool failed = false;
    *out = (hn_pg_words){0};
    const char *bar = strchr(path, '|'), *at = path + (hn_is_postgis(path) ? 3 : 0);
    char *words = bar ? hn_format("%.*s", (int)(bar - at), at) : hn_strdup(at);
    hn_append_n(&connection, "", 0);
    at = words;
    while (words && next_word(&at, &key, &value, &raw))
        take_word(out, &key, &value, &raw, &connection, &failed);
    const char *layer = bar ? strstr(bar, "layername=") : NULL;
    if (layer) schema_of_table(&out->schema, layer + strlen("layername="), &failed);
    failed = failed || !words || key.failed || value.failed || raw.failed || connection.failed;
    out->connection = connection.text;
    hn_free(words);
    hn_buffer_free(&key);
    hn_buffer_free(&value);
    hn_buffer_free(&raw);
    if (failed) hn_pg_words_clear(out);
    return !failed;
}

void hn_pg_words_clear(hn_pg_words *words) {
    hn_free(words->connection);
    hn_free(words->schema);
    hn_free(words->host);
    hn_free(words->port);
    hn_free(words->dbname);
    *words = (hn_pg_words){0};
}

static bool same(const char *a, const char *b, const char *standard) {
    return strcmp(a ? a : standard, b ? b : standard) == 0;
}

bool hn_pg_same(const char *output, const char *input) {
    if (!hn_is_postgis(output) || !hn_is_postgis(input)) return false;
    hn_pg_words a, b = {0};
    bool is_same = false;
    if (hn_pg_words_parse(output, &a) && hn_pg_words_parse(input, &b))
        is_same = same(a.host, b.host, "") && same(a.port, b.port, "5432") &&
                  same(a.dbname, b.dbname, "") && same(a.schema, b.schema, "hensyn") && b.schema;
    hn_pg_words_clear(&a);
    hn_pg_words_clear(&b);
    return is_same;
}
