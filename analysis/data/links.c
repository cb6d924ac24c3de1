/* links.c - features of a network layer into links: judged once for each combination of values,
 * lines taken apart, costs and directions settled. */
#include "data/links.h"
#include "data/keys.h"

#include "base/text.h"
#include "data/ids.h"
#include "data/left_out.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- judgements, remembered ---- */

/* Most links share their values with many others, and texts of one pool compare by address. */
typedef struct judgement {
    const char *value[HN_NET_JUDGED];
    hn_net_facts facts;
    hn_verdict verdict;
    double limit[2], aadt; /* by the fields; NAN: not known */
    bool used, way;
} judgement;

typedef struct refusal {
    const hn_net_rule *rule;
    size_t count;
} refusal;

typedef struct adding {
    hensyn_context *ctx;
    hn_result *result;
    hn_links *links;
    const hn_link_layer *from;
    const hn_link_options *options;
    judgement *table; /* open addressing, a power of two */
    size_t size, filled;
    refusal *refused;
    size_t refusals, refusal_room;
    size_t no_ways, unsafe, without_cost, other_kind, odd_nodes, odd_ways, without_id;
    const char **id;
} adding;

static uint64_t hash_of(const char *const *value) {
    uint64_t h = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < HN_NET_JUDGED; i++) {
        h ^= (uint64_t)(uintptr_t)value[i];
        h *= 0xBF58476D1CE4E5B9u;
        h ^= h >> 29;
    }
    return h;
}

static judgement *slot_of(judgement *table, size_t size, const char *const *value) {
    size_t at = (size_t)hash_of(value) & (size - 1);
    while (table[at].used && memcmp(table[at].value, value, sizeof table[at].value) != 0)
        at = (at + 1) & (size - 1);
    return &table[at];
}

static bool grow(adding *a) {
    size_t size = a->size ? 2 * a->size : 256;
    judgement *table = hn_zalloc(size, sizeof *table);
    if (!table) return false;
    for (size_t i = 0; i < a->size; i++)
        if (a->table[i].used) *slot_of(table, size, a->table[i].value) = a->table[i];
    hn_free(a->table);
    a->table = table;
    a->size = size;
    return true;
}

static double number_or_nan(const char *text) {
    double number;
    return text && hn_parse_double(text, &number) && number >= 0 ? number : (double)NAN;
}

/* NULL: no memory. */
static const judgement *judge(adding *a, const char *const *value) {
    if (2 * a->filled >= a->size && !grow(a)) return NULL;
    judgement *j = slot_of(a->table, a->size, value);
    if (j->used) return j;
    memcpy(j->value, value, sizeof j->value);
    j->used = true;
    a->filled++;
    j->way = hn_net_is_way(a->from->dataset, value);
    j->facts = hn_net_look(a->options->rules, a->from->dataset, value);
    j->verdict = hn_profile_judge(a->options->profile, &j->facts, value);
    j->limit[0] = hn_net_speed(value[HN_NET_SPEED]);
    j->limit[1] =
        value[HN_NET_SPEED_AGAINST] ? hn_net_speed(value[HN_NET_SPEED_AGAINST]) : j->limit[0];
    j->aadt = number_or_nan(value[HN_NET_AADT]);
    return j;
}

/* ---- one feature ---- */

/* What is settled about a feature before its lines are taken apart. */
typedef struct feature {
    size_t row;
    const judgement *judged;
    double limit[2], aadt;
    double cost[2]; /* of the whole feature; NAN: none given */
    uint8_t ways;
    int safe;
    int64_t node[2];
} feature;

static const char *value_at(const adding *a, size_t row, int role) {
    int column = a->from->column[role];
    return column < 0 ? NULL : hn_layer_value(a->from->layer, row, (size_t)column);
}

static void move_to_left_out(adding *a) {
    hn_source_row *source = &a->result->sources.row[a->from->kilde];
    source->antall_brukt--;
    source->antall_utelatt++;
}

static bool count_refusal(adding *a, const hn_net_rule *rule) {
    size_t i = 0;
    while (i < a->refusals && a->refused[i].rule != rule)
        i++;
    if (i == a->refusals) {
        if (!HN_RESERVE(a->refused, a->refusals, a->refusal_room, 1)) return false;
        a->refused[a->refusals++] = (refusal){rule, 0};
    }
    a->refused[i].count++;
    return true;
}

/* Speed limits and traffic of road objects go before lower ones of the link's own fields. */
static void look_up_events(const adding *a, feature *f) {
    long long sequence;
    double from, to;
    const char *text = value_at(a, f->row, HN_NET_SEQUENCE);
    const char *start = value_at(a, f->row, HN_NET_FROM_POSITION);
    const char *end = value_at(a, f->row, HN_NET_TO_POSITION);
    if (!text || !start || !end || !hn_parse_int(text, &sequence) ||
        !hn_parse_double(start, &from) || !hn_parse_double(end, &to))
        return;
    double limit = hn_net_events_highest(a->options->limits, sequence, from, to);
    f->limit[0] = fmax(f->limit[0], limit); /* fmax passes over NAN */
    f->limit[1] = fmax(f->limit[1], limit);
    f->aadt = fmax(f->aadt, hn_net_events_highest(a->options->counts, sequence, from, to));
}

static void find_ways(adding *a, feature *f) {
    const hn_net_facts *facts = &f->judged->facts;
    f->ways = HN_WAY_ALONG | HN_WAY_AGAINST;
    if (a->options->profile->oneway)
        f->ways = a->options->mode == HN_MODE_BICYCLE ? facts->bicycle_ways : facts->ways;
    const char *given = value_at(a, f->row, HN_LINK_ONEWAY);
    if (given) f->ways &= hn_net_direction(a->options->rules, given);
    if (!given && a->options->profile->oneway) given = value_at(a, f->row, HN_NET_ONEWAY);
    if (given && *given && !hn_net_knows_direction(a->options->rules, given)) a->odd_ways++;
}

/* Minutes of the source: a direction without a time above zero is closed. False: both are. */
static bool take_minutes(const adding *a, feature *f) {
    static const int role[2] = {HN_NET_MINUTES_ALONG, HN_NET_MINUTES_AGAINST};
    const double seconds = 60;
    for (int d = 0; d < 2; d++) {
        double minutes;
        const char *text = value_at(a, f->row, role[d]);
        bool open = text && hn_parse_double(text, &minutes) && minutes > 0 && isfinite(minutes);
        if (open)
            f->cost[d] = minutes * seconds;
        else
            f->ways &= (uint8_t) ~(d ? HN_WAY_AGAINST : HN_WAY_ALONG);
    }
    return f->ways != HN_WAY_NONE;
}

static bool has_minutes(const adding *a) {
    return a->options->profile->minutes && a->from->column[HN_NET_MINUTES_ALONG] >= 0;
}

/* The cost of --cost-field. False: it is none. */
static bool take_cost(const adding *a, feature *f) {
    double cost;
    const char *text = value_at(a, f->row, HN_LINK_COST);
    if (a->from->column[HN_LINK_COST] < 0) return true;
    if (!text || !hn_parse_double(text, &cost) || !(cost >= 0 && isfinite(cost))) return false;
    f->cost[0] = f->cost[1] = cost;
    return true;
}

static hensyn_status refuse_cost(adding *a, const feature *f) {
    const char *text = value_at(a, f->row, HN_LINK_COST);
    hn_source_feature source = {
        .layer = a->from->layer, .row = f->row, .kilde = a->from->kilde, .kilde_id = a->id[f->row]};
    return hn_leave_out(a->ctx, a->result, &source, "KOSTNAD_UGYLDIG",
                        hn_text(a->ctx, "kostnaden «%s» er ikke et tall fra 0 og opp",
                                "the cost '%s' is not a number from 0 upwards"),
                        text ? text : "");
}

static int64_t node_at(adding *a, const feature *f, int role) {
    const char *text = value_at(a, f->row, role);
    long long node;
    if (!text) return HN_NO_NODE;
    if (hn_parse_int(text, &node) && node > INT64_MIN) return node;
    a->odd_nodes++;
    return HN_NO_NODE;
}

/* What is settled by the values. *take false: the feature is no link, and that is accounted for. */
static hensyn_status settle(adding *a, feature *f, bool *take) {
    const char *value[HN_NET_JUDGED];
    *take = false;
    for (int role = 0; role < HN_NET_JUDGED; role++)
        value[role] = value_at(a, f->row, role);
    const judgement *j = f->judged = judge(a, value);
    if (!j) return hn_nomem(a->ctx);
    if (!j->way) {
        a->no_ways++;
        move_to_left_out(a);
        return HENSYN_OK;
    }
    if (!j->verdict.allow) {
        move_to_left_out(a);
        return count_refusal(a, j->verdict.rule) ? HENSYN_OK : hn_nomem(a->ctx);
    }
    f->limit[0] = j->limit[0];
    f->limit[1] = j->limit[1];
    f->aadt = j->aadt;
    f->cost[0] = f->cost[1] = NAN;
    look_up_events(a, f);
    find_ways(a, f);
    double limit = fmax(f->limit[0], f->limit[1]);
    f->safe =
        hn_net_safe(j->facts.own_way, limit, f->aadt, a->options->max_speed, a->options->max_aadt);
    if (a->options->safe && !hn_net_passes_safe(f->safe, limit, a->options->max_speed)) {
        a->unsafe++;
        move_to_left_out(a);
        return HENSYN_OK;
    }
    if ((has_minutes(a) && !take_minutes(a, f)) || f->ways == HN_WAY_NONE) {
        a->without_cost++;
        move_to_left_out(a);
        return HENSYN_OK;
    }
    if (!take_cost(a, f)) return refuse_cost(a, f);
    f->node[0] = node_at(a, f, HN_NET_FROM_NODE);
    f->node[1] = node_at(a, f, HN_NET_TO_NODE);
    *take = true;
    return HENSYN_OK;
}

/* ---- lines ---- */

/* Takes repeated vertices out of a line in place. Returns how many points are left. */
static uint32_t compact(double *xy, double *z, uint32_t points) {
    uint32_t n = 1;
    for (uint32_t i = 1; i < points; i++) {
        const double *at = xy + 2 * (size_t)i, *last = xy + 2 * (size_t)(n - 1);
        if (at[0] == last[0] && at[1] == last[1]) {
            if (z && isnan(z[n - 1])) z[n - 1] = z[i];
            continue;
        }
        xy[2 * (size_t)n] = at[0];
        xy[2 * (size_t)n + 1] = at[1];
        if (z) z[n] = z[i];
        n++;
    }
    return n;
}

static double length_of(const hn_measure *measure, const double *xy, uint32_t points) {
    uint32_t part[2] = {0, 1}, ring[2] = {0, points};
    hn_geometry line = {.kind = HN_LINE,
                        .parts = 1,
                        .rings = 1,
                        .points = points,
                        .part = part,
                        .ring = ring,
                        .xy = (double *)(uintptr_t)xy};
    return hn_measure_length(measure, &line);
}

/* Speeds and costs: share is the part of the feature's length that the line is. */
static void set_costs(const adding *a, const feature *f, double share, double length,
                      hn_link *link) {
    const double kmh = 3.6; /* per m/s */
    const hn_profile *profile = a->options->profile;
    bool minutes = has_minutes(a) && a->from->column[HN_LINK_COST] < 0;
    for (int d = 0; d < 2; d++) {
        double limit = profile->limits ? f->limit[d] : (double)NAN;
        double speed = limit > 0 ? limit : f->judged->verdict.speed;
        link->cost[d] = f->cost[d] * share;
        if (minutes && link->cost[d] > 0 && length > 0) speed = length / link->cost[d] * kmh;
        /* Minutes are no metres: where length is the cost they only give the speed. */
        if (minutes && !a->options->by_time) link->cost[d] = NAN;
        link->speed_kmh[d] = (float)speed;
    }
}

/* A feature of several parts: its lengths, and where the cost goes. */
typedef struct lengths {
    double total;
    bool needed;
} lengths;

static lengths measure_feature(const adding *a, const feature *f, const hn_geometry *g) {
    lengths all = {0, !isnan(f->cost[0]) || !isnan(f->cost[1])};
    if (all.needed) all.total = hn_measure_length(a->options->measure, g);
    return all;
}

static hensyn_status add_line(adding *a, const feature *f, const hn_geometry *g, uint32_t ring,
                              const lengths *all, bool *used) {
    hn_links *links = a->links;
    uint32_t first = g->ring[ring];
    double *xy = g->xy + 2 * (size_t)first, *z = g->z ? g->z + first : NULL;
    uint32_t points = compact(xy, z, g->ring[ring + 1] - first);
    if (points < 2) return HENSYN_OK;
    if (links->count >= UINT32_MAX - 1 ||
        !HN_RESERVE(links->link, links->count, links->capacity, 1))
        return hn_nomem(a->ctx);
    const hn_net_facts *facts = &f->judged->facts;
    bool ground = facts->level == 0 && !facts->bridge && !facts->tunnel && !facts->ferry;
    double length = all->needed ? length_of(a->options->measure, xy, points) : 0;
    hn_link *link = &links->link[links->count++];
    *link = (hn_link){
        .xy = xy,
        .z = z,
        .points = points,
        .layer = a->from->number,
        .row = (uint32_t)links->row_count - 1,
        .level = (int8_t)facts->level,
        .safe = (int8_t)f->safe,
        .ways = f->ways,
        .at_grade = ground,
        .yields = facts->yields,
        .tie = !facts->tunnel && !facts->ferry,
        .shared_nodes = a->from->dataset && a->from->dataset->shared_nodes,
        .from_node = ring == 0 ? f->node[0] : HN_NO_NODE,
        .to_node = ring + 1 == g->rings ? f->node[1] : HN_NO_NODE,
    };
    set_costs(a, f, all->total > 0 ? length / all->total : 1, length, link);
    *used = true;
    return HENSYN_OK;
}

/* OSM has squares as areas: one travels along their outline. Other areas and points are no ways. */
static bool is_travelled(const adding *a, const hn_geometry *g) {
    return g->kind == HN_LINE ||
           (g->kind == HN_AREA && a->from->dataset && a->from->dataset->shared_nodes);
}

static hensyn_status add_feature(adding *a, size_t row) {
    hensyn_status status = HENSYN_OK;
    const hn_geometry *g = a->from->layer->geometry[row];
    feature f = {.row = row};
    bool take, used = false;
    if (!g) return HENSYN_OK; /* counted where it was left out */
    if (!is_travelled(a, g)) {
        a->other_kind++;
        move_to_left_out(a);
        return HENSYN_OK;
    }
    HN_TRY(settle(a, &f, &take));
    if (!take) return HENSYN_OK;
    hn_links *links = a->links;
    if (!HN_RESERVE(links->rows, links->row_count, links->row_capacity, 1)) return hn_nomem(a->ctx);
    links->rows[links->row_count++] = (hn_link_row){.kilde_id = a->id[row],
                                                    .lag = a->from->layer->name,
                                                    .klasse = f.judged->facts.klasse,
                                                    .kilde = a->from->kilde};
    lengths all = measure_feature(a, &f, g);
    for (uint32_t ring = 0; ring < g->rings; ring++)
        HN_TRY(add_line(a, &f, g, ring, &all, &used));
    if (used) links->box = hn_box_join(links->box, g->box);
cleanup:
    return status;
}

/* ---- remarks ---- */

static hensyn_status tell(adding *a, hensyn_level level, const char *code, size_t count,
                          const char *text) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = a->from->layer->source;
    about.lag = a->from->layer->name;
    about.count = count;
    if (!count) return HENSYN_OK;
    return hn_remark_add(a->ctx, a->result, level, code, &about, "%zu %s", count, text);
}

static hensyn_status tell_refusals(adding *a) {
    hensyn_status status = HENSYN_OK;
    const hn_profile *p = a->options->profile;
    for (size_t i = 0; i < a->refusals; i++) {
        const hn_net_rule *rule = a->refused[i].rule;
        char text[512];
        snprintf(text, sizeof text,
                 hn_text(a->ctx, "lenker brukes ikke %.100s: %.300s",
                         "links are not used %.100s: %.300s"),
                 hn_text(a->ctx, p->title_nb, p->title_en ? p->title_en : p->title_nb),
                 hn_text(a->ctx, rule->nb, rule->en ? rule->en : rule->nb));
        HN_TRY(tell(a, HENSYN_INFO, "LENKE_IKKE_TILLATT", a->refused[i].count, text));
    }
cleanup:
    return status;
}

static hensyn_status tell_all(adding *a) {
    hensyn_status status = HENSYN_OK;
    hensyn_context *ctx = a->ctx;
    HN_TRY(tell(
        a, HENSYN_INFO, "IKKE_FERDSELSARE", a->no_ways,
        hn_text(ctx, "objekter er ikke veger eller stier", "objects are neither roads nor paths")));
    HN_TRY(tell_refusals(a));
    HN_TRY(tell(a, HENSYN_INFO, "LENKE_IKKE_TRYGG", a->unsafe,
                hn_text(ctx, "lenker er ikke trygge (fartsgrense, trafikk) eller det er ukjent",
                        "links are not safe (speed limit, traffic) or it is not known")));
    HN_TRY(tell(
        a, HENSYN_WARNING, "LENKE_UTEN_KOSTNAD", a->without_cost,
        hn_text(ctx, "lenker er stengt i begge retninger (enveg, eller ingen kjøretid over null)",
                "links are closed in both directions (one-way, or no time above zero)")));
    HN_TRY(tell(a, HENSYN_WARNING, "GEOMETRITYPE_UTELATT", a->other_kind,
                hn_text(ctx, "objekter er ikke linjer og er ikke brukt som nett",
                        "objects are no lines and are not used as network")));
    HN_TRY(tell(a, HENSYN_WARNING, "ENVEG_UKJENT", a->odd_ways,
                hn_text(ctx, "lenker har en kjøreretning som ikke er forstått; åpne begge veier",
                        "links have a direction that is not understood; open both ways")));
    HN_TRY(tell(a, HENSYN_WARNING, "NODE_UKJENT", a->odd_nodes,
                hn_text(ctx, "node-id-er er ikke heltall; endene er koblet etter posisjon",
                        "node ids are no integers; the ends were joined by position")));
    HN_TRY(tell(a, HENSYN_INFO, "INGEN_ID", a->without_id, hn_text(ctx, HN_NO_ID_NB, HN_NO_ID_EN)));
cleanup:
    return status;
}

/* ---- all ---- */

static hensyn_status add_features(adding *a) {
    enum { CANCEL_EVERY = 8192 };
    hensyn_status status = HENSYN_OK;
    hn_layer *layer = a->from->layer;
    for (size_t row = 0; row < layer->count; row++) {
        if (row % CANCEL_EVERY == 0 && hn_is_cancelled(a->ctx)) HN_TRY(hn_progress(a->ctx, 0));
        HN_TRY(add_feature(a, row));
    }
cleanup:
    return status;
}

hensyn_status hn_links_add(hensyn_context *ctx, hn_result *result, hn_links *links,
                           const hn_link_layer *from, const hn_link_options *options) {
    static const int ids[] = {HN_NET_ID, HN_LINK_GIVEN_ID, HN_LINK_WEAK_ID};
    hensyn_status status = HENSYN_OK;
    adding a = {.ctx = ctx, .result = result, .links = links, .from = from, .options = options};
    int column[3];
    for (size_t i = 0; i < 3; i++)
        column[i] = from->column[ids[i]];
    if (links->count == 0) links->box = HN_EMPTY_BOX;
    a.id = hn_alloc(from->layer->count, sizeof *a.id);
    if (!a.id) HN_TRY(hn_nomem(ctx));
    HN_TRY(hn_layer_ids(ctx, result->pool, from->layer, column, 3, a.id, &a.without_id));
    HN_TRY(add_features(&a));
    HN_TRY(tell_all(&a));
    hn_free(from->layer->value); /* of a large network as much as the lines themselves */
    from->layer->value = NULL;
    from->layer->columns = 0;
cleanup:
    hn_free(a.id);
    hn_free(a.table);
    hn_free(a.refused);
    return status;
}

void hn_links_clear(hn_links *links) {
    hn_free(links->link);
    hn_free(links->rows);
    *links = (hn_links){0};
}
