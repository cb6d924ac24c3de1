/* verify_run.c - what a result says of its own run: the recipe, and facts by key. */
#include "verify.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

/* ---- kjoring ---- */

typedef struct fact_text {
    hn_pool *pool;
    const char *text;
} fact_text;

static hensyn_status take_text(hensyn_context *ctx, const hn_db_value *values, size_t count,
                               void *user) {
    fact_text *out = user;
    if (!count || values[0].type != HN_DB_TEXT) return HENSYN_OK;
    out->text = hn_pool_add(out->pool, values[0].text);
    return out->text ? HENSYN_OK : hn_nomem(ctx);
}

hensyn_status hn_verify_text(hn_verify *v, const char *key, const char **out) {
    fact_text found = {v->pool, ""};
    char *sql = hn_format("SELECT verdi FROM kjoring WHERE nokkel = '%s'", key);
    hensyn_status status =
        sql ? hn_db_query(v->ctx, v->db, sql, take_text, &found) : hn_nomem(v->ctx);
    hn_free(sql);
    *out = found.text;
    return status;
}

hensyn_status hn_verify_fact(hn_verify *v, const char *key, double *out) {
    const char *text;
    hensyn_status status = hn_verify_text(v, key, &text);
    if (status != HENSYN_OK || !hn_parse_double(text, out)) *out = NAN;
    return status;
}

/* ---- the recipe ---- */

bool hn_recipe_says(const hn_verify *v, const char *line) {
    size_t length = strlen(line);
    for (const char *p = v->recipe; *p; p += strcspn(p, "\n"), p += *p == '\n')
        if (strncmp(p, line, length) == 0 && (p[length] == '\n' || !p[length])) return true;
    return false;
}

double hn_recipe_number(const hn_verify *v, const char *key) {
    size_t length = strlen(key);
    double value;
    for (const char *p = v->recipe; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        char text[64];
        size_t rest = strcspn(p, "\n");
        if (strncmp(p, key, length) != 0 || rest - length >= sizeof text) continue;
        memcpy(text, p + length, rest - length);
        text[rest - length] = '\0';
        if (hn_parse_double(text, &value)) return value;
    }
    return NAN;
}

bool hn_verify_is_blanked(const hn_verify *v) {
    return strstr(v->recipe, "\nmin_cell: ") != NULL && !hn_recipe_says(v, "min_cell: 0");
}

bool hn_verify_by_length(const hn_verify *v) {
    bool car = hn_recipe_says(v, "  mode: bil") && !hn_recipe_says(v, "  cost: lengde");
    bool field = strstr(v->recipe, "\n  cost_field: ") && !hn_recipe_says(v, "  cost_field: null");
    return !car && !field && !hn_recipe_says(v, "  cost: tid");
}
