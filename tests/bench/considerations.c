/* considerations.c - areas of outdoor recreation, nature types and protected areas, of 24 to
 * 20 000 vertices. Within a theme the mapping allows no overlap (M98), so few do. */
#include "generate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEAST = 24, MOST = 20000 };
enum { KIND_SIZE = 101, KIND_PLACE, KIND_SHAPE, KIND_HOLE, KIND_FAULT, KIND_VALUE };

typedef struct blob {
    double x, y, radius;
    size_t vertices;
    uint64_t key;
} blob;

typedef struct family {
    const municipality *m;
    uint64_t theme;
    size_t count, most; /* vertices of the largest */
    double skew;        /* of the sizes: 1 spreads them evenly over the logarithms */
    double radius;      /* m, of an area of MOST vertices */
    double holes;       /* share of the vertices of a big area that lie in its holes */
} family;

/* ---- sizes and places ---- */

static int by_size(const void *a, const void *b) {
    size_t left = ((const blob *)a)->vertices, right = ((const blob *)b)->vertices;
    return (left < right) - (left > right);
}

static bool place_is_free(const blob *others, size_t count, const blob *b) {
    for (size_t i = 0; i < count; i++)
        if (hypot(others[i].x - b->x, others[i].y - b->y) < others[i].radius + b->radius)
            return false;
    return true;
}

/* Biggest first; one that finds no room after many tries overlaps others. */
static blob *place(const family *f) {
    blob *blobs = need(calloc(f->count, sizeof *blobs));
    double span = log((double)f->most / LEAST);
    for (size_t i = 0; i < f->count; i++) {
        blob *b = &blobs[i];
        b->key = key_of(f->m->seed, KIND_SIZE, f->theme, i);
        double u = i == 0 ? 1 : unit(b->key);
        b->vertices = (size_t)(LEAST * exp(span * pow(u, f->skew)) + 0.5);
        /* 40 m for the smallest */
        double grade = log((double)b->vertices / LEAST) / log((double)MOST / LEAST);
        b->radius = 40 * pow(f->radius / 40, grade);
    }
    qsort(blobs, f->count, sizeof *blobs, by_size);
    for (size_t i = 0; i < f->count; i++)
        for (uint64_t tries = 0; tries < 400; tries++) {
            uint64_t k = key_of(blobs[i].key, KIND_PLACE, f->theme, tries);
            blobs[i].x = f->m->west + f->m->width * unit(k);
            blobs[i].y = f->m->south + f->m->height * unit(k ^ 1);
            if (place_is_free(blobs, i, &blobs[i])) break;
        }
    return blobs;
}

/* ---- shapes ---- */

/* Lobed outline, then fractal sides between its corners. */
static void outline(track *ring, const blob *b, size_t vertices, double rough) {
    size_t corners = vertices / 10 < 6 ? 6 : vertices / 10 > 60 ? 60 : vertices / 10;
    point corner[61];
    for (size_t i = 0; i < corners; i++) {
        double turn = 2 * M_PI * (double)i / (double)corners, wave = 0;
        for (uint64_t h = 2; h < 8; h++)
            wave += between(key_of(b->key, KIND_SHAPE, h, 0), 0, 0.3) *
                    sin((double)h * turn + 2 * M_PI * unit(key_of(b->key, KIND_SHAPE, h, 1)));
        double jitter = between(key_of(b->key, KIND_SHAPE, 9, i), -0.12, 0.12);
        double r = b->radius * fmin(1, fmax(0.3, 0.68 + wave / 2 + jitter)) * 0.93;
        corner[i] = (point){b->x + r * cos(turn), b->y + r * sin(turn)};
    }
    corner[corners] = corner[0];
    track_clear(ring);
    for (size_t i = 0; i < corners; i++) {
        size_t segments = vertices * (i + 1) / corners - vertices * i / corners;
        double length = hypot(corner[i + 1].x - corner[i].x, corner[i + 1].y - corner[i].y);
        track_wiggle(ring, corner[i], corner[i + 1], segments, length, rough,
                     key_of(b->key, KIND_SHAPE, 10, i));
    }
}

static OGRGeometryH polygon_of(const track *ring) {
    OGRGeometryH polygon = need(OGR_G_CreateGeometry(wkbPolygon));
    OGR_G_AddGeometryDirectly(polygon, ring_of(ring));
    return polygon;
}

/* As wiggly as it can be without crossing itself. */
static OGRGeometryH simple_shape(track *ring, const blob *b, size_t vertices) {
    for (double rough = 0.45; rough > 0.02; rough *= 0.75) {
        outline(ring, b, vertices, rough);
        OGRGeometryH polygon = polygon_of(ring);
        if (OGR_G_IsValid(polygon)) return polygon;
        OGR_G_DestroyGeometry(polygon);
    }
    outline(ring, b, vertices, 0);
    return polygon_of(ring);
}

/* Lakes in the inner part, on a lattice so that they keep apart. */
static void add_holes(OGRGeometryH polygon, const blob *b, size_t vertices) {
    size_t rows = (size_t)sqrt((double)vertices / 40);
    track ring = {0};
    if (rows < 1) return;
    double step = 0.3 * b->radius / (double)rows; /* the square lies in 0.22 of the radius */
    for (size_t i = 0; i < rows * rows; i++) {
        blob lake = {.key = key_of(b->key, KIND_HOLE, i, 0), .radius = step * 0.45};
        lake.x = b->x + step * ((double)(i % rows) - (double)(rows - 1) / 2);
        lake.y = b->y + step * ((double)(i / rows) - (double)(rows - 1) / 2);
        OGRGeometryH hole = simple_shape(&ring, &lake, 40);
        OGR_G_AddGeometryDirectly(polygon, ring_of(&ring));
        OGR_G_DestroyGeometry(hole);
    }
    track_free(&ring);
}

/* ---- faults ---- */

static OGRGeometryH with_fault(const track *ring, const blob *b, size_t kind) {
    track broken = {0};
    size_t at = 3 + pick(b->key ^ 11, ring->count - 6);
    point side = {b->x + 2 * b->radius, b->y}, p = ring->at[at], q = ring->at[at + 1];
    for (size_t i = 0; i < ring->count; i++) {
        if (kind == 0 && i == at)
            track_add(&broken, q); /* bow-tie: two vertices swapped */
        else if (kind == 0 && i == at + 1)
            track_add(&broken, p);
        else
            track_add(&broken, ring->at[i]);
        if (kind == 1 && i == at) { /* spike: out and back the same way */
            track_add(&broken, (point){p.x + (p.x - b->x) * 0.2, p.y + (p.y - b->y) * 0.2});
            track_add(&broken, p);
        }
        if (kind == 2 && i == at) { /* a loop that crosses the whole area */
            track_add(&broken, (point){2 * b->x - p.x, 2 * b->y - p.y});
            track_add(&broken, (point){2 * b->x - q.x, 2 * b->y - q.y});
        }
    }
    OGRGeometryH polygon = polygon_of(&broken);
    if (kind == 3) { /* a hole outside the shell */
        track_clear(&broken);
        track_add(&broken, side);
        track_add(&broken, (point){side.x, side.y + 30});
        track_add(&broken, (point){side.x + 30, side.y});
        OGR_G_AddGeometryDirectly(polygon, ring_of(&broken));
    }
    track_free(&broken);
    return polygon;
}

/* ---- themes ---- */

typedef void set_fields(const family *f, OGRFeatureH feature, size_t number, uint64_t key);

static void write_blob(const family *f, sink *s, const blob *b, size_t number, set_fields *set) {
    track ring = {0};
    size_t lakes = b->vertices > 1000 ? (size_t)((double)b->vertices * f->holes) : 0;
    OGRGeometryH shape = simple_shape(&ring, b, b->vertices - lakes);
    add_holes(shape, b, lakes);
    bool broken = false;
    bool faulty = unit(key_of(b->key, KIND_FAULT, 0, 0)) < f->m->invalid * 10;
    for (size_t kind = pick(b->key ^ 12, 4); faulty && !broken; kind = (kind + 1) % 4) {
        OGR_G_DestroyGeometry(shape); /* not every swap of vertices makes an area invalid */
        shape = with_fault(&ring, b, kind);
        broken = !OGR_G_IsValid(shape);
    }
    OGRFeatureH feature = sink_feature(s);
    set(f, feature, number, key_of(b->key, KIND_VALUE, 0, 0));
    sink_add(s, feature, shape, broken);
    track_free(&ring);
}

static tally write_family(const family *f, sink *s, set_fields *set) {
    blob *blobs = place(f);
    /* Not in order of size, as no register is: 7919 is prime, so every one has its turn. */
    size_t step = f->count % 7919 ? 7919 : 1;
    for (size_t i = 0; i < f->count; i++)
        write_blob(f, s, &blobs[i * step % f->count], i + 1, set);
    free(blobs);
    return sink_close(s);
}

static size_t scaled(const municipality *m, double count) {
    return (size_t)(count * m->scale + 0.5);
}

static const column outdoor_fields[] = {{"identifikasjon_lokalid", OFTString},
                                        {"navnerom", OFTString},
                                        {"kommune", OFTString},
                                        {"fylkesnr", OFTString},
                                        {"områdenavn", OFTString},
                                        {"områdetype", OFTString},
                                        {"områdeverdi", OFTString},
                                        {"kartlagtStatus", OFTString},
                                        {"kartleggingsår", OFTInteger},
                                        {"brukerfrekvens", OFTInteger},
                                        {"tilgjengelighet", OFTInteger},
                                        {"opplevelseskvaliteter", OFTInteger},
                                        {"symbolverdi", OFTInteger},
                                        {"faktaark", OFTString}};

static void set_outdoor(const family *f, OGRFeatureH feature, size_t number, uint64_t key) {
    static const char *const type[] = {"Store turområder uten tilrettelegging", "Utfartsområde",
                                       "Leke- og rekreasjonsområde", "Nærturterreng"};
    static const char *const value[] = {"sværtViktigFriluftslivsområde", "viktigFriluftslivsområde",
                                        "registrertFriluftslivsområde"};
    char text[80];
    (void)f;
    uuid_text(key, text);
    set_text(feature, "identifikasjon_lokalid", text);
    set_text(feature, "navnerom", "NO.MILJØDIR.FRILUFTSLIV");
    set_text(feature, "kommune", "1899");
    set_text(feature, "fylkesnr", "18");
    snprintf(text, sizeof text, "Turområde %zu", number);
    set_text(feature, "områdenavn", text);
    set_text(feature, "områdetype", type[pick(key ^ 1, 4)]);
    set_text(feature, "områdeverdi", value[pick(key ^ 2, 3)]);
    set_text(feature, "kartlagtStatus", "kartlagt");
    set_text(feature, "kartleggingsår", "2016");
    for (int i = 9; i < 13; i++) /* brukerfrekvens and the three after it */
        OGR_F_SetFieldInteger(feature, i, 1 + (int)pick(key ^ (uint64_t)i, 5));
    snprintf(text, sizeof text, "https://faktaark.example.no/?id=FK%08zu", number);
    set_text(feature, "faktaark", text);
}

tally write_outdoor(const municipality *m, const char *folder) {
    family f = {m, 1, scaled(m, 1500), MOST, 2.6, 3000, 0.1};
    sink s = sink_open(folder, "friluftsliv.gpkg", "kartlagt_friluftslivsomrade", "område",
                       outdoor_fields, sizeof outdoor_fields / sizeof *outdoor_fields);
    return write_family(&f, &s, set_outdoor);
}

static const column nature_fields[] = {{"identifikasjon_lokalid", OFTString},
                                       {"områdenavn", OFTString},
                                       {"naturtype", OFTString},
                                       {"Verdikategori", OFTString},
                                       {"Nøyaktighetsklasse", OFTString},
                                       {"registreringsdato", OFTString},
                                       {"kommunenummer", OFTString}};

static void set_nature(const family *f, OGRFeatureH feature, size_t number, uint64_t key) {
    static const char *const type[] = {"Kystlynghei", "Rikmyr", "Slåttemark", "Bekkekløft"};
    static const char *const value[] = {"Noe verdi", "Middels verdi", "Stor verdi",
                                        "Svært stor verdi"};
    char text[80];
    (void)f;
    uuid_text(key, text);
    set_text(feature, "identifikasjon_lokalid", text);
    snprintf(text, sizeof text, "Lokalitet %zu", number);
    set_text(feature, "områdenavn", text);
    set_text(feature, "naturtype", type[pick(key ^ 1, 4)]);
    set_text(feature, "Verdikategori", value[pick(key ^ 2, 4)]);
    set_text(feature, "Nøyaktighetsklasse", "Meget god (5-20m)");
    set_text(feature, "registreringsdato", "2014-07-02");
    set_text(feature, "kommunenummer", "1899");
}

tally write_nature(const municipality *m, const char *folder) {
    family f = {m, 2, scaled(m, 1200), 2500, 2.0, 3000, 0};
    sink s = sink_open(folder, "naturtyper.gpkg", "naturtyper_verdsatte", "geom", nature_fields,
                       sizeof nature_fields / sizeof *nature_fields);
    return write_family(&f, &s, set_nature);
}

static const column protected_fields[] = {
    {"naturvernId", OFTString}, {"identifikasjon_lokalid", OFTString},
    {"navn", OFTString},        {"verneform", OFTString},
    {"iucn", OFTString},        {"vernedato", OFTString},
    {"kommune", OFTString}};

static void set_protected(const family *f, OGRFeatureH feature, size_t number, uint64_t key) {
    static const char *const form[][2] = {{"naturreservat", "IUCN_IA"},
                                          {"landskapsvernområde", "IUCN_V"},
                                          {"nasjonalpark", "IUCN_II"}};
    const char *const *what = form[pick(key ^ 1, 3)];
    char text[80];
    (void)f;
    snprintf(text, sizeof text, "VV%08zu", number);
    set_text(feature, "naturvernId", text);
    uuid_text(key, text);
    set_text(feature, "identifikasjon_lokalid", text);
    snprintf(text, sizeof text, "Verneområde %zu", number);
    set_text(feature, "navn", text);
    set_text(feature, "verneform", what[0]);
    set_text(feature, "iucn", what[1]);
    set_text(feature, "vernedato", "2002-06-24");
    set_text(feature, "kommune", "1899");
}

tally write_protected(const municipality *m, const char *folder) {
    family f = {m, 3, scaled(m, 300), MOST, 2.2, 4500, 0.4};
    sink s = sink_open(folder, "verneomrader.gpkg", "naturvern_omrade", "geom", protected_fields,
                       sizeof protected_fields / sizeof *protected_fields);
    return write_family(&f, &s, set_protected);
}
