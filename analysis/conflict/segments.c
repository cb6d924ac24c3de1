/* segments.c - collecting near segments and pairing them by their boxes. */
#include "conflict/segments.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

static bool segment_meets(const double *p, hn_box w) {
    const double *q = p + 2;
    return !((p[0] < w.xmin && q[0] < w.xmin) || (p[0] > w.xmax && q[0] > w.xmax) ||
             (p[1] < w.ymin && q[1] < w.ymin) || (p[1] > w.ymax && q[1] > w.ymax));
}

bool hn_segments_near(const hn_geometry *area, hn_box window, hn_segments *out) {
    out->count = 0;
    for (uint32_t ring = 0; ring < area->rings; ring++) {
        uint32_t first = area->ring[ring], last = area->ring[ring + 1];
        for (uint32_t i = first; i + 1 < last; i++) {
            const double *p = area->xy + 2 * (size_t)i;
            if (!segment_meets(p, window)) continue;
            if (!HN_RESERVE(out->row, out->count, out->capacity, 1)) return false;
            out->row[out->count++] = (hn_segment){p[0], p[1], p[2], p[3], ring, i - first};
        }
    }
    return true;
}

void hn_segments_free(hn_segments *segments) {
    hn_free(segments->row);
    *segments = (hn_segments){0};
}

static bool boxes_meet(const hn_segment *a, const hn_segment *b) {
    return hn_min(a->x0, a->x1) <= hn_max(b->x0, b->x1) &&
           hn_min(b->x0, b->x1) <= hn_max(a->x0, a->x1) &&
           hn_min(a->y0, a->y1) <= hn_max(b->y0, b->y1) &&
           hn_min(b->y0, b->y1) <= hn_max(a->y0, a->y1);
}

static int by_left(const void *one, const void *two) {
    const hn_segment *a = one, *b = two;
    double x = hn_min(a->x0, a->x1), y = hn_min(b->x0, b->x1);
    if (x != y) return x < y ? -1 : 1;
    if (a->ring != b->ring) return a->ring < b->ring ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Each segment of a is compared with those of b that begin within its x range, and the other way
 * about, so that every meeting pair is found once. */
static bool sweep(hn_segments *a, hn_segments *b, hn_segment_pair call, void *user) {
    qsort(a->row, a->count, sizeof *a->row, by_left);
    qsort(b->row, b->count, sizeof *b->row, by_left);
    size_t i = 0, j = 0;
    while (i < a->count && j < b->count) {
        const hn_segment *s = &a->row[i], *t = &b->row[j];
        if (hn_min(s->x0, s->x1) <= hn_min(t->x0, t->x1)) {
            double right = hn_max(s->x0, s->x1);
            for (size_t k = j; k < b->count; k++) {
                const hn_segment *u = &b->row[k];
                if (hn_min(u->x0, u->x1) > right) break;
                if (boxes_meet(s, u) && !call(s, u, user)) return false;
            }
            i++;
        } else {
            double right = hn_max(t->x0, t->x1);
            for (size_t k = i; k < a->count; k++) {
                const hn_segment *u = &a->row[k];
                if (hn_min(u->x0, u->x1) > right) break;
                if (boxes_meet(u, t) && !call(u, t, user)) return false;
            }
            j++;
        }
    }
    return true;
}

enum { BRUTE = 4096 }; /* pairs below which sorting costs more than it saves */

bool hn_segments_pairs(hn_segments *a, hn_segments *b, hn_segment_pair call, void *user) {
    if (a->count * b->count > BRUTE) return sweep(a, b, call, user);
    for (size_t i = 0; i < a->count; i++) {
        const hn_segment *s = &a->row[i];
        double xmin = hn_min(s->x0, s->x1), xmax = hn_max(s->x0, s->x1);
        double ymin = hn_min(s->y0, s->y1), ymax = hn_max(s->y0, s->y1);
        for (size_t j = 0; j < b->count; j++) {
            const hn_segment *t = &b->row[j];
            if ((t->x0 < xmin && t->x1 < xmin) || (t->x0 > xmax && t->x1 > xmax) ||
                (t->y0 < ymin && t->y1 < ymin) || (t->y0 > ymax && t->y1 > ymax))
                continue;
            if (!call(s, t, user)) return false;
        }
    }
    return true;
}

int hn_turn(double ax, double ay, double bx, double by, double cx, double cy, double *value) {
    double left = (ax - cx) * (by - cy), right = (ay - cy) * (bx - cx);
    double det = left - right, bound = 3.3306690738754716e-16 * (fabs(left) + fabs(right));
    *value = det;
    return det > bound ? 1 : det < -bound ? -1 : 0;
}
