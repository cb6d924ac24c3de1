/* sosi_kit.h - SOSI texts from memory through the SOSI reader alone, without hensyn or GDAL. */
#ifndef SOSI_KIT_H
#define SOSI_KIT_H

#include "read/sosi/sosi_reader.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct sosi_kit {
    const char *bytes;
    size_t size, at;
    size_t chunk;    /* largest piece handed out at a time; 0: all that is asked for */
    size_t fails_at; /* reading beyond it fails; 0: never */
    size_t read;     /* bytes handed out in all */
    sosi_options options;
    sosi_reader *reader;
    const sosi_object *object;
} sosi_kit;

static inline int64_t kit_read(void *user, void *to, size_t size) {
    sosi_kit *k = user;
    size_t left = k->size - k->at;
    if (k->chunk && size > k->chunk) size = k->chunk;
    if (size > left) size = left;
    if (k->fails_at && k->at + size > k->fails_at) return -1;
    memcpy(to, k->bytes + k->at, size);
    k->at += size;
    k->read += size;
    return (int64_t)size;
}

static inline bool kit_seek(void *user, int64_t place) {
    sosi_kit *k = user;
    if (place < 0 || (size_t)place > k->size) return false;
    k->at = (size_t)place;
    return true;
}

static inline int kit_setup(void **state) {
    *state = calloc(1, sizeof(sosi_kit));
    return *state ? 0 : -1;
}

static inline int kit_teardown(void **state) {
    sosi_kit *k = *state;
    sosi_close(k->reader);
    free(k);
    return 0;
}

static inline sosi_status kit_open_bytes(sosi_kit *k, const void *bytes, size_t size) {
    const sosi_input input = {kit_read, kit_seek, k};
    sosi_close(k->reader);
    k->bytes = bytes;
    k->size = size;
    k->at = k->read = 0;
    return sosi_open(&input, &k->options, &k->reader);
}

static inline void kit_must(sosi_kit *k, sosi_status status) {
    char text[300];
    if (status == SOSI_OK) return;
    sosi_problem_text(sosi_failure(k->reader), false, text, sizeof text);
    fail_msg("status %d, line %lld: %s", (int)status, (long long)sosi_failure(k->reader)->line,
             text);
}

static inline void kit_open(sosi_kit *k, const char *text) {
    kit_must(k, kit_open_bytes(k, text, strlen(text)));
}

/* Fails with this code at this line. */
static inline void kit_refuses(sosi_kit *k, const char *text, sosi_code code, int line) {
    assert_int_equal(kit_open_bytes(k, text, strlen(text)), SOSI_SYNTAX);
    assert_int_equal(sosi_failure(k->reader)->code, code);
    assert_int_equal(sosi_failure(k->reader)->line, line);
}

/* A head in UTM 33 and centimetres without origin, eight lines, and the body. */
#define KIT_HEAD                                                                                   \
    ".HODE\n..TEGNSETT UTF-8\n..SOSI-VERSJON 4.5\n..SOSI-NIVÅ 4\n..TRANSPAR\n...KOORDSYS 23\n"    \
    "...ORIGO-NØ 0 0\n...ENHET 0.01\n"
static inline void kit_body(sosi_kit *k, const char *body) {
    static char text[200000];
    int size = snprintf(text, sizeof text, KIT_HEAD "%s.SLUTT\n", body);
    assert_true(size > 0 && (size_t)size < sizeof text);
    kit_open(k, text);
}

static inline bool kit_next(sosi_kit *k) {
    sosi_status status = sosi_next(k->reader, &k->object);
    if (status != SOSI_DONE) kit_must(k, status);
    return status == SOSI_OK;
}

/* The object with this number, from the beginning. */
static inline const sosi_object *kit_find(sosi_kit *k, int64_t serial) {
    assert_int_equal(sosi_select(k->reader, SIZE_MAX), SOSI_OK);
    while (kit_next(k))
        if (k->object->serial == serial) return k->object;
    fail_msg("no object %lld", (long long)serial);
    return NULL;
}

static inline const char *kit_value(const sosi_kit *k, const char *key) {
    for (size_t i = 0; i < k->object->attributes; i++)
        if (strcmp(k->object->attribute[i].key, key) == 0) return k->object->attribute[i].value;
    fail_msg("no %s", key);
    return NULL;
}

/* The points of the object are these: easting, northing in turn. */
#define kit_points(k, ...)                                                                         \
    kit_points_are((k), sizeof((double[]){__VA_ARGS__}) / sizeof(double), (double[]){__VA_ARGS__})
static inline void kit_points_are(const sosi_kit *k, size_t count, const double *xy) {
    const sosi_geometry *g = &k->object->geometry;
    assert_int_equal(g->points, count / 2);
    for (size_t i = 0; i < count; i++)
        if (g->xy[i] != xy[i]) fail_msg("number %zu: %.17g, not %.17g", i, g->xy[i], xy[i]);
}

static inline const sosi_problem *kit_problem(const sosi_kit *k, sosi_code code) {
    for (size_t i = 0; i < k->object->problems; i++)
        if (k->object->problem[i].code == code) return &k->object->problem[i];
    return NULL;
}

static inline const sosi_problem *kit_file_problem(const sosi_kit *k, sosi_code code) {
    size_t count;
    const sosi_problem *problem = sosi_problems(k->reader, &count);
    for (size_t i = 0; i < count; i++)
        if (problem[i].code == code) return &problem[i];
    return NULL;
}

/* Signed area of a ring; counterclockwise is positive. */
static inline double kit_ring_area(const sosi_geometry *g, size_t ring) {
    size_t end = ring + 1 < g->rings ? g->ring[ring + 1] : g->points;
    const double *o = g->xy + 2 * g->ring[ring];
    double sum = 0;
    for (size_t i = g->ring[ring] + 1; i < end; i++) {
        const double *a = g->xy + 2 * (i - 1), *b = g->xy + 2 * i;
        sum += (a[0] - o[0]) * (b[1] - o[1]) - (b[0] - o[0]) * (a[1] - o[1]);
    }
    return sum / 2;
}

/* Outer rings less holes. */
static inline double kit_area(const sosi_kit *k) {
    const sosi_geometry *g = &k->object->geometry;
    double sum = 0;
    for (size_t part = 0; part < g->parts; part++) {
        size_t last = part + 1 < g->parts ? g->part[part + 1] : g->rings;
        for (size_t ring = g->part[part]; ring < last; ring++)
            sum += (ring == g->part[part] ? 1 : -1) * fabs(kit_ring_area(g, ring));
    }
    return sum;
}

#define KIT_TEST(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)

#endif
