/* rules.c - the rules as a whole: themes, tables and profiles out of their files. */
#include "base/text.h"
#include "data/rules_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static hensyn_status load_themes(hensyn_context *ctx, hn_rules *rules) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < rules->file_count && status == HENSYN_OK; i++)
        if (hn_is_theme_file(rules->files[i].name))
            status = add_theme(ctx, rules, &rules->files[i]);
    for (size_t i = 0; i < rules->theme_count && status == HENSYN_OK; i++)
        if (strcmp(rules->themes[i].name, "annet") == 0) return HENSYN_OK;
    if (status != HENSYN_OK) return status;
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "temaet «annet» mangler", "the theme 'annet' is missing"));
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

/* ---- tables and profiles ---- */

static hensyn_status find_file(hensyn_context *ctx, const hn_rules *rules, const char *stem,
                               const char *end, const hn_rule_file **out) {
    char name[64];
    snprintf(name, sizeof name, "%s%s", stem, end);
    *out = hn_rule_file_find(rules, name);
    if (*out) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "regelfilen %s mangler", "the rule file %s is missing"), name);
}

static hensyn_status load_tables(hensyn_context *ctx, hn_rules *rules) {
    /* In the order of hn_rule_stems. */
    static hensyn_status (*const read[HN_RULE_TABLES])(hensyn_context *, hn_rules *,
                                                       const hn_rule_file *) = {
        hn_read_impacts, hn_read_consequences, hn_read_extents, hn_read_developments,
        hn_read_purposes};
    hensyn_status status = HENSYN_OK;
    const hn_rule_file *file;
    for (size_t i = 0; i < HN_RULE_TABLES; i++) {
        HN_TRY(find_file(ctx, rules, hn_rule_stems[i], ".csv", &file));
        HN_TRY(read[i](ctx, rules, file));
    }
    HN_TRY(hn_index_purposes(ctx, rules));
cleanup:
    return status;
}

static hensyn_status load_profiles(hensyn_context *ctx, hn_rules *rules) {
    const hn_rule_file *file;
    hensyn_status status = HENSYN_OK;
    HN_TRY(find_file(ctx, rules, "nettverk", ".yaml", &file));
    HN_TRY(hn_net_rules_parse(ctx, file->path, file->text, file->size, &rules->network));
    for (hn_mode mode = 0; mode < HN_MODES; mode++) {
        HN_TRY(find_file(ctx, rules, hn_mode_name(mode), ".yaml", &file));
        HN_TRY(hn_profile_parse(ctx, file->path, file->text, file->size, hn_mode_name(mode),
                                &rules->profile[mode]));
    }
    HN_TRY(find_file(ctx, rules, "klasser", ".yaml", &file));
    HN_TRY(hn_presets_parse(ctx, file->path, file->text, file->size, &rules->presets));
cleanup:
    return status;
}

/* ---- all of it ---- */

/* From a folder, or from what a run wrote down. */
static hensyn_status load(hensyn_context *ctx, const char *folder, const char *record,
                          hn_rules **out) {
    hensyn_status status = HENSYN_OK;
    *out = NULL;
    hn_rules *rules = hn_zalloc(1, sizeof *rules);
    if (!rules || !(rules->pool = hn_pool_create())) HN_TRY(hn_nomem(ctx));
    HN_TRY(record ? hn_rule_files_split(ctx, rules, record)
                  : hn_rule_files_gather(ctx, rules, folder));
    HN_TRY(load_themes(ctx, rules));
    HN_TRY(index_themes(ctx, rules));
    HN_TRY(load_tables(ctx, rules));
    HN_TRY(load_profiles(ctx, rules));
    *out = rules;
    rules = NULL;
cleanup:
    hn_rules_destroy(rules);
    return status;
}

hensyn_status hn_rules_create(hensyn_context *ctx, const char *folder, hn_rules **out) {
    return load(ctx, folder, NULL, out);
}

hensyn_status hn_rules_restore(hensyn_context *ctx, const char *record, hn_rules **out) {
    return load(ctx, NULL, record, out);
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
