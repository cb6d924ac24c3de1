/* path.c - polylines along links. */
#include "access/path.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

void hn_path_point(hn_path *path, double x, double y) {
    const double *last = path->xy + 2 * (path->points ? path->points - 1 : 0);
    if (path->points && last[0] == x && last[1] == y) return;
    if (!HN_RESERVE(path->xy, 2 * path->points, path->capacity, 2)) {
        path->failed = true;
        return;
    }
    path->xy[2 * path->points] = x;
    path->xy[2 * path->points + 1] = y;
    path->points++;
}

static void add_position(hn_path *path, const hn_network *n, uint32_t link, hn_position at) {
    double p[2];
    hn_network_point(n, link, at, p);
    hn_path_point(path, p[0], p[1]);
}

void hn_path_link(hn_path *path, const hn_network *network, uint32_t link, hn_position from,
                  hn_position to) {
    const double *xy = network->links->link[link].xy;
    add_position(path, network, link, from);
    if (from < to)
        for (uint32_t v = (uint32_t)floor(from) + 1; v < to; v++)
            hn_path_point(path, xy[2 * (size_t)v], xy[2 * (size_t)v + 1]);
    else
        for (uint32_t v = (uint32_t)ceil(from); v-- > 0 && v > to;)
            hn_path_point(path, xy[2 * (size_t)v], xy[2 * (size_t)v + 1]);
    add_position(path, network, link, to);
}

hn_geometry *hn_path_take(hn_path *path) {
    hn_geometry *line = NULL;
    if (!path->failed && path->points >= 2 && path->points < UINT32_MAX)
        line = hn_geometry_create(HN_LINE, 1, 1, (uint32_t)path->points);
    if (line) {
        line->part[0] = 0;
        line->ring[0] = 0;
        memcpy(line->xy, path->xy, 2 * path->points * sizeof *line->xy);
        hn_geometry_finish(line);
    }
    path->points = 0;
    return line;
}

/* The parts one after the other in all, and where each begins in first, which has room for count
 * + 1. Returns how many there are: a part of a single point is none. */
static uint32_t append_parts(hn_path *all, const hn_network *n, const hn_closed *piece,
                             size_t count, uint32_t *first) {
    hn_path part = {0}; /* of its own, since it may begin where the one before it ended */
    uint32_t parts = 0;
    for (size_t i = 0; i < count && !all->failed; i++) {
        part.points = 0;
        hn_path_link(&part, n, piece[i].link, piece[i].from, piece[i].to);
        if (part.points < 2) continue;
        if (part.failed || !HN_RESERVE(all->xy, 2 * all->points, all->capacity, 2 * part.points)) {
            all->failed = true;
            break;
        }
        memcpy(all->xy + 2 * all->points, part.xy, 2 * part.points * sizeof *part.xy);
        first[parts++] = (uint32_t)all->points;
        all->points += part.points;
    }
    all->failed = all->failed || part.failed || all->points >= UINT32_MAX;
    hn_path_free(&part);
    return parts;
}

bool hn_path_pieces(const hn_network *network, const hn_closed *piece, size_t count,
                    hn_geometry **out) {
    hn_path all = {0};
    uint32_t *first = hn_alloc(count + 1, sizeof *first);
    uint32_t parts = first ? append_parts(&all, network, piece, count, first) : 0;
    bool failed = !first || all.failed;
    *out = NULL;
    if (parts && !failed) {
        *out = hn_geometry_create(HN_LINE, parts, parts, (uint32_t)all.points);
        failed = *out == NULL;
    }
    if (*out) {
        for (uint32_t i = 0; i < parts; i++) {
            (*out)->part[i] = i;
            (*out)->ring[i] = first[i];
        }
        memcpy((*out)->xy, all.xy, 2 * all.points * sizeof *(*out)->xy);
        hn_geometry_finish(*out);
    }
    hn_path_free(&all);
    hn_free(first);
    return !failed;
}

void hn_path_free(hn_path *path) {
    hn_free(path->xy);
    *path = (hn_path){0};
}
