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

void hn_path_free(hn_path *path) {
    hn_free(path->xy);
    *path = (hn_path){0};
}
