/* make_rows.h - what the tests of rows share: a result, rules, a plane measure, kilde rows. */
#ifndef MAKE_ROWS_H
#define MAKE_ROWS_H

#include "data/keys.h"
#include "data/left_out.h"
#include "data/measure.h"
#include "data/result.h"
#include "data/rules.h"
#include "make_layer.h"

#include <math.h>

#define assert_near(a, b, within) assert_true(fabs((a) - (b)) <= (within))

typedef struct rows {
    hensyn_context ctx;
    hn_result *result;
    hn_rules *rules;
    hn_measure *measure; /* plane, metres */
    hn_keys *keys;
} rows;

static inline void rows_open(rows *r) {
    r->result = must(hn_result_create());
    r->keys = must(hn_keys_create());
    if (hn_rules_create(&r->ctx, NULL, &r->rules) != HENSYN_OK) abort();
    hn_box box = {-1000, -1000, 100000, 1000};
    if (hn_measure_create(&r->ctx, box, NULL, NULL, 1.0, &r->measure) != HENSYN_OK) abort();
}

static inline void rows_close(rows *r) {
    hn_result_destroy(r->result);
    hn_rules_destroy(r->rules);
    hn_measure_destroy(r->measure);
    hn_keys_destroy(r->keys);
}

/* The kilde row as reading and repair leave it: what has a geometry is used or repaired (which
 * here changes no area), the rest left out. */
static inline uint32_t rows_source(rows *r, const hn_layer *layer, const uint8_t *repaired) {
    hn_source_row *row = must(HN_NEW_ROW(r->result->sources));
    row->antall_lest = (int64_t)layer->count;
    for (size_t i = 0; i < layer->count; i++) {
        if (!layer->geometry[i])
            row->antall_utelatt++;
        else if (repaired && repaired[i])
            row->antall_reparert++;
        else
            row->antall_brukt++;
        row->areal_lest_m2 += hn_feature_area(r->measure, layer->geometry[i]);
    }
    row->areal_brukt_m2 = row->areal_lest_m2;
    return (uint32_t)r->result->sources.count - 1;
}

/* Invariant 2 of the contract. */
static inline void rows_check_source(const rows *r, uint32_t kilde) {
    const hn_source_row *s = &r->result->sources.row[kilde];
    assert_int_equal(s->antall_lest, s->antall_brukt + s->antall_reparert + s->antall_utelatt);
    double area =
        s->areal_brukt_m2 + s->areal_reparert_m2 + s->areal_utelatt_m2 + s->areal_klippet_m2;
    assert_near(s->areal_lest_m2, area, 0.01);
}

static inline size_t rows_remarks(const rows *r, const char *code) {
    size_t found = 0;
    for (size_t i = 0; i < r->result->remarks.count; i++)
        found += strcmp(r->result->remarks.row[i].kode, code) == 0;
    return found;
}

/* The first remark with this code. */
static inline const hn_remark *rows_remark(const rows *r, const char *code) {
    for (size_t i = 0; i < r->result->remarks.count; i++)
        if (strcmp(r->result->remarks.row[i].kode, code) == 0) return &r->result->remarks.row[i];
    fail_msg("no remark %s", code);
    return NULL;
}

#endif
