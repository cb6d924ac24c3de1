/* recipe_kit.h - a job, options set on it, recipes loaded into it, and what is refused. */
#ifndef RECIPE_KIT_H
#define RECIPE_KIT_H

#include "base/platform.h"
#include "base/text.h"
#include "data/recipe_parts.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h needs the four headers above. */
#include <cmocka.h>

typedef struct fixture {
    hensyn_context *ctx;
    hensyn_job *job;
    char *folder; /* for recipe files */
} fixture;

static inline int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    if (!f || hensyn_context_create(&f->ctx) != HENSYN_OK) return -1;
    hensyn_set_language(f->ctx, "en");
    if (hensyn_job_create(f->ctx, &f->job) != HENSYN_OK) return -1;
    *state = f;
    return hn_temp_folder(f->ctx, &f->folder) == HENSYN_OK ? 0 : -1;
}

static inline int teardown(void **state) {
    fixture *f = *state;
    hn_remove_folder(f->folder);
    hn_free(f->folder);
    hensyn_job_destroy(f->job);
    hensyn_context_destroy(f->ctx);
    free(f);
    return 0;
}

static inline void new_job(fixture *f) {
    hensyn_job_destroy(f->job);
    assert_int_equal(hensyn_job_create(f->ctx, &f->job), HENSYN_OK);
}

static inline hensyn_status set(fixture *f, const char *key, const char *value) {
    return hensyn_job_set(f->ctx, f->job, key, value);
}

#define OK(f, key, value) assert_int_equal(set(f, key, value), HENSYN_OK)

/* A refused value: status, and every word of the message that matters. */
static inline void refused(fixture *f, const char *key, const char *value, const char *words) {
    assert_int_equal(set(f, key, value), HENSYN_USAGE);
    if (!strstr(hensyn_message(f->ctx), words))
        fail_msg("'%s' is not in '%s'", words, hensyn_message(f->ctx));
}

/* Writes a recipe file and gives its path (to be freed). */
static inline char *recipe_file(fixture *f, const char *name, const char *text, size_t size) {
    char *path = hn_format("%s/%s", f->folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    fclose(file);
    return path;
}

static inline hensyn_status load(fixture *f, const char *text) {
    char *path = recipe_file(f, "r.yaml", text, strlen(text));
    hensyn_status status = hensyn_job_load(f->ctx, f->job, path);
    hn_free(path);
    return status;
}

/* Loads into a fresh job and expects the complaint, with its place ("3:5") when given. */
static inline void complains(fixture *f, const char *text, const char *place, const char *words) {
    new_job(f);
    hensyn_status status = load(f, text);
    if (status != HENSYN_USAGE) fail_msg("'%s' gave status %d", text, (int)status);
    char *head = hn_format("%s/r.yaml:%s%s", f->folder, place, *place ? ": " : "");
    if (*place && strncmp(hensyn_message(f->ctx), head, strlen(head)) != 0)
        fail_msg("'%s' does not begin with '%s'", hensyn_message(f->ctx), head);
    if (!strstr(hensyn_message(f->ctx), words))
        fail_msg("'%s' is not in '%s'", words, hensyn_message(f->ctx));
    hn_free(head);
}

#endif
