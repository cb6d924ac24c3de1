/* access_result_kit.h - a small access result whose every number was worked out by hand.
 *
 * A road runs along y = 50 from x = -300 to 1200 (offsets from 500000, 7000000), cut where it meets
 * two squares: area 1 of 100 m at (0, 0), area 2 of 500 m at (1000, 0). Area 3 is too small, line 4
 * lies 150 m south of the road, point 5 at its west end. Another road lies apart at y = 900.
 * Class rekreasjonsareal (limit 200 m) has areas 1 and 2, the line and the point; naerturterreng
 * (500 m) area 2 alone.
 *
 *   origin  at          residents  tie   rekreasjonsareal      naerturterreng
 *   o1      (-100, 60)  10         10    1: 110, then 5: 210   2: 1110
 *   o2      (250, 50)   20          0    1: 150, then 4: 250   2: 750
 *   o3      (50, 20)     5         30    inside 1, then 5: 380 2: 980
 *   o4      (900, 40)   40         10    2: 110, then 4: 710   2: 110
 *   o5      far away     7         -     not tied
 *   o6      (50, 910)    3         10    no way
 *
 * Districts: o1, o2, o3 in K1, o4 and o5 in K2. Group barn: o1 2, o2 4, o4 10. */
#ifndef ACCESS_RESULT_KIT_H
#define ACCESS_RESULT_KIT_H

#include "result_kit.h"

#define AR_X 500000.0
#define AR_Y 7000000.0
#define AR_NEAR "rekreasjonsareal"
#define AR_FAR "naerturterreng"

/* What the recipe says of joining links and finding entrances. */
#define AR_JOINED "  inferred_entrance: 30\n  snap: 250\n  join: 0.1\n  node_crossings: false\n"

/* Lines of the network, as origin and end. */
static const double ar_links[5][4] = {
    {AR_X - 300, AR_Y + 50, AR_X, AR_Y + 50},
    {AR_X, AR_Y + 50, AR_X + 100, AR_Y + 50},
    {AR_X + 100, AR_Y + 50, AR_X + 1000, AR_Y + 50},
    {AR_X + 1000, AR_Y + 50, AR_X + 1200, AR_Y + 50},
    {AR_X, AR_Y + 900, AR_X + 100, AR_Y + 900},
};

static inline hn_geometry *ar_line(double x1, double y1, double x2, double y2) {
    const double xy[] = {AR_X + x1, AR_Y + y1, AR_X + x2, AR_Y + y2};
    return rk_geometry(HN_LINE, (uint32_t[]){2, 0}, xy);
}

static inline void ar_destination(hn_result *r, hn_geometry *geometry, const char *key,
                                  const char *classes, int entrances, double serves,
                                  const char *status) {
    hn_destination *row = HN_NEW_ROW(r->destinations);
    row->geometry = geometry;
    row->fid = (int64_t)r->destinations.count;
    row->nokkel = row->kilde_id = hn_pool_add(r->pool, key);
    row->lag = "friluft";
    row->navn = ODD_TEXT;
    row->klasse = classes;
    row->areal_m2 = geometry->kind == HN_AREA ? hn_plane_area(geometry) : (double)NAN;
    row->innganger = entrances;
    row->deler = 1;
    row->betjener = serves;
    row->status = status;
}

static inline void ar_entrance(hn_result *r, int64_t destination, double x, double y,
                               const char *kind, double leg) {
    hn_entrance *row = HN_NEW_ROW(r->entrances);
    *row =
        (hn_entrance){(int64_t)r->entrances.count, AR_X + x, AR_Y + y, destination, kind, leg, 0};
    row->destination = (uint32_t)destination - 1;
}

static inline void ar_places(hn_result *r) {
    ar_destination(r, rk_square(AR_X, AR_Y, 100), "m1", AR_NEAR, 2, 35, "ok");
    ar_destination(r, rk_square(AR_X + 1000, AR_Y, 500), "m2", AR_NEAR "," AR_FAR, 1, 40, "ok");
    ar_destination(r, rk_square(AR_X, AR_Y + 500, 10), "m3", "", 0, NAN, "for_liten");
    ar_destination(r, ar_line(300, -100, 400, -100), "m4", AR_NEAR, 1, 0, "ok");
    ar_destination(r, rk_geometry(HN_POINT, (uint32_t[]){1, 0}, (double[]){AR_X - 300, AR_Y + 50}),
                   "m5", AR_NEAR, 1, 0, "ok");
    ar_entrance(r, 1, 0, 50, "kryssing", 0);
    ar_entrance(r, 1, 100, 50, "kryssing", 0);
    ar_entrance(r, 2, 1000, 50, "kryssing", 0);
    ar_entrance(r, 4, 350, -100, "antatt", 150);
    ar_entrance(r, 5, -300, 50, "punkt", 0);
    static const char *const ids[] = {"v1", "v2", "v3", "v4", "v5"};
    for (int i = 0; i < 5; i++) {
        hn_net_row *row = HN_NEW_ROW(r->net);
        *row = (hn_net_row){.fid = i + 1,
                            .xy = ar_links[i],
                            .points = 2,
                            .kilde_id = ids[i],
                            .lag = "vegnett",
                            .klasse = "gangveg",
                            .lengde_m = ar_links[i][2] - ar_links[i][0],
                            .trygg = i == 0 ? 1 : HN_NO_INT,
                            .komponent = i == 4 ? 2 : 1,
                            .avstand_m = i == 4 ? (double)NAN : 0};
    }
}

/* metres, tie and second NAN, destinations and entrance 0: none. */
typedef struct ar_way {
    const char *status;
    double metres, tie;
    int64_t destination, entrance, second;
    double second_m, supply;
    int within; /* destinations within the limit */
} ar_way;

static const struct {
    const char *id, *district;
    double x, y, people;
    ar_way way[2]; /* near, far */
} ar_origins[6] = {
    {"o1",
     "K1",
     -100,
     60,
     10,
     {{"ok", 110, 10, 1, 1, 5, 210, 10000.0 / 35, 1}, {"ok", 1110, 10, 2, 3, 0, NAN, 0, 0}}},
    {"o2",
     "K1",
     250,
     50,
     20,
     {{"ok", 150, 0, 1, 2, 4, 250, 10000.0 / 35, 1}, {"ok", 750, 0, 2, 3, 0, NAN, 0, 0}}},
    {"o3",
     "K1",
     50,
     20,
     5,
     {{"inne", 0, 0, 1, 0, 5, 380, 10000.0 / 35, 1}, {"ok", 980, 30, 2, 3, 0, NAN, 0, 0}}},
    {"o4",
     "K2",
     900,
     40,
     40,
     {{"ok", 110, 10, 2, 3, 4, 710, 6250, 1}, {"ok", 110, 10, 2, 3, 0, NAN, 6250, 1}}},
    {"o5",
     "K2",
     5000,
     5000,
     7,
     {{"ikke_tilknyttet", NAN, NAN, 0, 0, 0, NAN, 0, 0},
      {"ikke_tilknyttet", NAN, NAN, 0, 0, 0, NAN, 0, 0}}},
    {"o6",
     NULL,
     50,
     910,
     3,
     {{"ingen_vei", NAN, 10, 0, 0, 0, NAN, 0, 0}, {"ingen_vei", NAN, 10, 0, 0, 0, NAN, 0, 0}}},
};

static inline void ar_distances(hn_result *r) {
    static const double limits[] = {200, 500};
    for (int i = 0; i < 12; i++) {
        const ar_way *way = &ar_origins[i / 2].way[i % 2];
        hn_origin_distance *row = HN_NEW_ROW(r->distances);
        *row = (hn_origin_distance){.fid = i + 1,
                                    .x = AR_X + ar_origins[i / 2].x,
                                    .y = AR_Y + ar_origins[i / 2].y,
                                    .kilde_id = ar_origins[i / 2].id,
                                    .klasse = i % 2 ? AR_FAR : AR_NEAR,
                                    .avstand_m = way->metres,
                                    .tid_s = way->metres / (5 / 3.6),
                                    .innen = way->metres <= limits[i % 2],
                                    .malomrade_fid = way->destination,
                                    .inngang_fid = way->entrance,
                                    .tilknytning_m = way->tie,
                                    .befolkning = ar_origins[i / 2].people,
                                    .status = way->status,
                                    .malomrade_2_fid = way->second,
                                    .avstand_2_m = way->second_m,
                                    .m2_per_person = way->supply,
                                    .omrade = ar_origins[i / 2].district,
                                    .lag = "adresser",
                                    .antall_innen = way->within,
                                    .origin = (uint32_t)i / 2,
                                    .class_number = (uint32_t)i % 2};
        if (!way->entrance) continue;
        hn_route *route = HN_NEW_ROW(r->routes);
        const hn_entrance *e = &r->entrances.row[way->entrance - 1];
        *route =
            (hn_route){(int64_t)r->routes.count,
                       ar_line(ar_origins[i / 2].x, ar_origins[i / 2].y, e->x - AR_X, e->y - AR_Y),
                       row->kilde_id,
                       row->klasse,
                       row->malomrade_fid,
                       row->inngang_fid,
                       row->avstand_m,
                       row->tid_s};
    }
}

static inline void ar_served(hn_result *r, int64_t destination, bool far, double people,
                             int64_t origins, double supply) {
    hn_served *row = HN_NEW_ROW(r->served);
    *row = (hn_served){(int64_t)r->served.count,
                       destination,
                       far ? AR_FAR : AR_NEAR,
                       far ? 500 : 200,
                       people,
                       origins,
                       origins,
                       supply,
                       "ok"};
}

static inline void ar_piece(hn_result *r, bool far, int64_t destination, double x1, double x2,
                            double from, double to) {
    hn_service_piece *row = HN_NEW_ROW(r->service_pieces);
    *row = (hn_service_piece){(int64_t)r->service_pieces.count,
                              ar_line(x1, 50, x2, 50),
                              far ? AR_FAR : AR_NEAR,
                              destination,
                              far ? 500 : 200,
                              from,
                              to,
                              x2 - x1};
}

static inline void ar_service_area(hn_result *r) {
    const double x = AR_X, y = AR_Y;
    const double near[] = {x - 200,  y + 25,  x + 300, y + 25,  x + 300, y + 75,   x - 200,
                           y + 75,   x - 200, y + 25,  x + 800, y + 25,  x + 1000, y + 25,
                           x + 1000, y + 75,  x + 800, y + 75,  x + 800, y + 25};
    const double far[] = {x + 500, y + 25,  x + 1000, y + 25,  x + 1000,
                          y + 75,  x + 500, y + 75,   x + 500, y + 25};
    ar_piece(r, false, 1, -200, 0, 200, 0);
    ar_piece(r, false, 1, 0, 100, 0, 0);
    ar_piece(r, false, 1, 100, 300, 0, 200);
    ar_piece(r, false, 2, 800, 1000, 200, 0);
    ar_piece(r, true, 2, 500, 1000, 500, 0);
    hn_service_zone *zone = HN_NEW_ROW(r->service_zones);
    *zone =
        (hn_service_zone){1, rk_geometry(HN_AREA, (uint32_t[]){5, 5, 0}, near), AR_NEAR, 200, 25};
    zone = HN_NEW_ROW(r->service_zones);
    *zone = (hn_service_zone){2, rk_geometry(HN_AREA, (uint32_t[]){5, 0}, far), AR_FAR, 500, 25};
}

static inline void ar_figure(hn_result *r, const char *class_, const char *district,
                             const char *group, const char *key, double value) {
    hn_indicator *row = HN_NEW_ROW(r->indicators);
    *row = (hn_indicator){.fid = (int64_t)r->indicators.count,
                          .omrade = district,
                          .nokkel = key,
                          .klasse = class_,
                          .gruppe = group,
                          .grad = HN_NO_INT,
                          .verdi = value,
                          .enhet = "personer",
                          .teller = NAN,
                          .nevner = NAN,
                          .status = isnan(value) ? "ikke_naadd" : "ok",
                          .metode = "laget for prøven"};
}

/* Gives the last figure another unit than people. */
static inline hn_indicator *ar_unit(hn_result *r, const char *unit) {
    hn_indicator *row = &r->indicators.row[r->indicators.count - 1];
    row->enhet = unit;
    return row;
}

/* The figures of a class. */
static inline void ar_figures(hn_result *r, const char *class_, const char *district, double all,
                              double within, double mean, double p50, double p90, double untied) {
    ar_figure(r, class_, district, NULL, "befolkning_innen", within);
    ar_figure(r, class_, district, NULL, "befolkning_innen_andel", within / all);
    r->indicators.row[r->indicators.count - 2].nevner = all;
    hn_indicator *share = ar_unit(r, "1");
    share->teller = within;
    share->nevner = all;
    ar_figure(r, class_, district, NULL, "avstand_snitt", mean);
    ar_unit(r, "m");
    ar_figure(r, class_, district, NULL, "avstand_p50", p50);
    ar_unit(r, "m");
    ar_figure(r, class_, district, NULL, "avstand_p90", p90);
    ar_unit(r, "m");
    ar_figure(r, class_, district, NULL, "ikke_tilknyttet", untied);
}

static inline void ar_indicators(hn_result *r) {
    ar_figure(r, NULL, NULL, NULL, "befolkning", 85);
    ar_figure(r, NULL, "K1", NULL, "befolkning", 35);
    ar_figure(r, NULL, "K2", NULL, "befolkning", 47);
    ar_figure(r, NULL, NULL, "barn", "befolkning", 16);
    ar_figures(r, AR_NEAR, NULL, 85, 75, 8500.0 / 75, 110, NAN, 7);
    ar_figures(r, AR_FAR, NULL, 85, 40, 35400.0 / 75, 750, NAN, 7);
    ar_figures(r, AR_NEAR, "K1", 35, 35, 4100.0 / 35, 150, 150, 0);
    ar_figures(r, AR_FAR, "K1", 35, 0, 31000.0 / 35, 750, 1110, 0);
    ar_figures(r, AR_NEAR, "K2", 47, 40, 110, 110, NAN, 7);
    ar_figures(r, AR_FAR, "K2", 47, 40, 110, 110, NAN, 7);
    ar_figure(r, AR_NEAR, NULL, NULL, "ikke_naadd", 3);
    ar_figure(r, AR_NEAR, NULL, NULL, "areal_per_innbygger", 260000.0 / 85);
    ar_unit(r, "m2");
    ar_figure(r, AR_NEAR, NULL, "barn", "avstand_snitt", 120);
    ar_unit(r, "m");
    ar_figure(r, AR_NEAR, NULL, "barn", "avstand_p50", 110);
    ar_unit(r, "m");
    ar_figure(r, AR_NEAR, NULL, "barn", "avstand_p90", 150);
    ar_unit(r, "m");
    ar_figure(r, AR_NEAR, "K1", "barn", "befolkning_innen", 6);
    r->indicators.row[r->indicators.count - 1].nevner = 6;
    ar_figure(r, NULL, "K3", NULL, "befolkning", 0); /* a district without origins */
}

/* Adds the access part to a result. */
static inline void ar_fill(hn_result *r) {
    static const hn_origin_group children[] = {
        {"o1", "barn", 2}, {"o2", "barn", 4}, {"o4", "barn", 10}};
    r->has_access = r->has_routes = r->has_service_area = true;
    ar_places(r);
    ar_distances(r);
    for (int i = 0; i < 3; i++) {
        hn_origin_group *row = HN_NEW_ROW(r->origin_groups);
        *row = children[i];
    }
    ar_served(r, 1, false, 35, 3, 10000.0 / 35);
    ar_served(r, 2, false, 40, 1, 6250);
    ar_served(r, 2, true, 40, 1, 6250);
    ar_served(r, 4, false, 0, 0, NAN);
    ar_served(r, 5, false, 0, 0, NAN);
    ar_service_area(r);
    ar_indicators(r);
}

/* An access result alone. */
static inline hn_result *ar_result(void) {
    hn_result *r = hn_result_create();
    assert_non_null(r);
    r->epsg = 25833;
    r->crs_name = "EPSG:25833";
    r->crs_wkt = "PROJCS[\"ETRS89 / UTM zone 33N\"]";
    r->crs_proj4 = "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs";
    ar_fill(r);
    static const hn_fact facts[] = {
        {"versjon", HENSYN_VERSION},
        {"oppskrift", "# hensyn\nmeasure: planar\nmin_cell: 0\naccess:\n  mode: gange\n"
                      "  cost: lengde\n  cost_field: null\n" AR_JOINED "  routes: true\n"
                      "  service_area: true\n"},
        {"regler", "..."},
        {"fart_lavest_kmt", "5"},
        {"fart_hoyest_kmt", "5"},
        {"lenker_enveg", "0"},
        {"lenkeender_med_node", "0"}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        hn_fact *fact = HN_NEW_ROW(r->facts);
        *fact = facts[i];
    }
    return r;
}

#endif
