/* wiggle.c - repeatable chance, and lines as wiggly as borders on a map. */
#include "generate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* splitmix64, the finaliser of Steele, Lea and Flood 2014. */
static uint64_t mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

uint64_t key_of(uint64_t seed, uint64_t kind, uint64_t a, uint64_t b) {
    return mix(mix(mix(mix(seed) ^ kind) ^ a) ^ b);
}

double unit(uint64_t key) { return (double)(mix(key) >> 11) * 0x1p-53; }

double between(uint64_t key, double low, double high) { return low + (high - low) * unit(key); }

size_t pick(uint64_t key, size_t count) { return (size_t)(unit(key) * (double)count); }

void uuid_text(uint64_t key, char text[37]) {
    uint64_t a = mix(key), b = mix(a);
    snprintf(text, 37, "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(a >> 32),
             (unsigned)(a >> 16) & 0xffffu, (unsigned)a & 0xfffu, (unsigned)(b >> 52),
             (unsigned long long)(b & 0xffffffffffffu));
}

static double centimetres(double value) { return round(value * 100.0) / 100.0; }

static point rounded(point p) { return (point){centimetres(p.x), centimetres(p.y)}; }

void track_add(track *p, point at) {
    if (p->count == p->room) {
        p->room = p->room ? p->room * 2 : 64;
        p->at = need(realloc(p->at, p->room * sizeof *p->at));
    }
    p->at[p->count++] = rounded(at);
}

void track_clear(track *p) { p->count = 0; }

void track_free(track *p) {
    free(p->at);
    *p = (track){0};
}

void track_wiggle(track *p, point a, point b, size_t segments, double width, double rough,
                  uint64_t key) {
    a = rounded(a), b = rounded(b);
    if (segments < 2) {
        track_add(p, a);
        return;
    }
    size_t first = segments / 2;
    double part = (double)first / (double)segments;
    double dx = b.x - a.x, dy = b.y - a.y, length = hypot(dx, dy);
    double reach = rough * fmin(length / 2, width);
    double aside = length > 0 ? between(key, -reach, reach) / length : 0;
    point middle = rounded((point){a.x + dx * part - dy * aside, a.y + dy * part + dx * aside});
    track_wiggle(p, a, middle, first, width / 2, rough, mix(key ^ 1));
    track_wiggle(p, middle, b, segments - first, width / 2, rough, mix(key ^ 2));
}

OGRGeometryH ring_of(const track *p) {
    OGRGeometryH ring = need(OGR_G_CreateGeometry(wkbLinearRing));
    OGR_G_SetPointCount(ring, (int)p->count + 1);
    for (size_t i = 0; i <= p->count; i++) {
        point at = p->at[i % p->count];
        OGR_G_SetPoint_2D(ring, (int)i, at.x, at.y);
    }
    return ring;
}
