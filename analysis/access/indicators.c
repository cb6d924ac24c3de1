/* indicators.c - how many reach an area within the limit, and how far it is: by class, for all and
 * for each further population field, for the whole and for each district. Weighted means and
 * quantiles over all residents; who does not reach counts as infinitely far (methods: B8, B9). */
#include "access/engine.h"

#include "base/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Origins of the run in the order of districts, then distance; one class at a time. */
typedef struct ordered {
    double metres, after;      /* INFINITY: not reached; after: with the plan (severance.c) */
    uint32_t origin, district; /* 0: none named */
    bool tied;
} ordered;

static int by_distance(const void *a, const void *b) {
    const ordered *o = a, *p = b;
    if (o->district != p->district) return o->district < p->district ? -1 : 1;
    if (o->metres != p->metres) return o->metres < p->metres ? -1 : 1;
    return o->origin < p->origin ? -1 : o->origin > p->origin;
}

/* What is counted: a class (or none), a group of residents, a stretch of the ordered origins. */
typedef struct counting {
    hn_access_engine *e;
    const hn_access_class *class_; /* NULL: the figures that no class enters */
    int group;                     /* -1: all residents */
    const char *omrade;
    const ordered *list;
    size_t count;
} counting;

static double weight_of(const counting *c, uint32_t origin) {
    if (c->group < 0) return hn_residents(c->e, origin);
    double w = c->e->input->group_value[origin * c->e->input->groups + (size_t)c->group];
    return w >= 0 ? w : 0;
}

static const char *unit_of(const counting *c) {
    return c->e->input->has_population ? "personer" : "opphav";
}

static hn_indicator *add_row(const counting *c, const char *key, const char *unit) {
    hn_result *result = c->e->result;
    hn_indicator *row = HN_NEW_ROW(result->indicators);
    if (!row) return NULL;
    row->fid = (int64_t)result->indicators.count;
    row->kommunenummer = c->e->options->kommune;
    row->omrade = c->omrade;
    row->nokkel = key;
    row->klasse = c->class_ ? c->class_->name : NULL;
    row->gruppe = c->group < 0 ? NULL : c->e->input->group[c->group];
    row->grad = HN_NO_INT;
    row->verdi = row->teller = row->nevner = NAN;
    row->enhet = unit;
    row->status = "ok";
    row->metode = c->class_ ? c->class_->metode : "sum over alle opphav";
    return row;
}

/* A figure that tells of few people is blanked, and so is their number. */
static void hide(const counting *c, hn_indicator *row) {
    row->verdi = row->teller = NAN;
    if (hn_is_suppressed(c->e, row->nevner)) row->nevner = NAN;
    row->status = "undertrykt";
}

/* A count of people, blanked where it is small. */
static hensyn_status add_count(const counting *c, const char *key, double people, double of) {
    hn_indicator *row = add_row(c, key, unit_of(c));
    if (!row) return hn_nomem(c->e->ctx);
    row->verdi = row->teller = people;
    row->nevner = of;
    if (hn_is_suppressed(c->e, people) || hn_is_suppressed(c->e, of)) hide(c, row);
    return HENSYN_OK;
}

static hensyn_status add_share(const counting *c, const char *key, double people, double of) {
    hn_indicator *row = add_row(c, key, "1");
    if (!row) return hn_nomem(c->e->ctx);
    row->teller = people;
    row->nevner = of;
    row->verdi = of > 0 ? people / of : (double)NAN;
    if (!(of > 0)) row->status = "ikke_beregnbar"; /* nobody lives there */
    if (hn_is_suppressed(c->e, people) || hn_is_suppressed(c->e, of - people)) hide(c, row);
    return HENSYN_OK;
}

/* all: residents; where nobody lives nobody fails to reach anything either. */
static hensyn_status add_distance(const counting *c, const char *key, double metres, double of,
                                  double all) {
    hn_indicator *row = add_row(c, key, "m");
    if (!row) return hn_nomem(c->e->ctx);
    row->nevner = of;
    row->verdi = isfinite(metres) ? metres : (double)NAN;
    if (isnan(row->verdi)) row->status = all > 0 ? "ikke_naadd" : "ikke_beregnbar";
    if (hn_is_suppressed(c->e, of)) hide(c, row);
    return HENSYN_OK;
}

/* Sums over a stretch of origins. */
typedef struct totals {
    double all, within, reached, untied, times_metres;
    double within_after, lost; /* who is within the limit with the plan, who no longer is */
} totals;

static totals sum_up(const counting *c) {
    hn_sum all = {0, 0}, within = {0, 0}, reached = {0, 0}, untied = {0, 0}, product = {0, 0};
    hn_sum after = {0, 0}, lost = {0, 0};
    double limit = c->class_ ? c->class_->limit_m : 0;
    for (size_t i = 0; i < c->count; i++) {
        const ordered *o = &c->list[i];
        double w = weight_of(c, o->origin);
        hn_sum_add(&all, w);
        if (!o->tied) hn_sum_add(&untied, w);
        if (o->after <= limit) hn_sum_add(&after, w);
        if (o->metres <= limit && !(o->after <= limit)) hn_sum_add(&lost, w);
        if (isinf(o->metres)) continue;
        hn_sum_add(&reached, w);
        hn_sum_add(&product, w * o->metres);
        if (c->class_ && o->metres <= c->class_->limit_m) hn_sum_add(&within, w);
    }
    return (totals){hn_sum_value(&all),    hn_sum_value(&within),  hn_sum_value(&reached),
                    hn_sum_value(&untied), hn_sum_value(&product), hn_sum_value(&after),
                    hn_sum_value(&lost)};
}

/* The least distance within which a share of all residents lies; list by growing distance. */
static double quantile(const counting *c, double share, double all) {
    hn_sum so_far = {0, 0};
    for (size_t i = 0; i < c->count; i++) {
        hn_sum_add(&so_far, weight_of(c, c->list[i].origin));
        /* A hair of tolerance: shares like 0.9 are no exact doubles. */
        if (hn_sum_value(&so_far) >= share * all * (1 - 1e-12) && hn_sum_value(&so_far) > 0)
            return c->list[i].metres;
    }
    return INFINITY;
}

static hensyn_status add_catchment(const counting *c, double all) {
    const hn_access_engine *e = c->e;
    hn_sum sum = {0, 0};
    size_t class_number = (size_t)(c->class_ - e->options->class_);
    if (e->options->kernel == HN_KERNEL_NONE) return HENSYN_OK;
    for (size_t i = 0; i < c->count; i++) {
        uint32_t origin = c->list[i].origin;
        double m2 =
            e->result->distances.row[origin * e->options->classes + class_number].m2_per_person;
        if (!isnan(m2)) hn_sum_add(&sum, m2 * weight_of(c, origin));
    }
    hn_indicator *row = add_row(c, "areal_per_innbygger", "m2");
    if (!row) return hn_nomem(e->ctx);
    row->teller = hn_sum_value(&sum);
    row->nevner = all;
    row->verdi = all > 0 ? row->teller / all : (double)NAN;
    if (!(all > 0)) row->status = "ikke_beregnbar";
    if (hn_is_suppressed(e, all)) hide(c, row);
    return HENSYN_OK;
}

/* The mean over those who reach an area. How many they are would tell how many do not. */
static hensyn_status add_mean(const counting *c, const totals *t) {
    double unreached = t->all - t->reached - t->untied;
    bool tells = hn_is_suppressed(c->e, t->untied) || hn_is_suppressed(c->e, unreached);
    double mean = t->reached > 0 ? t->times_metres / t->reached : (double)INFINITY;
    hensyn_status status = add_distance(c, "avstand_snitt", mean, t->reached, t->all);
    if (status == HENSYN_OK && tells)
        c->e->result->indicators.row[c->e->result->indicators.count - 1].nevner = NAN;
    return status;
}

/* With the paths of development areas closed. Who is within the limit either stays or loses it: few
 * of one of the three are not told by the other two either. */
static hensyn_status add_severed(const counting *c, const totals *t) {
    hensyn_status status = HENSYN_OK;
    hn_result *result = c->e->result;
    if (!result->has_severance || c->class_->straight) return status;
    HN_TRY(add_count(c, "befolkning_innen_etter", t->within_after, t->all));
    HN_TRY(add_share(c, "befolkning_innen_etter_andel", t->within_after, t->all));
    HN_TRY(add_count(c, "befolkning_mister", t->lost, t->all));
    if (hn_is_suppressed(c->e, t->lost) || hn_is_suppressed(c->e, t->within) ||
        hn_is_suppressed(c->e, t->within_after))
        for (size_t i = 1; i <= 3; i++)
            hide(c, &result->indicators.row[result->indicators.count - i]);
cleanup:
    return status;
}

static hensyn_status count_class(const counting *c) {
    hensyn_status status = HENSYN_OK;
    totals t = sum_up(c);
    HN_TRY(add_count(c, "befolkning_innen", t.within, t.all));
    HN_TRY(add_share(c, "befolkning_innen_andel", t.within, t.all));
    HN_TRY(add_mean(c, &t));
    HN_TRY(add_distance(c, "avstand_p50", t.all > 0 ? quantile(c, 0.5, t.all) : (double)INFINITY,
                        t.all, t.all));
    HN_TRY(add_distance(c, "avstand_p90", t.all > 0 ? quantile(c, 0.9, t.all) : (double)INFINITY,
                        t.all, t.all));
    HN_TRY(add_count(c, "ikke_tilknyttet", t.untied, t.all));
    HN_TRY(add_count(c, "ikke_naadd", t.all - t.reached - t.untied, t.all));
    HN_TRY(add_catchment(c, t.all));
    HN_TRY(add_severed(c, &t));
cleanup:
    return status;
}

static hensyn_status count_all(const counting *c) {
    totals t = sum_up(c);
    return add_count(c, "befolkning", t.all, NAN);
}

/* ---- districts ---- */

/* Those that origins lie in and those that are asked for, by name. */
typedef struct districts {
    const char **name;
    uint32_t count;
    uint32_t *of; /* of each origin, from 1; 0: in none. NULL: there are no districts */
} districts;

typedef struct named {
    const char *name;
    uint32_t origin; /* NO_ORIGIN: asked for */
} named;
#define NO_ORIGIN UINT32_MAX

static int by_name(const void *a, const void *b) {
    const named *n = a, *m = b;
    int order = strcmp(n->name, m->name);
    if (order) return order;
    return n->origin < m->origin ? -1 : n->origin > m->origin;
}

static hensyn_status list_districts(hn_access_engine *e, districts *out) {
    const hn_access_input *in = e->input;
    hensyn_status status = HENSYN_OK;
    size_t count = 0;
    named *list = hn_alloc(in->origins + in->districts, sizeof *list);
    if (!list) HN_TRY(hn_nomem(e->ctx));
    for (size_t i = 0; i < in->origins; i++)
        if (in->origin[i].omrade) list[count++] = (named){in->origin[i].omrade, (uint32_t)i};
    for (size_t i = 0; i < in->districts; i++)
        list[count++] = (named){in->district[i], NO_ORIGIN};
    if (!count) goto cleanup;
    out->name = hn_alloc(count, sizeof *out->name);
    out->of = hn_zalloc(in->origins, sizeof *out->of);
    if (!out->name || !out->of) HN_TRY(hn_nomem(e->ctx));
    qsort(list, count, sizeof *list, by_name);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(list[i].name, list[i - 1].name) != 0)
            out->name[out->count++] = list[i].name;
        if (list[i].origin != NO_ORIGIN) out->of[list[i].origin] = out->count;
    }
cleanup:
    hn_free(list);
    return status;
}

static void order_class(const hn_access_engine *e, size_t c, const uint32_t *district,
                        ordered *list) {
    for (size_t i = 0; i < e->input->origins; i++) {
        const hn_origin_distance *d = &e->result->distances.row[i * e->options->classes + c];
        list[i] = (ordered){isnan(d->avstand_m) ? (double)INFINITY : d->avstand_m,
                            isnan(d->avstand_etter_m) ? (double)INFINITY : d->avstand_etter_m,
                            (uint32_t)i, district ? district[i] : 0,
                            strcmp(d->status, "ikke_tilknyttet") != 0};
    }
    if (e->input->origins) qsort(list, e->input->origins, sizeof *list, by_distance);
}

typedef hensyn_status (*counter)(const counting *c);

/* Every group of residents, over one stretch of origins. */
static hensyn_status count_groups(counting *c, counter count) {
    hensyn_status status = HENSYN_OK;
    for (c->group = -1; c->group < (int)c->e->input->groups && status == HENSYN_OK; c->group++)
        status = count(c);
    return status;
}

/* list: by district, those in none first. */
static hensyn_status count_districts(hn_access_engine *e, const hn_access_class *class_,
                                     const districts *d, const ordered *list, counter count) {
    hensyn_status status = HENSYN_OK;
    size_t origins = e->input->origins, first = 0, last = 0;
    for (uint32_t number = 0; number <= d->count && status == HENSYN_OK; number++, first = last) {
        while (last < origins && list[last].district == number)
            last++;
        if (number == 0) continue;
        counting c = {.e = e,
                      .class_ = class_,
                      .omrade = d->name[number - 1],
                      .list = list + first,
                      .count = last - first};
        status = count_groups(&c, count);
    }
    return status;
}

hensyn_status hn_stage_access_indicators(hn_access_engine *e) {
    hensyn_status status = HENSYN_OK;
    size_t origins = e->input->origins;
    districts d = {NULL, 0, NULL};
    ordered *list = hn_alloc(origins, sizeof *list);
    if (!list) HN_TRY(hn_nomem(e->ctx));
    HN_TRY(list_districts(e, &d));
    for (size_t c = 0; c < e->options->classes; c++) {
        const hn_access_class *class_ = &e->options->class_[c];
        order_class(e, c, NULL, list);
        counting whole = {.e = e, .list = list, .count = origins};
        if (c == 0) HN_TRY(count_groups(&whole, count_all));
        whole.class_ = class_;
        HN_TRY(count_groups(&whole, count_class));
        if (!d.count) continue;
        order_class(e, c, d.of, list);
        if (c == 0) HN_TRY(count_districts(e, NULL, &d, list, count_all));
        HN_TRY(count_districts(e, class_, &d, list, count_class));
    }
cleanup:
    hn_free(list);
    hn_free(d.name);
    hn_free(d.of);
    return status;
}
