/* region.c - hensyn_bench_region: a made-up region for the benchmark of distances: streets of many
 * towns, winding paths around and between them, addresses with residents, recreation areas. */
#include "generate.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINK, BEND, STREET, PATH, ADDRESS, PARK, TOWN, PEOPLE };

typedef struct region {
    uint64_t seed;
    size_t towns, addresses, areas;
    double west, south, width; /* m, EPSG:25833 */
} region;

typedef struct town {
    size_t number, side; /* streets each way */
    point centre;
    double spacing;
} town;

/* Towns of very different size: a few large, many small. */
static town town_of(const region *r, size_t number) {
    uint64_t key = key_of(r->seed, TOWN, number, 0);
    town t = {.number = number};
    t.side = (size_t)(14 + 78 * pow(unit(key_of(key, 1, 0, 0)), 3));
    t.spacing = between(key_of(key, 2, 0, 0), 60, 110);
    double room = t.spacing * (double)t.side;
    t.centre = (point){r->west + between(key_of(key, 3, 0, 0), 0, r->width - room),
                       r->south + between(key_of(key, 4, 0, 0), 0, r->width - room)};
    return t;
}

/* The corner of two streets, a little off the grid. */
static point corner(const region *r, const town *t, size_t x, size_t y) {
    uint64_t key = key_of(key_of(r->seed, STREET, t->number, x), STREET, y, 0);
    double off = t->spacing / 4;
    return (point){t->centre.x + t->spacing * (double)x + between(key_of(key, 1, 0, 0), -off, off),
                   t->centre.y + t->spacing * (double)y + between(key_of(key, 2, 0, 0), -off, off)};
}

static OGRGeometryH line_of(const track *t, point last) {
    OGRGeometryH line = need(OGR_G_CreateGeometry(wkbLineString));
    for (size_t i = 0; i < t->count; i++)
        OGR_G_AddPoint_2D(line, t->at[i].x, t->at[i].y);
    OGR_G_AddPoint_2D(line, round(last.x * 100) / 100, round(last.y * 100) / 100);
    return line;
}

typedef struct network {
    const region *r;
    sink out;
    long number;
    track line;
} network;

static void add_link(network *n, point a, point b, size_t segments, double rough, const char *type,
                     const char *category, const char *medium, int limit) {
    char id[37];
    uint64_t key = key_of(n->r->seed, LINK, (uint64_t)n->number++, 0);
    OGRFeatureH feature = sink_feature(&n->out);
    uuid_text(key, id);
    set_text(feature, "lokalId", id);
    set_text(feature, "typeVeg", type);
    set_text(feature, "vegkategori", category);
    set_text(feature, "medium", medium);
    if (limit) OGR_F_SetFieldInteger(feature, OGR_F_GetFieldIndex(feature, "fartsgrense"), limit);
    track_clear(&n->line);
    track_wiggle(&n->line, a, b, segments, hypot(b.x - a.x, b.y - a.y), rough,
                 key_of(key, BEND, 0, 0));
    sink_add(&n->out, feature, line_of(&n->line, b), false);
}

static void add_street(network *n, point a, point b, uint64_t key) {
    static const char *const category[] = {"K", "K", "K", "P", "F"};
    static const int limit[] = {30, 40, 50, 0, 60};
    size_t kind = pick(key_of(key, 1, 0, 0), 5);
    bool foot = pick(key_of(key, 2, 0, 0), 12) == 0;
    add_link(n, a, b, 2 + pick(key_of(key, 3, 0, 0), 5), 0.08,
             foot ? "gangOgSykkelveg" : "enkelBilveg", category[kind],
             pick(key_of(key, 4, 0, 0), 60) == 0 ? "L" : "T", foot ? 0 : limit[kind]);
}

static void add_town_streets(network *n, const town *t) {
    for (size_t x = 0; x < t->side; x++)
        for (size_t y = 0; y < t->side; y++) {
            uint64_t key = key_of(key_of(n->r->seed, STREET, t->number, x), BEND, y, 0);
            point here = corner(n->r, t, x, y);
            if (x + 1 < t->side && pick(key_of(key, 1, 0, 0), 12))
                add_street(n, here, corner(n->r, t, x + 1, y), key_of(key, 2, 0, 0));
            if (y + 1 < t->side && pick(key_of(key, 3, 0, 0), 12))
                add_street(n, here, corner(n->r, t, x, y + 1), key_of(key, 4, 0, 0));
        }
}

/* Winding paths: from a corner at the edge of the town out into the land, from fork to fork. */
static void add_paths(network *n, const town *t) {
    size_t walks = t->side;
    for (size_t w = 0; w < walks; w++) {
        uint64_t key = key_of(key_of(n->r->seed, PATH, t->number, w), PATH, 0, 0);
        point at = corner(n->r, t, w, w % 2 ? 0 : t->side - 1);
        double course = between(key_of(key, 1, 0, 0), 0, 2 * 3.14159265358979323846);
        for (size_t leg = 0; leg < 4; leg++) {
            double step = between(key_of(key, 2, leg, 0), 200, 900);
            course += between(key_of(key, 3, leg, 0), -0.8, 0.8);
            point next = {at.x + step * cos(course), at.y + step * sin(course)};
            next.x = round(next.x * 100) / 100, next.y = round(next.y * 100) / 100;
            add_link(n, at, next, 16 + pick(key_of(key, 4, leg, 0), 48), 0.3, "sti", "", "T", 0);
            at = next;
        }
    }
}

/* A road from each town to the next, so that most of the region hangs together. */
static void add_road(network *n, const town *a, const town *b) {
    point from = corner(n->r, a, 0, 0), to = corner(n->r, b, 0, 0);
    for (size_t i = 0; i < 20; i++) {
        point p = {from.x + (to.x - from.x) * (double)i / 20,
                   from.y + (to.y - from.y) * (double)i / 20};
        point q = {from.x + (to.x - from.x) * (double)(i + 1) / 20,
                   from.y + (to.y - from.y) * (double)(i + 1) / 20};
        p.x = round(p.x * 100) / 100, p.y = round(p.y * 100) / 100;
        q.x = round(q.x * 100) / 100, q.y = round(q.y * 100) / 100;
        add_link(n, i ? p : from, i == 19 ? to : q, 64, 0.1, "enkelBilveg", "F", "T", 80);
    }
}

static tally write_network(const region *r, const char *folder) {
    static const column fields[] = {{"lokalId", OFTString},
                                    {"typeVeg", OFTString},
                                    {"vegkategori", OFTString},
                                    {"medium", OFTString},
                                    {"fartsgrense", OFTInteger}};
    network n = {.r = r};
    n.out = sink_open_as(wkbLineString, folder, "nett.gpkg", "veglenke", "senterlinje", fields, 5);
    for (size_t i = 0; i < r->towns; i++) {
        town t = town_of(r, i), next = town_of(r, (i + 1) % r->towns);
        add_town_streets(&n, &t);
        add_paths(&n, &t);
        if (r->towns > 1) add_road(&n, &t, &next);
    }
    track_free(&n.line);
    return sink_close(&n.out);
}

/* A town drawn by its number of corners. */
static size_t pick_town(const region *r, const size_t *corners, uint64_t key) {
    size_t wanted = pick(key, corners[r->towns]), low = 0, high = r->towns - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (corners[middle + 1] > wanted)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static point near_corner(const region *r, const size_t *corners, uint64_t key, double off,
                         town *t) {
    *t = town_of(r, pick_town(r, corners, key_of(key, 1, 0, 0)));
    point p =
        corner(r, t, pick(key_of(key, 2, 0, 0), t->side), pick(key_of(key, 3, 0, 0), t->side));
    return (point){p.x + between(key_of(key, 4, 0, 0), -off, off),
                   p.y + between(key_of(key, 5, 0, 0), -off, off)};
}

static tally write_addresses(const region *r, const size_t *corners, const char *folder) {
    static const column fields[] = {
        {"lokalId", OFTString}, {"bosatte", OFTInteger}, {"barn", OFTInteger}};
    sink out = sink_open_as(wkbPoint, folder, "adresser.gpkg", "adresse", "geom", fields, 3);
    for (size_t i = 0; i < r->addresses; i++) {
        town t;
        char id[37];
        uint64_t key = key_of(r->seed, ADDRESS, i, 0);
        point p = near_corner(r, corners, key, 45, &t);
        OGRFeatureH feature = sink_feature(&out);
        uuid_text(key, id);
        set_text(feature, "lokalId", id);
        int people = (int)pick(key_of(key, PEOPLE, 0, 0), 6);
        OGR_F_SetFieldInteger(feature, 1, people);
        OGR_F_SetFieldInteger(feature, 2, people / 3);
        OGRGeometryH point_ = need(OGR_G_CreateGeometry(wkbPoint));
        OGR_G_SetPoint_2D(point_, 0, round(p.x * 100) / 100, round(p.y * 100) / 100);
        sink_add(&out, feature, point_, false);
    }
    return sink_close(&out);
}

/* A closed line around a place, its radius swelling slowly, with a little wiggle on it. */
static OGRGeometryH blob(point centre, double radius, size_t corners, uint64_t key) {
    static const double pi = 3.14159265358979323846;
    track ring = {0};
    double size[5], phase[5];
    for (size_t k = 0; k < 5; k++) {
        size[k] = between(key_of(key, 1, k, 0), 0, 0.25 / (double)(k + 1));
        phase[k] = between(key_of(key, 2, k, 0), 0, 2 * pi);
    }
    for (size_t i = 0; i < corners; i++) {
        double angle = 2 * pi * (double)i / (double)corners;
        double far = 1 + between(key_of(key, BEND, i, 0), -0.5, 0.5) * pi / (double)corners;
        for (size_t k = 0; k < 5; k++)
            far += size[k] * cos((double)(k + 2) * angle + phase[k]);
        track_add(&ring, (point){centre.x + radius * far * cos(angle),
                                 centre.y + radius * far * sin(angle)});
    }
    OGRGeometryH polygon = need(OGR_G_CreateGeometry(wkbPolygon));
    OGR_G_AddGeometryDirectly(polygon, ring_of(&ring));
    track_free(&ring);
    return polygon;
}

static tally write_areas(const region *r, const size_t *corners, const char *folder) {
    static const column fields[] = {
        {"lokalId", OFTString}, {"omradenavn", OFTString}, {"omradeverdi", OFTString}};
    sink out = sink_open(folder, "omrader.gpkg", "friluftslivsomrade", "geom", fields, 3);
    for (size_t i = 0; i < r->areas; i++) {
        town t;
        char id[37], name[64];
        uint64_t key = key_of(r->seed, PARK, i, 0);
        bool large = pick(key_of(key, 6, 0, 0), 8) == 0;
        point p = near_corner(r, corners, key, large ? 5000 : 400, &t);
        double radius = large ? between(key_of(key, 7, 0, 0), 150, 600)
                              : 12 + 70 * pow(unit(key_of(key, 7, 0, 0)), 2);
        OGRFeatureH feature = sink_feature(&out);
        uuid_text(key, id);
        snprintf(name, sizeof name, "%s %zu", large ? "Marka" : "Park", i + 1);
        set_text(feature, "lokalId", id);
        set_text(feature, "omradenavn", name);
        set_text(feature, "omradeverdi", "viktigFriluftslivsområde");
        size_t points =
            large ? 80 + pick(key_of(key, 8, 0, 0), 800) : 12 + pick(key_of(key, 8, 0, 0), 40);
        sink_add(&out, feature, blob(p, radius, points, key), false);
    }
    return sink_close(&out);
}

static void tell(const char *name, tally t) {
    printf("%s: %ld objects, %ld vertices (at most %ld in one)\n", name, t.objects, t.vertices,
           t.most);
}

int main(int argc, char **argv) {
    double scale = 1;
    region r = {.seed = 1, .west = 400000, .south = 7300000};
    const char *folder = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--scale") == 0 && i + 1 < argc)
            scale = CPLAtof(argv[++i]);
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            r.seed = strtoull(argv[++i], NULL, 10);
        else if (argv[i][0] != '-' && !folder)
            folder = argv[i];
        else
            folder = NULL, argc = 0;
    }
    if (!folder || !(scale >= 0.001 && scale <= 20)) {
        fputs("usage: hensyn_bench_region [--scale N] [--seed N] FOLDER\n", stderr);
        return 2;
    }
    r.towns = (size_t)fmax(2, 350 * scale);
    r.addresses = (size_t)(500000 * scale);
    r.areas = (size_t)(20000 * scale);
    r.width = 150000 * sqrt(scale) + 20000;
    GDALAllRegister();
    if (VSIMkdirRecursive(folder, 0777) != 0) stop("no such folder", folder);
    CPLSetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");
    size_t *corners = need(calloc(r.towns + 1, sizeof *corners));
    for (size_t i = 0; i < r.towns; i++) {
        town t = town_of(&r, i);
        corners[i + 1] = corners[i] + t.side * t.side;
    }
    tell("nett", write_network(&r, folder));
    tell("adresser", write_addresses(&r, corners, folder));
    tell("omrader", write_areas(&r, corners, folder));
    free(corners);
    return 0;
}
