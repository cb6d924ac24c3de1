/* net.c - the network as used (nett), and remarks about its islands and gaps. */
#include "access/engine.h"

#include "base/sum.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Ends that come this near to a link of another component look like a mistake. */
static const double gap_m = 2;

/* ---- nett ---- */

/* The first class measured over the network; classes: none. */
static size_t first_class(const hn_access_engine *e) {
    size_t c = 0;
    while (c < e->options->classes && !hn_by_network(e, c))
        c++;
    return c;
}

static double least_on_link(const hn_access_engine *e, uint32_t link, size_t c) {
    const hn_network *n = e->network;
    double least = INFINITY;
    for (uint32_t edge = n->first_edge[link]; edge < n->first_edge[link + 1]; edge++) {
        const hn_label *labels = e->labels[c].label;
        least = fmin(least, labels[(size_t)n->edge[edge].from * HN_SLOTS].length_m);
        least = fmin(least, labels[(size_t)n->edge[edge].to * HN_SLOTS].length_m);
    }
    const hn_searching *s = &e->searching;
    for (uint32_t i = s->first_reach[link]; i < s->first_reach[link + 1]; i++)
        if (hn_in_class(e, s->reaches.item[i].destination, c))
            least = fmin(least, s->reaches.item[i].exit_m);
    return isinf(least) ? (double)NAN : least;
}

static hensyn_status fill_net(hn_access_engine *e) {
    const hn_network *n = e->network;
    hn_result *result = e->result;
    size_t links = n->links->count, c = first_class(e);
    if (!HN_RESERVE(result->net.row, 0, result->net.capacity, links ? links : 1))
        return hn_nomem(e->ctx);
    for (uint32_t i = 0; i < links; i++) {
        const hn_link *link = &n->links->link[i];
        const hn_link_row *row = &n->links->rows[link->row];
        result->net.row[i] = (hn_net_row){
            .fid = (int64_t)i + 1,
            .xy = link->xy,
            .points = link->points,
            .kilde_id = row->kilde_id,
            .lag = row->lag,
            .klasse = row->klasse,
            .lengde_m = hn_network_along(n, i, (double)(link->points - 1)),
            .trygg = link->safe == HN_SAFE_UNKNOWN ? HN_NO_INT : link->safe,
            .niva = link->level,
            .komponent = (int64_t)n->component[n->edge[n->first_edge[i]].from] + 1,
            .avstand_m = c < e->options->classes ? least_on_link(e, i, c) : (double)NAN,
            .i_utbygging_m = NAN,
            .kryssinger = HN_NO_INT};
    }
    result->net.count = links;
    return HENSYN_OK;
}

/* ---- islands ---- */

typedef struct island {
    hn_sum residents, length;
    size_t links;
    uint32_t link; /* first of it */
} island;

static hensyn_status remark_at(hn_access_engine *e, hensyn_level level, const char *code,
                               uint32_t link, const double *place, const char *text) {
    const hn_link_row *row = &e->network->links->rows[e->network->links->link[link].row];
    hn_geometry *point = hn_geometry_create(HN_POINT, 1, 1, 1);
    if (!point) return hn_nomem(e->ctx);
    point->part[0] = point->ring[0] = 0;
    point->xy[0] = place[0];
    point->xy[1] = place[1];
    hn_geometry_finish(point);
    hn_about about = HN_ABOUT_NOTHING;
    const char *path = e->result->sources.row[row->kilde].sti, *slash = strrchr(path, '/');
    about.kilde = slash ? slash + 1 : path;
    about.lag = row->lag;
    about.kilde_id = row->kilde_id;
    about.where = point;
    hensyn_status status = hn_remark_add(e->ctx, e->result, level, code, &about, "%s", text);
    hn_free(point);
    return status;
}

static void count_islands(const hn_access_engine *e, island *list) {
    const hn_network *n = e->network;
    for (uint32_t i = 0; i < n->components; i++)
        list[i].link = UINT32_MAX;
    for (uint32_t i = 0; i < n->links->count; i++) {
        island *here = &list[n->component[n->edge[n->first_edge[i]].from]];
        if (here->link == UINT32_MAX) here->link = i;
        here->links++;
        hn_sum_add(&here->length, hn_network_along(n, i, (double)(n->links->link[i].points - 1)));
    }
    for (size_t i = 0; i < e->input->origins; i++)
        if (e->tie_edge[i] != UINT32_MAX)
            hn_sum_add(&list[n->component[n->edge[e->tie_edge[i]].from]].residents,
                       hn_residents(e, i));
}

static hensyn_status tell_island(hn_access_engine *e, uint32_t number, const island *here) {
    char text[300];
    double people = hn_sum_value(&here->residents);
    bool few = hn_is_suppressed(e, people);
    snprintf(text, sizeof text,
             hn_text(e->ctx,
                     "Øy i nettet, komponent %u: %zu lenker, %.0f m, uten forbindelse med resten; "
                     "%s%.0f %s er knyttet til den",
                     "Island of the network, component %u: %zu links, %.0f m, not connected with "
                     "the rest; %s%.0f %s are tied to it"),
             number + 1, here->links, hn_sum_value(&here->length),
             few ? hn_text(e->ctx, "færre enn ", "fewer than ") : "",
             few ? (double)e->options->min_cell : people,
             e->input->has_population ? hn_text(e->ctx, "innbyggere", "residents")
                                      : hn_text(e->ctx, "opphav", "origins"));
    return remark_at(e, people > 0 ? HENSYN_WARNING : HENSYN_INFO, "NETT_OY", here->link,
                     e->network->links->link[here->link].xy, text);
}

static hensyn_status find_islands(hn_access_engine *e) {
    const hn_network *n = e->network;
    hensyn_status status = HENSYN_OK;
    island *list = hn_zalloc(n->components, sizeof *list);
    if (!list) return hn_nomem(e->ctx);
    count_islands(e, list);
    for (uint32_t i = 1; i < n->components && status == HENSYN_OK; i++)
        status = tell_island(e, i, &list[i]);
    hn_free(list);
    return status;
}

/* ---- gaps ---- */

typedef struct gap {
    const hn_access_engine *e;
    uint32_t component;
    int level;
    double x, y, best; /* plane units */
    uint32_t link;
} gap;

static bool look_at_run(uint32_t run, void *user) {
    gap *g = user;
    const hn_network *n = g->e->network;
    uint32_t link = n->run_link[run];
    if (n->component[n->edge[n->first_edge[link]].from] == g->component) return true;
    if (n->links->link[link].level != g->level) return true;
    for (uint32_t s = 0; s < hn_network_run_length(n, run); s++) {
        const double *a = n->links->link[link].xy + 2 * (size_t)(n->run_segment[run] + s);
        double share, distance = sqrt(hn_segment_apart2(a, a + 2, g->x, g->y, &share));
        if (distance > g->best || (distance == g->best && link >= g->link)) continue;
        g->best = distance;
        g->link = link;
    }
    return true;
}

static hensyn_status look_for_gap(hn_access_engine *e, uint32_t node) {
    const hn_network *n = e->network;
    const double *p = n->node_xy + 2 * (size_t)node;
    uint32_t link = n->edge[n->incident[n->node_first[node]] / 2].link;
    gap g = {.e = e,
             .component = n->component[node],
             .level = n->links->link[link].level,
             .x = p[0],
             .y = p[1],
             .link = UINT32_MAX};
    g.best = hn_measure_units(e->options->measure, gap_m);
    hn_index_query(n->runs, hn_box_grow((hn_box){p[0], p[1], p[0], p[1]}, g.best), look_at_run, &g);
    if (g.link == UINT32_MAX) return HENSYN_OK;
    char text[300];
    const hn_link_row *other = &n->links->rows[n->links->link[g.link].row];
    snprintf(text, sizeof text,
             hn_text(e->ctx,
                     "Glippe i nettet: enden er %.2f m fra lenken %s, som ikke henger sammen med "
                     "den (større --join ville binde dem sammen)",
                     "Gap of the network: the end is %.2f m from the link %s, which is not "
                     "connected with it (a larger --join would join them)"),
             hn_measure_distance(e->options->measure, p[0], p[1], g.best),
             other->kilde_id ? other->kilde_id : "?");
    return remark_at(e, HENSYN_WARNING, "NETT_GLIPPE", link, p, text);
}

static hensyn_status find_gaps(hn_access_engine *e) {
    const hn_network *n = e->network;
    hensyn_status status = HENSYN_OK;
    for (uint32_t i = 0; i < n->nodes && n->components > 1 && status == HENSYN_OK; i++)
        if (n->node_first[i + 1] - n->node_first[i] == 1) status = look_for_gap(e, i);
    return status;
}

hensyn_status hn_stage_net(hn_access_engine *e) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(fill_net(e));
    HN_TRY(find_islands(e));
    HN_TRY(find_gaps(e));
cleanup:
    return status;
}
