/* qgs_file.c - writes the project, and knows its own by a comment at the end that holds a hash of
 * the rest. QGIS drops the comment when it saves. */
#include "write/qgs_file.h"

#include "base/platform.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char mark_start[] = "<!-- hensyn ";
enum { MARK_DIGITS = 16, MARK_LENGTH = sizeof mark_start - 1 + MARK_DIGITS + 5 }; /* " -->\n" */

/* FNV-1a: it is to notice edits, not to withstand anybody. */
static uint64_t hash_of(const char *text, size_t size) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

static void append_mark(hn_buffer *text) {
    uint64_t hash = hash_of(text->text ? text->text : "", text->length);
    hn_appendf(text, "%s%016" PRIx64 " -->\n", mark_start, hash);
}

static bool read_file(const char *path, hn_buffer *out) {
    char bytes[8192];
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        hn_append_n(out, bytes, got);
    bool read = !ferror(file);
    fclose(file);
    return read && !out->failed;
}

static bool carries_mark(const hn_buffer *text) {
    if (text->length < MARK_LENGTH) return false;
    size_t size = text->length - MARK_LENGTH;
    hn_buffer again = {0};
    hn_append_n(&again, text->text, size);
    append_mark(&again);
    bool same = !again.failed && memcmp(again.text + size, text->text + size, MARK_LENGTH) == 0;
    hn_buffer_free(&again);
    return same;
}

bool hn_qgs_changed(const char *path) {
    hn_path_kind kind = hn_path_kind_of(path);
    if (kind == HN_PATH_NONE) return false;
    if (kind != HN_PATH_FILE) return true;
    hn_buffer text = {0};
    bool changed = !read_file(path, &text) || !carries_mark(&text);
    hn_buffer_free(&text);
    return changed;
}

/* "folder/bodo.sqlite" -> "folder/bodo". */
static size_t stem_length(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return dot && dot > name ? (size_t)(dot - path) : strlen(path);
}

static char *free_name(const char *result) {
    int stem = (int)stem_length(result);
    for (int i = 0;; i++) {
        char *path = i == 0   ? hn_format("%.*s.qgs", stem, result)
                     : i == 1 ? hn_format("%.*s.ny.qgs", stem, result)
                              : hn_format("%.*s.ny%d.qgs", stem, result, i);
        if (!path || !hn_qgs_changed(path)) return path;
        hn_free(path);
    }
}

static hensyn_status write_file(hensyn_context *ctx, const char *path, const hn_buffer *text) {
    FILE *file = fopen(path, "wb");
    if (!file) return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", path, strerror(errno));
    bool written = fwrite(text->text, 1, text->length, file) == text->length;
    int failed = written ? 0 : errno;
    if (fclose(file) != 0 && !failed) failed = errno;
    if (failed) return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", path, strerror(failed));
    return hn_file_sync(ctx, path);
}

hensyn_status hn_qgs_write(hensyn_context *ctx, const char *result, const char *temporary,
                           hn_buffer *text, hn_qgs_file *out) {
    append_mark(text);
    *out = (hn_qgs_file){hn_strdup(temporary), free_name(result)};
    hensyn_status status = HENSYN_OK;
    if (text->failed || !out->temporary || !out->path) status = hn_nomem(ctx);
    if (status == HENSYN_OK) status = write_file(ctx, temporary, text);
    if (status != HENSYN_OK) hn_qgs_clear(out);
    return status;
}

hensyn_status hn_qgs_publish(hensyn_context *ctx, hn_qgs_file *file) {
    hensyn_status status = hn_file_replace(ctx, file->temporary, file->path);
    hn_qgs_clear(file);
    return status;
}

void hn_qgs_clear(hn_qgs_file *file) {
    if (file->temporary) hn_file_remove(file->temporary);
    hn_free(file->temporary);
    hn_free(file->path);
    *file = (hn_qgs_file){0};
}
