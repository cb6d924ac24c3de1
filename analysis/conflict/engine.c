/* engine.c - the shared state of the stages: index of considerations, box hierarchies, grades. */
#include "conflict/engine.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BIG_AREA = 96, /* points above which cutting down pays */
    LINE_RUN = 64  /* points of one index entry of a line */
};

static bool add_item(hn_engine *e, uint32_t owner, uint32_t part, uint32_t first, uint32_t last,
                     hn_box box) {
    size_t boxes = e->item_capacity;
    if (!HN_RESERVE(e->items, e->item_count, e->item_capacity, 1)) return false;
    if (e->item_capacity != boxes) {
        hn_box *moved = hn_realloc(e->item_box, e->item_capacity, sizeof *moved);
        if (!moved) return false;
        e->item_box = moved;
    }
    e->items[e->item_count] = (hn_item){owner, part, first, last};
    e->item_box[e->item_count++] = box;
    return true;
}

static hn_box points_box(const hn_geometry *g, uint32_t first, uint32_t last) {
    hn_box box = HN_EMPTY_BOX;
    for (uint32_t i = first; i <= last; i++) {
        const double *p = g->xy + 2 * (size_t)i;
        box = hn_box_join(box, (hn_box){p[0], p[1], p[0], p[1]});
    }
    return box;
}

static bool index_line(hn_engine *e, uint32_t owner, const hn_geometry *g, double grow) {
    for (uint32_t part = 0; part < g->parts; part++) {
        uint32_t ring = g->part[part], end = g->ring[ring + 1] - 1;
        for (uint32_t first = g->ring[ring]; first < end; first += LINE_RUN) {
            uint32_t last = end - first < LINE_RUN ? end : first + LINE_RUN;
            hn_box box = hn_box_grow(points_box(g, first, last), grow);
            if (!add_item(e, owner, part, first, last, box)) return false;
        }
    }
    return true;
}

static bool index_consideration(hn_engine *e, uint32_t owner) {
    const hn_consideration *h = &e->result->considerations.row[owner];
    const hn_geometry *g = h->geometry;
    if (!g) return true;
    double grow = hn_measure_units(e->options->measure, h->buffer);
    if (g->kind == HN_LINE) return index_line(e, owner, g, grow);
    for (uint32_t part = 0; part < g->parts; part++) {
        hn_box box = hn_box_grow(hn_part_box(g, part), grow);
        if (!add_item(e, owner, part, 0, 0, box)) return false;
    }
    if (g->kind != HN_AREA || (g->points <= BIG_AREA && g->parts == 1)) return true;
    e->cut[owner] = hn_cut_create(g);
    return e->cut[owner] != NULL;
}

static hensyn_status index_considerations(hn_engine *e) {
    size_t count = e->result->considerations.count;
    e->cut = hn_zalloc(count, sizeof(hn_cut *));
    if (!e->cut) return hn_nomem(e->ctx);
    for (size_t i = 0; i < count; i++)
        if (!index_consideration(e, (uint32_t)i)) return hn_nomem(e->ctx);
    e->index = hn_index_create(e->item_box, e->item_count);
    return e->index ? HENSYN_OK : hn_nomem(e->ctx);
}

static bool same_purpose(const hn_plan_area *a, const hn_plan_area *b) {
    return a->kodeliste == b->kodeliste && a->arealformal == b->arealformal;
}

/* Plan areas of one purpose share a row of grades. Purposes are few: a linear search from the
 * newest, after trying the purpose of the area before. */
static hensyn_status class_purposes(hn_engine *e) {
    size_t count = e->result->plan_areas.count, capacity = 0;
    const hn_plan_area **sample = NULL;
    hensyn_status status = HENSYN_OK;
    e->purpose = hn_zalloc(count, sizeof *e->purpose);
    if (!e->purpose) return hn_nomem(e->ctx);
    for (size_t i = 0; i < count; i++) {
        const hn_plan_area *area = &e->result->plan_areas.row[i];
        size_t at = i && same_purpose(area, area - 1) ? e->purpose[i - 1] : 0;
        while (at < e->purposes && !same_purpose(area, sample[at]))
            at++;
        if (at == e->purposes) {
            if (!HN_RESERVE(sample, e->purposes, capacity, 1)) {
                status = hn_nomem(e->ctx);
                goto cleanup;
            }
            sample[e->purposes++] = area;
        }
        e->purpose[i] = (uint32_t)at;
    }
    e->themes = hn_rules_themes(e->options->rules);
    e->grade = hn_zalloc(e->purposes * e->themes, sizeof *e->grade);
    if (!e->grade) status = hn_nomem(e->ctx);
    for (size_t i = 0; e->grade && i < e->purposes; i++)
        for (size_t j = 0; j < e->themes; j++)
            e->grade[i * e->themes + j] =
                hn_rules_impact(e->options->rules, (hn_code_list)sample[i]->kodeliste,
                                sample[i]->arealformal, (int)j);
cleanup:
    hn_free(sample);
    return status;
}

hensyn_status hn_engine_create(hensyn_context *ctx, hn_result *result,
                               const hn_conflict_options *options, hn_engine **out) {
    hensyn_status status = HENSYN_OK;
    hn_engine *e = hn_zalloc(1, sizeof *e);
    if (!e) return hn_nomem(ctx);
    e->ctx = ctx;
    e->result = result;
    e->options = options;
    e->millimetre = hn_measure_units(options->measure, 0.001);
    e->pieces = hn_zalloc(result->plan_areas.count, sizeof *e->pieces);
    if (!e->pieces) HN_TRY(hn_nomem(ctx));
    HN_TRY(index_considerations(e));
    HN_TRY(class_purposes(e));
    *out = e;
    e = NULL;
cleanup:
    hn_engine_destroy(e);
    return status;
}

void hn_engine_destroy(hn_engine *e) {
    if (!e) return;
    for (size_t i = 0; e->cut && i < e->result->considerations.count; i++)
        hn_cut_destroy(e->cut[i]);
    for (size_t i = 0; e->pieces && i < e->result->plan_areas.count; i++) {
        for (size_t j = 0; j < e->pieces[i].count; j++)
            if (!e->pieces[i].row[j].taken) hn_free(e->pieces[i].row[j].geometry);
        hn_free(e->pieces[i].row);
    }
    hn_free(e->pieces);
    hn_free(e->group_area);
    hn_free(e->nearest);
    hn_overlaps_free(&e->plan_overlaps);
    hn_free(e->cut);
    hn_free(e->items);
    hn_free(e->item_box);
    hn_index_destroy(e->index);
    hn_free(e->purpose);
    hn_free(e->grade);
    hn_free(e);
}

hensyn_status hn_bench_init(hensyn_context *ctx, void *shared, void **state) {
    (void)shared;
    hn_bench *bench = hn_zalloc(1, sizeof *bench);
    if (bench) bench->geos = hn_geos_create();
    if (!bench || !bench->geos) {
        hn_free(bench);
        return hn_nomem(ctx);
    }
    *state = bench;
    return HENSYN_OK;
}

void hn_bench_done(void *shared, void *state) {
    (void)shared;
    hn_bench *bench = state;
    if (!bench) return;
    hn_geos_destroy(bench->geos);
    hn_cut_room_free(&bench->cut);
    hn_relate_room_free(&bench->relate);
    hn_free(bench->candidate);
    hn_free(bench->part);
    hn_free(bench);
}

bool hn_is_hazard(const hn_engine *e, uint32_t hensyn) {
    const hn_consideration *h = &e->result->considerations.row[hensyn];
    const hn_theme *theme =
        hn_rules_theme(e->options->rules, (size_t)e->options->group_theme[h->group]);
    return strcmp(theme->scale, "fare") == 0;
}
