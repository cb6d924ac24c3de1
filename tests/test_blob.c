/* Geometry blobs byte by byte, back again, and damaged. */
#include "write/blob.h"

#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Two parts: a square with a hole, and a triangle. */
static hn_geometry *two_areas(void) {
    static const double xy[] = {0, 0, 10, 0, 10, 10, 0,  10, 0,  0,  2,  2,  2,  4,
                                4, 4, 4,  2, 2,  2,  20, 20, 30, 20, 20, 30, 20, 20};
    hn_geometry *g = hn_geometry_create(HN_AREA, 2, 3, 14);
    memcpy(g->part, (uint32_t[]){0, 2}, 8);
    memcpy(g->ring, (uint32_t[]){0, 5, 10}, 12);
    memcpy(g->xy, xy, sizeof xy);
    hn_geometry_finish(g);
    return g;
}

static hn_geometry *two_lines(void) {
    hn_geometry *g = hn_geometry_create(HN_LINE, 2, 2, 5);
    memcpy(g->part, (uint32_t[]){0, 1}, 8);
    memcpy(g->ring, (uint32_t[]){0, 2}, 8);
    memcpy(g->xy, (double[]){0, 0, 1, 1, 5, 5, 6, 6, 7, 5}, 80);
    hn_geometry_finish(g);
    return g;
}

static hn_geometry *two_points(void) {
    hn_geometry *g = hn_geometry_create(HN_POINT, 2, 2, 2);
    memcpy(g->part, (uint32_t[]){0, 1}, 8);
    memcpy(g->ring, (uint32_t[]){0, 1}, 8);
    memcpy(g->xy, (double[]){1, 2, 3, -4}, 32);
    hn_geometry_finish(g);
    return g;
}

static void assert_hex(const uint8_t *bytes, size_t size, const char *expected) {
    char text[1024];
    assert_true(2 * size < sizeof text);
    hn_hex_write(bytes, size, text);
    text[2 * size] = '\0';
    assert_string_equal(text, expected);
}

/* 1, 2, 3 and -4 as doubles. */
#define ONE "000000000000F03F"
#define TWO "0000000000000040"
#define THREE "0000000000000840"
#define MINUS_FOUR "00000000000010C0"

static void test_bytes_of_points(void **state) {
    (void)state;
    uint8_t out[256];
    hn_geometry *g = two_points();
    assert_true(hn_blob_room(g) < sizeof out);
    size_t size = hn_blob_write(HN_ENC_SPATIALITE, HN_SHAPE_MULTIPOINT, 25833, g, out);
    assert_hex(out, size,
               "0001E9640000" ONE MINUS_FOUR THREE TWO "7C04000000"
               "02000000"
               "6901000000" ONE TWO "6901000000" THREE MINUS_FOUR "FE");
    size = hn_blob_write(HN_ENC_GPKG, HN_SHAPE_MULTIPOINT, 25833, g, out);
    assert_hex(out, size,
               "47500003E9640000" ONE THREE MINUS_FOUR TWO "0104000000"
               "02000000"
               "0101000000" ONE TWO "0101000000" THREE MINUS_FOUR);
    size = hn_blob_write(HN_ENC_EWKB, HN_SHAPE_MULTIPOINT, 25833, g, out);
    assert_hex(out, size,
               "0104000020E9640000"
               "02000000"
               "0101000000" ONE TWO "0101000000" THREE MINUS_FOUR);
    hn_free(g);
}

static void test_bytes_of_one_point(void **state) {
    (void)state;
    uint8_t out[HN_BLOB_POINT_ROOM];
    size_t size = hn_blob_point(HN_ENC_SPATIALITE, 4326, 1, 2, out);
    assert_hex(out, size, "0001E6100000" ONE TWO ONE TWO "7C01000000" ONE TWO "FE");
    size = hn_blob_point(HN_ENC_GPKG, 4326, 1, 2, out);
    assert_hex(out, size, "47500001E61000000101000000" ONE TWO);
    size = hn_blob_point(HN_ENC_EWKB, 4326, 1, 2, out);
    assert_hex(out, size, "0101000020E6100000" ONE TWO);
}

static void assert_same_geometry(const hn_geometry *a, const hn_geometry *b) {
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->parts, b->parts);
    assert_int_equal(a->rings, b->rings);
    assert_int_equal(a->points, b->points);
    assert_memory_equal(a->part, b->part, (a->parts + 1) * sizeof *a->part);
    assert_memory_equal(a->ring, b->ring, (a->rings + 1) * sizeof *a->ring);
    assert_memory_equal(a->xy, b->xy, 2 * a->points * sizeof *a->xy);
    assert_memory_equal(&a->box, &b->box, sizeof a->box);
}

static void test_there_and_back(void **state) {
    (void)state;
    hn_geometry *g[] = {two_areas(), two_lines(), two_points()};
    const hn_shape shapes[] = {HN_SHAPE_MULTIPOLYGON, HN_SHAPE_MULTILINESTRING,
                               HN_SHAPE_MULTIPOINT};
    for (int i = 0; i < 3; i++) {
        for (int encoding = HN_ENC_SPATIALITE; encoding <= HN_ENC_EWKB; encoding++) {
            uint8_t out[1024];
            size_t size = hn_blob_write((hn_encoding)encoding, shapes[i], 25832, g[i], out);
            assert_true(size <= hn_blob_room(g[i]));
            hn_geometry *back = NULL;
            hn_shape shape;
            int srid;
            bool no_memory;
            assert_true(hn_blob_read(out, size, &shape, &srid, &back, &no_memory));
            assert_int_equal(shape, shapes[i]);
            assert_int_equal(srid, 25832);
            assert_same_geometry(back, g[i]);
            hn_free(back);
        }
        hn_free(g[i]);
    }
}

static bool read_hex(const char *text, hn_shape *shape, int *srid, hn_geometry **out) {
    uint8_t bytes[512];
    bool no_memory;
    assert_true(hn_hex_read(text, strlen(text), bytes));
    return hn_blob_read(bytes, strlen(text) / 2, shape, srid, out, &no_memory);
}

/* Others may store single parts, big-endian numbers, or no SRID. */
static void test_other_writers(void **state) {
    (void)state;
    hn_geometry *g = NULL;
    hn_shape shape;
    int srid;
    assert_true(read_hex("0000000001"
                         "3FF00000000000004000000000000000",
                         &shape, &srid, &g));
    assert_int_equal(shape, HN_SHAPE_POINT);
    assert_int_equal(srid, 0);
    assert_true(g->xy[0] == 1 && g->xy[1] == 2);
    hn_free(g);
    /* LINESTRING(1 2, 3 -4), little-endian. */
    assert_true(read_hex("010200000002000000" ONE TWO THREE MINUS_FOUR, &shape, &srid, &g));
    assert_int_equal(shape, HN_SHAPE_LINESTRING);
    assert_int_equal(g->points, 2);
    hn_free(g);
    /* A big-endian MULTIPOINT whose part is little-endian. */
    assert_true(read_hex("000000000400000001"
                         "0101000000" ONE TWO,
                         &shape, &srid, &g));
    assert_true(g->parts == 1 && g->xy[1] == 2);
    hn_free(g);
    /* GeoPackage with an envelope of x, y and z. */
    assert_true(read_hex("47500005E9640000" ONE ONE TWO TWO ONE ONE "0101000000" ONE TWO, &shape,
                         &srid, &g));
    assert_int_equal(srid, 25833);
    hn_free(g);
}

static void test_empty(void **state) {
    (void)state;
    hn_geometry *g = NULL;
    hn_shape shape;
    int srid;
    assert_true(read_hex("010600000000000000", &shape, &srid, &g));
    assert_int_equal(shape, HN_SHAPE_MULTIPOLYGON);
    assert_int_equal(g->parts, 0);
    hn_free(g);
    assert_true(read_hex("0101000000000000000000F87F000000000000F87F", &shape, &srid, &g));
    assert_int_equal(g->points, 0);
    hn_free(g);
}

static void test_refused(void **state) {
    (void)state;
    hn_geometry *g = NULL;
    hn_shape shape;
    int srid;
    const char *const wrong[] = {
        "",
        "01",
        "0207000000",                                             /* byte order 2 */
        "0108000000",                                             /* a curve */
        "01E9030000" ONE TWO THREE,                               /* POINT Z */
        "0101000000" ONE,                                         /* half a point */
        "0106000000FFFFFFFF",                                     /* more parts than bytes */
        "010200000000000010" ONE TWO,                             /* more points than bytes */
        "0104000000010000000102000000" ONE TWO,                   /* a line among points */
        "475000FFE96400000101000000" ONE TWO,                     /* GeoPackage envelope 7 */
        "0001E9640000" ONE TWO ONE TWO "7C01000000" ONE TWO "FF", /* SpatiaLite without its end */
        "0001E9640000" ONE TWO ONE TWO "7B01000000" ONE TWO "FE", /* or the mark before */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (read_hex(wrong[i], &shape, &srid, &g)) fail_msg("taken for geometry: %s", wrong[i]);
        assert_null(g);
    }
}

/* Every prefix and every changed byte of good blobs: no crash, no read past the end. */
static void test_damage(void **state) {
    (void)state;
    hn_geometry *g = two_areas();
    for (int encoding = HN_ENC_SPATIALITE; encoding <= HN_ENC_EWKB; encoding++) {
        uint8_t out[1024];
        size_t size = hn_blob_write((hn_encoding)encoding, HN_SHAPE_MULTIPOLYGON, 25832, g, out);
        for (size_t cut = 0; cut < size; cut++) {
            uint8_t *part = malloc(cut ? cut : 1);
            memcpy(part, out, cut);
            hn_geometry *back = NULL;
            hn_shape shape;
            int srid;
            bool no_memory;
            assert_false(hn_blob_read(part, cut, &shape, &srid, &back, &no_memory));
            assert_null(back);
            free(part);
        }
        for (size_t at = 0; at < size; at++) {
            uint8_t *copy = malloc(size);
            memcpy(copy, out, size);
            copy[at] ^= 0xff;
            hn_geometry *back = NULL;
            hn_shape shape;
            int srid;
            bool no_memory;
            if (hn_blob_read(copy, size, &shape, &srid, &back, &no_memory))
                assert_true(back->points <= size / 16);
            hn_free(back);
            free(copy);
        }
    }
    hn_free(g);
}

static void test_hex(void **state) {
    (void)state;
    uint8_t bytes[4];
    assert_true(hn_hex_read("00fFa1", 6, bytes));
    assert_true(bytes[0] == 0 && bytes[1] == 255 && bytes[2] == 161);
    assert_false(hn_hex_read("00f", 3, bytes));
    assert_false(hn_hex_read("0g", 2, bytes));
}

static void test_shape_names(void **state) {
    (void)state;
    assert_int_equal(hn_shape_of("POINT"), HN_SHAPE_POINT);
    assert_int_equal(hn_shape_of("MULTIPOLYGON"), HN_SHAPE_MULTIPOLYGON);
    assert_int_equal(hn_shape_of("GEOMETRY"), HN_SHAPE_NONE);
    assert_int_equal(hn_shape_of(""), HN_SHAPE_NONE);
    assert_int_equal(hn_shape_of(NULL), HN_SHAPE_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_of_points), cmocka_unit_test(test_bytes_of_one_point),
        cmocka_unit_test(test_there_and_back),  cmocka_unit_test(test_other_writers),
        cmocka_unit_test(test_empty),           cmocka_unit_test(test_refused),
        cmocka_unit_test(test_damage),          cmocka_unit_test(test_hex),
        cmocka_unit_test(test_shape_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
