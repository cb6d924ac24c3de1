/* recipe_theme.c - options that name a theme: --hensyn THEME=SOURCE, --buffer THEME=METRES and
 * the like. Whether the theme exists is for the rules to say. */
#include "base/text.h"
#include "data/builtin.h"
#include "data/recipe_parts.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

void hn_theme_source_clear(hn_theme_source *source) {
    hn_free(source->theme);
    hn_source_clear(&source->source);
    *source = (hn_theme_source){0};
}

static void clear_coverage(hn_theme_option *option) {
    for (size_t i = 0; i < option->coverages; i++)
        hn_source_clear(&option->coverage[i]);
    option->coverages = 0;
}

void hn_theme_option_clear(hn_theme_option *option) {
    clear_coverage(option);
    hn_free(option->coverage);
    hn_free(option->theme);
    hn_free(option->value_field);
    hn_free(option->name_field);
    *option = (hn_theme_option){.buffer = NAN};
}

bool hn_job_has_theme(const hensyn_job *job, const char *theme) {
    for (size_t i = 0; i < job->hensyns; i++)
        if (hn_same(job->hensyn[i].theme, theme)) return true;
    return false;
}

const hn_theme_option *hn_job_theme(const hensyn_job *job, const char *theme) {
    for (size_t i = 0; i < job->theme_count; i++)
        if (hn_same(job->themes[i].theme, theme)) return &job->themes[i];
    return NULL;
}

/* Only numbers have bounds. */
static bool is_number(const hn_option *option) { return option->high > option->low; }

hn_theme_option *hn_job_theme_entry(hensyn_job *job, const char *theme) {
    for (size_t i = 0; i < job->theme_count; i++)
        if (hn_same(job->themes[i].theme, theme)) return &job->themes[i];
    if (!HN_RESERVE(job->themes, job->theme_count, job->theme_capacity, 1)) return NULL;
    hn_theme_option *entry = &job->themes[job->theme_count];
    *entry = (hn_theme_option){.theme = hn_strdup(theme), .buffer = NAN};
    if (!entry->theme) return NULL;
    job->theme_count++;
    return entry;
}

/* The built-in theme that a word reminds of: "friluft.gpkg" of friluftsliv. NULL: none. */
static bool theme_like(const char *word, char out[64]) {
    size_t least = SIZE_MAX, length = strlen(word);
    for (const hn_builtin *file = hn_builtins; file->name; file++) {
        const char *dot = strrchr(file->name, '.'), *name = strchr(file->name, '/');
        if (!dot || !name || strncmp(file->name, "themes/", 7) != 0 || strcmp(dot, ".yaml") != 0)
            continue;
        char theme[64];
        size_t n = (size_t)(dot - ++name);
        if (n >= sizeof theme) continue;
        memcpy(theme, name, n);
        theme[n] = '\0';
        bool begun = length >= 4 && strncmp(theme, word, length) == 0;
        size_t distance = begun ? 0 : hn_distance(word, theme);
        if (distance > length / 3 || distance >= least) continue;
        least = distance;
        memcpy(out, theme, n + 1);
    }
    return least != SIZE_MAX;
}

static hensyn_status no_theme(hensyn_context *ctx, const hn_setting *setting) {
    const char *value = setting->value, *slash = strrchr(value, '/');
    char word[64], theme[64];
    size_t n = 0;
    for (const char *p = slash ? slash + 1 : value;
         n + 1 < sizeof word && (isalnum((unsigned char)*p) || (*p & 0x80)); p++)
        word[n++] = (char)tolower((unsigned char)*p);
    word[n] = '\0';
    if (setting->option->type == HN_OPT_THEME_SOURCE && theme_like(word, theme))
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "%s: «%s» har ikke formen %s, mente du «%s=%s»?",
                               "%s: '%s' is not of the form %s, did you mean '%s=%s'?"),
                       setting->name, value, setting->option->value, theme, value);
    return hn_fail(ctx, HENSYN_USAGE,
                   hn_text(ctx, "%s: «%s» har ikke formen %s, for eksempel «friluftsliv=%s»",
                           "%s: '%s' is not of the form %s, for example 'friluftsliv=%s'"),
                   setting->name, value, setting->option->value,
                   setting->option->type == HN_OPT_THEME_SOURCE ? "friluft.gpkg"
                   : is_number(setting->option)                 ? "50"
                                                                : "felt");
}

/* Length of the theme word before '=', 0: there is none. */
static size_t theme_word(const char *text) {
    size_t n = 0;
    while (isalnum((unsigned char)text[n]) || (text[n] & 0x80) || text[n] == '_' || text[n] == '-')
        n++;
    return text[n] == '=' ? n : 0;
}

static hensyn_status add_hensyn(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    hn_theme_source made = {.theme = hn_strdup(setting->theme)};
    hensyn_status status = HENSYN_OK;
    if (!made.theme) {
        status = hn_nomem(ctx);
        goto cleanup;
    }
    HN_TRY(hn_source_parse(ctx, setting->value, setting->folder, &made.source));
    if (!hn_claim(job, setting->option, setting->origin)) goto cleanup;
    if (!HN_RESERVE(job->hensyn, job->hensyns, job->hensyn_capacity, 1)) {
        status = hn_nomem(ctx);
        goto cleanup;
    }
    job->hensyn[job->hensyns++] = made;
    made = (hn_theme_source){0};
cleanup:
    hn_theme_source_clear(&made);
    return status;
}

static hensyn_status add_coverage(hensyn_context *ctx, hn_theme_option *entry,
                                  const hn_setting *setting) {
    if (setting->origin < entry->coverage_origin) return HENSYN_OK;
    hn_source source;
    hensyn_status status = hn_source_parse(ctx, setting->value, setting->folder, &source);
    if (status != HENSYN_OK) return status;
    if (setting->origin > entry->coverage_origin) clear_coverage(entry);
    entry->coverage_origin = (unsigned char)setting->origin;
    if (!HN_RESERVE(entry->coverage, entry->coverages, entry->coverage_capacity, 1)) {
        hn_source_clear(&source);
        return hn_nomem(ctx);
    }
    entry->coverage[entry->coverages++] = source;
    return HENSYN_OK;
}

static hensyn_status set_buffer(hensyn_context *ctx, hn_theme_option *entry,
                                const hn_setting *setting) {
    double metres;
    hensyn_status status = hn_number_value(ctx, setting, &metres);
    if (status != HENSYN_OK || setting->origin < entry->buffer_origin) return status;
    entry->buffer = metres;
    entry->buffer_origin = (unsigned char)setting->origin;
    return HENSYN_OK;
}

static hensyn_status set_field(hensyn_context *ctx, char **member, unsigned char *origin,
                               const hn_setting *setting) {
    if (setting->origin < *origin) return HENSYN_OK;
    char *text = hn_strdup(setting->value);
    if (!text) return hn_nomem(ctx);
    hn_replace_text(member, text);
    *origin = (unsigned char)setting->origin;
    return HENSYN_OK;
}

static hensyn_status apply_to(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    if (!hn_option_of_theme(setting->option)) return add_hensyn(ctx, job, setting);
    hn_theme_option *entry = hn_job_theme_entry(job, setting->theme);
    if (!entry) return hn_nomem(ctx);
    if (setting->option->type == HN_OPT_THEME_SOURCE) return add_coverage(ctx, entry, setting);
    if (is_number(setting->option)) return set_buffer(ctx, entry, setting);
    return strcmp(setting->option->key, "value_field") == 0
               ? set_field(ctx, &entry->value_field, &entry->value_origin, setting)
               : set_field(ctx, &entry->name_field, &entry->name_origin, setting);
}

hensyn_status hn_job_apply_theme(hensyn_context *ctx, hensyn_job *job, const hn_setting *setting) {
    if (setting->theme) return apply_to(ctx, job, setting);
    hn_setting split = *setting;
    size_t n = theme_word(setting->value);
    if (!n) return no_theme(ctx, setting);
    split.value = setting->value + n + 1;
    if (!*split.value)
        return hn_fail(
            ctx, HENSYN_USAGE,
            hn_text(ctx, "%s: «%s» har ingen verdi etter «=»", "%s: '%s' has no value after '='"),
            setting->name, setting->value);
    char *theme = hn_format("%.*s", (int)n, setting->value);
    if (!theme) return hn_nomem(ctx);
    split.theme = theme;
    hensyn_status status = apply_to(ctx, job, &split);
    hn_free(theme);
    return status;
}
