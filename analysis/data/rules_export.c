/* rules_export.c - the rules as text: as used, for the record, and as built in, for editing. */
#include "base/platform.h"
#include "data/builtin.h"
#include "data/rules_tables.h"

#include <stdio.h>
#include <string.h>

hensyn_status hn_rules_describe(hensyn_context *ctx, const hn_rules *rules, hn_buffer *out) {
    for (size_t i = 0; i < rules->file_count; i++) {
        const hn_rule_file *file = &rules->files[i];
        hn_append(out, file->name);
        hn_append(out, "\n");
        hn_append_n(out, file->text, file->size);
        if (file->size && file->text[file->size - 1] != '\n') hn_append(out, "\n");
    }
    return out->failed ? hn_nomem(ctx) : HENSYN_OK;
}

/* A file that is there and says exactly this. */
static bool says(FILE *in, const char *text, size_t size) {
    int c = 0;
    for (size_t i = 0; i < size && c != EOF; i++)
        if ((c = fgetc(in)) != (unsigned char)text[i]) return false;
    return fgetc(in) == EOF;
}

static hensyn_status export_file(hensyn_context *ctx, const char *path, const char *text,
                                 size_t size) {
    FILE *there = fopen(path, "rb");
    if (there) {
        bool same = says(there, text, size);
        fclose(there);
        if (same) return HENSYN_OK;
        return hn_fail(ctx, HENSYN_OUTPUT,
                       hn_text(ctx, "«%s» finnes og er endret; den skrives ikke over",
                               "'%s' exists and was changed; it is not written over"),
                       path);
    }
    FILE *out = fopen(path, "wb");
    bool written = out && fwrite(text, 1, size, out) == size;
    if (out && fclose(out) != 0) written = false;
    if (written) return HENSYN_OK;
    if (out) hn_file_remove(path);
    return hn_fail(ctx, HENSYN_OUTPUT,
                   hn_text(ctx, "«%s» kan ikke skrives", "'%s' cannot be written"), path);
}

/* The built-in files whose names begin with prefix and have the ending, under their last name. */
static hensyn_status export_kind(hensyn_context *ctx, const char *folder, const char *prefix,
                                 const char *end) {
    const size_t start = strlen(prefix);
    for (const hn_builtin *b = hn_builtins; b->name; b++) {
        size_t length = strlen(b->name);
        if (strncmp(b->name, prefix, start) != 0 || length < strlen(end) ||
            strcmp(b->name + length - strlen(end), end) != 0)
            continue;
        char *path = hn_format("%s/%s", folder, b->name + start);
        if (!path) return hn_nomem(ctx);
        hensyn_status status = export_file(ctx, path, b->text, b->size);
        hn_free(path);
        if (status != HENSYN_OK) return status;
    }
    return HENSYN_OK;
}

hensyn_status hn_rules_export(hensyn_context *ctx, const char *folder) {
    hensyn_status status = export_kind(ctx, folder, "themes/", ".csv");
    return status == HENSYN_OK ? export_kind(ctx, folder, "profiles/", ".yaml") : status;
}

hensyn_status hn_themes_export(hensyn_context *ctx, const char *folder) {
    return export_kind(ctx, folder, "themes/", ".yaml");
}
