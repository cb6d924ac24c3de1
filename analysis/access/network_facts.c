/* network_facts.c - what the links of a run are like, for kjoring: how slow and how fast one may be
 * on them, whether they bind a direction, and whether the source says where they meet. A result can
 * be checked against it. */
#include "access/network.h"

#include "base/text.h"

#include <math.h>

static void widen(hn_network_facts *facts, double metres, double seconds) {
    double kmh = seconds > 0 ? metres / seconds * 3.6 : (double)INFINITY;
    if (!(metres > 0)) return;
    facts->slowest_kmh = fmin(facts->slowest_kmh, kmh);
    facts->fastest_kmh = fmax(facts->fastest_kmh, kmh);
}

/* As hn_network_seconds has it: a given time, the slope between knots, or one speed. */
static void add_paces(hn_network_facts *facts, const hn_network *n, uint32_t number, int way) {
    const hn_link *link = &n->links->link[number];
    const double *along = n->along + n->first_along[number];
    double whole = along[link->points - 1];
    if (n->by_time && !isnan(link->cost[way])) {
        widen(facts, whole, link->cost[way]);
    } else if (!n->along_s[way]) {
        widen(facts, whole, whole / ((double)link->speed_kmh[way] / 3.6));
    } else {
        const double *seconds = n->along_s[way] + n->first_knot[number];
        for (uint32_t v = 0; v + 1 < link->points; v++) {
            uint32_t first = hn_link_knot(link, v), last = hn_link_knot(link, v + 1);
            for (uint32_t j = first; j < last; j++)
                widen(facts, (along[v + 1] - along[v]) / (last - first),
                      seconds[j + 1] - seconds[j]);
        }
    }
}

hn_network_facts hn_network_facts_of(const hn_network *n, double leg_kmh) {
    hn_network_facts facts = {.slowest_kmh = leg_kmh, .fastest_kmh = leg_kmh};
    for (uint32_t i = 0; i < n->links->count; i++) {
        const hn_link *link = &n->links->link[i];
        if (link->ways & HN_WAY_ALONG) add_paces(&facts, n, i, 0);
        if (link->ways & HN_WAY_AGAINST) add_paces(&facts, n, i, 1);
        facts.one_way += link->ways == HN_WAY_ALONG || link->ways == HN_WAY_AGAINST;
        facts.given_nodes += (link->from_node != HN_NO_NODE) + (link->to_node != HN_NO_NODE);
    }
    return facts;
}

/* ---- kjoring ---- */

/* A number alone, which verify reads; nothing for one that is not finite. */
static hensyn_status number_fact(hensyn_context *ctx, hn_result *result, const char *key,
                                 double value) {
    hn_buffer text = {0};
    if (!isfinite(value)) return HENSYN_OK;
    hn_append_number(&text, value);
    hensyn_status status =
        text.failed ? hn_nomem(ctx) : hn_fact_add(ctx, result, key, "%s", text.text);
    hn_buffer_free(&text);
    return status;
}

hensyn_status hn_network_facts_tell(hensyn_context *ctx, hn_result *result,
                                    const hn_network_facts *facts) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(number_fact(ctx, result, "fart_lavest_kmt", facts->slowest_kmh));
    HN_TRY(number_fact(ctx, result, "fart_hoyest_kmt", facts->fastest_kmh));
    HN_TRY(number_fact(ctx, result, "lenker_enveg", (double)facts->one_way));
    HN_TRY(number_fact(ctx, result, "lenkeender_med_node", (double)facts->given_nodes));
cleanup:
    return status;
}
