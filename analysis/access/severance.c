/* severance.c - the barrier effect of the plan in its order: what is closed, the passages, the rows
 * of barriere and passasje, and who has farther. */
#include "access/severance.h"

#include "access/path.h"
#include "base/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Severity, by which the worst passage of a barrier is told. */
static const char *const statuses[] = {"inne", "blindvei", "omvei", "brutt"};

static int severity(const hn_passage *p) {
    return p->ports == 0 ? 0 : p->broken ? 3 : isnan(p->around_m) ? 1 : 2;
}

static double detour(const hn_passage *p) { return fmax(p->around_m - p->through_m, 0); }

static double length_of(const hn_network *n, const hn_closed *c) {
    return hn_network_along(n, c->link, c->to) - hn_network_along(n, c->link, c->from);
}

static double sum_lengths(const hn_network *n, const hn_closed *list, size_t count) {
    hn_sum sum = {0, 0};
    for (size_t i = 0; i < count; i++)
        hn_sum_add(&sum, length_of(n, &list[i]));
    return hn_sum_value(&sum);
}

static int count_links(const hn_closed *list, size_t count) {
    int links = 0;
    for (size_t i = 0; i < count; i++)
        links += i == 0 || list[i].link != list[i - 1].link;
    return links;
}

/* ---- passasje ---- */

/* The edges of a passage as pieces of links, those that follow each other as one. */
static size_t pieces_of(const hn_network *n, const hn_passages *all, const hn_passage *p,
                        hn_closed *out) {
    size_t count = 0;
    for (uint32_t k = p->first_edge; k < p->first_edge + p->edges; k++) {
        const hn_edge *e = &n->edge[all->edge[k]];
        hn_closed *last = count ? &out[count - 1] : NULL;
        if (last && last->link == e->link && last->to == e->start)
            last->to = e->end;
        else
            out[count++] = (hn_closed){e->link, e->start, e->end};
    }
    return count;
}

static const char *list_ids(hn_access_engine *e, const hn_closed *piece, size_t count) {
    const hn_links *links = e->network->links;
    hn_buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && piece[i].link == piece[i - 1].link) continue;
        hn_appendf(&text, "%s%s", i ? "," : "",
                   links->rows[links->link[piece[i].link].row].kilde_id);
    }
    const char *kept = text.failed ? NULL : hn_pool_add(e->result->pool, text.text);
    hn_buffer_free(&text);
    return kept;
}

static hensyn_status fill_passage(hn_access_engine *e, const hn_network *n, const hn_passage *p,
                                  const hn_closed *piece, size_t count) {
    hn_passage_row *row = HN_NEW_ROW(e->result->passages);
    if (!row) return hn_nomem(e->ctx);
    row->fid = (int64_t)e->result->passages.count;
    bool drawn = hn_path_pieces(n, piece, count, &row->geometry);
    row->lenker_liste = list_ids(e, piece, count);
    row->plan_liste = ""; /* by list_plans */
    row->lenker = count_links(piece, count);
    row->porter = (int)p->ports;
    row->deler = (int)p->parts;
    row->lengde_m = sum_lengths(n, piece, count);
    row->avskaret_m = p->cut_off_m;
    row->gjennom_m = p->through_m;
    row->rundt_m = p->around_m;
    row->omvei_m = isnan(p->around_m) ? (double)NAN : detour(p);
    row->status = statuses[severity(p)];
    return drawn && row->lenker_liste ? HENSYN_OK : hn_nomem(e->ctx);
}

static hensyn_status add_passages(hn_access_engine *e, const hn_network *n,
                                  const hn_passages *all) {
    hensyn_status status = HENSYN_OK;
    size_t most = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->item[i].edges > most) most = all->item[i].edges;
    hn_closed *piece = hn_alloc(most, sizeof *piece);
    if (!piece) return hn_nomem(e->ctx);
    for (size_t i = 0; i < all->count && status == HENSYN_OK; i++) {
        status = fill_passage(e, n, &all->item[i], piece, pieces_of(n, all, &all->item[i], piece));
        if (status == HENSYN_OK) status = hn_progress(e->ctx, 0);
    }
    hn_free(piece);
    return status;
}

/* ---- barriere ---- */

/* Passages of the pieces of one area, each once, ascending. */
typedef struct touched {
    uint32_t *list, *stamp; /* stamp: by passage, number of the area + 1 */
    size_t count;
    hn_buffer *plans; /* of each passage: areas that close it */
} touched;

static void touch_passages(const hn_network *n, const hn_passages *all, const hn_closed *c,
                           uint32_t area, touched *t) {
    uint32_t e = hn_network_edge_at(n, c->link, c->from);
    for (; e < n->first_edge[c->link + 1] && n->edge[e].start < c->to; e++) {
        if (n->edge[e].end <= c->from || all->of[e] == UINT32_MAX) continue;
        if (t->stamp[all->of[e]] == area + 1) continue;
        t->stamp[all->of[e]] = area + 1;
        t->list[t->count++] = all->of[e];
    }
}

static hensyn_status list_plans(hn_access_engine *e, const touched *t) {
    for (size_t i = 0; i < e->result->passages.count; i++) {
        hn_passage_row *row = &e->result->passages.row[i];
        if (!t->plans[i].text) continue;
        row->plan_liste = hn_pool_add(e->result->pool, t->plans[i].text);
        if (!row->plan_liste) return hn_nomem(e->ctx);
    }
    return HENSYN_OK;
}

static hensyn_status add_barrier(hn_access_engine *e, const hn_network *n,
                                 const hn_passages *passages, const hn_build_area *area,
                                 const hn_closed *piece, size_t count, const touched *t) {
    hn_barrier *row = HN_NEW_ROW(e->result->barriers);
    int worst = 0;
    if (!row) return hn_nomem(e->ctx);
    row->fid = (int64_t)e->result->barriers.count;
    bool drawn = hn_path_pieces(e->network, piece, count, &row->geometry);
    row->plan_fid = area->plan_fid;
    row->nokkel = area->nokkel;
    row->plan_navn = area->plan_navn;
    row->formal_navn = area->formal_navn;
    row->lenker = count_links(piece, count);
    row->kryssinger = (int)count;
    row->lengde_m = sum_lengths(n, piece, count);
    row->passasjer = (int)t->count;
    row->omvei_m = NAN;
    for (size_t i = 0; i < t->count; i++) {
        const hn_passage *p = &passages->item[t->list[i]];
        row->brutte += severity(p) == 3;
        if (severity(p) > worst) worst = severity(p);
        if (!isnan(p->around_m)) row->omvei_m = fmax(row->omvei_m, detour(p));
        hn_buffer *plans = &t->plans[t->list[i]];
        hn_appendf(plans, "%s%lld", plans->length ? "," : "", (long long)area->plan_fid);
        if (plans->failed) return hn_nomem(e->ctx);
    }
    row->status = statuses[worst];
    return drawn ? HENSYN_OK : hn_nomem(e->ctx);
}

static hensyn_status add_barriers(hn_access_engine *e, const hn_network *n,
                                  const hn_closing *closing, const hn_passages *passages) {
    hensyn_status status = HENSYN_OK;
    touched t = {.list = hn_alloc(passages->count, sizeof *t.list),
                 .stamp = hn_zalloc(passages->count, sizeof *t.stamp),
                 .plans = hn_zalloc(passages->count, sizeof *t.plans)};
    if (!t.list || !t.stamp || !t.plans) HN_TRY(hn_nomem(e->ctx));
    for (uint32_t i = 0; i < e->input->developments; i++) {
        HN_TRY(hn_progress(e->ctx, 0)); /* where areas lie over each other, their paths add up */
        const hn_closed *piece = closing->own + closing->first_own[i];
        size_t count = closing->first_own[i + 1] - closing->first_own[i];
        t.count = 0;
        for (size_t k = 0; k < count; k++)
            touch_passages(n, passages, &piece[k], i, &t);
        if (count) HN_TRY(add_barrier(e, n, passages, &e->input->development[i], piece, count, &t));
    }
    HN_TRY(list_plans(e, &t));
cleanup:
    for (size_t i = 0; t.plans && i < passages->count; i++)
        hn_buffer_free(&t.plans[i]);
    hn_free(t.plans);
    hn_free(t.list);
    hn_free(t.stamp);
    return status;
}

/* ---- the stage ---- */

static void mark_net(hn_access_engine *e, const hn_closing *closing) {
    for (size_t i = 0; i < e->result->net.count; i++) {
        hn_net_row *row = &e->result->net.row[i];
        const hn_closed *piece = closing->item + closing->first[i];
        size_t count = closing->first[i + 1] - closing->first[i];
        row->i_utbygging_m = sum_lengths(e->network, piece, count);
        row->kryssinger = (int)count;
    }
}

/* Passages where a detour between ports far apart may be larger than the one that is told. */
static hensyn_status tell_large(hn_access_engine *e, const hn_passages *passages) {
    hn_about about = HN_ABOUT_NOTHING;
    size_t large = 0;
    for (size_t i = 0; i < passages->count; i++)
        large += passages->item[i].ports > HN_MOST_PAIRS + 1;
    if (!large) return HENSYN_OK;
    about.count = large;
    return hn_remark_add(
        e->ctx, e->result, HENSYN_INFO, "PASSASJE_STOR", &about,
        hn_text(e->ctx,
                "%zu passasjer har over %d porter; omveien er søkt mellom hver port og de %d "
                "nærmeste",
                "%zu passages have more than %d ports; the detour was sought between each port "
                "and the %d nearest"),
        large, HN_MOST_PAIRS + 1, (int)HN_MOST_PAIRS);
}

hensyn_status hn_stage_severance(hn_access_engine *e) {
    hensyn_status status = HENSYN_OK;
    hn_network *severed = NULL;
    hn_closing closing = {0};
    hn_passages passages = {0};
    hn_step(e->ctx, "severance", 67, 70);
    HN_TRY(hn_closing_find(e->ctx, e->network, e->input, e->options, &closing));
    mark_net(e, &closing);
    HN_TRY(hn_network_build(e->ctx, e->network->links, e->options, &closing, &severed));
    HN_TRY(hn_passages_find(e->ctx, severed, e->options, &passages));
    HN_TRY(tell_large(e, &passages));
    HN_TRY(add_passages(e, severed, &passages));
    HN_TRY(add_barriers(e, severed, &closing, &passages));
    HN_TRY(hn_severed_distances(e, severed));
    HN_TRY(hn_severance_figures(e));
cleanup:
    hn_passages_clear(&passages);
    hn_network_destroy(severed);
    hn_closing_clear(&closing);
    return status;
}
