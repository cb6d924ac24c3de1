/* rules.c - which rule files there are, built in or in the user's folder, and the themes. */
#include "base/platform.h"
#include "base/text.h"
#include "data/builtin.h"
#include "data/rules_tables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char built_in[] = "themes/", profiles[] = "profiles/";

typedef struct table {
    const char *stem; /* of the file name */
    hensyn_status (*read)(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file);
} table;

static const table tables[] = {
    {"pavirkning", hn_read_impacts}, {"konsekvens", hn_read_consequences},
    {"omfang", hn_read_extents},     {"utbygging", hn_read_developments},
    {"formal", hn_read_purposes},
};
enum { TABLES = sizeof tables / sizeof *tables };

/* ---- files ---- */

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

/* Has the file a place of its own among the rules (nettverk, gange ...)? */
static bool is_profile_file(const char *name) {
    for (const hn_builtin *b = hn_builtins; b->name; b++)
        if (strncmp(b->name, profiles, sizeof profiles - 1) == 0 &&
            strcmp(b->name + sizeof profiles - 1, name) == 0)
            return true;
    return false;
}

static bool is_theme_file(const char *name) {
    return name[0] != '.' && !is_profile_file(name) &&
           (ends_with(name, ".yaml") || ends_with(name, ".yml"));
}

static hensyn_status read_file(hensyn_context *ctx, const char *path, char **text, size_t *size) {
    enum { CHUNK = 16384, MOST = 16 << 20 };
    hensyn_status status = HENSYN_OK;
    hn_buffer buffer = {0};
    char *chunk = hn_alloc(CHUNK, 1);
    FILE *in = fopen(path, "rb");
    if (!chunk) HN_TRY(hn_nomem(ctx));
    hn_append(&buffer, "");
    for (size_t got = 1; in && got && buffer.length < MOST;) {
        got = fread(chunk, 1, CHUNK, in);
        hn_append_n(&buffer, chunk, got);
    }
    if (buffer.failed || (!in && errno == ENOMEM)) HN_TRY(hn_nomem(ctx));
    if (!in || ferror(in) || buffer.length >= MOST)
        HN_TRY(hn_fail(
            ctx, HENSYN_USAGE,
            hn_text(ctx, "regelfilen «%s» kan ikke leses", "rule file '%s' cannot be read"), path));
    *text = buffer.text;
    *size = buffer.length;
    buffer.text = NULL;
cleanup:
    if (in) fclose(in);
    hn_free(chunk);
    hn_free(buffer.text);
    return status;
}

/* Adds a file to the rules; its content comes from path, or from data when path is NULL. */
static hensyn_status add_file(hensyn_context *ctx, hn_rules *rules, const char *name,
                              const char *path, const hn_builtin *data, hn_rule_file **out) {
    if (!HN_RESERVE(rules->files, rules->file_count, rules->file_capacity, 1)) return hn_nomem(ctx);
    hn_rule_file *file = &rules->files[rules->file_count++];
    *file = (hn_rule_file){.name = hn_strdup(name), .path = hn_strdup(path ? path : data->name)};
    if (!file->name || !file->path) return hn_nomem(ctx);
    *out = file;
    if (!path) {
        file->text = data->text;
        file->size = data->size;
        return HENSYN_OK;
    }
    hensyn_status status = read_file(ctx, path, &file->owned, &file->size);
    file->text = file->owned;
    return status;
}

/* ---- the user's folder ---- */

typedef struct listing {
    char **name;
    size_t count, capacity;
    bool failed;
} listing;

static void add_name(const char *name, void *user) {
    listing *names = user;
    bool wanted = is_theme_file(name) || is_profile_file(name) || ends_with(name, ".csv");
    if (!wanted || names->failed || name[0] == '.') return;
    char *copy = hn_strdup(name);
    if (copy && HN_RESERVE(names->name, names->count, names->capacity, 1)) {
        names->name[names->count++] = copy;
        return;
    }
    hn_free(copy);
    names->failed = true;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void listing_free(listing *names) {
    for (size_t i = 0; i < names->count; i++)
        hn_free(names->name[i]);
    hn_free(names->name);
}

/* A table that is nearly one of ours is a slip of the pen; others may lie there in peace. */
static hensyn_status check_table_name(hensyn_context *ctx, const char *folder, const char *name) {
    const char *stems[TABLES];
    char stem[64], hint[HN_HINT_SIZE];
    if (!ends_with(name, ".csv")) return HENSYN_OK;
    snprintf(stem, sizeof stem, "%.*s", (int)(strlen(name) - strlen(".csv")), name);
    for (size_t i = 0; i < TABLES; i++) {
        stems[i] = tables[i].stem;
        if (strcmp(stem, stems[i]) == 0) return HENSYN_OK;
    }
    const char *nearest = hn_nearest(stem, stems, TABLES);
    if (nearest)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "ukjent regelfil «%s/%s»%s", "unknown rule file '%s/%s'%s"),
                       folder, name, hn_csv_hint(ctx, nearest, hint));
    hn_log(ctx, HENSYN_WARNING, "REGELFIL_UKJENT", name,
           hn_text(ctx, "regelfilen «%s» brukes ikke", "rule file '%s' is not used"), name);
    return HENSYN_OK;
}

static hensyn_status list_folder(hensyn_context *ctx, const char *folder, listing *out) {
    if (!folder) return HENSYN_OK;
    if (hn_path_kind_of(folder) != HN_PATH_FOLDER)
        return hn_fail(
            ctx, HENSYN_USAGE,
            hn_text(ctx, "regelmappen «%s» finnes ikke", "rule folder '%s' does not exist"),
            folder);
    hn_list_folder(folder, add_name, out);
    if (out->failed) return hn_nomem(ctx);
    if (out->count) qsort(out->name, out->count, sizeof *out->name, by_text);
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; status == HENSYN_OK && i < out->count; i++)
        status = check_table_name(ctx, folder, out->name[i]);
    return status;
}

static bool lists(const listing *names, const char *name) {
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->name[i], name) == 0) return true;
    return false;
}

/* ---- themes ---- */

/* The theme of a file must be called as the file, so that a file replaces what it says it does. */
static hensyn_status check_theme_name(hensyn_context *ctx, const hn_rule_file *file,
                                      const hn_theme *theme) {
    size_t stem = (size_t)(strrchr(file->name, '.') - file->name);
    if (strcmp(theme->name, "plan") == 0)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "%s:1: «plan» er planens egne soner, ikke et tema",
                               "%s:1: 'plan' is the plan's own zones, not a theme"),
                       file->path);
    if (strlen(theme->name) == stem && strncmp(theme->name, file->name, stem) == 0)
        return HENSYN_OK;
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "%s:1: temaet heter «%s», men filen %s",
                           "%s:1: the theme is called '%s', but the file %s"),
                   file->path, theme->name, file->name);
}

static hensyn_status add_theme(hensyn_context *ctx, hn_rules *rules, const hn_rule_file *file) {
    if (!HN_RESERVE(rules->themes, rules->theme_count, rules->theme_capacity, 1))
        return hn_nomem(ctx);
    hn_theme *theme = &rules->themes[rules->theme_count];
    hensyn_status status = hn_theme_parse(ctx, file->path, file->text, file->size, theme);
    if (status != HENSYN_OK) return status;
    rules->theme_count++;
    status = check_theme_name(ctx, file, theme);
    if (status != HENSYN_OK) return status;
    for (size_t i = 0; i + 1 < rules->theme_count; i++)
        if (strcmp(rules->themes[i].name, theme->name) == 0)
            return hn_fail(ctx, HENSYN_USAGE,
                           hn_text(ctx, "%s:1: temaet «%s» står i to filer",
                                   "%s:1: theme '%s' stands in two files"),
                           file->path, theme->name);
    return HENSYN_OK;
}

/* The stem of a built-in theme file is in the folder, as .yaml or .yml. */
static bool is_replaced(const listing *names, const char *name) {
    char other[128];
    size_t stem = (size_t)(strrchr(name, '.') - name);
    snprintf(other, sizeof other, "%.*s.yml", (int)stem, name);
    return lists(names, name) || lists(names, other);
}

static hensyn_status load_themes(hensyn_context *ctx, hn_rules *rules, const char *folder,
                                 const listing *names) {
    hensyn_status status = HENSYN_OK;
    hn_rule_file *file;
    char *path = NULL;
    for (const hn_builtin *b = hn_builtins; b->name; b++) {
        const char *name = b->name + sizeof built_in - 1;
        if (strncmp(b->name, built_in, sizeof built_in - 1) != 0 || !is_theme_file(name) ||
            is_replaced(names, name))
            continue;
        HN_TRY(add_file(ctx, rules, name, NULL, b, &file));
        HN_TRY(add_theme(ctx, rules, file));
    }
    for (size_t i = 0; i < names->count; i++) {
        if (!is_theme_file(names->name[i])) continue;
        hn_free(path);
        path = hn_format("%s/%s", folder, names->name[i]);
        if (!path) HN_TRY(hn_nomem(ctx));
        HN_TRY(add_file(ctx, rules, names->name[i], path, NULL, &file));
        HN_TRY(add_theme(ctx, rules, file));
    }
cleanup:
    hn_free(path);
    return status;
}

static int by_order(const void *a, const void *b) {
    const hn_theme *x = a, *y = b;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* Orders the themes and makes the look-ups by name and zone code. */
static hensyn_status index_themes(hensyn_context *ctx, hn_rules *rules) {
    qsort(rules->themes, rules->theme_count, sizeof *rules->themes, by_order);
    rules->theme_names = hn_alloc(rules->theme_count, sizeof *rules->theme_names);
    rules->zone_theme = hn_alloc(HN_ZONE_CODES, sizeof *rules->zone_theme);
    if (!rules->theme_names || !rules->zone_theme) return hn_nomem(ctx);
    for (size_t i = 0; i < rules->theme_count; i++)
        rules->theme_names[i] = rules->themes[i].name;
    rules->other = hn_rules_find_theme(rules, "annet");
    for (int code = 0; code < HN_ZONE_CODES; code++)
        rules->zone_theme[code] = rules->other;
    for (size_t i = rules->theme_count; i-- > 0;) /* the first theme that claims a code has it */
        for (size_t j = 0; j < rules->themes[i].zone_code_count; j++)
            rules->zone_theme[rules->themes[i].zone_codes[j]] = (int)i;
    return HENSYN_OK;
}

/* ---- tables ---- */

/* The file of that name: of the folder when it is there, else built in under the prefix. */
static hensyn_status find_file(hensyn_context *ctx, hn_rules *rules, const char *folder,
                               const listing *names, const char *prefix, const char *name,
                               hn_rule_file **out) {
    char data[64], *path = NULL;
    snprintf(data, sizeof data, "%s%s", prefix, name);
    if (lists(names, name) && !(path = hn_format("%s/%s", folder, name))) return hn_nomem(ctx);
    hensyn_status status = add_file(ctx, rules, name, path, hn_builtin_find(data), out);
    hn_free(path);
    return status;
}

static hensyn_status load_table(hensyn_context *ctx, hn_rules *rules, const char *folder,
                                const listing *names, const table *kind) {
    hn_rule_file *file;
    char name[64];
    hensyn_status status = HENSYN_OK;
    snprintf(name, sizeof name, "%s.csv", kind->stem);
    HN_TRY(find_file(ctx, rules, folder, names, built_in, name, &file));
    HN_TRY(kind->read(ctx, rules, file));
cleanup:
    return status;
}

static hensyn_status load_profiles(hensyn_context *ctx, hn_rules *rules, const char *folder,
                                   const listing *names) {
    hn_rule_file *file;
    char name[64];
    hensyn_status status = HENSYN_OK;
    HN_TRY(find_file(ctx, rules, folder, names, profiles, "nettverk.yaml", &file));
    HN_TRY(hn_net_rules_parse(ctx, file->path, file->text, file->size, &rules->network));
    for (hn_mode mode = 0; mode < HN_MODES; mode++) {
        snprintf(name, sizeof name, "%s.yaml", hn_mode_name(mode));
        HN_TRY(find_file(ctx, rules, folder, names, profiles, name, &file));
        HN_TRY(hn_profile_parse(ctx, file->path, file->text, file->size, hn_mode_name(mode),
                                &rules->profile[mode]));
    }
    HN_TRY(find_file(ctx, rules, folder, names, profiles, "klasser.yaml", &file));
    HN_TRY(hn_presets_parse(ctx, file->path, file->text, file->size, &rules->presets));
cleanup:
    return status;
}

hensyn_status hn_rules_create(hensyn_context *ctx, const char *folder, hn_rules **out) {
    hensyn_status status = HENSYN_OK;
    listing names = {0};
    *out = NULL;
    hn_rules *rules = hn_zalloc(1, sizeof *rules);
    if (!rules || !(rules->pool = hn_pool_create())) HN_TRY(hn_nomem(ctx));
    HN_TRY(list_folder(ctx, folder, &names));
    HN_TRY(load_themes(ctx, rules, folder, &names));
    HN_TRY(index_themes(ctx, rules));
    for (size_t i = 0; i < TABLES; i++)
        HN_TRY(load_table(ctx, rules, folder, &names, &tables[i]));
    HN_TRY(hn_index_purposes(ctx, rules));
    HN_TRY(load_profiles(ctx, rules, folder, &names));
    *out = rules;
    rules = NULL;
cleanup:
    listing_free(&names);
    hn_rules_destroy(rules);
    return status;
}

void hn_rules_destroy(hn_rules *rules) {
    if (!rules) return;
    for (size_t i = 0; i < rules->file_count; i++) {
        hn_free(rules->files[i].name);
        hn_free(rules->files[i].path);
        hn_free(rules->files[i].owned);
    }
    hn_free(rules->files);
    for (size_t i = 0; i < rules->theme_count; i++)
        hn_theme_clear(&rules->themes[i]);
    hn_free(rules->themes);
    hn_net_rules_clear(&rules->network);
    for (hn_mode mode = 0; mode < HN_MODES; mode++)
        hn_profile_clear(&rules->profile[mode]);
    hn_presets_clear(&rules->presets);
    hn_free(rules->theme_names);
    hn_free(rules->zone_theme);
    hn_free(rules->ranges);
    hn_free(rules->row_themes);
    hn_free(rules->impacts);
    hn_free(rules->developments);
    hn_free(rules->extents);
    hn_free(rules->purposes);
    hn_free(rules->by_code);
    hn_free(rules->by_name);
    hn_free(rules->purpose_row);
    hn_pool_destroy(rules->pool);
    hn_free(rules);
}

/* ---- asking ---- */

size_t hn_rules_themes(const hn_rules *rules) { return rules->theme_count; }

const hn_theme *hn_rules_theme(const hn_rules *rules, size_t number) {
    return number < rules->theme_count ? &rules->themes[number] : &rules->themes[rules->other];
}

int hn_rules_find_theme(const hn_rules *rules, const char *name) {
    for (size_t i = 0; name && i < rules->theme_count; i++)
        if (hn_same(rules->themes[i].name, name)) return (int)i;
    return -1;
}

const char *hn_rules_nearest_theme(const hn_rules *rules, const char *name) {
    return hn_nearest(name, rules->theme_names, rules->theme_count);
}

int hn_rules_zone_theme(const hn_rules *rules, int code) {
    return code >= 0 && code < HN_ZONE_CODES ? rules->zone_theme[code] : rules->other;
}

const hn_net_rules *hn_rules_network(const hn_rules *rules) { return &rules->network; }

const hn_profile *hn_rules_profile(const hn_rules *rules, hn_mode mode) {
    return &rules->profile[mode];
}

const hn_presets *hn_rules_presets(const hn_rules *rules) { return &rules->presets; }
