/* rows.c - stage 4: pieces become rows of konflikt, and what happened to them becomes remarks. */
#include "base/memory.h"
#include "conflict/engine.h"

#include <string.h>

static bool in_result(const hn_engine *e, const hn_piece *p) {
    return !p->sliver && (p->consequence >= 1 || e->options->all_overlaps);
}

static const char *pair_status(const hn_piece *p, const hn_plan_area *plan,
                               const hn_consideration *h) {
    if (p->thin && p->kind == HN_AREA) return "smal";
    if (p->assumed || p->broken) return "antatt";
    if (strcmp(plan->status, "reparert") == 0 || strcmp(h->status, "reparert") == 0)
        return "reparert";
    if (strcmp(plan->status, "klippet") == 0 || h->clipped) return "klippet";
    return "ok";
}

/* ---- reasons ---- */

static const char *const value_words[] = {"uten betydning", "noe verdi", "middels verdi",
                                          "stor verdi", "svært stor verdi"};
static const char *const impact_words[] = {"forbedret", "ubetydelig endret", "noe forringet",
                                           "forringet", "sterkt forringet eller ødelagt"};
static const char *const consequence_words[] = {"ubetydelig (0)", "noe (−)", "middels (−−)",
                                                "stor (−−−)", "svært stor (−−−−)"};

static int bounded(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

/* Why a pair has its grade, in words for the meeting. Few texts differ: the pool shares them. */
static const char *reason(const hn_engine *e, const hn_piece *p, const hn_consideration *h) {
    int value = bounded(h->verdi, 0, 4), impact = bounded(p->impact, -1, 3);
    int after = bounded(p->consequence, 0, 4);
    char *text;
    if (hn_is_hazard(e, p->hensyn)) {
        text = hn_format("Indikativ: faregrad %d for temaet gjelder for planformålet; %s", value,
                         consequence_words[after]);
    } else {
        int before = bounded(hn_rules_consequence(e->options->rules, value, impact), 0, 4);
        text = hn_format("Indikativ: %s (%d) × %s (%d) gir %s%s%s%s", value_words[value], value,
                         impact_words[impact + 1], impact, consequence_words[before],
                         after < before ? "; lite omfang trekker ned til " : "",
                         after < before ? consequence_words[after] : "",
                         p->near ? "; påvirkning ett trinn lavere fordi objektet bare er nær" : "");
    }
    const char *kept = text ? hn_pool_add(e->result->pool, text) : NULL;
    hn_free(text);
    return kept;
}

/* ---- pairs ---- */

static const char *pool_key(hn_pool *pool, hn_buffer *room, const char *plan, const char *hensyn,
                            const char *art) {
    room->length = 0;
    hn_append(room, plan);
    hn_append(room, "→");
    hn_append(room, hensyn);
    hn_append(room, "/");
    hn_append(room, art);
    return room->failed ? NULL : hn_pool_add(pool, room->text);
}

static void fill_pair(const hn_plan_area *plan, const hn_consideration *h, hn_piece *p,
                      hn_pair *row) {
    row->plan_fid = plan->fid;
    row->hensyn_fid = h->fid;
    row->plan_navn = hn_plan_area_name(plan);
    row->formal_navn = hn_plan_area_purpose(plan);
    row->hensyn_navn = h->navn;
    row->tema = h->tema;
    row->areal_m2 = p->area;
    row->lengde_m = p->length;
    row->plan_andel = p->plan_share;
    row->hensyn_andel = p->hensyn_share;
    row->avstand_m = p->distance;
    row->verdi = h->verdi;
    row->pavirkning = p->impact;
    row->konsekvens = p->consequence;
    row->skala = h->skala;
    row->regel = p->rule;
    row->status = pair_status(p, plan, h);
    row->kind = p->kind;
    row->whole = p->whole;
    row->thin = p->thin;
    row->plan = p->plan;
    row->hensyn = p->hensyn;
    row->points = p->points;
    row->geometry = p->geometry;
    p->taken = true;
}

static hensyn_status add_pair(hn_engine *e, hn_piece *p, hn_buffer *room) {
    hn_result *result = e->result;
    const hn_plan_area *plan = &result->plan_areas.row[p->plan];
    const hn_consideration *h = &result->considerations.row[p->hensyn];
    hn_pair *row = HN_NEW_ROW(result->pairs);
    if (!row) return hn_nomem(e->ctx);
    row->fid = (int64_t)result->pairs.count;
    row->art = p->near ? "naerhet" : "overlapp";
    fill_pair(plan, h, p, row);
    row->nokkel = pool_key(result->pool, room, plan->nokkel, h->nokkel, row->art);
    row->begrunnelse = reason(e, p, h);
    return row->nokkel && row->begrunnelse ? HENSYN_OK : hn_nomem(e->ctx);
}

static hensyn_status remark_overlay(hn_engine *e, const hn_piece *p) {
    const hn_plan_area *plan = &e->result->plan_areas.row[p->plan];
    const hn_consideration *h = &e->result->considerations.row[p->hensyn];
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = e->result->sources.row[h->kilde].sti;
    about.lag = h->lag;
    about.kilde_id = h->kilde_id;
    about.where = p->geometry ? p->geometry : plan->geometry;
    if (p->broken)
        return hn_remark_add(e->ctx, e->result, HENSYN_WARNING, "OVERLAPP_UBALANSERT", &about,
                             "Overlappen mellom %s og %s går ikke opp i areal, heller ikke etter "
                             "avrunding til 1 mm; raden er merket antatt",
                             plan->nokkel, h->nokkel);
    return hn_remark_add(e->ctx, e->result, HENSYN_INFO, "OVERLAPP_AVRUNDET", &about,
                         "Overlappen mellom %s og %s er beregnet med koordinater avrundet til 1 mm",
                         plan->nokkel, h->nokkel);
}

static hensyn_status pair_rows(hn_engine *e) {
    hn_buffer room = {0};
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < e->result->plan_areas.count; i++)
        for (size_t j = 0; j < e->pieces[i].count; j++) {
            hn_piece *p = &e->pieces[i].row[j];
            if (p->snapped || p->broken) HN_TRY(remark_overlay(e, p));
            if (in_result(e, p)) HN_TRY(add_pair(e, p, &room));
        }
cleanup:
    hn_buffer_free(&room);
    return status;
}

hensyn_status hn_stage_rows(hn_engine *e) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(pair_rows(e));
    HN_TRY(hn_plan_theme_rows(e));
cleanup:
    return status;
}
