/* served.c - dekning: whom each destination serves within the limit of each class, and from the
 * same visits the floating catchment. */
#include "access/served.h"

#include "base/platform.h"
#include "base/sum.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* ---- lists by destination ---- */

/* Numbers 0 .. count - 1 grouped by key (a destination row, UINT32_MAX: in no group). */
static hensyn_status group_by(hensyn_context *ctx, size_t groups, size_t count,
                              uint32_t (*key)(const hn_visiting *v, size_t number),
                              const hn_visiting *v, uint32_t **first, uint32_t **list) {
    *first = hn_zalloc(groups + 2, sizeof **first);
    *list = hn_alloc(count, sizeof **list);
    if (!*first || !*list) return hn_nomem(ctx);
    uint32_t *start = *first + 1; /* shifted, so that the ends become the next starts */
    for (size_t i = 0; i < count; i++)
        if (key(v, i) != UINT32_MAX) start[key(v, i) + 1]++;
    for (size_t i = 0; i < groups; i++)
        start[i + 1] += start[i];
    for (size_t i = 0; i < count; i++)
        if (key(v, i) != UINT32_MAX) (*list)[start[key(v, i)]++] = (uint32_t)i;
    return HENSYN_OK;
}

static uint32_t destination_of_reach(const hn_visiting *v, size_t number) {
    return v->e->searching.reaches.item[number].destination;
}
static uint32_t destination_around(const hn_visiting *v, size_t number) {
    return v->e->surround.inside[number * v->e->options->classes + v->class_number];
}

static hensyn_status index_origins(hensyn_context *ctx, hn_visiting *v) {
    size_t count = v->e->input->origins;
    hn_box *box = hn_alloc(count, sizeof *box);
    if (!box) return hn_nomem(ctx);
    for (size_t i = 0; i < count; i++) {
        const hn_origin *o = &v->e->input->origin[i];
        box[i] = (hn_box){o->x, o->y, o->x, o->y};
    }
    v->origins = hn_index_create(box, count);
    hn_free(box);
    return v->origins ? HENSYN_OK : hn_nomem(ctx);
}

/* A cost that no path within the limit exceeds: integers round each edge, and where costs are not
 * lengths the dearest metre of the network decides. */
static uint64_t cost_limit(const hn_access_engine *e, double limit_m) {
    double dearest = 1000; /* thousandths a metre */
    for (uint32_t i = 0; i < e->network->edges; i++) {
        const hn_edge *g = &e->network->edge[i];
        for (int way = 0; way < 2 && g->length_m >= 1; way++)
            if (g->cost[way] != HN_NO_COST) dearest = fmax(dearest, g->cost[way] / g->length_m);
    }
    dearest = fmax(dearest, e->network->by_time ? 3600 / e->options->leg_speed_kmh : 0);
    double most = limit_m * dearest * 1.01 + 2000;
    return most < 9e18 ? (uint64_t)most : (uint64_t)9e18;
}

static hensyn_status outline_class(hn_access_engine *e, hn_visiting *v) {
    size_t rows = e->result->destinations.count;
    const hn_geometry **geometry = hn_zalloc(rows, sizeof *geometry);
    if (!geometry) return hn_nomem(e->ctx);
    for (uint32_t i = 0; i < rows; i++)
        if (hn_in_class(e, i, v->class_number))
            geometry[i] = e->result->destinations.row[i].geometry;
    hensyn_status status =
        hn_outlines_create(e->ctx, geometry, rows, e->options->threads, &v->outlines);
    hn_free(geometry);
    return status;
}

static hensyn_status prepare(hn_access_engine *e, hn_visiting *v) {
    hensyn_status status = HENSYN_OK;
    size_t rows = e->result->destinations.count;
    if (hn_by_network(e, v->class_number)) {
        v->cost_limit = cost_limit(e, v->limit_m);
        HN_TRY(group_by(e->ctx, rows, e->searching.reaches.count, destination_of_reach, v,
                        &v->first_item, &v->items));
        HN_TRY(group_by(e->ctx, rows, e->input->origins, destination_around, v, &v->first_inside,
                        &v->inside));
    } else {
        HN_TRY(index_origins(e->ctx, v));
        HN_TRY(outline_class(e, v));
    }
cleanup:
    return status;
}

static void clear(hn_visiting *v) {
    hn_free(v->first_item);
    hn_free(v->items);
    hn_free(v->first_inside);
    hn_free(v->inside);
    hn_index_destroy(v->origins);
    hn_outlines_destroy(v->outlines);
}

/* ---- one class ---- */

typedef struct serving {
    hn_visiting visiting;
    hn_served *row;       /* of each destination of the class */
    hn_visits *kept;      /* of each, for catchments; NULL: not kept */
    atomic_uint *reached; /* of each origin: destinations within the limit */
} serving;

typedef struct worker {
    hn_bounded *bounded;
    hn_visits visits;
} worker;

static hensyn_status worker_start(hensyn_context *ctx, void *shared, void **state) {
    serving *s = shared;
    worker *w = hn_zalloc(1, sizeof *w);
    if (!w) return hn_nomem(ctx);
    *state = w;
    if (!hn_by_network(s->visiting.e, s->visiting.class_number)) return HENSYN_OK;
    return hn_bounded_create(ctx, s->visiting.e->network, &w->bounded);
}

static void worker_end(void *shared, void *state) {
    (void)shared;
    worker *w = state;
    if (!w) return;
    hn_bounded_destroy(w->bounded);
    hn_free(w->visits.item);
    hn_free(w);
}

static double residents_of(void *user, uint32_t origin) { return hn_residents(user, origin); }

static int by_origin(const void *a, const void *b) {
    const hn_visit *v = a, *w = b;
    return v->origin < w->origin ? -1 : v->origin > w->origin;
}

/* The row of one destination from its visits. */
static void fill_row(serving *s, const hn_visits *visits, hn_served *row,
                     const hn_destination *destination) {
    hn_access_engine *e = (hn_access_engine *)(uintptr_t)s->visiting.e;
    hn_sum people = {0, 0};
    for (size_t i = 0; i < visits->count; i++) {
        hn_sum_add(&people, hn_residents(e, visits->item[i].origin));
        atomic_fetch_add_explicit(&s->reached[visits->item[i].origin], 1, memory_order_relaxed);
    }
    row->opphav = (int64_t)visits->count;
    row->befolkning = hn_sum_value(&people);
    row->m2_per_person = NAN;
    if (e->options->kernel != HN_KERNEL_NONE && destination->areal_m2 > 0)
        row->m2_per_person =
            hn_catchment_ratio(e->options->kernel, s->visiting.limit_m, destination->areal_m2,
                               visits->item, visits->count, residents_of, e);
}

static hensyn_status serve_some(hensyn_context *ctx, void *shared, void *state, size_t first,
                                size_t last) {
    serving *s = shared;
    worker *w = state;
    hn_visiting *v = &s->visiting;
    for (size_t i = first; i < last; i++) {
        uint32_t destination = v->destination[i];
        hensyn_status status;
        w->visits.count = 0;
        if (w->bounded)
            status = hn_visit_network(ctx, v, w->bounded, destination, &w->visits);
        else
            status = hn_visit_straight(ctx, v, destination, &w->visits);
        if (status != HENSYN_OK) return status;
        if (w->visits.count)
            qsort(w->visits.item, w->visits.count, sizeof *w->visits.item, by_origin);
        fill_row(s, &w->visits, &s->row[i], &v->e->result->destinations.row[destination]);
        if (!s->kept || !w->visits.count) continue;
        hn_visits *kept = &s->kept[i];
        kept->item = hn_alloc(w->visits.count, sizeof *kept->item);
        if (!kept->item) return hn_nomem(ctx);
        for (size_t k = 0; k < w->visits.count; k++)
            kept->item[kept->count++] = w->visits.item[k];
    }
    return HENSYN_OK;
}

/* Second step of the catchment: every origin gathers from the areas in reach, in their order. */
static hensyn_status gather_supply(hn_access_engine *e, const serving *s, size_t rows) {
    size_t classes = e->options->classes, c = s->visiting.class_number;
    hn_sum *sum = hn_zalloc(e->input->origins, sizeof *sum);
    if (!sum) return hn_nomem(e->ctx);
    for (size_t i = 0; i < rows; i++) {
        double ratio = s->row[i].m2_per_person;
        if (isnan(ratio)) continue;
        for (size_t k = 0; k < s->kept[i].count; k++) {
            const hn_visit *visit = &s->kept[i].item[k];
            hn_sum_add(&sum[visit->origin],
                       ratio * hn_kernel_weight(e->options->kernel, visit->distance_m,
                                                s->visiting.limit_m));
        }
    }
    for (size_t i = 0; i < e->input->origins; i++) {
        hn_origin_distance *row = &e->result->distances.row[i * classes + c];
        if (strcmp(row->status, "ikke_tilknyttet") == 0) continue;
        row->m2_per_person = hn_sum_value(&sum[i]);
    }
    hn_free(sum);
    return HENSYN_OK;
}

/* How many destinations each origin has within the limit, and for whom the nearest is the only one.
 */
static void count_choices(hn_access_engine *e, const serving *s, const uint32_t *row_of) {
    size_t classes = e->options->classes, c = s->visiting.class_number;
    for (size_t i = 0; i < e->input->origins; i++) {
        hn_origin_distance *d = &e->result->distances.row[i * classes + c];
        d->antall_innen = atomic_load_explicit(&s->reached[i], memory_order_relaxed);
        if (!d->malomrade_fid || !(d->avstand_m <= s->visiting.limit_m)) continue;
        if (d->antall_innen == 1) s->row[row_of[d->malomrade_fid - 1]].nest_eneste++;
    }
}

static hensyn_status serve_class(hn_access_engine *e, size_t c, hn_served *row,
                                 const uint32_t *destination, size_t rows, uint32_t *row_of) {
    hensyn_status status = HENSYN_OK;
    serving s = {.row = row};
    s.visiting.e = e;
    s.visiting.class_number = c;
    s.visiting.limit_m = fmin(e->options->class_[c].limit_m, e->options->max_distance);
    s.visiting.destination = destination;
    s.reached = hn_zalloc(e->input->origins, sizeof *s.reached);
    if (e->options->kernel != HN_KERNEL_NONE) s.kept = hn_zalloc(rows, sizeof *s.kept);
    if (!s.reached || (e->options->kernel != HN_KERNEL_NONE && !s.kept)) HN_TRY(hn_nomem(e->ctx));
    for (size_t i = 0; i < rows; i++)
        row_of[destination[i]] = (uint32_t)i;
    HN_TRY(prepare(e, &s.visiting));
    HN_TRY(hn_parallel(e->ctx, &(hn_parallel_job){.init = worker_start,
                                                  .body = serve_some,
                                                  .done = worker_end,
                                                  .shared = &s,
                                                  .count = rows,
                                                  .threads = e->options->threads}));
    count_choices(e, &s, row_of);
    if (s.kept) HN_TRY(gather_supply(e, &s, rows));
cleanup:
    for (size_t i = 0; s.kept && i < rows; i++)
        hn_free(s.kept[i].item);
    hn_free(s.kept);
    hn_free(s.reached);
    clear(&s.visiting);
    return status;
}

/* ---- all classes ---- */

static size_t destinations_of(const hn_access_engine *e, size_t c, uint32_t *list) {
    size_t count = 0;
    for (uint32_t d = 0; d < e->result->destinations.count; d++)
        if (hn_in_class(e, d, c)) list[count++] = d;
    return count;
}

static void finish_rows(hn_access_engine *e, size_t c, hn_served *row, const uint32_t *list,
                        size_t rows, bool *told) {
    for (size_t i = 0; i < rows; i++) {
        hn_destination *d = &e->result->destinations.row[list[i]];
        row[i].malomrade_fid = d->fid;
        row[i].klasse = e->options->class_[c].name;
        row[i].grense_m = e->options->class_[c].limit_m;
        row[i].status = "ok";
        if (hn_is_suppressed(e, row[i].befolkning)) {
            row[i].befolkning = NAN;
            row[i].status = "undertrykt";
        }
        if (!told[list[i]]) d->betjener = row[i].befolkning;
        told[list[i]] = true;
    }
}

static int by_destination(const void *a, const void *b) {
    const hn_served *r = a, *s = b;
    if (r->malomrade_fid != s->malomrade_fid) return r->malomrade_fid < s->malomrade_fid ? -1 : 1;
    return r->fid < s->fid ? -1 : r->fid > s->fid; /* by class for now */
}

hensyn_status hn_stage_served(hn_access_engine *e) {
    hn_result *result = e->result;
    hensyn_status status = HENSYN_OK;
    size_t destinations = result->destinations.count, classes = e->options->classes, at = 0;
    uint32_t *list = hn_alloc(destinations, sizeof *list);
    uint32_t *row_of = hn_alloc(destinations, sizeof *row_of);
    bool *told = hn_zalloc(destinations, sizeof *told);
    size_t most = destinations * classes;
    bool room = HN_RESERVE(result->served.row, 0, result->served.capacity, most ? most : 1);
    if (!list || !row_of || !told || !room) HN_TRY(hn_nomem(e->ctx));
    for (size_t i = 0; i < destinations; i++)
        result->destinations.row[i].betjener = NAN;
    for (size_t c = 0; c < classes; c++) {
        size_t rows = destinations_of(e, c, list);
        hn_served *row = result->served.row + at;
        for (size_t i = 0; i < rows; i++)
            row[i] = (hn_served){.fid = (int64_t)c};
        HN_TRY(serve_class(e, c, row, list, rows, row_of));
        finish_rows(e, c, row, list, rows, told);
        at += rows;
    }
    result->served.count = at;
    if (at) qsort(result->served.row, at, sizeof *result->served.row, by_destination);
    for (size_t i = 0; i < at; i++)
        result->served.row[i].fid = (int64_t)i + 1;
cleanup:
    hn_free(list);
    hn_free(row_of);
    hn_free(told);
    return status;
}
