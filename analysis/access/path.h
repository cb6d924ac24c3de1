/* path.h - polylines along links. */
#ifndef HN_PATH_H
#define HN_PATH_H

#include "access/closing.h"

typedef struct hn_path {
    double *xy;
    size_t points, capacity; /* capacity counts doubles */
    bool failed;
} hn_path;

void hn_path_point(hn_path *path, double x, double y); /* a point like the last one is left out */
/* Along a link from one position to another, both ends included. */
void hn_path_link(hn_path *path, const hn_network *network, uint32_t link, hn_position from,
                  hn_position to);
/* A line of one part; NULL: no memory, or fewer than two points. Empties the path. */
hn_geometry *hn_path_take(hn_path *path);
/* Pieces of links as one line of many parts, a part each; *out NULL: none has a length. False: no
 * memory. */
bool hn_path_pieces(const hn_network *network, const hn_closed *piece, size_t count,
                    hn_geometry **out);
void hn_path_free(hn_path *path);

#endif
