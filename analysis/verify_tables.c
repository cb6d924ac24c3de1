/* verify_tables.c - is everything there: tables and their columns, what kinds of values they hold,
 * facts about the run, styles. */
#include "verify.h"

#include "base/memory.h"
#include "json_text.h"

#include <string.h>

/* ---- tables and columns ---- */

static hensyn_status remember_fault(hn_verify *v, const hn_table *table, const char *fault) {
    char *text = hn_format("%s: %s", table->name, fault);
    const char *kept = text ? hn_pool_add(v->pool, text) : NULL;
    hn_free(text);
    if (!kept || !HN_RESERVE(v->bad, v->bad_count, v->bad_capacity, 1)) return hn_nomem(v->ctx);
    v->bad[v->bad_count++] = kept;
    return hn_check_fail(
        v, json_pack("{s:s, s:o}", "table", table->name, "mangler", hn_json_text(fault)));
}

static bool listed(const char *const *names, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static void append_lacking(hn_buffer *out, const char *const *names, size_t count,
                           const char *name) {
    if (!listed(names, count, name)) hn_appendf(out, "%s%s", out->length ? ", " : "", name);
}

static hensyn_status check_table(hn_verify *v, const hn_table *table) {
    hensyn_status status = HENSYN_OK;
    hn_buffer lacking = {0};
    const char **names = NULL;
    size_t count = 0;
    HN_TRY(hn_db_columns(v->ctx, v->db, table->name, v->pool, &names, &count));
    if (!count) {
        status = remember_fault(v, table, hn_text(v->ctx, "hele tabellen", "the whole table"));
        goto cleanup;
    }
    if (hn_table_has_fid(table)) append_lacking(&lacking, names, count, "fid");
    for (const hn_column *column = table->columns; column->name; column++)
        append_lacking(&lacking, names, count, column->name);
    if (table->geometry) append_lacking(&lacking, names, count, "geom");
    if (lacking.failed) HN_TRY(hn_nomem(v->ctx));
    if (lacking.length) HN_TRY(remember_fault(v, table, lacking.text));
cleanup:
    hn_buffer_free(&lacking);
    hn_free(names);
    return status;
}

/* Is a table there that this part alone writes? */
static hensyn_status find_part(hn_verify *v, const hn_result *part, bool *there) {
    const hn_result nothing = {0};
    hensyn_status status = HENSYN_OK;
    *there = false;
    for (const hn_table *table = hn_tables(); table->name && !*there; table++) {
        if (table->wanted(&nothing) || !table->wanted(part)) continue;
        HN_TRY(hn_db_has(v->ctx, v->db, table->name, NULL, there));
    }
cleanup:
    return status;
}

/* A part ran when one of its tables is there, or the recipe asked for it; conflict also when
 * nothing else did. */
static hensyn_status find_parts(hn_verify *v) {
    const hn_result conflict = {.has_conflict = true}, access = {.has_access = true};
    hn_result *parts = &v->parts;
    hensyn_status status = HENSYN_OK;
    bool there = false;
    HN_TRY(find_part(v, &conflict, &parts->has_conflict));
    HN_TRY(find_part(v, &access, &parts->has_access));
    parts->has_access = parts->has_access || hn_recipe_says(v, "access:");
    if (!parts->has_access) parts->has_conflict = true;
    HN_TRY(hn_db_has(v->ctx, v->db, "samlet_hensyn", NULL, &there));
    parts->has_partition = there || hn_recipe_says(v, "partition: true");
    HN_TRY(hn_db_has(v->ctx, v->db, "rute", NULL, &there));
    parts->has_routes = there || hn_recipe_says(v, "  routes: true");
    HN_TRY(hn_db_has(v->ctx, v->db, "rekkevidde", NULL, &there));
    parts->has_severance = parts->has_conflict && parts->has_access;
    parts->has_service_area = there || hn_recipe_says(v, "  service_area: true");
cleanup:
    return status;
}

static hensyn_status check_tables(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(find_parts(v));
    HN_TRY(hn_check_begin(v, "tabeller", "alle tabeller og kolonner er på plass",
                          "all tables and columns are there"));
    for (const hn_table *table = hn_tables(); table->name; table++)
        if (table->wanted(&v->parts)) HN_TRY(check_table(v, table));
cleanup:
    return status;
}

/* ---- values of the column's kind ---- */

/* kilde is a sum of signed parts, where rounding may leave a trace below zero. */
static bool may_be_negative(const hn_table *table) { return strcmp(table->name, "kilde") == 0; }

/* What is wrong with a value of the column, as an SQL condition; false: nothing can be. */
static bool append_condition(hn_buffer *sql, const hn_verify *v, const hn_table *table,
                             const hn_column *column) {
    const char *name = column->name, *unit = column->unit ? column->unit : "";
    bool typed = column->type == HN_COL_TEXT || v->stored == HN_STORED_POSTGIS;
    bool share = strcmp(unit, "1") == 0;
    bool size = !share && (*unit == 'm' || column->type == HN_COL_COUNT) && !may_be_negative(table);
    if (typed && !share && !size) return false;
    hn_append(sql, "(");
    if (!typed) hn_appendf(sql, "typeof(%s) IN ('text', 'blob')", name);
    if (!typed && (share || size)) hn_append(sql, " OR ");
    if (share) hn_appendf(sql, "%s < 0 OR %s > 1 + 1e-9", name, name);
    if (size) hn_appendf(sql, "%s < 0", name);
    hn_append(sql, ")");
    return true;
}

/* SQLite keeps a text in a column of numbers; and no area, length or share is negative. */
static hensyn_status check_values(hn_verify *v, const hn_table *table) {
    const char *key = table->key ? table->key : table->columns[0].name;
    hn_buffer sql = {0};
    size_t conditions = 0;
    hensyn_status status = HENSYN_OK;
    char *labels = hn_format("%s,kolonne", key);
    hn_appendf(&sql, "SELECT * FROM (SELECT %s, CASE", key);
    for (const hn_column *column = table->columns; column->name; column++) {
        size_t before = sql.length;
        hn_append(&sql, " WHEN ");
        if (append_condition(&sql, v, table, column)) {
            hn_appendf(&sql, " THEN '%s'", column->name);
            conditions++;
        } else {
            sql.length = before;
        }
    }
    hn_appendf(&sql, " END AS wrong FROM %s) x WHERE wrong IS NOT NULL ORDER BY %s", table->name,
               key);
    const hn_rule rule = {"verdier",
                          "tall er tall, arealer og lengder er ikke negative, andeler er 0..1",
                          "numbers are numbers, areas and lengths not negative, shares 0..1",
                          table->name,
                          table->name,
                          labels,
                          sql.text};
    if (sql.failed || !labels)
        status = hn_nomem(v->ctx);
    else if (conditions)
        status = hn_verify_rule(v, &rule);
    hn_buffer_free(&sql);
    hn_free(labels);
    return status;
}

/* ---- kjoring ---- */

static const hn_rule facts = {
    "kjoring",
    "kjoring har versjon, oppskrift og regler",
    "kjoring has version, recipe and rules (versjon, oppskrift, regler)",
    "kjoring",
    "kjoring",
    "mangler",
    "SELECT n.nokkel FROM (SELECT 'versjon' AS nokkel UNION ALL SELECT 'oppskrift' UNION ALL "
    "SELECT 'regler') n WHERE NOT EXISTS (SELECT 1 FROM kjoring k WHERE k.nokkel = n.nokkel AND "
    "k.verdi <> '')"};

/* ---- styles ---- */

/* QGIS looks for the schema NULL through its SpatiaLite provider and for '' through OGR. */
static hensyn_status check_style(hn_verify *v, const hn_table *table) {
    static const char *const one[] = {"", NULL};
    static const char *const two[] = {"AND f_table_schema IS NULL", "AND f_table_schema = ''",
                                      NULL};
    const char *const *schema = v->stored == HN_STORED_SPATIALITE ? two : one;
    hensyn_status status = HENSYN_OK;
    for (; *schema && status == HENSYN_OK; schema++) {
        char *sql = hn_format("SELECT '%s' WHERE NOT EXISTS (SELECT 1 FROM layer_styles WHERE "
                              "f_table_name = '%s' AND f_geometry_column = 'geom' AND useasdefault "
                              "AND styleqml <> '' %s)",
                              table->name, table->name, *schema);
        const hn_rule rule = {"stiler",
                              "hvert kartlag har sin standardstil i layer_styles",
                              "each map layer has its default style in layer_styles",
                              "layer_styles",
                              "layer_styles",
                              "mangler",
                              sql};
        status = sql ? hn_verify_rule(v, &rule) : hn_nomem(v->ctx);
        hn_free(sql);
    }
    return status;
}

static hensyn_status check_styles(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    bool there = true;
    HN_TRY(hn_check_begin(v, "stiler", "hvert kartlag har sin standardstil i layer_styles",
                          "each map layer has its default style in layer_styles"));
    HN_TRY(hn_db_has(v->ctx, v->db, "layer_styles", NULL, &there));
    if (!there)
        return hn_check_fail(v, json_pack("{s:s, s:s}", "table", "layer_styles", "mangler",
                                          hn_text(v->ctx, "hele tabellen", "the whole table")));
    for (const hn_table *table = hn_tables(); table->name; table++)
        if (table->geometry && table->wanted(&v->parts)) HN_TRY(check_style(v, table));
cleanup:
    return status;
}

hensyn_status hn_verify_tables(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_verify_text(v, "oppskrift", &v->recipe));
    HN_TRY(check_tables(v));
    HN_TRY(hn_verify_rule(v, &facts));
    for (const hn_table *table = hn_tables(); table->name; table++)
        if (table->wanted(&v->parts)) HN_TRY(check_values(v, table));
    HN_TRY(check_styles(v));
cleanup:
    return status;
}
