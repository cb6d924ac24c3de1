/* distances.c - the rows of avstand, one per origin and class, and of opphav_gruppe. */
#include "access/engine.h"

#include <math.h>

typedef struct outcome {
    const char *status;
    uint32_t destination, entrance; /* UINT32_MAX: none */
    double metres, seconds, tie_m;
} outcome;

static const outcome not_reached = {NULL, UINT32_MAX, UINT32_MAX, NAN, NAN, NAN};

static outcome inside_of(uint32_t destination) {
    return (outcome){"inne", destination, UINT32_MAX, 0, 0, 0};
}

static outcome by_network(const hn_access_engine *e, size_t origin, size_t c) {
    size_t at = origin * e->options->classes + c;
    const hn_found *found = &e->found[at * HN_SLOTS];
    const hn_tie *tie = &e->tie[origin];
    outcome out = not_reached;
    if (e->surround.inside[at] != UINT32_MAX) return inside_of(e->surround.inside[at]);
    out.status = "ikke_tilknyttet";
    if (tie->link == UINT32_MAX) return out;
    out.tie_m = tie->distance_m;
    out.status = "ingen_vei";
    if (found->cost == HN_NO_LABEL) return out;
    out.status = "over_grense";
    if (tie->distance_m + found->length_m > e->options->max_distance) return out;
    const hn_reach *reach = &e->searching.reaches.item[found->reach];
    out.status = "ok";
    out.destination = reach->destination;
    out.entrance = reach->entrance;
    out.metres = tie->distance_m + found->length_m;
    out.seconds = tie->distance_m / (e->options->leg_speed_kmh / 3.6) + found->seconds;
    return out;
}

double hn_reached_m(const hn_access_engine *e, size_t origin, size_t c, double *seconds) {
    outcome out = by_network(e, origin, c);
    *seconds = out.seconds;
    return out.metres;
}

static outcome by_straight_line(const hn_access_engine *e, size_t origin, size_t c) {
    size_t at = origin * e->options->classes + c;
    double metres = e->surround.straight_m[at];
    outcome out = not_reached;
    out.status = "ingen_vei";
    if (e->surround.straight[at] == UINT32_MAX) return out;
    if (metres == 0) return inside_of(e->surround.straight[at]);
    out.status = "over_grense";
    if (metres > e->options->max_distance) return out;
    return (outcome){"ok",
                     e->surround.straight[at],
                     UINT32_MAX,
                     metres,
                     metres / (e->options->leg_speed_kmh / 3.6),
                     0};
}

/* The nearest destination besides the first; an origin inside one has it in the first place. */
static void set_second(const hn_access_engine *e, size_t origin, size_t c,
                       hn_origin_distance *row) {
    row->avstand_2_m = NAN;
    if (!hn_by_network(e, c) || e->tie[origin].link == UINT32_MAX || !row->malomrade_fid) return;
    bool inside = row->inngang_fid == 0 && row->avstand_m == 0 && row->status[0] == 'i';
    const hn_found *found =
        &e->found[(origin * e->options->classes + c) * HN_SLOTS + (inside ? 0 : 1)];
    if (found->cost == HN_NO_LABEL) return;
    double metres = e->tie[origin].distance_m + found->length_m;
    if (metres > e->options->max_distance) return;
    row->avstand_2_m = metres;
    row->malomrade_2_fid =
        e->result->destinations.row[e->searching.reaches.item[found->reach].destination].fid;
}

static void fill_row(const hn_access_engine *e, size_t origin, size_t c, hn_origin_distance *row) {
    const hn_origin *o = &e->input->origin[origin];
    const hn_access_class *class_ = &e->options->class_[c];
    outcome out = class_->straight ? by_straight_line(e, origin, c) : by_network(e, origin, c);
    double people = e->input->has_population ? o->population : 1;
    *row = (hn_origin_distance){.x = o->x,
                                .y = o->y,
                                .kilde_id = o->kilde_id,
                                .lag = o->lag,
                                .omrade = o->omrade,
                                .klasse = class_->name,
                                .avstand_m = out.metres,
                                .tid_s = out.seconds,
                                .innen = out.metres <= class_->limit_m,
                                .tilknytning_m = out.tie_m,
                                .befolkning = hn_is_suppressed(e, people) ? (double)NAN : people,
                                .status = out.status,
                                .m2_per_person = NAN,
                                .avstand_etter_m = NAN,
                                .innen_etter = HN_NO_INT,
                                .origin = (uint32_t)origin,
                                .class_number = (uint32_t)c};
    if (out.destination != UINT32_MAX)
        row->malomrade_fid = e->result->destinations.row[out.destination].fid;
    if (out.entrance != UINT32_MAX) row->inngang_fid = e->result->entrances.row[out.entrance].fid;
    set_second(e, origin, c, row);
}

static hensyn_status add_groups(hn_access_engine *e) {
    const hn_access_input *in = e->input;
    hn_result *result = e->result;
    size_t count = in->origins * in->groups;
    if (!HN_RESERVE(result->origin_groups.row, 0, result->origin_groups.capacity,
                    count ? count : 1))
        return hn_nomem(e->ctx);
    for (size_t i = 0; i < count; i++) {
        double people = in->group_value[i];
        if (isnan(people)) continue;
        result->origin_groups.row[result->origin_groups.count++] =
            (hn_origin_group){in->origin[i / in->groups].kilde_id, in->group[i % in->groups],
                              hn_is_suppressed(e, people) ? (double)NAN : people};
    }
    return HENSYN_OK;
}

hensyn_status hn_stage_distances(hn_access_engine *e) {
    hn_result *result = e->result;
    size_t classes = e->options->classes, count = e->input->origins * classes;
    if (!HN_RESERVE(result->distances.row, 0, result->distances.capacity, count ? count : 1))
        return hn_nomem(e->ctx);
    for (size_t i = 0; i < count; i++) {
        fill_row(e, i / classes, i % classes, &result->distances.row[i]);
        result->distances.row[i].fid = (int64_t)i + 1;
    }
    result->distances.count = count;
    return add_groups(e);
}
