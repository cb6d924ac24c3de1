/* rules_files.c - which rule files there are: those of the user's folder before what is built in,
 * or those that an earlier run wrote down. */
#include "base/platform.h"
#include "base/text.h"
#include "data/builtin.h"
#include "data/rules_tables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char built_in[] = "themes/", profiles[] = "profiles/";
enum { LONGEST_NAME = 128 };

const char *const hn_rule_stems[HN_RULE_TABLES] = {"pavirkning", "konsekvens", "omfang",
                                                   "utbygging", "formal"};

/* ---- names ---- */

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

bool hn_is_theme_file(const char *name) {
    return name[0] != '.' && !is_profile_file(name) &&
           (ends_with(name, ".yaml") || ends_with(name, ".yml"));
}

hn_rule_file *hn_rule_file_find(const hn_rules *rules, const char *name) {
    for (size_t i = 0; i < rules->file_count; i++)
        if (strcmp(rules->files[i].name, name) == 0) return &rules->files[i];
    return NULL;
}

/* Its content comes from path, or else from text, which lives on or is copied into the file. */
static hensyn_status add_file(hensyn_context *ctx, hn_rules *rules, const char *name, size_t length,
                              const char *path, hn_rule_file **out) {
    if (!HN_RESERVE(rules->files, rules->file_count, rules->file_capacity, 1)) return hn_nomem(ctx);
    hn_rule_file *file = &rules->files[rules->file_count++];
    *file = (hn_rule_file){.name = hn_format("%.*s", (int)length, name), .path = hn_strdup(path)};
    *out = file;
    return file->name && file->path ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status add_built_in(hensyn_context *ctx, hn_rules *rules, const hn_builtin *data) {
    hn_rule_file *file;
    const char *name = strrchr(data->name, '/') + 1;
    hensyn_status status = add_file(ctx, rules, name, strlen(name), data->name, &file);
    if (status != HENSYN_OK) return status;
    file->text = data->text;
    file->size = data->size;
    return HENSYN_OK;
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

/* ---- the user's folder ---- */

typedef struct listing {
    char **name;
    size_t count, capacity;
    bool failed;
} listing;

static void add_name(const char *name, void *user) {
    listing *names = user;
    bool wanted = hn_is_theme_file(name) || is_profile_file(name) || ends_with(name, ".csv");
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
    char stem[64], hint[HN_HINT_SIZE];
    if (!ends_with(name, ".csv")) return HENSYN_OK;
    snprintf(stem, sizeof stem, "%.*s", (int)(strlen(name) - strlen(".csv")), name);
    for (size_t i = 0; i < HN_RULE_TABLES; i++) {
        if (strcmp(stem, hn_rule_stems[i]) == 0) return HENSYN_OK;
    }
    const char *nearest = hn_nearest(stem, hn_rule_stems, HN_RULE_TABLES);
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

static hensyn_status add_from_folder(hensyn_context *ctx, hn_rules *rules, const char *folder,
                                     const char *name) {
    hn_rule_file *file;
    char *path = hn_format("%s/%s", folder, name);
    hensyn_status status =
        path ? add_file(ctx, rules, name, strlen(name), path, &file) : hn_nomem(ctx);
    if (status == HENSYN_OK) status = read_file(ctx, path, &file->owned, &file->size);
    if (status == HENSYN_OK) file->text = file->owned;
    hn_free(path);
    return status;
}

/* The stem of a built-in theme file is in the folder, as .yaml or .yml. */
static bool is_replaced(const listing *names, const char *name) {
    char other[128];
    size_t stem = (size_t)(strrchr(name, '.') - name);
    snprintf(other, sizeof other, "%.*s.yml", (int)stem, name);
    return lists(names, name) || lists(names, other);
}

static hensyn_status add_themes(hensyn_context *ctx, hn_rules *rules, const char *folder,
                                const listing *names) {
    hensyn_status status = HENSYN_OK;
    for (const hn_builtin *b = hn_builtins; b->name; b++) {
        const char *name = b->name + sizeof built_in - 1;
        if (strncmp(b->name, built_in, sizeof built_in - 1) == 0 && hn_is_theme_file(name) &&
            !is_replaced(names, name))
            HN_TRY(add_built_in(ctx, rules, b));
    }
    for (size_t i = 0; i < names->count; i++)
        if (hn_is_theme_file(names->name[i]))
            HN_TRY(add_from_folder(ctx, rules, folder, names->name[i]));
cleanup:
    return status;
}

/* The file of that name: of the folder when it is there, else built in under the prefix. */
static hensyn_status add_one(hensyn_context *ctx, hn_rules *rules, const char *folder,
                             const listing *names, const char *prefix, const char *stem,
                             const char *end) {
    char name[LONGEST_NAME], data[LONGEST_NAME];
    snprintf(name, sizeof name, "%s%s", stem, end);
    snprintf(data, sizeof data, "%s%s%s", prefix, stem, end);
    return lists(names, name) ? add_from_folder(ctx, rules, folder, name)
                              : add_built_in(ctx, rules, hn_builtin_find(data));
}

hensyn_status hn_rule_files_gather(hensyn_context *ctx, hn_rules *rules, const char *folder) {
    hensyn_status status = HENSYN_OK;
    listing names = {0};
    HN_TRY(list_folder(ctx, folder, &names));
    HN_TRY(add_themes(ctx, rules, folder, &names));
    for (size_t i = 0; i < HN_RULE_TABLES; i++)
        HN_TRY(add_one(ctx, rules, folder, &names, built_in, hn_rule_stems[i], ".csv"));
    HN_TRY(add_one(ctx, rules, folder, &names, profiles, "nettverk", ".yaml"));
    for (hn_mode mode = 0; mode < HN_MODES; mode++)
        HN_TRY(add_one(ctx, rules, folder, &names, profiles, hn_mode_name(mode), ".yaml"));
    HN_TRY(add_one(ctx, rules, folder, &names, profiles, "klasser", ".yaml"));
cleanup:
    listing_free(&names);
    return status;
}

/* ---- as a run wrote them down ---- */

/* Is the line the name of a rule file? Lines of YAML and CSV have blanks, colons or commas. */
static bool is_name_line(const char *line, size_t length) {
    char name[LONGEST_NAME];
    if (length >= sizeof name || strcspn(line, " :,#\"") < length) return false;
    memcpy(name, line, length);
    name[length] = '\0';
    for (size_t i = 0; i < HN_RULE_TABLES; i++) {
        size_t stem = strlen(hn_rule_stems[i]);
        if (strncmp(name, hn_rule_stems[i], stem) == 0 && strcmp(name + stem, ".csv") == 0)
            return true;
    }
    return hn_is_theme_file(name) || is_profile_file(name);
}

hensyn_status hn_rule_files_split(hensyn_context *ctx, hn_rules *rules, const char *text) {
    hn_rule_file *file = NULL;
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n"), step = length + (line[length] == '\n');
        if (is_name_line(line, length)) {
            hensyn_status status = add_file(ctx, rules, line, length, "kjoring", &file);
            if (status != HENSYN_OK) return status;
            file->text = line + step;
        } else if (!file) {
            break;
        } else {
            file->size += step;
        }
        line += step;
    }
    for (size_t i = 0; i < rules->file_count; i++) {
        file = &rules->files[i];
        file->owned = hn_format("%.*s", (int)file->size, file->text);
        if (!file->owned) return hn_nomem(ctx);
        file->text = file->owned;
    }
    return HENSYN_OK;
}
