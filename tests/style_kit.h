/* style_kit.h - results made by hand, failing memory and pictures, for tests of styles and maps. */
#ifndef STYLE_KIT_H
#define STYLE_KIT_H

#include "base/platform.h"
#include "write/map.h"
#include "write/style_table.h"
#include "write/xml.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* fontconfig keeps what it found until the process ends; the leak checker looks for this name. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libfontconfig\n"; }

/* --- allocation that fails ---
 * The program is linked with --wrap, so that every allocation of hensyn comes through here. */

static long allocations_left = -1; /* negative: no limit */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

static bool refuse_allocation(void) {
    if (allocations_left < 0) return false;
    if (allocations_left == 0) return true;
    allocations_left--;
    return false;
}
void *__wrap_malloc(size_t size) { return refuse_allocation() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) {
    return refuse_allocation() ? NULL : __real_calloc(count, size);
}
void *__wrap_realloc(void *block, size_t size) {
    return refuse_allocation() ? NULL : __real_realloc(block, size);
}

/* --- fixture --- */

typedef struct fixture {
    hensyn_context *ctx;
    hn_rules *rules;
    hn_styles *styles;
    hn_result *result;
    char folder[64];
} fixture;

static inline int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    assert_int_equal(hensyn_context_create(&f->ctx), HENSYN_OK);
    hensyn_set_language(f->ctx, "en");
    assert_int_equal(hn_rules_create(f->ctx, NULL, &f->rules), HENSYN_OK);
    hensyn_status status = hn_styles_create(f->ctx, f->rules, &f->styles);
    if (status != HENSYN_OK) fail_msg("%s", hensyn_message(f->ctx));
    f->result = hn_result_create();
    assert_non_null(f->result);
    f->result->has_conflict = true;
    f->result->epsg = 25833;
    f->result->crs_name = "EPSG:25833";
    f->result->crs_wkt = "PROJCS[\"ETRS89 / UTM zone 33N\",GEOGCS[\"ETRS89\"]]";
    f->result->crs_proj4 = "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs";
    strcpy(f->folder, "/tmp/hensyn-style-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    *state = f;
    return 0;
}

static inline int teardown(void **state) {
    fixture *f = *state;
    hn_remove_folder(f->folder);
    hn_result_destroy(f->result);
    hn_styles_destroy(f->styles);
    hn_rules_destroy(f->rules);
    hensyn_context_destroy(f->ctx);
    free(f);
    return 0;
}

static inline hn_plan_area *add_area(fixture *f, hn_box box, hn_code_list list, const char *code,
                                     int status) {
    hn_plan_area *area = HN_NEW_ROW(f->result->plan_areas);
    assert_non_null(area);
    area->fid = (int64_t)f->result->plan_areas.count;
    area->geometry = hn_geometry_from_box(box);
    area->kodeliste = list;
    area->arealformal = code;
    area->arealbruksstatus = status;
    area->utbygging = 1;
    area->areal_m2 = (box.xmax - box.xmin) * (box.ymax - box.ymin);
    return area;
}

static inline hn_pair *add_pair(fixture *f, hn_geometry *geometry, const char *scale, int grade) {
    hn_pair *pair = HN_NEW_ROW(f->result->pairs);
    assert_non_null(pair);
    pair->geometry = geometry;
    pair->kind = geometry ? geometry->kind : HN_AREA;
    pair->skala = scale;
    pair->art = "overlapp";
    pair->konsekvens = grade;
    return pair;
}

static inline hn_consideration *add_consideration(fixture *f, const char *theme,
                                                  hn_geometry *geometry) {
    hn_consideration *row = HN_NEW_ROW(f->result->considerations);
    assert_non_null(row);
    row->tema = theme;
    row->geometry = geometry;
    return row;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
