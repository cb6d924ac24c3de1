/* verify_network.c - invariant 5: the distance of each link of nett, searched anew on what the
 * table itself tells of the network.
 *
 * Not everything is told: whether a link is on the ground, and whether links of different levels
 * meet at a vertex. So there are two searches, one over all that may be joined and entered and one
 * over what certainly is, and the distance lies between them. */
#include "verify_network.h"

#include "base/memory.h"
#include "data/links.h"
#include "json_text.h"

#include <math.h>
#include <string.h>

#define CHECK                                                                                      \
    "nett_avstand", "avstand_m i nett er den korteste på nettet, søkt på nytt",                    \
        "avstand_m of nett is the shortest on the network, searched anew"

/* ---- the class ---- */

/* klasse, over the network, by straight line */
static hensyn_status take_class(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    hn_told_network *n = user;
    (void)count;
    if (n->klasse || values[2].integer == 1) return HENSYN_OK;
    /* A class whose kind does not show leaves open which is the first. */
    n->klasse = hn_pool_add(n->v->pool, values[1].integer == 1 ? hn_db_string(&values[0]) : "");
    return n->klasse ? HENSYN_OK : hn_nomem(ctx);
}

static hensyn_status find_class(hn_told_network *n) {
    return hn_db_query(
        n->v->ctx, n->v->db,
        "SELECT klasse, max(CASE WHEN inngang_fid IS NOT NULL OR status = 'ikke_tilknyttet' OR "
        "(status IN ('ingen_vei', 'over_grense') AND tilknytning_m IS NOT NULL) THEN 1 ELSE 0 "
        "END), "
        "max(CASE WHEN (status = 'ok' AND inngang_fid IS NULL) OR (status IN ('ingen_vei', "
        "'over_grense') AND tilknytning_m IS NULL) THEN 1 ELSE 0 END), min(fid) FROM avstand GROUP "
        "BY "
        "klasse ORDER BY 4",
        take_class, n);
}

/* ---- rows ---- */

/* A line that no run writes, but that geometries may be edited to. */
static bool is_odd(const hn_geometry *g, int64_t level) {
    const double far = 1e9; /* units of any projection of the Earth */
    for (uint32_t i = 0; i < g->points; i++) {
        const double *p = g->xy + 2 * (size_t)i;
        if (!(fabs(p[0]) < far && fabs(p[1]) < far)) return true;
        if (i && p[0] == p[-2] && p[1] == p[-1]) return true;
    }
    return g->points < 2 || level < INT8_MIN || level > INT8_MAX;
}

/* fid, niva, avstand_m, geom */
static hensyn_status take_link(hensyn_context *ctx, const hn_db_value *values, size_t count,
                               void *user) {
    hn_told_network *n = user;
    (void)count;
    hn_told_link *row = HN_NEW_ROW(n->told);
    if (!row || !HN_RESERVE(n->links.link, n->links.count, n->links.capacity, 1))
        return hn_nomem(ctx);
    *row = (hn_told_link){.fid = values[0].integer,
                          .metres = hn_db_number(&values[2]),
                          .geometry = hn_geometry_copy(values[3].geometry)};
    if (!row->geometry) return hn_nomem(ctx);
    n->odd = n->odd || is_odd(row->geometry, values[1].integer);
    n->links.link[n->links.count++] = (hn_link){.xy = row->geometry->xy,
                                                .points = row->geometry->points,
                                                .level = (int8_t)values[1].integer,
                                                .safe = HN_SAFE_UNKNOWN,
                                                .ways = HN_WAY_ALONG | HN_WAY_AGAINST,
                                                .at_grade = true,
                                                .tie = true,
                                                .speed_kmh = {5, 5},
                                                .cost = {NAN, NAN},
                                                .from_node = HN_NO_NODE,
                                                .to_node = HN_NO_NODE};
    n->links.box = hn_box_join(n->links.box, row->geometry->box);
    return HENSYN_OK;
}

/* fid, klasse, geom */
static hensyn_status take_destination(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                      void *user) {
    hn_told_network *n = user;
    (void)count;
    if (!n->klasse || !hn_list_has(hn_db_string(&values[1]), n->klasse)) return HENSYN_OK;
    hn_destination *row = HN_NEW_ROW(n->destinations->destinations);
    if (!row) return hn_nomem(ctx);
    row->fid = values[0].integer;
    row->geometry = hn_geometry_copy(values[2].geometry);
    row->nokkel = row->lag = row->kilde_id = "";
    row->classes = 1;
    if (!row->geometry) return hn_nomem(ctx);
    if (row->geometry->kind == HN_AREA) hn_geometry_orient(row->geometry);
    return HENSYN_OK;
}

/* malomrade_fid, avstand_til_nett_m, geom */
static hensyn_status take_entrance(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                   void *user) {
    hn_told_network *n = user;
    hn_told_entrance *row = HN_NEW_ROW(n->entrances);
    (void)count;
    if (!row) return hn_nomem(ctx);
    const double *p = values[2].geometry->xy;
    *row = (hn_told_entrance){p[0], p[1], hn_db_number(&values[1]), values[0].integer};
    return HENSYN_OK;
}

/* fid, klasse, tilknytning_m, avstand_m, geom */
static hensyn_status take_origin(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    hn_told_network *n = user;
    (void)count;
    if (!n->klasse || strcmp(hn_db_string(&values[1]), n->klasse) != 0) return HENSYN_OK;
    hn_told_origin *row = HN_NEW_ROW(n->origins);
    if (!row) return hn_nomem(ctx);
    const double *p = values[4].geometry->xy;
    *row = (hn_told_origin){values[0].integer, p[0], p[1], hn_db_number(&values[2]),
                            hn_db_number(&values[3])};
    return HENSYN_OK;
}

static hensyn_status read_rows(hn_told_network *n) {
    hn_verify *v = n->v;
    hensyn_status status = HENSYN_OK;
    n->links.box = HN_EMPTY_BOX;
    HN_TRY(hn_db_query(v->ctx, v->db, "SELECT fid, niva, avstand_m, geom FROM nett ORDER BY fid",
                       take_link, n));
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT fid, klasse, geom FROM malomrade UNION ALL SELECT fid, klasse, geom "
                       "FROM malomrade_linje UNION ALL SELECT fid, klasse, geom FROM "
                       "malomrade_punkt ORDER BY 1",
                       take_destination, n));
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT malomrade_fid, avstand_til_nett_m, geom FROM inngang ORDER BY fid",
                       take_entrance, n));
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT fid, klasse, tilknytning_m, avstand_m, geom FROM avstand WHERE "
                       "inngang_fid IS NOT NULL ORDER BY fid",
                       take_origin, n));
cleanup:
    return status;
}

/* ---- can it be searched? ---- */

/* Why not; NULL: it can. */
static const char *hindrance(const hn_told_network *n, double given_nodes) {
    const hn_verify *v = n->v;
    if (hn_check_failed(v, "geometri"))
        return hn_text(v->ctx, "noen geometrier er ikke i orden", "some geometries are not sound");
    if (!v->measure)
        return hn_text(v->ctx, "koordinatsystemet er ukjent", "the coordinate system is not known");
    if (n->klasse && !*n->klasse)
        return hn_text(v->ctx, "det er ikke klart hvilken klasse som er målt langs nettet",
                       "it is not clear which class is measured over the network");
    if (!(given_nodes == 0))
        return hn_text(v->ctx, "kilden sier selv hvor lenkene møtes",
                       "the source itself says where the links meet");
    if (isnan(n->join) || isnan(n->inferred) || isnan(n->snap))
        return hn_text(v->ctx, "oppskriften i kjoring er ufullstendig",
                       "the recipe in kjoring is not complete");
    return NULL;
}

static hensyn_status take_count(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                void *user) {
    (void)ctx, (void)count;
    *(bool *)user = values[0].integer > 0;
    return HENSYN_OK;
}

static hensyn_status prepare(hn_told_network *n, const char **why) {
    hn_verify *v = n->v;
    hensyn_status status = HENSYN_OK;
    double one_way, given_nodes;
    HN_TRY(hn_verify_fact(v, "lenker_enveg", &one_way));
    HN_TRY(hn_verify_fact(v, "lenkeender_med_node", &given_nodes));
    HN_TRY(find_class(n));
    n->join = hn_recipe_number(v, "  join: ");
    n->inferred = hn_recipe_number(v, "  inferred_entrance: ");
    n->snap = hn_recipe_number(v, "  snap: ");
    n->crossings = hn_recipe_says(v, "  node_crossings: true");
    n->both_ways = one_way == 0 && hn_verify_by_length(v);
    *why = hindrance(n, given_nodes);
cleanup:
    return status;
}

/* ---- judging ---- */

/* Sums of whole millimetres may choose a way that is longer by a millimetre an edge. */
static double slack(double metres) { return 0.05 + 1e-3 * metres; }

static bool fits(double told, double least, double most) {
    if (isnan(told)) return isinf(most);
    return told >= least - slack(told) && (isinf(most) || told <= most + slack(most));
}

static hensyn_status judge(hn_told_network *n) {
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < n->told.count; i++) {
        const hn_told_link *row = &n->told.row[i];
        if (fits(row->metres, n->least[i], n->most[i])) continue;
        HN_TRY(hn_check_fail(
            n->v, json_pack("{s:s, s:I, s:o, s:o, s:o}", "table", "nett", "fid",
                            (json_int_t)row->fid, "avstand_m", hn_json_number(row->metres), "minst",
                            hn_json_number(n->least[i]), "hoyst", hn_json_number(n->most[i]))));
    }
cleanup:
    return status;
}

static void clear(hn_told_network *n) {
    for (size_t i = 0; i < n->told.count; i++)
        hn_free(n->told.row[i].geometry);
    hn_free(n->told.row);
    hn_free(n->entrances.row);
    hn_free(n->origins.row);
    hn_links_clear(&n->links);
    hn_result_destroy(n->destinations);
    hn_free(n->least);
    hn_free(n->most);
}

hensyn_status hn_verify_network(hn_verify *v) {
    static const char needs[] = "nett,inngang,avstand," HN_DESTINATION_TABLES;
    hensyn_status status = HENSYN_OK;
    hn_told_network n = {.v = v};
    const char *why = NULL;
    bool any = false;
    bool ready;
    HN_TRY(hn_verify_open(v, needs, CHECK, &ready));
    if (!ready) return HENSYN_OK;
    HN_TRY(hn_db_query(v->ctx, v->db, "SELECT count(*) FROM nett", take_count, &any));
    if (!any) return HENSYN_OK;
    HN_TRY(prepare(&n, &why));
    n.destinations = hn_result_create();
    if (!n.destinations) HN_TRY(hn_nomem(v->ctx));
    if (!why) HN_TRY(read_rows(&n));
    if (n.odd)
        why = hn_text(v->ctx, "lenker har punkter eller nivåer som ingen kjøring gir",
                      "links have points or levels that no run gives");
    if (why) {
        char *text = hn_format(hn_text(v->ctx, "ikke kontrollert: %s", "not checked: %s"), why);
        status = text ? hn_check_note(v, true, text) : hn_nomem(v->ctx);
        hn_free(text);
    } else {
        HN_TRY(hn_network_bounds(&n));
        HN_TRY(judge(&n));
    }
cleanup:
    clear(&n);
    return status;
}
