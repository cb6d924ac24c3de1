/* municipality.c - the plan: land-use areas that share wiggly borders and cover the ground once.
 *
 * A grid of four-sided cells, denser in towns and bent, whose sides are fractal lines. Cells in
 * towns are split in four, cells far from them are merged into areas with holes. */
#include "generate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { KIND_NODE = 1, KIND_ACROSS, KIND_UP, KIND_INNER, KIND_CELL, KIND_HOLE, KIND_AREA };
enum { CLUSTER = 6, CLUSTER_BIG = 34 }; /* cells along the side of a merged area */

typedef struct grid {
    const municipality *m;
    size_t nx, ny;
    double *flat;   /* of each side: factor on its roughness; across first, then up */
    uint8_t *state; /* of each cell */
    track side[4], inner[4], ring;
} grid;
enum { CELL_WHOLE, CELL_QUARTERS, CELL_MERGED };

static uint64_t key(const grid *g, uint64_t kind, size_t i, size_t j) {
    return key_of(g->m->seed, kind, i, j);
}

/* A town every 20 km in both directions: the grid is denser where the cosine is high. */
static double town_waves(double length) { return fmax(1.0, round(length / 20000.0)); }

static double warp(double u, double waves) {
    return u - 0.5 * sin(2 * M_PI * waves * u) / (2 * M_PI * waves);
}

static double nearness(const grid *g, size_t i, size_t j) { /* to a town, 0..1 */
    double u = (double)i / (double)g->nx, v = (double)j / (double)g->ny;
    double a = cos(2 * M_PI * town_waves(g->m->width) * u),
           b = cos(2 * M_PI * town_waves(g->m->height) * v);
    return (2 + a + b) / 4;
}

static point node(const grid *g, size_t i, size_t j) {
    const municipality *m = g->m;
    double u = (double)i, v = (double)j;
    if (i > 0 && i < g->nx) u += between(key(g, KIND_NODE, i, 2 * j), -0.22, 0.22);
    if (j > 0 && j < g->ny) v += between(key(g, KIND_NODE, i, 2 * j + 1), -0.22, 0.22);
    double x = m->width * warp(u / (double)g->nx, town_waves(m->width));
    double y = m->height * warp(v / (double)g->ny, town_waves(m->height));
    return (point){m->west + x + 1200 * sin(y / 3100), m->south + y + 900 * sin(x / 2900)};
}

/* Number of a side: across runs from node (i, j) to (i + 1, j), up to (i, j + 1). */
static size_t side_number(const grid *g, bool up, size_t i, size_t j) {
    return up ? g->nx * (g->ny + 1) + j * (g->nx + 1) + i : j * g->nx + i;
}

static void make_side(const grid *g, track *p, bool up, size_t i, size_t j) {
    static const size_t choices[] = {8, 8, 16, 16, 16, 16, 16, 32, 32, 32};
    uint64_t k = key(g, up ? KIND_UP : KIND_ACROSS, i, j);
    size_t segments = choices[pick(k ^ 7, sizeof choices / sizeof *choices)];
    point a = node(g, i, j), b = up ? node(g, i, j + 1) : node(g, i + 1, j);
    double room = 0.5 * fmin(g->m->width / (double)g->nx, g->m->height / (double)g->ny);
    track_clear(p);
    track_wiggle(p, a, b, segments, room, 0.38 * g->flat[side_number(g, up, i, j)], k);
    track_add(p, b);
}

/* Adds points from up to but not including to; backwards when from > to. */
static void follow(track *ring, const track *side, size_t from, size_t to) {
    for (size_t i = from; i != to; i += from < to ? 1 : (size_t)-1)
        track_add(ring, side->at[i]);
}

static size_t last(const track *p) { return p->count - 1; }

static void make_sides(grid *g, size_t i, size_t j) {
    make_side(g, &g->side[0], false, i, j);
    make_side(g, &g->side[1], true, i + 1, j);
    make_side(g, &g->side[2], false, i, j + 1);
    make_side(g, &g->side[3], true, i, j);
}

static OGRGeometryH polygon_of(const track *ring) {
    OGRGeometryH polygon = need(OGR_G_CreateGeometry(wkbPolygon));
    OGR_G_AddGeometryDirectly(polygon, ring_of(ring));
    return polygon;
}

static OGRGeometryH whole_cell(grid *g) {
    const track *s = g->side;
    track_clear(&g->ring);
    follow(&g->ring, &s[0], 0, last(&s[0]));
    follow(&g->ring, &s[1], 0, last(&s[1]));
    follow(&g->ring, &s[2], last(&s[2]), 0);
    follow(&g->ring, &s[3], last(&s[3]), 0);
    return polygon_of(&g->ring);
}

/* The lines from the middles of the sides to a point inside. */
static void make_inner(grid *g, size_t i, size_t j) {
    point middle[4], centre = {0, 0};
    for (size_t s = 0; s < 4; s++) {
        middle[s] = g->side[s].at[last(&g->side[s]) / 2];
        centre.x += middle[s].x / 4, centre.y += middle[s].y / 4;
    }
    for (size_t s = 0; s < 4; s++) {
        uint64_t k = key(g, KIND_INNER, j * g->nx + i, s);
        track_clear(&g->inner[s]);
        track_wiggle(&g->inner[s], middle[s], centre, 8 + 8 * (k & 1), 40, 0.25, k);
        track_add(&g->inner[s], centre);
    }
}

/* The quarter at the corner between side number corner and the one before it. */
static OGRGeometryH quarter_cell(grid *g, size_t corner) {
    static const bool forward[4] = {true, true, false, false}; /* direction around the cell */
    size_t before = (corner + 3) % 4;
    const track *a = &g->side[before], *b = &g->side[corner];
    size_t a_end = forward[before] ? last(a) : 0, b_start = forward[corner] ? 0 : last(b);
    track_clear(&g->ring);
    follow(&g->ring, a, last(a) / 2, a_end);
    follow(&g->ring, b, b_start, last(b) / 2);
    follow(&g->ring, &g->inner[corner], 0, last(&g->inner[corner]));
    follow(&g->ring, &g->inner[before], last(&g->inner[before]), 0);
    return polygon_of(&g->ring);
}

static bool valid_and_gone(OGRGeometryH polygon) {
    bool valid = OGR_G_IsValid(polygon);
    OGR_G_DestroyGeometry(polygon);
    return valid;
}

static void flatten(grid *g, size_t i, size_t j) {
    g->flat[side_number(g, false, i, j)] *= 0.4;
    g->flat[side_number(g, false, i, j + 1)] *= 0.4;
    g->flat[side_number(g, true, i, j)] *= 0.4;
    g->flat[side_number(g, true, i + 1, j)] *= 0.4;
}

/* Sides that cross another are made straighter until none does. */
static void untangle(grid *g) {
    for (int round = 0; round < 12; round++) {
        size_t bad = 0;
        for (size_t j = 0; j < g->ny; j++)
            for (size_t i = 0; i < g->nx; i++) {
                make_sides(g, i, j);
                if (valid_and_gone(whole_cell(g))) continue;
                flatten(g, i, j);
                bad++;
            }
        if (!bad) return;
    }
    stop("the grid", "sides cross");
}

/* Every seventh block, whatever the size of the municipality. */
static bool in_big_cluster(const grid *g, size_t i, size_t j) {
    return (i / CLUSTER_BIG + 3 * (j / CLUSTER_BIG) + g->m->seed) % 7 == 0;
}

static bool merge_here(const grid *g, size_t i, size_t j) {
    if (pick(key(g, KIND_HOLE, i, j), 8) == 0) return false;
    if (in_big_cluster(g, i, j)) return true;
    return nearness(g, i - i % CLUSTER, j - j % CLUSTER) < 0.3 &&
           pick(key(g, KIND_CELL, i / CLUSTER, j / CLUSTER), 2) == 0;
}

static void choose_states(grid *g) {
    for (size_t j = 0; j < g->ny; j++)
        for (size_t i = 0; i < g->nx; i++) {
            uint8_t *state = &g->state[j * g->nx + i];
            *state = CELL_WHOLE;
            if (merge_here(g, i, j))
                *state = CELL_MERGED;
            else if (nearness(g, i, j) > between(key(g, KIND_CELL, i, j), 0.25, 0.95))
                *state = CELL_QUARTERS;
        }
}

/* ---- what the areas are ---- */

typedef struct purpose {
    const char *code, *status, *name;
} purpose;

static const purpose built[] = {
    {"1110", "1", "Boligområde"},   {"1110", "2", "Nytt boligområde"},
    {"1110", "2", "Boligfelt"},     {"1130", "3", "Sentrumsområde"},
    {"1300", "2", "Næringsområde"}, {"1300", "1", "Industriområde"},
    {"1160", "2", "Tjenesteyting"}, {"2010", "2", "Ny veg"},
    {"2010", "1", "Veg"},           {"3040", "1", "Friområde"},
    {"3020", "2", "Naturområde"},   {"1500", "2", "Andre anlegg"},
};
static const purpose rural[] = {
    {"5100", "1", NULL},
    {"5100", "1", NULL},
    {"5100", "1", NULL},
    {"5200", "2", "Spredt bebyggelse"},
    {"1120", "2", "Fritidsfelt"},
    {"1120", "1", "Fritidsbebyggelse"},
    {"1200", "2", "Råstoffutvinning"},
    {"3040", "1", "Friområde"},
    {"6001", "1", NULL},
    {"1120", "2", "Hytteområde"},
};

static void set_common(OGRFeatureH f, uint64_t id) {
    char uuid[37];
    uuid_text(id, uuid);
    set_text(f, "identifikasjon.lokalId", uuid);
    set_text(f, "identifikasjon.navnerom", "https://data.geonorge.no/1899/Kommuneplan/so");
    set_text(f, "identifikasjon.versjonId", "20240315");
    set_text(f, "førsteDigitaliseringsdato", "2021-03-01T00:00:00");
    set_text(f, "oppdateringsdato", "2024-03-15T00:00:00");
    set_text(f, "kopidata.områdeId", "1899");
    set_text(f, "kopidata.originalDatavert", "Storvik kommune");
    set_text(f, "kopidata.kopidato", "2024-04-02T00:00:00");
    set_text(f, "arealplanId.kommunenummer", "1899");
    set_text(f, "arealplanId.landkode", "NO");
    set_text(f, "arealplanId.planidentifikasjon", "2021001");
}

/* Two neighbouring vertices swapped: the ring crosses itself there. */
static void tangle(OGRGeometryH polygon) {
    OGRGeometryH ring = OGR_G_GetGeometryRef(polygon, 0);
    double ax = OGR_G_GetX(ring, 3), ay = OGR_G_GetY(ring, 3);
    OGR_G_SetPoint_2D(ring, 3, OGR_G_GetX(ring, 4), OGR_G_GetY(ring, 4));
    OGR_G_SetPoint_2D(ring, 4, ax, ay);
}

static void write_area(const grid *g, sink *s, OGRGeometryH geometry, const purpose *what) {
    static const purpose farmland = {"5100", "1", "LNFR"};
    long number = s->tally.objects + 1;
    uint64_t k = key(g, KIND_AREA, (uint64_t)number, 0);
    OGRFeatureH f = sink_feature(s);
    bool tangled = false;
    if (what && unit(k) < g->m->invalid) {
        tangle(geometry);
        tangled = !OGR_G_IsValid(geometry);
    }
    if (!what) what = &farmland;
    set_common(f, k);
    set_text(f, "arealformål", what->code);
    set_text(f, "arealbruksstatus", what->status);
    if (what->name) {
        char name[80];
        snprintf(name, sizeof name, "%s %ld", what->name, number);
        set_text(f, "områdenavn", name);
    }
    sink_add(s, f, geometry, tangled);
}

static const purpose *purpose_of(const grid *g, size_t i, size_t j, size_t quarter) {
    uint64_t k = key(g, KIND_CELL, j * g->nx + i, 100 + quarter);
    bool town = nearness(g, i, j) > between(k ^ 3, 0.3, 0.8);
    return town ? &built[pick(k, sizeof built / sizeof *built)]
                : &rural[pick(k, sizeof rural / sizeof *rural)];
}

static bool write_quarters(grid *g, sink *s, size_t i, size_t j) {
    OGRGeometryH quarter[4];
    bool good = true;
    make_inner(g, i, j);
    for (size_t c = 0; c < 4; c++) {
        quarter[c] = quarter_cell(g, c);
        good = good && OGR_G_IsValid(quarter[c]);
    }
    for (size_t c = 0; c < 4; c++) {
        if (good)
            write_area(g, s, quarter[c], purpose_of(g, i, j, c));
        else
            OGR_G_DestroyGeometry(quarter[c]);
    }
    return good;
}

/* The merged cells of the square of the given side that begins at (i0, j0), as one area. */
static void write_merged(grid *g, sink *s, size_t i0, size_t j0, size_t side, bool big) {
    OGRGeometryH cells = need(OGR_G_CreateGeometry(wkbMultiPolygon));
    for (size_t j = j0; j < j0 + side && j < g->ny; j++)
        for (size_t i = i0; i < i0 + side && i < g->nx; i++) {
            if (g->state[j * g->nx + i] != CELL_MERGED || in_big_cluster(g, i, j) != big) continue;
            make_sides(g, i, j);
            OGR_G_AddGeometryDirectly(cells, whole_cell(g));
        }
    if (OGR_G_GetGeometryCount(cells) > 0) write_area(g, s, need(OGR_G_UnionCascaded(cells)), NULL);
    OGR_G_DestroyGeometry(cells);
}

static void write_areas(grid *g, sink *s) {
    for (size_t j = 0; j < g->ny; j += CLUSTER_BIG)
        for (size_t i = 0; i < g->nx; i += CLUSTER_BIG)
            write_merged(g, s, i, j, CLUSTER_BIG, true);
    for (size_t j = 0; j < g->ny; j++)
        for (size_t i = 0; i < g->nx; i++) {
            if (i % CLUSTER == 0 && j % CLUSTER == 0) write_merged(g, s, i, j, CLUSTER, false);
            uint8_t state = g->state[j * g->nx + i];
            if (state == CELL_MERGED) continue;
            make_sides(g, i, j);
            if (state == CELL_QUARTERS && write_quarters(g, s, i, j)) continue;
            write_area(g, s, whole_cell(g), purpose_of(g, i, j, 9));
        }
}

/* ---- the layers ---- */

#define COMMON                                                                                     \
    {"identifikasjon.lokalId", OFTString}, {"identifikasjon.navnerom", OFTString},                 \
        {"identifikasjon.versjonId", OFTString}, {"førsteDigitaliseringsdato", OFTString},         \
        {"oppdateringsdato", OFTString}, {"kopidata.områdeId", OFTString},                         \
        {"kopidata.originalDatavert", OFTString}, {"kopidata.kopidato", OFTString},                \
        {"arealplanId.kommunenummer", OFTString}, {"arealplanId.landkode", OFTString}, {           \
        "arealplanId.planidentifikasjon", OFTString                                                \
    }

static const column area_fields[] = {
    COMMON, {"arealformål", OFTString}, {"arealbruksstatus", OFTString}, {"områdenavn", OFTString}};
static const column outline_fields[] = {COMMON,
                                        {"plantype", OFTString},
                                        {"planstatus", OFTString},
                                        {"plannavn", OFTString},
                                        {"ikrafttredelsesdato", OFTString},
                                        {"vedtakEndeligPlanDato", OFTString}};

static void write_outline(grid *g, sink *s) {
    track ring = {0};
    for (size_t i = 0; i < g->nx; i++) {
        make_side(g, &g->side[0], false, i, 0);
        follow(&ring, &g->side[0], 0, last(&g->side[0]));
    }
    for (size_t j = 0; j < g->ny; j++) {
        make_side(g, &g->side[0], true, g->nx, j);
        follow(&ring, &g->side[0], 0, last(&g->side[0]));
    }
    for (size_t i = g->nx; i-- > 0;) {
        make_side(g, &g->side[0], false, i, g->ny);
        follow(&ring, &g->side[0], last(&g->side[0]), 0);
    }
    for (size_t j = g->ny; j-- > 0;) {
        make_side(g, &g->side[0], true, 0, j);
        follow(&ring, &g->side[0], last(&g->side[0]), 0);
    }
    OGRFeatureH f = sink_feature(s);
    set_common(f, key(g, KIND_AREA, 0, 1));
    set_text(f, "plantype", "20");
    set_text(f, "planstatus", "3");
    set_text(f, "plannavn", "Kommuneplanens arealdel for Storvik");
    set_text(f, "ikrafttredelsesdato", "2021-06-17");
    set_text(f, "vedtakEndeligPlanDato", "2021-06-17");
    sink_add(s, f, polygon_of(&ring), false);
    track_free(&ring);
}

tally write_plan(const municipality *m, const char *folder) {
    double along = sqrt(m->scale);
    grid g = {.m = m, .nx = (size_t)(258 * along + 0.5), .ny = (size_t)(215 * along + 0.5)};
    size_t sides = g.nx * (g.ny + 1) + (g.nx + 1) * g.ny;
    g.flat = need(malloc(sides * sizeof *g.flat));
    g.state = need(malloc(g.nx * g.ny));
    for (size_t i = 0; i < sides; i++)
        g.flat[i] = 1;
    untangle(&g);
    choose_states(&g);
    sink s = sink_open(folder, "plan.gpkg", "kparealformalomrade", "geometri", area_fields,
                       sizeof area_fields / sizeof *area_fields);
    write_areas(&g, &s);
    tally areas = s.tally;
    sink_next(&s, "kpomrade", "geometri", outline_fields,
              sizeof outline_fields / sizeof *outline_fields);
    write_outline(&g, &s);
    sink_close(&s);
    for (size_t i = 0; i < 4; i++)
        track_free(&g.side[i]), track_free(&g.inner[i]);
    track_free(&g.ring);
    free(g.flat);
    free(g.state);
    return areas;
}
