/* verify_sources.c - invariant 2: nothing of a source is lost without a word. */
#include "verify.h"

#include "base/memory.h"
#include "json_text.h"

#include <string.h>

/* clang-format off */
static const hn_rule balance_rules[] = {
    {"kilde_antall", "antall_lest = antall_brukt + antall_reparert + antall_utelatt",
     "antall_lest = antall_brukt + antall_reparert + antall_utelatt", "kilde", "kilde",
     "fid,lag,antall_lest,antall_brukt,antall_reparert,antall_utelatt",
     "SELECT fid, lag, antall_lest, antall_brukt, antall_reparert, antall_utelatt FROM kilde WHERE "
     "(antall_lest = antall_brukt + antall_reparert + antall_utelatt) IS NOT TRUE ORDER BY fid"},
    {"kilde_areal",
     "areal_lest_m2 = areal_brukt_m2 + areal_reparert_m2 + areal_utelatt_m2 + areal_klippet_m2",
     "areal_lest_m2 = areal_brukt_m2 + areal_reparert_m2 + areal_utelatt_m2 + areal_klippet_m2",
     "kilde", "kilde",
     "fid,lag,areal_lest_m2,areal_brukt_m2,areal_reparert_m2,areal_utelatt_m2,areal_klippet_m2",
     "SELECT fid, lag, areal_lest_m2, areal_brukt_m2, areal_reparert_m2, areal_utelatt_m2, "
     "areal_klippet_m2 FROM kilde WHERE "
     HN_EQUAL("areal_brukt_m2 + areal_reparert_m2 + areal_utelatt_m2 + areal_klippet_m2",
              "areal_lest_m2") " IS NOT TRUE ORDER BY fid"},
    {"kilde_rader", "det kildene har brukt, står i arealformal og hensyn",
     "what the sources used stands in arealformal and hensyn", "kilde,arealformal", "kilde",
     "rolle,brukt,rader,areal_brukt_m2,areal_m2",
     "SELECT 'plan', k.n, p.n, k.area, p.area FROM (SELECT coalesce(sum(antall_brukt + "
     "antall_reparert), 0) AS n, coalesce(sum(areal_brukt_m2), 0) AS area FROM kilde WHERE rolle = "
     "'plan') k CROSS JOIN (SELECT count(*) AS n, coalesce(sum(areal_m2), 0) AS area FROM "
     "arealformal) p WHERE (k.n = p.n AND " HN_EQUAL("p.area", "k.area") ") IS NOT TRUE"},
    {"kilde_rader", "", "", "kilde," HN_OBJECT_TABLES, "kilde",
     "rolle,brukt,rader,areal_brukt_m2,areal_m2",
     "SELECT 'hensyn', k.n, h.n, k.area, h.area FROM (SELECT coalesce(sum(antall_brukt + "
     "antall_reparert), 0) AS n, coalesce(sum(areal_brukt_m2), 0) AS area FROM kilde WHERE rolle = "
     "'hensyn') k CROSS JOIN (SELECT count(*) AS n, coalesce(sum(areal_m2), 0) AS area FROM "
     HN_ALL_OBJECTS("areal_m2") " x) h WHERE (k.n = h.n AND " HN_EQUAL("h.area", "k.area")
     ") IS NOT TRUE"},
    {"merknad_tekst", "hver merknad har kode og tekst, og gjelder minst ett objekt",
     "every remark has a code and a text, and is about one object at least",
     "merknad", "merknad", "fid,kode,antall",
     "SELECT fid, kode, antall FROM merknad WHERE (kode <> '' AND tekst <> '' AND antall >= 1) IS "
     "NOT TRUE ORDER BY fid"},
};
/* clang-format on */

/* ---- each difference stands in merknad ---- */

/* Rows of kilde for one layer of one source, and the remarks about single objects of it. */
typedef struct layer_sum {
    const char *sti, *lag; /* "" for NULL */
    int64_t wanted, remarks;
} layer_sum;

typedef struct layer_sums {
    hn_verify *v;
    HN_ROWS(layer_sum) layers;
} layer_sums;

/* Left out, repaired, and clipped count; a layer that is read twice has two rows. */
static hensyn_status take_layer(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    layer_sums *sums = user;
    hn_pool *pool = sums->v->pool;
    layer_sum *row = HN_NEW_ROW(sums->layers);
    (void)count;
    if (!row) return hn_nomem(ctx);
    row->sti = hn_pool_add(pool, hn_db_string(&values[0]));
    row->lag = hn_pool_add(pool, hn_db_string(&values[1]));
    row->wanted = values[2].integer;
    return row->sti && row->lag ? HENSYN_OK : hn_nomem(ctx);
}

/* A remark names the source without its folder, or as it was opened. */
static hensyn_status take_remarks(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                  void *user) {
    layer_sums *sums = user;
    const char *source = hn_db_string(&values[0]), *lag = hn_db_string(&values[1]);
    (void)ctx, (void)count;
    for (size_t i = 0; i < sums->layers.count; i++) {
        layer_sum *row = &sums->layers.row[i];
        if (strcmp(row->lag, lag) == 0 && *source && strstr(row->sti, source))
            row->remarks += values[2].integer;
    }
    return HENSYN_OK;
}

/* Remarks about a layer that tell how many of its objects are left out. */
#define LEFT_OUT                                                                                   \
    "'IKKE_FERDSELSARE','LENKE_IKKE_TILLATT','LENKE_IKKE_TRYGG','LENKE_UTEN_KOSTNAD',"             \
    "'GEOMETRITYPE_UTELATT','VERDI_UGYLDIG','UTENFOR_GRENSE'"

/* Remarks about objects that are kept as they are. */
#define KEPT                                                                                       \
    "'VERDI_UKJENT','DUPLIKAT','STATUS_UKJENT','FORMAL_MANGLER','FORMAL_UKJENT','PLAN_TVETYDIG',"  \
    "'BEFOLKNING_UGYLDIG','DEL_UTELATT','RING_LUKKET','GDAL_MELDING','OVERLAPP_AVRUNDET',"         \
    "'OVERLAPP_UBALANSERT','MALOMRADE_SLAATT_SAMMEN','MALOMRADE_UTEN_INNGANG','NETT_OY',"          \
    "'NETT_GLIPPE'"

static hensyn_status check_remarks(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    layer_sums sums = {.v = v};
    hn_ready ready;
    HN_TRY(hn_check_begin(v, "merknader",
                          "hvert utelatt, reparert eller klippet objekt har sin merknad",
                          "each object left out, repaired or clipped has its remark"));
    HN_TRY(hn_verify_ready(v, "kilde,merknad", true, &ready));
    if (ready != HN_READY) goto cleanup;
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT sti, lag, sum(antall_utelatt + antall_reparert) + "
                       "max(CASE WHEN areal_klippet_m2 > 0.01 THEN 1 ELSE 0 END) FROM kilde "
                       "GROUP BY sti, lag ORDER BY sti, lag",
                       take_layer, &sums));
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT kilde, lag, sum(antall) FROM merknad WHERE CASE WHEN kilde_id IS "
                       "NULL THEN kode IN (" LEFT_OUT ") ELSE kode NOT IN (" KEPT ") END GROUP BY "
                       "kilde, lag",
                       take_remarks, &sums));
    for (size_t i = 0; i < sums.layers.count; i++) {
        const layer_sum *row = &sums.layers.row[i];
        if (row->remarks >= row->wanted) continue;
        HN_TRY(hn_check_fail(v, json_pack("{s:s, s:o, s:o, s:I, s:I}", "table", "kilde", "sti",
                                          hn_json_text(row->sti), "lag", hn_json_text(row->lag),
                                          "endret", (json_int_t)row->wanted, "merknader",
                                          (json_int_t)row->remarks)));
    }
cleanup:
    hn_free(sums.layers.row);
    return status;
}

/* ---- vurdering ---- */

/* A row that somebody added since the run has no gjelder yet. */
static const hn_rule assessment_rules[] = {
    {"vurdering", "gjelder er 1 når konflikten finnes, ellers 0",
     "gjelder is 1 where the conflict is there, else 0", "vurdering," HN_PAIR_TABLES, "vurdering",
     "konflikt_nokkel,gjelder",
     "SELECT v.konflikt_nokkel, v.gjelder FROM vurdering v LEFT JOIN " HN_ALL_PAIRS(
         "nokkel") " k "
                   "ON k.nokkel = v.konflikt_nokkel WHERE v.gjelder IS NOT NULL AND "
                   "v.gjelder <> (CASE WHEN k.nokkel IS NULL THEN 0 ELSE 1 END) ORDER BY "
                   "v.konflikt_nokkel"},
};

hensyn_status hn_verify_sources(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_verify_rules(v, balance_rules, sizeof balance_rules / sizeof *balance_rules));
    HN_TRY(check_remarks(v));
    HN_TRY(hn_verify_rules(v, assessment_rules, 1));
cleanup:
    return status;
}
