/* versions.c - versions of hensyn and of the libraries it runs on. */
#include "base/memory.h"
#include "data/geos.h"
#include "json_text.h"
#include "read/crs.h"
#include "read/read.h"
#include "write/pg.h"
#include "write/sqlite.h"

#include <cairo.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

enum { LIBRARIES = 10, VERSION_SIZE = 64 };

typedef struct library {
    const char *name;
    char version[VERSION_SIZE];
} library;

/* The number in texts such as "GDAL 3.6.2", "OpenSSL 3.0.11 19 Sep 2023", "3.11.1-CAPI-1.17.1". */
static void set(library *row, const char *name, const char *text) {
    size_t skip = strcspn(text, "0123456789");
    const char *number = text[skip] ? text + skip : text;
    snprintf(row->version, sizeof row->version, "%.*s", (int)strcspn(number, " ,"), number);
    row->name = name;
}

static void libraries(library rows[LIBRARIES]) {
    char pq[32];
    snprintf(pq, sizeof pq, "%d.%d", hn_pg_version() / 10000, hn_pg_version() % 10000);
    set(&rows[0], "gdal", hn_gdal_version());
    set(&rows[1], "proj", hn_proj_version());
    set(&rows[2], "geos", hn_geos_version());
    set(&rows[3], "sqlite", hn_sqlite_version());
    set(&rows[4], "spatialite", hn_spatialite_version());
    set(&rows[5], "libpq", pq);
    set(&rows[6], "yaml", yaml_get_version_string());
    set(&rows[7], "jansson", jansson_version_str());
    set(&rows[8], "cairo", cairo_version_string());
    set(&rows[9], "openssl", OpenSSL_version(OPENSSL_VERSION));
}

static json_t *as_json(const library *rows) {
    json_t *list = json_object();
    for (int i = 0; i < LIBRARIES; i++)
        json_object_set_new(list, rows[i].name, hn_json_text(rows[i].version));
    return json_pack("{s:s, s:s, s:i, s:o}", "name", "hensyn", "version", HENSYN_VERSION,
                     "protocol", HENSYN_PROTOCOL, "libraries", list);
}

hensyn_status hensyn_versions(hensyn_context *ctx, int json, hensyn_text_fn out, void *user) {
    if (!ctx) return HENSYN_USAGE;
    if (!out) return hn_fail(ctx, HENSYN_USAGE, "hensyn_versions: out must be given");
    library rows[LIBRARIES];
    libraries(rows);
    if (json) return hn_json_send(ctx, as_json(rows), out, user);
    hn_buffer text = {0};
    hn_appendf(&text, "hensyn %s\n", HENSYN_VERSION);
    for (int i = 0; i < LIBRARIES; i++)
        hn_appendf(&text, "%s %s\n", rows[i].name, rows[i].version);
    hensyn_status status = text.failed ? hn_nomem(ctx) : HENSYN_OK;
    if (status == HENSYN_OK) out(text.text, text.length, user);
    hn_buffer_free(&text);
    return status;
}
