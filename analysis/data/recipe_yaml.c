/* recipe_yaml.c - a recipe file (YAML, and so JSON) into a job. Scalars stay the text they are, so
 * that municipality 0301 keeps its zero. Every complaint has file, line and column. */
#include "base/text.h"
#include "data/recipe_reader.h"

#include <stdio.h>
#include <string.h>

enum { RECIPE_LIMIT = 4 << 20 }; /* bytes; a larger file is not a recipe */

/* "key:" with nothing, "~" or "null": the default stands. */
bool hn_reader_is_null(const yaml_node_t *node) {
    if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    const char *text = hn_yaml_scalar(node);
    if (!text) return false;
    return !*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0 ||
           strcmp(text, "Null") == 0 || strcmp(text, "NULL") == 0;
}

yaml_node_t *hn_reader_node(hn_reader *r, int index) {
    return yaml_document_get_node(&r->yaml.document, index);
}

hensyn_status hn_reader_text(hn_reader *r, const yaml_node_t *node, const char *key,
                             const char **out) {
    *out = hn_yaml_scalar(node);
    if (*out) return HENSYN_OK;
    return COMPLAIN(r, node,
                    hn_text(r->ctx, "%s: her må det stå én verdi, ikke en liste eller tabell",
                            "%s: one value is wanted here, not a list or mapping"),
                    key);
}

hensyn_status hn_reader_apply(hn_reader *r, const hn_option *option, const char *theme,
                              const yaml_node_t *node) {
    const char *text;
    hensyn_status status = hn_reader_text(r, node, option->key, &text);
    if (status != HENSYN_OK) return status;
    status = hn_job_apply(r->ctx, r->job,
                          &(hn_setting){.option = option,
                                        .name = option->key,
                                        .theme = theme,
                                        .value = text,
                                        .folder = r->folder,
                                        .origin = HN_FROM_RECIPE});
    return status == HENSYN_USAGE ? COMPLAIN(r, node, "%s", hensyn_message(r->ctx)) : status;
}

/* Calls each item of a list, or the node itself when it is none. */
hensyn_status hn_reader_each(hn_reader *r, yaml_node_t *node, const hn_option *option,
                             const char *theme,
                             hensyn_status (*call)(hn_reader *r, const hn_option *option,
                                                   const char *theme, const yaml_node_t *item)) {
    if (node->type != YAML_SEQUENCE_NODE) return call(r, option, theme, node);
    hensyn_status status = HENSYN_OK;
    const yaml_node_item_t *item = node->data.sequence.items.start;
    for (; status == HENSYN_OK && item < node->data.sequence.items.top; item++) {
        const yaml_node_t *one = hn_reader_node(r, *item);
        status =
            hn_reader_is_null(one)
                ? COMPLAIN(r, one,
                           hn_text(r->ctx, "%s: tom verdi i listen", "%s: empty value in the list"),
                           option->key)
                : call(r, option, theme, one);
    }
    return status;
}

hensyn_status hn_reader_unknown_key(hn_reader *r, const yaml_node_t *key, const char *near) {
    return near ? COMPLAIN(r, key,
                           hn_text(r->ctx, "ukjent nøkkel «%s», mente du «%s»?",
                                   "unknown key '%s', did you mean '%s'?"),
                           hn_yaml_scalar(key), near)
                : COMPLAIN(r, key, hn_text(r->ctx, "ukjent nøkkel «%s»", "unknown key '%s'"),
                           hn_yaml_scalar(key));
}

/* The key of a pair: text, and not seen before in its mapping (whose unknown keys are errors, so
 * that looking at as many as there are options is enough). */
hensyn_status hn_reader_key(hn_reader *r, const yaml_node_t *map, const yaml_node_pair_t *pair,
                            yaml_node_t **key) {
    *key = hn_reader_node(r, pair->key);
    const char *name;
    hensyn_status status = hn_reader_text(r, *key, hn_text(r->ctx, "nøkkel", "key"), &name);
    const yaml_node_pair_t *before = map->data.mapping.pairs.start;
    for (int i = 0; status == HENSYN_OK && before < pair && i < HN_MAX_OPTIONS; before++, i++) {
        const char *other = hn_yaml_scalar(hn_reader_node(r, before->key));
        if (other && strcmp(other, name) == 0)
            status = COMPLAIN(
                r, *key,
                hn_text(r->ctx, "nøkkelen «%s» står to ganger", "the key '%s' stands twice"), name);
    }
    return status;
}

/* The keys of an entry of plan: and hensyn:, over and above the options of a theme. */
static const char *nearest_in_entry(const char *word, bool hensyn) {
    const char *names[HN_MAX_OPTIONS + 2];
    size_t count, used = 0;
    const hn_option *options = hn_options(&count);
    names[used++] = "source";
    if (hensyn) names[used++] = "theme";
    for (size_t i = 0; hensyn && i < count; i++)
        if (hn_option_of_theme(&options[i])) names[used++] = options[i].key;
    return hn_nearest(word, names, used);
}

/* An entry is read in two passes: its theme first, wherever it stands, then the rest. */
static hensyn_status find_entry_key(hn_reader *r, const yaml_node_t *map, const char *wanted,
                                    yaml_node_t **value) {
    *value = NULL;
    const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
    for (; pair < map->data.mapping.pairs.top; pair++) {
        yaml_node_t *key;
        hensyn_status status = hn_reader_key(r, map, pair, &key);
        if (status != HENSYN_OK) return status;
        if (strcmp(hn_yaml_scalar(key), wanted) == 0 &&
            !hn_reader_is_null(hn_reader_node(r, pair->value)))
            *value = hn_reader_node(r, pair->value);
    }
    return HENSYN_OK;
}

hensyn_status hn_reader_missing(hn_reader *r, const yaml_node_t *map, const char *list,
                                const char *key) {
    return COMPLAIN(
        r, map,
        hn_text(r->ctx, "%s: nøkkelen «%s» mangler her", "%s: the key '%s' is missing here"), list,
        key);
}

static hensyn_status read_plan_entry(hn_reader *r, const hn_option *option, const char *theme,
                                     const yaml_node_t *node) {
    if (node->type != YAML_MAPPING_NODE) return hn_reader_apply(r, option, theme, node);
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    yaml_node_t *source;
    hensyn_status status = find_entry_key(r, node, "source", &source);
    if (status != HENSYN_OK) return status;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = hn_reader_node(r, pair->key);
        if (strcmp(hn_yaml_scalar(key), "source") != 0)
            return hn_reader_unknown_key(r, key, nearest_in_entry(hn_yaml_scalar(key), false));
    }
    if (!source) return hn_reader_missing(r, node, option->key, "source");
    return hn_reader_each(r, source, option, NULL, hn_reader_apply);
}

/* Two entries of one theme must not say different things; a second equal value does no harm. */
static hensyn_status check_same(hn_reader *r, const hn_option *option, const char *theme,
                                const yaml_node_t *value) {
    const hn_theme_option *entry = hn_job_theme(r->job, theme);
    const char *text = hn_yaml_scalar(value), *was = NULL;
    double number;
    bool differs = false;
    if (!entry || !text) return HENSYN_OK;
    if (strcmp(option->key, "buffer") == 0)
        differs = entry->buffer_origin == HN_FROM_RECIPE &&
                  !(hn_parse_double(text, &number) && number == entry->buffer);
    else if (strcmp(option->key, "value_field") == 0 && entry->value_origin == HN_FROM_RECIPE)
        was = entry->value_field;
    else if (strcmp(option->key, "name_field") == 0 && entry->name_origin == HN_FROM_RECIPE)
        was = entry->name_field;
    if (!differs && (!was || strcmp(was, text) == 0)) return HENSYN_OK;
    return COMPLAIN(r, value,
                    hn_text(r->ctx, "%s: temaet «%s» har fått en annen verdi før",
                            "%s: the theme '%s' was given another value before"),
                    option->key, theme);
}

static hensyn_status read_theme_option(hn_reader *r, const char *theme, const yaml_node_t *key,
                                       yaml_node_t *value) {
    const char *name = hn_yaml_scalar(key);
    const hn_option *option = hn_option_find(name);
    if (!option || !hn_option_of_theme(option) || strcmp(option->key, name) != 0)
        return hn_reader_unknown_key(r, key, nearest_in_entry(name, true));
    if (hn_reader_is_null(value)) return HENSYN_OK;
    if (option->type == HN_OPT_THEME_SOURCE)
        return hn_reader_each(r, value, option, theme, hn_reader_apply);
    hensyn_status status = check_same(r, option, theme, value);
    return status == HENSYN_OK ? hn_reader_apply(r, option, theme, value) : status;
}

static hensyn_status read_hensyn_entry(hn_reader *r, const hn_option *option, const char *theme,
                                       const yaml_node_t *node) {
    if (node->type != YAML_MAPPING_NODE) return hn_reader_apply(r, option, theme, node);
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    yaml_node_t *name, *source;
    hensyn_status status = find_entry_key(r, node, "theme", &name);
    if (status == HENSYN_OK) status = find_entry_key(r, node, "source", &source);
    if (status != HENSYN_OK) return status;
    size_t options = 0;
    if (name) status = hn_reader_text(r, name, "theme", &theme);
    for (; status == HENSYN_OK && pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = hn_reader_node(r, pair->key);
        if (strcmp(hn_yaml_scalar(key), "theme") == 0 || strcmp(hn_yaml_scalar(key), "source") == 0)
            continue;
        status = read_theme_option(r, theme ? theme : "", key, hn_reader_node(r, pair->value));
        options++;
    }
    if (status != HENSYN_OK) return status;
    if (!theme || !*theme) return hn_reader_missing(r, node, option->key, "theme");
    /* An entry without source says how zones of the plan with this theme are treated. */
    if (!source && !options) return hn_reader_missing(r, node, option->key, "source");
    return source ? hn_reader_each(r, source, option, theme, hn_reader_apply) : HENSYN_OK;
}

hensyn_status hn_reader_option(hn_reader *r, const hn_option *option, yaml_node_t *value) {
    if (hn_reader_is_null(value)) return HENSYN_OK;
    if (option->type == HN_OPT_THEME_SOURCE)
        return hn_reader_each(r, value, option, NULL, read_hensyn_entry);
    if (option->type == HN_OPT_SOURCE && option->repeats)
        return hn_reader_each(r, value, option, NULL, read_plan_entry);
    if (option->repeats) return hn_reader_each(r, value, option, NULL, hn_reader_apply);
    return hn_reader_apply(r, option, NULL, value);
}

static hensyn_status read_pair(hn_reader *r, const yaml_node_t *key, yaml_node_t *value) {
    const char *name = hn_yaml_scalar(key);
    const hn_option *option = hn_option_find(name);
    if (strcmp(name, "access") == 0) return hn_reader_access(r, value);
    if (option && hn_option_of_theme(option) && strcmp(option->key, name) == 0)
        return COMPLAIN(r, key,
                        hn_text(r->ctx, "«%s» hører hjemme i temaets post under «hensyn:»",
                                "'%s' belongs in the entry of its theme under 'hensyn:'"),
                        name);
    if (option && option->recipe && hn_option_of_access(option) && strcmp(option->key, name) == 0)
        return COMPLAIN(
            r, key,
            hn_text(r->ctx, "«%s» hører hjemme under «access:»", "'%s' belongs under 'access:'"),
            name);
    /* A key is written with '_' and nothing before it. */
    if (option && option->recipe && strcmp(option->key, name) == 0)
        return hn_reader_option(r, option, value);
    const char *near = hn_option_nearest(name, HN_CMD_CONFLICT);
    if (!near && hn_nearest(name, (const char *const[]){"access"}, 1)) near = "access";
    return hn_reader_unknown_key(r, key, near);
}

static hensyn_status read_root(hn_reader *r) {
    yaml_node_t *root = hn_yaml_root(&r->yaml);
    if (!root || hn_reader_is_null(root))
        return hn_fail(r->ctx, HENSYN_USAGE,
                       hn_text(r->ctx, "%s: oppskriften er tom", "%s: the recipe is empty"),
                       r->yaml.file);
    if (root->type != YAML_MAPPING_NODE)
        return COMPLAIN(r, root, "%s",
                        hn_text(r->ctx, "en oppskrift er linjer på formen «nøkkel: verdi»",
                                "a recipe is lines of the form 'key: value'"));
    hensyn_status status = HENSYN_OK;
    const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
    for (; status == HENSYN_OK && pair < root->data.mapping.pairs.top; pair++) {
        yaml_node_t *key;
        status = hn_reader_key(r, root, pair, &key);
        if (status == HENSYN_OK) status = read_pair(r, key, hn_reader_node(r, pair->value));
    }
    return status;
}

static hensyn_status read_text(hensyn_context *ctx, const char *path, hn_buffer *out) {
    char chunk[4096];
    size_t n = 0;
    FILE *file = fopen(path, "rb");
    while (file && out->length <= RECIPE_LIMIT && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
        hn_append_n(out, chunk, n);
    bool failed = !file || ferror(file);
    if (file) fclose(file);
    if (failed)
        return hn_fail(
            ctx, HENSYN_USAGE,
            hn_text(ctx, "oppskriften «%s» kan ikke leses", "the recipe '%s' cannot be read"),
            path);
    if (out->length > RECIPE_LIMIT)
        return hn_fail(ctx, HENSYN_USAGE,
                       hn_text(ctx, "«%s» er for stor til å være en oppskrift",
                               "'%s' is too large for a recipe"),
                       path);
    hn_append(out, "");
    return out->failed ? hn_nomem(ctx) : HENSYN_OK;
}

static char *folder_of(const char *path) {
    size_t n = strlen(path);
    while (n && path[n - 1] != '/' && path[n - 1] != '\\')
        n--;
    while (n > 1 && (path[n - 1] == '/' || path[n - 1] == '\\'))
        n--;
    return hn_format("%.*s", (int)n, path);
}

hensyn_status hensyn_job_load(hensyn_context *ctx, hensyn_job *job, const char *path) {
    if (!ctx) return HENSYN_USAGE;
    if (!job || !path) return hn_fail(ctx, HENSYN_USAGE, "hensyn_job_load: job and path");
    if (job->recipe_path)
        return hn_fail(
            ctx, HENSYN_USAGE,
            hn_text(ctx, "jobben har alt oppskriften «%s»", "the job has the recipe '%s' already"),
            job->recipe_path);
    hensyn_status status = HENSYN_OK;
    hn_buffer text = {0};
    hn_reader r = {.ctx = ctx, .job = job, .folder = folder_of(path)};
    HN_TRY(r.folder ? HENSYN_OK : hn_nomem(ctx));
    HN_TRY(read_text(ctx, path, &text));
    HN_TRY(hn_yaml_load(ctx, path, text.text, text.length, &r.yaml));
    HN_TRY(read_root(&r));
    job->recipe_path = hn_strdup(path);
    job->recipe_text = hn_redact(text.text);
    if (!job->recipe_path || !job->recipe_text) status = hn_nomem(ctx);
cleanup:
    hn_yaml_clear(&r.yaml);
    hn_buffer_free(&text);
    hn_free(r.folder);
    return status;
}
