/* preset.c - klasser.yaml into presets, and a preset by name. */
#include "data/preset.h"

#include "base/text.h"
#include "data/recipe_parts.h"
#include "data/yaml.h"

#include <stddef.h>
#include <string.h>

static const hn_yaml_key class_keys[] = {
    {"name", HN_YAML_TEXT, offsetof(hn_preset_class, name), 0, 0, 0, NULL},
    {"min_area", HN_YAML_NUMBER, offsetof(hn_preset_class, min_area_m2), 0, 0, HN_CLASS_AREA_MOST,
     NULL},
    {"limit", HN_YAML_NUMBER, offsetof(hn_preset_class, limit_m), 0, 0.001, HN_CLASS_LIMIT_MOST,
     NULL},
    {"maal", HN_YAML_TEXT, offsetof(hn_preset_class, measure), 0, 0, 0, NULL},
    {"metode", HN_YAML_TEXT, offsetof(hn_preset_class, metode), 0, 0, 0, NULL},
};

static hensyn_status check_class(hn_yaml *yaml, const yaml_node_t *node, const hn_preset *preset) {
    const hn_preset_class *c = &preset->classes[preset->class_count - 1];
    if (!c->name || !*c->name || strchr(c->name, ',') || !c->metode || !(c->limit_m > 0))
        return hn_yaml_fail(yaml, node, "%s",
                            hn_text(yaml->ctx,
                                    "en klasse må ha name (uten komma), limit, maal og metode",
                                    "a class must have name (no comma), limit, maal and metode"));
    for (size_t i = 0; i + 1 < preset->class_count; i++)
        if (strcmp(preset->classes[i].name, c->name) == 0)
            return hn_yaml_fail(
                yaml, node,
                hn_text(yaml->ctx, "klassen «%s» står to ganger", "the class '%s' stands twice"),
                c->name);
    if (c->measure && (strcmp(c->measure, "nett") == 0 || strcmp(c->measure, "luftlinje") == 0))
        return HENSYN_OK;
    return hn_yaml_fail(yaml, node, "%s",
                        hn_text(yaml->ctx, "maal skal være nett eller luftlinje",
                                "maal is to be nett or luftlinje"));
}

static hensyn_status add_class(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_preset *preset = into;
    size_t capacity = preset->class_count;
    if (!HN_RESERVE(preset->classes, preset->class_count, capacity, 1)) return hn_nomem(yaml->ctx);
    hn_preset_class *c = &preset->classes[preset->class_count++];
    *c = (hn_preset_class){0};
    hensyn_status status =
        hn_yaml_mapping(yaml, node, class_keys, sizeof class_keys / sizeof *class_keys, c);
    if (status == HENSYN_OK) status = check_class(yaml, node, preset);
    if (status == HENSYN_OK) c->straight = *c->measure == 'l';
    return status;
}

static hensyn_status read_classes(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, add_class, into);
}

static const hn_yaml_key preset_keys[] = {
    {"name", HN_YAML_TEXT, offsetof(hn_preset, name), 0, 0, 0, NULL},
    {"title", HN_YAML_TEXTS, offsetof(hn_preset, title_nb), offsetof(hn_preset, title_en), 0, 0,
     NULL},
    {"source", HN_YAML_TEXT, offsetof(hn_preset, source), 0, 0, 0, NULL},
    {"safe", HN_YAML_BOOL, offsetof(hn_preset, safe), 0, 0, 0, NULL},
    {"classes", HN_YAML_CALL, 0, 0, 0, 0, read_classes},
};

static hensyn_status add_preset(hn_yaml *yaml, yaml_node_t *node, void *into) {
    hn_presets *presets = into;
    size_t capacity = presets->count;
    if (!HN_RESERVE(presets->preset, presets->count, capacity, 1)) return hn_nomem(yaml->ctx);
    hn_preset *preset = &presets->preset[presets->count++];
    *preset = (hn_preset){0};
    hensyn_status status =
        hn_yaml_mapping(yaml, node, preset_keys, sizeof preset_keys / sizeof *preset_keys, preset);
    if (status != HENSYN_OK) return status;
    if (!preset->name || !preset->title_nb || !preset->source || !preset->class_count)
        return hn_yaml_fail(yaml, node, "%s",
                            hn_text(yaml->ctx, "name, title, source og classes må oppgis",
                                    "name, title, source and classes must be given"));
    if (hn_presets_find(presets, preset->name) == preset) return HENSYN_OK;
    return hn_yaml_fail(yaml, node, hn_text(yaml->ctx, "«%s» står to ganger", "'%s' stands twice"),
                        preset->name);
}

static hensyn_status read_presets(hn_yaml *yaml, yaml_node_t *node, void *into) {
    return hn_yaml_each(yaml, node, add_preset, into);
}

static const hn_yaml_key file_keys[] = {
    {"presets", HN_YAML_CALL, 0, 0, 0, 0, read_presets},
};

hensyn_status hn_presets_parse(hensyn_context *ctx, const char *file, const char *text, size_t size,
                               hn_presets *out) {
    hn_yaml yaml = {0};
    hensyn_status status;
    *out = (hn_presets){0};
    HN_TRY(hn_yaml_load(ctx, file, text, size, &yaml));
    if (!hn_yaml_root(&yaml))
        HN_TRY(hn_yaml_fail(&yaml, NULL, "%s", hn_text(ctx, "filen er tom", "the file is empty")));
    HN_TRY(hn_yaml_mapping(&yaml, hn_yaml_root(&yaml), file_keys, 1, out));
cleanup:
    hn_yaml_clear(&yaml);
    if (status != HENSYN_OK) hn_presets_clear(out);
    return status;
}

void hn_presets_clear(hn_presets *presets) {
    for (size_t i = 0; i < presets->count; i++) {
        hn_preset *preset = &presets->preset[i];
        for (size_t j = 0; j < preset->class_count; j++) {
            hn_free(preset->classes[j].name);
            hn_free(preset->classes[j].measure);
            hn_free(preset->classes[j].metode);
        }
        hn_free(preset->classes);
        hn_free(preset->name);
        hn_free(preset->title_nb);
        hn_free(preset->title_en);
        hn_free(preset->source);
    }
    hn_free(presets->preset);
    *presets = (hn_presets){0};
}

const hn_preset *hn_presets_find(const hn_presets *presets, const char *name) {
    for (size_t i = 0; i < presets->count; i++)
        if (hn_same(presets->preset[i].name, name)) return &presets->preset[i];
    return NULL;
}

hensyn_status hn_presets_unknown(hensyn_context *ctx, const hn_presets *presets, const char *name) {
    hn_buffer list = {0};
    for (size_t i = 0; i < presets->count; i++)
        hn_appendf(&list, "%s%s", i ? ", " : "", presets->preset[i].name);
    hensyn_status status =
        list.failed
            ? hn_nomem(ctx)
            : hn_fail(ctx, HENSYN_USAGE,
                      hn_text(ctx, "preset: «%s» er ikke blant %s", "preset: '%s' is not among %s"),
                      name, list.text ? list.text : "-");
    hn_buffer_free(&list);
    return status;
}
