/* preset.h - ready size classes (profiles/klasser.yaml): whose limits they are and how measured. */
#ifndef HN_PRESET_H
#define HN_PRESET_H

#include "base/context.h"
#include "base/memory.h"

typedef struct hn_preset_class {
    char *name, *measure, *metode; /* measure: "nett" or "luftlinje" */
    double min_area_m2, limit_m;
    bool straight;
} hn_preset_class;

typedef struct hn_preset {
    char *name, *title_nb, *title_en, *source;
    bool safe; /* the rule of safe links goes with it */
    hn_preset_class *classes;
    size_t class_count;
} hn_preset;

typedef struct hn_presets {
    hn_preset *preset;
    size_t count;
} hn_presets;

/* HENSYN_USAGE with file, line and column; out is empty then. */
hensyn_status hn_presets_parse(hensyn_context *ctx, const char *file, const char *text, size_t size,
                               hn_presets *out);
void hn_presets_clear(hn_presets *presets); /* a zeroed one is allowed */
/* NULL: there is none of that name. */
const hn_preset *hn_presets_find(const hn_presets *presets, const char *name);
/* HENSYN_USAGE: there is no preset of that name, with the nearest. */
hensyn_status hn_presets_unknown(hensyn_context *ctx, const hn_presets *presets, const char *name);

#endif
