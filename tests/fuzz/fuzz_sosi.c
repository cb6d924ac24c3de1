/* fuzz_sosi.c - any bytes through the SOSI reader. With clang's libFuzzer it searches; without, as
 * a program of its own, it replays the files given (and so the corpus is a test anywhere). */
#include "read/sosi/sosi_reader.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct memory {
    const uint8_t *bytes;
    size_t size, at;
} memory;

static int64_t read_memory(void *user, void *to, size_t size) {
    memory *m = user;
    size_t left = m->size - m->at;
    if (size > left) size = left;
    if (size) memcpy(to, m->bytes + m->at, size);
    m->at += size;
    return (int64_t)size;
}

static bool seek_memory(void *user, int64_t place) {
    memory *m = user;
    if (place < 0 || (size_t)place > m->size) return false;
    m->at = (size_t)place;
    return true;
}

static void demand(bool holds) {
    if (!holds) abort();
}

static void check_geometry(const sosi_object *object) {
    const sosi_geometry *g = &object->geometry;
    double sum = 0;
    size_t bars = 0;
    for (size_t i = 0; i < object->problems; i++) {
        char text[300];
        bars += sosi_problem_bars(object->problem[i].code);
        sosi_problem_text(&object->problem[i], i % 2, text, sizeof text);
        demand(*text != '\0' && strlen(text) < sizeof text);
    }
    demand((g->points == 0) == (bars > 0)); /* never without a word, never in spite of one */
    for (size_t i = 0; i < 2 * g->points; i++)
        sum += g->xy[i];
    for (size_t i = 0; g->z && i < g->points; i++)
        sum += isnan(g->z[i]) ? 0 : g->z[i];
    demand(isfinite(sum));
    for (size_t i = 0; i < g->rings; i++) {
        size_t end = i + 1 < g->rings ? g->ring[i + 1] : g->points;
        demand(g->ring[i] < end);
        if (object->form != SOSI_AREA || !g->points) continue;
        const double *a = g->xy + 2 * g->ring[i], *z = g->xy + 2 * (end - 1);
        demand(a[0] == z[0] && a[1] == z[1]); /* every ring is closed */
    }
    for (size_t i = 0; i < g->parts; i++)
        demand(g->part[i] < g->rings && (i == 0 || g->part[i - 1] < g->part[i]));
}

static void check_attributes(const sosi_object *object) {
    for (size_t i = 0; i < object->attributes; i++) {
        const sosi_attribute *a = &object->attribute[i];
        demand(a->level > 0 && a->level <= 31 && a->parent < (int32_t)i);
        demand(a->parent < 0 || object->attribute[a->parent].level < a->level);
        demand(strlen(a->key) + strlen(a->value) < SIZE_MAX);
    }
}

/* All objects of a type; SIZE_MAX: of all. Returns how many. */
static int64_t walk(sosi_reader *reader, size_t type) {
    const sosi_object *object;
    int64_t count = 0, line = 0;
    demand(sosi_select(reader, type) == SOSI_OK);
    while (sosi_next(reader, &object) == SOSI_OK) {
        demand(object->line > line && (type == SIZE_MAX || object->type == type));
        line = object->line;
        check_geometry(object);
        check_attributes(object);
        count++;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    memory m = {bytes, size, 0};
    const sosi_input input = {read_memory, seek_memory, &m};
    sosi_reader *reader;
    sosi_begins(bytes, size);
    sosi_status status = sosi_open(&input, NULL, &reader);
    if (status != SOSI_OK) {
        demand(reader && sosi_failure(reader)->code != SOSI_NO_PROBLEM);
        sosi_close(reader);
        return 0;
    }
    size_t types;
    int64_t sum = 0;
    const sosi_type *type = sosi_types(reader, &types);
    for (size_t i = 0; i < types; i++)
        sum += type[i].objects;
    demand(walk(reader, SIZE_MAX) == sum);
    for (size_t i = 0; i < types && i < 8; i++)
        demand(walk(reader, i) == type[i].objects);
    sosi_close(reader);
    return 0;
}

#ifndef SOSI_LIBFUZZER
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file || fseek(file, 0, SEEK_END) != 0) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return 1;
        }
        long size = ftell(file);
        uint8_t *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
        rewind(file);
        if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) return 1;
        fclose(file);
        LLVMFuzzerTestOneInput(bytes, (size_t)size);
        free(bytes);
    }
    printf("%d files\n", argc - 1);
    return 0;
}
#endif
