/* theme_yaml.c - a theme file into a theme: which keys it has and what they may say. */
#include "base/text.h"
#include "data/theme.h"
#include "data/yaml.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { MAX_ZONE_CODE = 9999 };

/* ---- value classes ---- */

/* A class as it stands in the file: several texts may share a value. */
typedef struct class_entry {
    hn_dataset *dataset;
    yaml_node_t *match;
    int value;
    char *name_nb, *name_en;
} class_entry;

static void clear_class(hn_value_class *class) {
    hn_match_clear(&class->match);
    hn_free(class->name_nb);
    hn_free(class->name_en);
}

static hensyn_status add_class(hn_yaml *yaml, yaml_node_t *node, void *into) {
    class_entry *entry = into;
    hn_dataset *dataset = entry->dataset;
    size_t capacity = dataset->class_count;
    if (!HN_RESERVE(dataset->classes, dataset->class_count, capacity, 1))
        return hn_nomem(yaml->ctx);
    hn_value_class *class = &dataset->classes[dataset->class_count];
    *class = (hn_value_class){.value = entry->value};
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_match_read(yaml, node, &class->match));
    class->name_nb = hn_strdup(entry->name_nb);
    class->name_en = hn_strdup(entry->name_en);
    if (!class->name_nb || !class->name_en) HN_TRY(hn_nomem(yaml->ctx));
    dataset->class_count++;
cleanup:
    if (status != HENSYN_OK) clear_class(class);
    return status;
}

static hensyn_status keep_match(hn_yaml *yaml, yaml_node_t *node, void *into) {
    (void)yaml;
    ((class_entry *)into)->match = node;
    return HENSYN_OK;
}

static const hn_yaml_key class_keys[] = {
    {"match", HN_YAML_CALL, 0, 0, 0, 0, keep_match},
    {"value", HN_YAML_INTEGER, offsetof(class_entry, value), 0, 0, 4, NULL},
    {"nb", HN_YAML_TEXT, offsetof(class_entry, name_nb), 0, 0, 0, NULL},
    {"en", HN_YAML_TEXT, offsetof(class_entry, name_en), 0, 0, 0, NULL},
};

static hensyn_status read_class(hn_yaml *yaml, yaml_node_t *node, void *into) {
    class_entry entry = {.dataset = into, .value = -1};
    hensyn_status status;
    HN_TRY(hn_yaml_mapping(yaml, node, class_keys, sizeof class_keys / sizeof *class_keys, &entry));
    if (!entry.match || entry.value < 0 || !entry.name_nb)
        HN_TRY(hn_yaml_fail(yaml, node, "%s",
                            hn_text(yaml->ctx, "en klasse må ha match, value og nb",
                                    "a class must have match, value and nb")));
    if (!entry.name_en && !(entry.name_en = hn_strdup(entry.name_nb))) HN_TRY(hn_nomem(yaml->ctx));
    HN_TRY(hn_yaml_each(yaml, entry.match, add_class, &entry));
cleanup:
    hn_free(entry.name_nb);
    hn_free(entry.name_en);
    return status;
}

static hensyn_status read_classes(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, read_class, into);
}

/* ---- datasets ---- */

#define LIST(key, type, member, size)                                                              \
    { key, HN_YAML_FOLDED, offsetof(type, member), offsetof(type, size), 0, 0, NULL }

static const hn_yaml_key dataset_keys[] = {
    {"name", HN_YAML_TEXT, offsetof(hn_dataset, name), 0, 0, 0, NULL},
    LIST("layers", hn_dataset, layers, layer_count),
    LIST("need", hn_dataset, need, need_count),
    LIST("value_fields", hn_dataset, value_fields, value_field_count),
    LIST("name_fields", hn_dataset, name_fields, name_field_count),
    LIST("id_fields", hn_dataset, id_fields, id_field_count),
    {"drop_unmatched", HN_YAML_BOOL, offsetof(hn_dataset, drop_unmatched), 0, 0, 0, NULL},
    {"fixed_value", HN_YAML_INTEGER, offsetof(hn_dataset, fixed_value), 0, 0, 4, NULL},
    {"classes", HN_YAML_CALL, 0, 0, 0, 0, read_classes},
    {"source", HN_YAML_TEXT, offsetof(hn_dataset, source), 0, 0, 0, NULL},
};

static hensyn_status check_dataset(hn_yaml *yaml, const yaml_node_t *node, const hn_dataset *d) {
    const char *wrong = NULL;
    if (!d->name || !d->source)
        wrong = hn_text(yaml->ctx, "et datasett må ha name og source",
                        "a dataset must have name and source");
    else if (d->class_count && !d->value_field_count)
        wrong = hn_text(yaml->ctx, "classes uten value_fields", "classes without value_fields");
    else if (d->drop_unmatched && !d->class_count)
        wrong = hn_text(yaml->ctx, "drop_unmatched uten classes", "drop_unmatched without classes");
    return wrong ? hn_yaml_fail(yaml, node, "%s", wrong) : HENSYN_OK;
}

static hensyn_status read_dataset(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_theme *theme = into;
    size_t capacity = theme->dataset_count;
    if (!HN_RESERVE(theme->datasets, theme->dataset_count, capacity, 1)) return hn_nomem(yaml->ctx);
    hn_dataset *dataset = &theme->datasets[theme->dataset_count++];
    *dataset = (hn_dataset){.fixed_value = -1};
    hensyn_status status = hn_yaml_mapping(yaml, node, dataset_keys,
                                           sizeof dataset_keys / sizeof *dataset_keys, dataset);
    return status == HENSYN_OK ? check_dataset(yaml, node, dataset) : status;
}

static hensyn_status read_datasets(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, read_dataset, into);
}

/* ---- themes ---- */

static hensyn_status add_zone_codes(hn_yaml *yaml, hn_theme *theme, long long from, long long to) {
    size_t capacity = theme->zone_code_count;
    if (!HN_RESERVE(theme->zone_codes, theme->zone_code_count, capacity, to - from + 1))
        return hn_nomem(yaml->ctx);
    for (long long code = from; code <= to; code++)
        theme->zone_codes[theme->zone_code_count++] = (int)code;
    return HENSYN_OK;
}

/* 530, or 200-299. */
static hensyn_status read_zone_code(hn_yaml *yaml, yaml_node_t *node, void *into) {
    const char *text = hn_yaml_scalar(node);
    const char *dash = text ? strchr(text, '-') : NULL;
    char low[16] = "";
    long long from, to;
    if (dash && (size_t)(dash - text) < sizeof low) memcpy(low, text, (size_t)(dash - text));
    if (text && hn_parse_int(dash ? low : text, &from) &&
        hn_parse_int(dash ? dash + 1 : text, &to) && from > 0 && from <= to && to <= MAX_ZONE_CODE)
        return add_zone_codes(yaml, into, from, to);
    return hn_yaml_fail(yaml, node,
                        hn_text(yaml->ctx, "«%s» er ikke en sonekode som 530 eller 200-299",
                                "'%s' is not a zone code such as 530 or 200-299"),
                        text ? text : "");
}

static hensyn_status read_zone_codes(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, read_zone_code, into);
}

static const hn_yaml_key theme_keys[] = {
    {"theme", HN_YAML_TEXT, offsetof(hn_theme, name), 0, 0, 0, NULL},
    {"order", HN_YAML_INTEGER, offsetof(hn_theme, order), 0, 0, 1e6, NULL},
    {"title", HN_YAML_TEXTS, offsetof(hn_theme, title_nb), offsetof(hn_theme, title_en), 0, 0,
     NULL},
    {"question", HN_YAML_TEXTS, offsetof(hn_theme, question_nb), offsetof(hn_theme, question_en), 0,
     0, NULL},
    {"scale", HN_YAML_TEXT, offsetof(hn_theme, scale), 0, 0, 0, NULL},
    {"buffer", HN_YAML_NUMBER, offsetof(hn_theme, buffer), 0, 0, 1e6, NULL},
    {"colour", HN_YAML_TEXT, offsetof(hn_theme, colour), 0, 0, 0, NULL},
    {"hatch", HN_YAML_TEXT, offsetof(hn_theme, hatch), 0, 0, 0, NULL},
    {"zone_codes", HN_YAML_CALL, 0, 0, 0, 0, read_zone_codes},
    LIST("name_fields", hn_theme, name_fields, name_field_count),
    LIST("id_fields", hn_theme, id_fields, id_field_count),
    {"datasets", HN_YAML_CALL, 0, 0, 0, 0, read_datasets},
};

static bool is_name(const char *text) {
    return text[0] >= 'a' && text[0] <= 'z' &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool is_colour(const char *text) {
    return text[0] == '#' && strlen(text) == 7 && strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

static hensyn_status check_theme(hn_yaml *yaml, const hn_theme *theme) {
    const yaml_node_t *root = hn_yaml_root(yaml);
    if (!theme->name || !theme->title_nb || !theme->scale)
        return hn_yaml_fail(yaml, root, "%s",
                            hn_text(yaml->ctx, "theme, title og scale må stå i filen",
                                    "the file must have theme, title and scale"));
    if (!is_name(theme->name))
        return hn_yaml_fail(yaml, root,
                            hn_text(yaml->ctx, "«%s» er ikke et temanavn (a-z, 0-9 og _)",
                                    "'%s' is not a theme name (a-z, 0-9 and _)"),
                            theme->name);
    if (strcmp(theme->scale, "ku") != 0 && strcmp(theme->scale, "fare") != 0)
        return hn_yaml_fail(yaml, root,
                            hn_text(yaml->ctx, "scale «%s» er verken ku eller fare",
                                    "scale '%s' is neither ku nor fare"),
                            theme->scale);
    if (theme->colour && !is_colour(theme->colour))
        return hn_yaml_fail(
            yaml, root,
            hn_text(yaml->ctx, "colour «%s» er ikke #rrggbb", "colour '%s' is not #rrggbb"),
            theme->colour);
    return HENSYN_OK;
}

static bool append_texts(char ***to, size_t *count, char *const *from, size_t more) {
    size_t capacity = *count;
    if (!more) return true;
    if (!hn_reserve((void **)to, &capacity, *count + more, sizeof **to)) return false;
    for (size_t i = 0; i < more; i++) {
        (*to)[*count] = hn_strdup(from[i]);
        if (!(*to)[*count]) return false;
        (*count)++;
    }
    return true;
}

/* Each dataset also has the name and id fields of its theme, after its own. */
static bool share_fields(hn_theme *theme) {
    for (size_t i = 0; i < theme->dataset_count; i++) {
        hn_dataset *d = &theme->datasets[i];
        if (!append_texts(&d->name_fields, &d->name_field_count, theme->name_fields,
                          theme->name_field_count) ||
            !append_texts(&d->id_fields, &d->id_field_count, theme->id_fields,
                          theme->id_field_count))
            return false;
    }
    return true;
}

hensyn_status hn_theme_parse(hensyn_context *ctx, const char *file, const char *text, size_t size,
                             hn_theme *out) {
    hensyn_status status;
    hn_yaml yaml = {0};
    *out = (hn_theme){.order = 500};
    HN_TRY(hn_yaml_load(ctx, file, text, size, &yaml));
    if (!hn_yaml_root(&yaml))
        HN_TRY(hn_yaml_fail(&yaml, NULL, "%s", hn_text(ctx, "filen er tom", "the file is empty")));
    HN_TRY(hn_yaml_mapping(&yaml, hn_yaml_root(&yaml), theme_keys,
                           sizeof theme_keys / sizeof *theme_keys, out));
    HN_TRY(check_theme(&yaml, out));
    if (!share_fields(out)) HN_TRY(hn_nomem(ctx));
cleanup:
    hn_yaml_clear(&yaml);
    if (status != HENSYN_OK) hn_theme_clear(out);
    return status;
}

/* ---- release ---- */

static void free_texts(char **text, size_t count) {
    for (size_t i = 0; i < count; i++)
        hn_free(text[i]);
    hn_free(text);
}

static void clear_dataset(hn_dataset *d) {
    hn_free(d->name);
    hn_free(d->source);
    free_texts(d->layers, d->layer_count);
    free_texts(d->need, d->need_count);
    free_texts(d->value_fields, d->value_field_count);
    free_texts(d->name_fields, d->name_field_count);
    free_texts(d->id_fields, d->id_field_count);
    for (size_t i = 0; i < d->class_count; i++)
        clear_class(&d->classes[i]);
    hn_free(d->classes);
}

void hn_theme_clear(hn_theme *theme) {
    char *texts[] = {theme->name,        theme->title_nb,    theme->title_en, theme->scale,
                     theme->question_nb, theme->question_en, theme->colour,   theme->hatch};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hn_free(texts[i]);
    hn_free(theme->zone_codes);
    free_texts(theme->name_fields, theme->name_field_count);
    free_texts(theme->id_fields, theme->id_field_count);
    for (size_t i = 0; i < theme->dataset_count; i++)
        clear_dataset(&theme->datasets[i]);
    hn_free(theme->datasets);
    *theme = (hn_theme){0};
}
