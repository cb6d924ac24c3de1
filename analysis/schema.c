/* schema.c - what hensyn expects and delivers, as data: the recipe as a JSON Schema made from the
 * option table, the result tables, the themes, and the rule files. */
#include "base/memory.h"
#include "base/platform.h"
#include "data/builtin.h"
#include "data/recipe_parts.h"
#include "data/rules.h"
#include "json_text.h"
#include "write/tables.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* ---- recipe ---- */

static json_t *of_type(const char *type) { return json_pack("{s:s}", "type", type); }

/* A text, or for what looks like a number in YAML the number too: hensyn reads its text. */
static json_t *text_or_number(void) { return json_pack("{s:[s,s]}", "type", "string", "number"); }

static json_t *choices(const char *words) {
    json_t *list = json_array();
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, "|");
        json_array_append_new(list, json_stringn(p, n));
        p += p[n] ? n + 1 : n;
    }
    return json_pack("{s:o}", "enum", list);
}

/* One value, or a list of them. */
static json_t *one_or_list(json_t *one) {
    json_t *list = json_pack("{s:s, s:O}", "type", "array", "items", one);
    return json_pack("{s:[o,o]}", "anyOf", one, list);
}

static json_t *scalar(const hn_option *option) {
    switch (option->type) {
    case HN_OPT_FLAG:
        return of_type("boolean");
    case HN_OPT_THEME_VALUE:
        if (option->high <= option->low) return of_type("string");
        return json_pack("{s:s, s:f, s:f}", "type", "number", "minimum", option->low, "maximum",
                         option->high);
    case HN_OPT_NUMBER:
        return json_pack("{s:s, s:f, s:f}", "type", "number", "minimum", option->low, "maximum",
                         option->high);
    case HN_OPT_INTEGER:
        return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)option->low,
                         "maximum", (json_int_t)option->high);
    case HN_OPT_CHOICE:
        return choices(option->choices);
    case HN_OPT_EPSG:
    case HN_OPT_LIST:
    case HN_OPT_TEXT:
        return text_or_number();
    case HN_OPT_SOURCE:
    case HN_OPT_THEME_SOURCE:
    case HN_OPT_CLASS:
    case HN_OPT_PATH:
        break;
    }
    return of_type("string");
}

static const char *about(const hensyn_context *ctx, const hn_option *option) {
    return hn_text(ctx, option->help_nb, option->help_en);
}

/* Mapping with the key source; for considerations the theme and its options, for origins the
 * fields of residents. */
static json_t *entry(const hensyn_context *ctx, const hn_option *of) {
    bool hensyn = of->type == HN_OPT_THEME_SOURCE;
    json_t *keys = json_object();
    size_t count;
    const hn_option *option = hn_options(&count);
    if (hensyn) json_object_set_new(keys, "theme", of_type("string"));
    json_object_set_new(keys, "source", one_or_list(of_type("string")));
    if (strcmp(of->key, "origins") == 0)
        json_object_set_new(keys, "population", one_or_list(text_or_number()));
    for (size_t i = 0; hensyn && i < count; i++, option++) {
        if (!hn_option_of_theme(option)) continue;
        json_t *value =
            option->type == HN_OPT_THEME_SOURCE ? one_or_list(scalar(option)) : scalar(option);
        json_object_set_new(value, "description", hn_json_text(about(ctx, option)));
        json_object_set_new(keys, option->key, value);
    }
    return json_pack("{s:s, s:o, s:b, s:[s]}", "type", "object", "properties", keys,
                     "additionalProperties", 0, "required", hensyn ? "theme" : "source");
}

static json_t *class_entry(void) {
    json_t *keys = json_pack("{s:{s:s}, s:{s:s,s:i,s:f}, s:{s:s,s:i,s:f}, s:o}", "name", "type",
                             "string", "min_area", "type", "number", "minimum", 0, "maximum",
                             HN_CLASS_AREA_MOST, "limit", "type", "number", "exclusiveMinimum", 0,
                             "maximum", HN_CLASS_LIMIT_MOST, "maal", choices("nett|luftlinje"));
    return json_pack("{s:s, s:o, s:b, s:[s,s,s]}", "type", "object", "properties", keys,
                     "additionalProperties", 0, "required", "name", "min_area", "limit");
}

static json_t *property(const hensyn_context *ctx, const hn_option *option) {
    json_t *value;
    if (option->type == HN_OPT_CLASS)
        value = one_or_list(json_pack("{s:[o,o]}", "anyOf", of_type("string"), class_entry()));
    else if (option->repeats && option->type != HN_OPT_LIST)
        value = one_or_list(json_pack("{s:[o,o]}", "anyOf", of_type("string"), entry(ctx, option)));
    else
        value = option->repeats ? one_or_list(scalar(option)) : scalar(option);
    json_object_set_new(value, "description", hn_json_text(about(ctx, option)));
    if (option->type == HN_OPT_FLAG)
        json_object_set_new(value, "default", json_boolean(strcmp(option->preset, "true") == 0));
    else if (option->preset && (option->type == HN_OPT_NUMBER || option->type == HN_OPT_INTEGER))
        json_object_set_new(value, "default", json_loads(option->preset, JSON_DECODE_ANY, NULL));
    else if (option->preset)
        json_object_set_new(value, "default", json_string(option->preset));
    return value;
}

/* safe: true, false, or the limits that it is held to. */
static json_t *safe_property(const hensyn_context *ctx, json_t *flag) {
    json_t *keys = json_pack("{s:o, s:o}", "max_speed", property(ctx, hn_option_find("max_speed")),
                             "max_aadt", property(ctx, hn_option_find("max_aadt")));
    return json_pack("{s:[o,o]}", "anyOf", flag,
                     json_pack("{s:s, s:o, s:b}", "type", "object", "properties", keys,
                               "additionalProperties", 0));
}

/* The keys at the root, or under "access:". */
static json_t *recipe_keys(const hensyn_context *ctx, bool access) {
    size_t count;
    const hn_option *option = hn_options(&count);
    json_t *keys = json_object();
    for (size_t i = 0; i < count; i++, option++) {
        if (!option->recipe || hn_option_of_theme(option) || hn_option_of_access(option) != access)
            continue;
        json_t *value = property(ctx, option);
        if (strcmp(option->key, "safe") == 0) value = safe_property(ctx, value);
        if (option->type == HN_OPT_CLASS) json_object_set(keys, "classes", value);
        json_object_set_new(keys, option->key, value);
    }
    return keys;
}

static json_t *recipe_schema(const hensyn_context *ctx) {
    json_t *keys = recipe_keys(ctx, false);
    json_object_set_new(keys, "access",
                        json_pack("{s:s, s:o, s:b}", "type", "object", "properties",
                                  recipe_keys(ctx, true), "additionalProperties", 0));
    return json_pack("{s:s, s:s, s:s, s:o, s:b}", "$schema",
                     "https://json-schema.org/draft/2020-12/schema", "title",
                     "hensyn " HENSYN_VERSION, "type", "object", "properties", keys,
                     "additionalProperties", 0);
}

/* ---- result ---- */

static const char *type_name(hn_column_type type) {
    switch (type) {
    case HN_COL_REAL:
        return "REAL";
    case HN_COL_TEXT:
        return "TEXT";
    case HN_COL_INTEGER:
    case HN_COL_FID:
    case HN_COL_COUNT:
        break;
    }
    return "INTEGER";
}

static json_t *table_schema(const hensyn_context *ctx, const hn_table *table) {
    json_t *columns = json_array();
    for (const hn_column *column = table->columns; column->name; column++)
        json_array_append_new(
            columns, json_pack("{s:s, s:s, s:o, s:o}", "name", column->name, "type",
                               type_name(column->type), "unit", hn_json_text(column->unit), "about",
                               hn_json_text(hn_text(ctx, column->about, column->about_en))));
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "name", table->name, "geometry",
                     hn_json_text(table->geometry), "key", hn_json_text(table->key), "about",
                     hn_json_text(hn_text(ctx, table->about, table->about_en)), "columns", columns);
}

static json_t *result_schema(const hensyn_context *ctx) {
    json_t *tables = json_array();
    for (const hn_table *table = hn_tables(); table->name; table++)
        json_array_append_new(tables, table_schema(ctx, table));
    return json_pack("{s:s, s:i, s:o}", "version", HENSYN_VERSION, "protocol", HENSYN_PROTOCOL,
                     "tables", tables);
}

/* ---- themes ---- */

static json_t *theme_schema(const hensyn_context *ctx, const hn_theme *theme) {
    json_t *codes = json_array(), *datasets = json_array();
    for (size_t i = 0; i < theme->zone_code_count; i++)
        json_array_append_new(codes, json_integer(theme->zone_codes[i]));
    for (size_t i = 0; i < theme->dataset_count; i++)
        json_array_append_new(datasets, hn_json_text(theme->datasets[i].name));
    return json_pack("{s:s, s:o, s:o, s:f, s:o, s:o, s:o, s:o}", "name", theme->name, "title",
                     hn_json_text(hn_text(ctx, theme->title_nb, theme->title_en)), "scale",
                     hn_json_text(theme->scale), "buffer", theme->buffer, "question",
                     hn_json_text(hn_text(ctx, theme->question_nb, theme->question_en)), "colour",
                     hn_json_text(theme->colour), "zone_codes", codes, "datasets", datasets);
}

static json_t *themes_schema(const hensyn_context *ctx, const hn_rules *rules) {
    json_t *themes = json_array();
    for (size_t i = 0; i < hn_rules_themes(rules); i++)
        json_array_append_new(themes, theme_schema(ctx, hn_rules_theme(rules, i)));
    return json_pack("{s:o}", "themes", themes);
}

/* ---- to text or to files ---- */

typedef struct file_out {
    FILE *file;
    bool failed;
} file_out;

static void to_file(const char *text, size_t length, void *user) {
    file_out *out = user;
    if (fwrite(text, 1, length, out->file) != length) out->failed = true;
}

static hensyn_status export_json(hensyn_context *ctx, json_t *document, const char *folder,
                                 const char *name) {
    hensyn_status status = HENSYN_OK;
    char *path = hn_format("%s/%s", folder, name);
    file_out out = {.file = path ? fopen(path, "wb") : NULL};
    if (out.file) {
        status = hn_json_send(ctx, document, to_file, &out);
        document = NULL;
        if (fclose(out.file) != 0) out.failed = true;
    }
    if (!path)
        status = hn_nomem(ctx);
    else if (status == HENSYN_OK && (!out.file || out.failed))
        status = hn_fail(ctx, HENSYN_OUTPUT,
                         hn_text(ctx, "«%s» kan ikke skrives", "'%s' cannot be written"), path);
    json_decref(document);
    hn_free(path);
    return status;
}

static hensyn_status schema_rules(hensyn_context *ctx, const char *folder, hensyn_text_fn out,
                                  void *user) {
    hensyn_status status;
    hn_rules *rules = NULL;
    hn_buffer text = {0};
    if (folder) {
        HN_TRY(hn_rules_export(ctx, folder));
        HN_TRY(hn_themes_export(ctx, folder));
        goto cleanup;
    }
    HN_TRY(hn_rules_create(ctx, NULL, &rules));
    HN_TRY(hn_rules_describe(ctx, rules, &text));
    out(text.text, text.length, user);
cleanup:
    hn_buffer_free(&text);
    hn_rules_destroy(rules);
    return status;
}

static hensyn_status schema_themes(hensyn_context *ctx, const char *folder, hensyn_text_fn out,
                                   void *user) {
    if (folder) return hn_themes_export(ctx, folder);
    hn_rules *rules;
    hensyn_status status = hn_rules_create(ctx, NULL, &rules);
    if (status != HENSYN_OK) return status;
    status = hn_json_send(ctx, themes_schema(ctx, rules), out, user);
    hn_rules_destroy(rules);
    return status;
}

static hensyn_status prepare_folder(hensyn_context *ctx, const char *folder) {
    hn_make_folder(folder);
    if (hn_path_kind_of(folder) == HN_PATH_FOLDER) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_OUTPUT,
                   hn_text(ctx, "mappen «%s» finnes ikke og kan ikke lages",
                           "the folder '%s' does not exist and cannot be made"),
                   folder);
}

hensyn_status hensyn_schema(hensyn_context *ctx, const char *what, const char *export_dir,
                            hensyn_text_fn out, void *user) {
    static const char *const words[] = {"recipe", "result", "themes", "rules"};
    enum { RECIPE, RESULT, THEMES, RULES, WORDS };
    if (!ctx) return HENSYN_USAGE;
    if (!what || (!out && !export_dir))
        return hn_fail(ctx, HENSYN_USAGE, "hensyn_schema: what, and out or export_dir");
    int word = 0;
    while (word < WORDS && strcmp(words[word], what) != 0)
        word++;
    if (word == WORDS)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "«%s» er ikke blant recipe, result, themes og rules",
                               "'%s' is not among recipe, result, themes and rules"),
                       what);
    hensyn_status status = export_dir ? prepare_folder(ctx, export_dir) : HENSYN_OK;
    if (status != HENSYN_OK) return status;
    if (word == THEMES) return schema_themes(ctx, export_dir, out, user);
    if (word == RULES) return schema_rules(ctx, export_dir, out, user);
    json_t *document = word == RECIPE ? recipe_schema(ctx) : result_schema(ctx);
    if (!export_dir) return hn_json_send(ctx, document, out, user);
    return export_json(ctx, document, export_dir,
                       word == RECIPE ? "recipe.schema.json" : "result.json");
}
