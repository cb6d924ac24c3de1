/* origins.c - dwellings from layers, selected by a boundary and sorted into districts. */
#include "data/origins.h"

#include "base/text.h"
#include "data/ids.h"
#include "data/inside.h"
#include "data/keys.h"

#include <math.h>
#include <string.h>

/* ---- rows ---- */

typedef struct adding {
    hensyn_context *ctx;
    hn_result *result;
    hn_origins *origins;
    const hn_layer *layer;
    const int *column;
    size_t populations;
    char *const *field;
    uint32_t kilde;
    const char **id;
} adding;

static hensyn_status refuse_number(adding *a, size_t row, size_t field, const char *text) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = a->layer->source;
    about.lag = a->layer->name;
    about.kilde_id = a->id[row];
    about.where = a->layer->geometry[row];
    return hn_remark_add(a->ctx, a->result, HENSYN_WARNING, "BEFOLKNING_UGYLDIG", &about,
                         hn_text(a->ctx, "%s: «%s» er ikke et antall; regnet som ukjent",
                                 "%s: '%s' is not a count; taken as not known"),
                         a->field[field], text);
}

/* *out NAN where nothing is said. */
static hensyn_status number_of(adding *a, size_t row, size_t field, double *out) {
    int column = a->column[HN_ORIGIN_FIELDS + field];
    const char *text = column < 0 ? NULL : hn_layer_value(a->layer, row, (size_t)column);
    *out = NAN;
    if (!text || !text[strspn(text, " \t")]) return HENSYN_OK;
    double number;
    if (!hn_parse_double(text, &number) || !(number >= 0 && isfinite(number)))
        return refuse_number(a, row, field, text);
    *out = number;
    return HENSYN_OK;
}

static hensyn_status add_row(adding *a, size_t row) {
    hn_origins *d = a->origins;
    hensyn_status status = HENSYN_OK;
    hn_origin made = {
        .kilde_id = a->id[row], .lag = a->layer->name, .population = NAN, .kilde = a->kilde};
    const hn_geometry *g = a->layer->geometry[row];
    if (!g) return HENSYN_OK;
    if (!hn_point_on(g, &made.x, &made.y)) {
        made.x = g->xy[0];
        made.y = g->xy[1];
    }
    if (!HN_RESERVE(d->item, d->count, d->capacity, 1) ||
        !HN_RESERVE(d->group, d->count * d->groups, d->group_capacity, d->groups))
        return hn_nomem(a->ctx);
    if (a->populations) HN_TRY(number_of(a, row, 0, &made.population));
    for (size_t i = 0; i < d->groups; i++)
        HN_TRY(number_of(a, row, i + 1, &d->group[d->count * d->groups + i]));
    d->numbers += !isnan(made.population);
    d->item[d->count++] = made;
cleanup:
    return status;
}

static hensyn_status tell_ids(adding *a, size_t without) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = a->layer->source;
    about.lag = a->layer->name;
    about.count = without;
    if (!without) return HENSYN_OK;
    return hn_remark_add(a->ctx, a->result, HENSYN_INFO, "INGEN_ID", &about, "%zu %s", without,
                         hn_text(a->ctx, HN_NO_ID_NB, HN_NO_ID_EN));
}

hensyn_status hn_origins_add(hensyn_context *ctx, hn_result *result, hn_origins *origins,
                             const hn_layer *layer, const int *column, size_t populations,
                             char *const *field, uint32_t kilde) {
    enum { CANCEL_EVERY = 8192 };
    hensyn_status status = HENSYN_OK;
    size_t without;
    adding a = {.ctx = ctx,
                .result = result,
                .origins = origins,
                .layer = layer,
                .column = column,
                .populations = populations,
                .field = field,
                .kilde = kilde};
    origins->groups = populations ? populations - 1 : 0;
    a.id = hn_alloc(layer->count, sizeof *a.id);
    if (!a.id || !HN_RESERVE(origins->layer, origins->layers, origins->layer_capacity, 1))
        HN_TRY(hn_nomem(ctx));
    origins->layer[origins->layers++] =
        (hn_origin_layer){.source = layer->source, .lag = layer->name, .kilde = kilde};
    HN_TRY(hn_layer_ids(ctx, result->pool, layer, column, HN_ORIGIN_FIELDS, a.id, &without));
    for (size_t row = 0; row < layer->count; row++) {
        if (row % CANCEL_EVERY == 0 && hn_is_cancelled(ctx)) HN_TRY(hn_progress(ctx, 0));
        HN_TRY(add_row(&a, row));
    }
    HN_TRY(tell_ids(&a, without));
cleanup:
    hn_free(a.id);
    return status;
}

void hn_origins_clear(hn_origins *origins) {
    hn_free(origins->item);
    hn_free(origins->group);
    hn_free(origins->layer);
    hn_free(origins->district);
    *origins = (hn_origins){0};
}

/* ---- boundary and districts ---- */

static void place_of(const void *user, size_t point, double xy[2]) {
    const hn_origin *d = (const hn_origin *)user + point;
    xy[0] = d->x;
    xy[1] = d->y;
}

/* *out: of each dwelling the lowest area, to be freed. */
static hensyn_status find_areas(hensyn_context *ctx, const hn_origins *origins,
                                hn_geometry *const *area, size_t areas, int threads,
                                uint32_t **out) {
    *out = hn_alloc(origins->count, sizeof **out);
    if (!*out) return hn_nomem(ctx);
    return hn_areas_holding(ctx, area, areas, origins->count, place_of, origins->item, threads,
                            *out);
}

static hensyn_status tell_outside(hensyn_context *ctx, hn_result *result,
                                  const hn_origin_layer *layer) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = layer->source;
    about.lag = layer->lag;
    about.count = layer->outside;
    result->sources.row[layer->kilde].antall_brukt -= (int64_t)layer->outside;
    result->sources.row[layer->kilde].antall_utelatt += (int64_t)layer->outside;
    if (!layer->outside) return HENSYN_OK;
    return hn_remark_add(ctx, result, HENSYN_INFO, "UTENFOR_GRENSE", &about, "%zu %s",
                         layer->outside,
                         hn_text(ctx, "boliger ligger utenfor grensen (--boundary) og er utelatt",
                                 "dwellings lie outside the boundary and are left out"));
}

static hn_origin_layer *layer_of(hn_origins *origins, uint32_t kilde) {
    size_t i = 0;
    while (origins->layer[i].kilde != kilde)
        i++;
    return &origins->layer[i];
}

hensyn_status hn_origins_select(hensyn_context *ctx, hn_result *result, hn_origins *origins,
                                hn_geometry *const *area, size_t areas, int threads) {
    hensyn_status status = HENSYN_OK;
    uint32_t *inside = NULL;
    size_t kept = 0;
    HN_TRY(find_areas(ctx, origins, area, areas, threads, &inside));
    for (size_t i = 0; i < origins->count; i++) {
        if (inside[i] == UINT32_MAX) {
            layer_of(origins, origins->item[i].kilde)->outside++;
            origins->numbers -= !isnan(origins->item[i].population);
            continue;
        }
        if (origins->groups)
            memmove(origins->group + kept * origins->groups, origins->group + i * origins->groups,
                    origins->groups * sizeof *origins->group);
        origins->item[kept++] = origins->item[i];
    }
    origins->count = kept;
    for (size_t i = 0; i < origins->layers; i++)
        HN_TRY(tell_outside(ctx, result, &origins->layer[i]));
cleanup:
    hn_free(inside);
    return status;
}

static void inner_point(const void *user, size_t number, double xy[2]) {
    const hn_geometry *g = ((const hn_districts *)user)->area[number];
    if (!g || !hn_point_on(g, &xy[0], &xy[1])) xy[0] = xy[1] = NAN;
}

/* Nobody need live in a district for it to be one; but those beyond the boundary are not asked for,
 * and that nobody was counted there says nothing of them. */
static hensyn_status cover(hensyn_context *ctx, hn_origins *origins, const hn_districts *d,
                           int threads) {
    hensyn_status status = HENSYN_OK;
    uint32_t *within = hn_alloc(d->count, sizeof *within);
    if (!within ||
        !HN_RESERVE(origins->district, origins->districts, origins->district_capacity, d->count))
        HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_areas_holding(ctx, d->boundary, d->boundaries, d->count, inner_point, d, threads,
                            within));
    for (size_t i = 0; i < d->count; i++)
        if (d->area[i] && (!d->boundaries || within[i] != UINT32_MAX))
            origins->district[origins->districts++] = d->name[i];
cleanup:
    hn_free(within);
    return status;
}

hensyn_status hn_origins_districts(hensyn_context *ctx, hn_result *result, hn_origins *origins,
                                   const hn_districts *d, int threads) {
    hensyn_status status = HENSYN_OK;
    uint32_t *inside = NULL;
    size_t without = 0;
    HN_TRY(find_areas(ctx, origins, d->area, d->count, threads, &inside));
    for (size_t i = 0; i < origins->count; i++) {
        if (inside[i] != UINT32_MAX)
            origins->item[i].omrade = d->name[inside[i]];
        else
            without++;
    }
    HN_TRY(cover(ctx, origins, d, threads));
    hn_about about = HN_ABOUT_NOTHING;
    about.count = without;
    if (without)
        HN_TRY(hn_remark_add(ctx, result, HENSYN_INFO, "UTEN_KRETS", &about, "%zu %s", without,
                             hn_text(ctx, "boliger ligger ikke i noen krets (--districts)",
                                     "dwellings lie in no district (--districts)")));
cleanup:
    hn_free(inside);
    return status;
}
