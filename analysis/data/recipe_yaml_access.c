/* recipe_yaml_access.c - the "access:" part of a recipe: every access option by its key, and the
 * forms of the contract: origins {source, population}, classes as a list of mappings, safe
 * {max_speed, max_aadt}. */
#include "base/text.h"
#include "data/recipe_reader.h"

#include <stdio.h>
#include <string.h>

/* Calls read for each pair of a mapping, its key checked. */
static hensyn_status each_pair(hn_reader *r, const yaml_node_t *map, void *into,
                               hensyn_status (*read)(hn_reader *r, const yaml_node_t *key,
                                                     yaml_node_t *value, void *into)) {
    hensyn_status status = HENSYN_OK;
    const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
    for (; status == HENSYN_OK && pair < map->data.mapping.pairs.top; pair++) {
        yaml_node_t *key;
        status = hn_reader_key(r, map, pair, &key);
        if (status == HENSYN_OK) status = read(r, key, hn_reader_node(r, pair->value), into);
    }
    return status;
}

static bool is_key(const yaml_node_t *key, const char *name) {
    return strcmp(hn_yaml_scalar(key), name) == 0;
}

/* ---- origins and destinations ---- */

/* What an entry may say beside its source. */
typedef struct entry {
    const hn_option *option;
    bool has_source;
} entry;

static hensyn_status read_entry_pair(hn_reader *r, const yaml_node_t *key, yaml_node_t *value,
                                     void *into) {
    entry *e = into;
    static const char *const names[] = {"source", "population"};
    bool origins = strcmp(e->option->key, "origins") == 0;
    if (is_key(key, "source") && !hn_reader_is_null(value)) {
        e->has_source = true;
        return hn_reader_each(r, value, e->option, NULL, hn_reader_apply);
    }
    if (is_key(key, "source")) return HENSYN_OK;
    if (origins && is_key(key, "population"))
        return hn_reader_option(r, hn_option_find("population"), value);
    return hn_reader_unknown_key(r, key, hn_nearest(hn_yaml_scalar(key), names, origins ? 2 : 1));
}

static hensyn_status read_entry(hn_reader *r, const hn_option *option, const char *theme,
                                const yaml_node_t *node) {
    if (node->type != YAML_MAPPING_NODE) return hn_reader_apply(r, option, theme, node);
    entry e = {.option = option};
    hensyn_status status = each_pair(r, node, &e, read_entry_pair);
    if (status == HENSYN_OK && !e.has_source)
        status = hn_reader_missing(r, node, option->key, "source");
    return status;
}

/* ---- classes ---- */

typedef struct class_entry {
    const char *name, *min_area, *limit, *maal;
} class_entry;

static hensyn_status read_class_pair(hn_reader *r, const yaml_node_t *key, yaml_node_t *value,
                                     void *into) {
    static const char *const names[] = {"name", "min_area", "limit", "maal"};
    class_entry *e = into;
    const char **members[] = {&e->name, &e->min_area, &e->limit, &e->maal};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_key(key, names[i]))
            return hn_reader_is_null(value) ? HENSYN_OK
                                            : hn_reader_text(r, value, names[i], members[i]);
    return hn_reader_unknown_key(r, key, hn_nearest(hn_yaml_scalar(key), names, 4));
}

static hensyn_status read_number(hn_reader *r, const yaml_node_t *node, const char *key,
                                 const char *text, double *out) {
    if (!text) return hn_reader_missing(r, node, "classes", key);
    if (hn_parse_double(text, out)) return HENSYN_OK;
    return COMPLAIN(r, node,
                    hn_text(r->ctx, "%s: «%s» er ikke et tall", "%s: '%s' is not a number"), key,
                    text);
}

static hensyn_status read_class(hn_reader *r, const hn_option *option, const char *theme,
                                const yaml_node_t *node) {
    if (node->type != YAML_MAPPING_NODE) return hn_reader_apply(r, option, theme, node);
    class_entry e = {0};
    hn_class_option given = {0};
    char name[256];
    hensyn_status status;
    HN_TRY(each_pair(r, node, &e, read_class_pair));
    if (!e.name) HN_TRY(hn_reader_missing(r, node, "classes", "name"));
    HN_TRY(read_number(r, node, "min_area", e.min_area, &given.min_area));
    HN_TRY(read_number(r, node, "limit", e.limit, &given.limit));
    given.straight = e.maal && strcmp(e.maal, "luftlinje") == 0;
    if (e.maal && !given.straight && strcmp(e.maal, "nett") != 0)
        HN_TRY(COMPLAIN(r, node,
                        hn_text(r->ctx, "maal: «%s» er verken nett eller luftlinje",
                                "maal: '%s' is neither nett nor luftlinje"),
                        e.maal));
    snprintf(name, sizeof name, "%s", e.name);
    given.name = name;
    status = hn_job_add_class(
        r->ctx, r->job,
        &(hn_setting){
            .option = option, .name = "classes", .value = e.name, .origin = HN_FROM_RECIPE},
        &given);
    if (status == HENSYN_USAGE) status = COMPLAIN(r, node, "%s", hensyn_message(r->ctx));
cleanup:
    return status;
}

/* ---- safe ---- */

static hensyn_status read_safe_pair(hn_reader *r, const yaml_node_t *key, yaml_node_t *value,
                                    void *into) {
    (void)into;
    static const char *const names[] = {"max_speed", "max_aadt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_key(key, names[i])) return hn_reader_option(r, hn_option_find(names[i]), value);
    return hn_reader_unknown_key(r, key, hn_nearest(hn_yaml_scalar(key), names, 2));
}

/* true, false, or the limits, which turn it on. */
static hensyn_status read_safe(hn_reader *r, const hn_option *option, yaml_node_t *value) {
    if (value->type != YAML_MAPPING_NODE) return hn_reader_option(r, option, value);
    hensyn_status status = each_pair(r, value, NULL, read_safe_pair);
    if (status != HENSYN_OK) return status;
    return hn_job_apply(
        r->ctx, r->job,
        &(hn_setting){
            .option = option, .name = option->key, .value = "true", .origin = HN_FROM_RECIPE});
}

/* ---- all ---- */

static hensyn_status read_pair(hn_reader *r, const yaml_node_t *key, yaml_node_t *value,
                               void *into) {
    (void)into;
    const char *name = hn_yaml_scalar(key);
    bool classes = strcmp(name, "classes") == 0;
    const hn_option *option = hn_option_find(classes ? "class" : name);
    bool known = option && option->recipe && (classes || strcmp(option->key, name) == 0);
    if (known && hn_option_of_access(option)) {
        if (hn_reader_is_null(value)) return HENSYN_OK;
        if (option->type == HN_OPT_CLASS) return hn_reader_each(r, value, option, NULL, read_class);
        if (option->type == HN_OPT_SOURCE && option->repeats)
            return hn_reader_each(r, value, option, NULL, read_entry);
        if (strcmp(name, "safe") == 0) return read_safe(r, option, value);
        return hn_reader_option(r, option, value);
    }
    if (known && !hn_option_of_theme(option))
        return COMPLAIN(r, key,
                        hn_text(r->ctx, "«%s» hører ikke hjemme under «access:»",
                                "'%s' does not belong under 'access:'"),
                        name);
    const char *near = hn_option_nearest(name, HN_CMD_ACCESS);
    const hn_option *nearest = near ? hn_option_find(near) : NULL;
    return hn_reader_unknown_key(r, key, nearest && hn_option_of_access(nearest) ? near : NULL);
}

hensyn_status hn_reader_access(hn_reader *r, yaml_node_t *map) {
    if (hn_reader_is_null(map)) return HENSYN_OK;
    if (map->type != YAML_MAPPING_NODE)
        return COMPLAIN(r, map, "%s",
                        hn_text(r->ctx, "access: her står linjer på formen «nøkkel: verdi»",
                                "access: lines of the form 'key: value' stand here"));
    return each_pair(r, map, NULL, read_pair);
}
