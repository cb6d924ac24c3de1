/* validity.c - a certificate of validity for areas that needs no overlay graph. Rings that nowhere
 * touch themselves are Jordan curves; two that meet in one point at most cannot cross. What is
 * left is the nesting, and that the touches join the rings of a part without a circle, so that
 * its inside stays connected.
 * Each ring gets a tree of boxes over runs of consecutive segments, which for borders is as good
 * as a spatial sort; rings are then compared tree against tree. */
#include "base/memory.h"
#include "data/index.h"
#include "data/orient.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    RUN = 8,         /* segments of a block, blocks of a node */
    MAX_LEVELS = 11, /* 8^11 > 2^32 */
    FEW_RINGS = 24   /* so many are compared each with each */
};

/* A ring without repeated points. */
typedef struct tree {
    const double *xy;
    uint32_t segments; /* segment i runs from point i to point i + 1 */
    uint32_t part;
    bool shell;
    int levels;
    hn_box *level[MAX_LEVELS]; /* 0: blocks of segments */
    uint32_t joined;           /* another ring of the set that touches hold together, or itself */
    size_t seen;               /* the last touching point it was seen at */
} tree;

/* The one point where two rings meet. */
typedef struct touch {
    bool any;
    double x, y;
} touch;

static hn_box segment_box(const double *a) {
    return (hn_box){a[0] < a[2] ? a[0] : a[2], a[1] < a[3] ? a[1] : a[3], a[0] > a[2] ? a[0] : a[2],
                    a[1] > a[3] ? a[1] : a[3]};
}

static uint32_t runs_of(uint32_t count) { return count / RUN + (count % RUN != 0); }

static uint32_t level_count(const tree *t, int level) {
    uint32_t count = t->segments;
    for (int i = 0; i <= level; i++)
        count = runs_of(count);
    return count;
}

static hn_box tree_box(const tree *t) { return t->level[t->levels - 1][0]; }

/* --- checks of one ring --- */

/* The number of points without repetitions; 0 when the ring is not closed, not finite or has
 * too few points. */
static uint32_t distinct_points(const double *xy, uint32_t points) {
    if (points < 4 || xy[0] != xy[2 * (size_t)points - 2] || xy[1] != xy[2 * (size_t)points - 1])
        return 0;
    uint32_t distinct = 1;
    double zero = (xy[0] - xy[0]) + (xy[1] - xy[1]); /* NaN when anything is not finite */
    for (size_t i = 1; i < points; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        zero += (x - x) + (y - y);
        distinct += x != xy[2 * i - 2] || y != xy[2 * i - 1];
    }
    return zero == 0 && distinct >= 4 ? distinct : 0;
}

/* No segment runs back over the one before it. */
static bool has_no_spike(const double *xy, uint32_t segments) {
    const double *before = xy + 2 * ((size_t)segments - 1);
    for (size_t i = 0; i < segments; i++) {
        const double *a = xy + 2 * i;
        double ux = a[0] - before[0], uy = a[1] - before[1], vx = a[2] - a[0], vy = a[3] - a[1];
        if (!(ux * vx + uy * vy > 0) &&
            hn_orientation(before[0], before[1], a[0], a[1], a[2], a[3]) == 0)
            return false;
        before = a;
    }
    return true;
}

static void grow_tree(tree *t, hn_box *room) {
    uint32_t count = runs_of(t->segments);
    t->level[0] = room;
    t->levels = 1;
    for (uint32_t k = 0; k < count; k++) {
        uint32_t end = t->segments - k * RUN < RUN ? t->segments : (k + 1) * RUN;
        const double *xy = t->xy + 2 * (size_t)k * RUN;
        room[k] = segment_box(xy);
        for (uint32_t i = k * RUN + 1; i < end; i++)
            room[k] = hn_box_join(room[k], segment_box(t->xy + 2 * (size_t)i));
    }
    while (count > 1) {
        const hn_box *below = room;
        uint32_t children = count;
        room += count;
        count = runs_of(children);
        for (uint32_t k = 0; k < count; k++) {
            room[k] = below[k * RUN];
            for (uint32_t i = k * RUN + 1; i < children && i < (k + 1) * RUN; i++)
                room[k] = hn_box_join(room[k], below[i]);
        }
        t->level[t->levels++] = room;
    }
}

/* --- segments against segments --- */

static hn_box common(hn_box a, hn_box b) {
    return (hn_box){fmax(a.xmin, b.xmin), fmax(a.ymin, b.ymin), fmin(a.xmax, b.xmax),
                    fmin(a.ymax, b.ymax)};
}

static bool box_has(hn_box box, const double *p) {
    return p[0] >= box.xmin && p[0] <= box.xmax && p[1] >= box.ymin && p[1] <= box.ymax;
}

/* Notes a point where two rings meet; false when they meet in another one too. */
static bool note_touch(touch *at, const double *p) {
    if (at->any) return at->x == p[0] && at->y == p[1];
    *at = (touch){true, p[0], p[1]};
    return true;
}

/* True when segments a and c have no point in common, or, unless at is NULL, only one that is an
 * end of one of them and that at allows. */
static bool segments_apart(const double *a, const double *c, touch *at) {
    int o1 = hn_orientation(a[0], a[1], a[2], a[3], c[0], c[1]);
    int o2 = hn_orientation(a[0], a[1], a[2], a[3], c[2], c[3]);
    if (o1 * o2 > 0) return true;
    int o3 = hn_orientation(c[0], c[1], c[2], c[3], a[0], a[1]);
    int o4 = hn_orientation(c[0], c[1], c[2], c[3], a[2], a[3]);
    if (o3 * o4 > 0) return true;
    if (!at) return false;
    if (o1 == 0 && o2 == 0) { /* on one line: the common part of their boxes is theirs too */
        hn_box both = common(segment_box(a), segment_box(c));
        return both.xmin == both.xmax && both.ymin == both.ymax &&
               note_touch(at, (const double[2]){both.xmin, both.ymin});
    }
    if (o1 == 0 && box_has(segment_box(a), c)) return note_touch(at, c);
    if (o2 == 0 && box_has(segment_box(a), c + 2)) return note_touch(at, c + 2);
    if (o3 == 0 && box_has(segment_box(c), a)) return note_touch(at, a);
    if (o4 == 0 && box_has(segment_box(c), a + 2)) return note_touch(at, a + 2);
    return false;
}

static bool adjacent(const tree *t, uint32_t i, uint32_t j) {
    uint32_t apart = i < j ? j - i : i - j;
    return apart == 1 || apart == t->segments - 1;
}

typedef struct block {
    uint32_t count, number[RUN];
    hn_box box[RUN];
} block;

/* The segments of block k that meet the window. */
static void load_block(block *b, const tree *t, uint32_t k, hn_box window) {
    uint32_t end = t->segments - k * RUN < RUN ? t->segments : (k + 1) * RUN;
    b->count = 0;
    for (uint32_t i = k * RUN; i < end; i++) {
        hn_box box = segment_box(t->xy + 2 * (size_t)i);
        b->box[b->count] = box;
        b->number[b->count] = i;
        b->count += hn_box_meets(box, window);
    }
}

static bool pair_apart(const tree *a, uint32_t i, const tree *b, uint32_t j, touch *at) {
    if (a == b && adjacent(a, i, j)) return true;
    return segments_apart(a->xy + 2 * (size_t)i, b->xy + 2 * (size_t)j, at);
}

static bool blocks_apart(const tree *a, uint32_t ka, const tree *b, uint32_t kb, hn_box window,
                         touch *at) {
    block one, other;
    load_block(&one, a, ka, window);
    if (one.count == 0) return true;
    load_block(&other, b, kb, window);
    for (uint32_t i = 0; i < one.count; i++)
        for (uint32_t j = 0; j < other.count; j++)
            if (hn_box_meets(one.box[i], other.box[j]) &&
                !pair_apart(a, one.number[i], b, other.number[j], at))
                return false;
    return true;
}

static bool block_is_simple(const tree *t, uint32_t k) {
    block b;
    load_block(&b, t, k, t->level[0][k]);
    for (uint32_t i = 0; i + 2 < b.count; i++)
        for (uint32_t j = i + 2; j < b.count; j++)
            if (hn_box_meets(b.box[i], b.box[j]) &&
                !pair_apart(t, b.number[i], t, b.number[j], NULL))
                return false;
    return true;
}

/* --- trees against trees --- */

static void children_of(const tree *t, int level, uint32_t k, uint32_t *first, uint32_t *end) {
    uint32_t count = level_count(t, level - 1);
    *first = k * RUN;
    *end = count - *first < RUN ? count : *first + RUN;
}

static bool nodes_apart(const tree *a, int la, uint32_t ka, const tree *b, int lb, uint32_t kb,
                        touch *at) {
    hn_box box = a->level[la][ka], other = b->level[lb][kb];
    if (!hn_box_meets(box, other)) return true;
    if (la == 0 && lb == 0) return blocks_apart(a, ka, b, kb, common(box, other), at);
    if (la < lb) return nodes_apart(b, lb, kb, a, la, ka, at);
    uint32_t first, end;
    children_of(a, la, ka, &first, &end);
    for (uint32_t i = first; i < end; i++)
        if (hn_box_meets(a->level[la - 1][i], other) && !nodes_apart(a, la - 1, i, b, lb, kb, at))
            return false;
    return true;
}

static bool node_is_simple(const tree *t, int level, uint32_t k) {
    if (level == 0) return block_is_simple(t, k);
    uint32_t first, end;
    children_of(t, level, k, &first, &end);
    for (uint32_t i = first; i < end; i++) {
        if (!node_is_simple(t, level - 1, i)) return false;
        for (uint32_t j = i + 1; j < end; j++)
            if (!nodes_apart(t, level - 1, i, t, level - 1, j, NULL)) return false;
    }
    return true;
}

/* --- nesting --- */

/* Counts crossings with the ray from (x, y) to the right; false on the ring. */
static bool count_crossings(const tree *t, int level, uint32_t k, double x, double y, bool *in) {
    const hn_box *box = &t->level[level][k];
    if (y < box->ymin || y > box->ymax || x > box->xmax) return true;
    if (level > 0) {
        uint32_t first, end;
        children_of(t, level, k, &first, &end);
        for (uint32_t i = first; i < end; i++)
            if (!count_crossings(t, level - 1, i, x, y, in)) return false;
        return true;
    }
    uint32_t end = t->segments - k * RUN < RUN ? t->segments : (k + 1) * RUN;
    for (uint32_t i = k * RUN; i < end; i++) {
        const double *a = t->xy + 2 * (size_t)i, at[2] = {x, y};
        if (y < fmin(a[1], a[3]) || y > fmax(a[1], a[3]) || (a[0] < x && a[2] < x)) continue;
        int side = hn_orientation(a[0], a[1], a[2], a[3], x, y);
        if (side == 0 && box_has(segment_box(a), at)) return false;
        if ((a[1] > y) != (a[3] > y) && (side > 0) == (a[3] > a[1])) *in = !*in;
    }
    return true;
}

/* Of rings that meet in one point at most: the inner lies inside the outer. */
static bool is_inside(const tree *inner, const tree *outer) {
    if (!hn_box_holds(tree_box(outer), tree_box(inner))) return false;
    for (int i = 0; i < 2; i++) {
        bool in = false;
        if (count_crossings(outer, outer->levels - 1, 0, inner->xy[2 * i], inner->xy[2 * i + 1],
                            &in))
            return in;
    }
    return false;
}

/* Two rings of a part that touch. */
typedef struct contact {
    double x, y;
    uint32_t one, other;
} contact;

typedef struct rings {
    const hn_geometry *area;
    tree *tree; /* one a ring, in order */
    contact *contacts;
    size_t contact_count, contact_room;
    bool valid;
    uint32_t current; /* during the search for pairs */
} rings;

/* A shell inside another part's shell must lie in one of its holes. */
static bool shell_may_lie(const rings *r, const tree *inner, const tree *outer) {
    if (!is_inside(inner, outer)) return true;
    uint32_t first = r->area->part[outer->part];
    for (uint32_t hole = first + 1; hole < r->area->part[outer->part + 1]; hole++)
        if (is_inside(inner, &r->tree[hole])) return true;
    return false;
}

static bool add_contact(rings *r, const touch *at, uint32_t one, uint32_t other) {
    if (!HN_RESERVE(r->contacts, r->contact_count, r->contact_room, 1)) return false;
    r->contacts[r->contact_count++] = (contact){at->x, at->y, one, other};
    return true;
}

/* Two rings whose boxes meet. */
static bool pair_is_valid(rings *r, uint32_t one, uint32_t other) {
    const tree *a = &r->tree[one], *b = &r->tree[other];
    touch at = {false, 0, 0};
    if (!nodes_apart(a, a->levels - 1, 0, b, b->levels - 1, 0, &at)) return false;
    if (at.any && a->part == b->part && !add_contact(r, &at, one, other)) return false;
    if (a->part != b->part)
        return !a->shell || !b->shell || (shell_may_lie(r, a, b) && shell_may_lie(r, b, a));
    if (a->shell) return is_inside(b, a);
    return !is_inside(a, b) && !is_inside(b, a);
}

static bool check_found(uint32_t item, void *user) {
    rings *r = user;
    if (item > r->current) r->valid = pair_is_valid(r, r->current, item);
    return r->valid;
}

static bool many_pairs_valid(rings *r) {
    hn_box *boxes = hn_alloc(r->area->rings, sizeof *boxes);
    if (!boxes) return false;
    for (uint32_t i = 0; i < r->area->rings; i++)
        boxes[i] = tree_box(&r->tree[i]);
    hn_index *index = hn_index_create(boxes, r->area->rings);
    r->valid = index != NULL;
    for (uint32_t i = 0; i < r->area->rings && r->valid; i++) {
        r->current = i;
        hn_index_query(index, boxes[i], check_found, r);
    }
    hn_index_destroy(index);
    hn_free(boxes);
    return r->valid;
}

static uint32_t set_of(const rings *r, uint32_t ring) {
    while (r->tree[ring].joined != ring) {
        r->tree[ring].joined = r->tree[r->tree[ring].joined].joined;
        ring = r->tree[ring].joined;
    }
    return ring;
}

/* Adds a ring to the set of those that meet in a point; false when it is in there already by way
 * of other points. */
static bool join(rings *r, uint32_t anchor, uint32_t ring, size_t point) {
    if (r->tree[ring].seen == point) return true;
    r->tree[ring].seen = point;
    anchor = set_of(r, anchor);
    ring = set_of(r, ring);
    r->tree[ring].joined = anchor;
    return anchor != ring;
}

static int by_place(const void *a, const void *b) {
    const contact *one = a, *other = b;
    if (one->x != other->x) return one->x < other->x ? -1 : 1;
    if (one->y != other->y) return one->y < other->y ? -1 : 1;
    return (one->one > other->one) - (one->one < other->one);
}

/* Rings and the points where they touch form no circle, which would cut off some of the inside.
 * Parts that meet in the same point are separate, since the order keeps their rings together. */
static bool contacts_valid(rings *r) {
    if (r->contact_count == 0) return true;
    qsort(r->contacts, r->contact_count, sizeof *r->contacts, by_place);
    size_t point = 0;
    for (size_t i = 0; i < r->contact_count; i++) {
        const contact *c = &r->contacts[i], *before = i > 0 ? c - 1 : NULL;
        bool same = before && c->x == before->x && c->y == before->y &&
                    r->tree[c->one].part == r->tree[before->one].part;
        if (!same) r->tree[c->one].seen = ++point;
        if (!join(r, c->one, c->one, point) || !join(r, c->one, c->other, point)) return false;
    }
    return true;
}

static bool pairs_valid(rings *r) {
    uint32_t count = r->area->rings;
    for (uint32_t i = 0; i < count; i++) {
        /* Also where the boxes do not meet, which the search for pairs would not notice. */
        const tree *shell = &r->tree[r->area->part[r->tree[i].part]];
        if (!hn_box_holds(tree_box(shell), tree_box(&r->tree[i]))) return false;
    }
    if (count > FEW_RINGS) return many_pairs_valid(r);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = i + 1; j < count; j++)
            if (hn_box_meets(tree_box(&r->tree[i]), tree_box(&r->tree[j])) &&
                !pair_is_valid(r, i, j))
                return false;
    return true;
}

/* --- the whole area --- */

/* Points and boxes that the rings need; false when one of them cannot be valid. */
static bool size_up(const hn_geometry *area, size_t *points, size_t *boxes) {
    *points = *boxes = 0;
    for (uint32_t ring = 0; ring < area->rings; ring++) {
        size_t first = area->ring[ring];
        uint32_t distinct =
            distinct_points(area->xy + 2 * first, area->ring[ring + 1] - (uint32_t)first);
        if (distinct == 0) return false;
        *points += distinct;
        uint32_t count = distinct - 1;
        do {
            count = runs_of(count);
            *boxes += count;
        } while (count > 1);
    }
    return true;
}

static uint32_t copy_distinct(const double *xy, uint32_t points, double *to) {
    uint32_t count = 0;
    for (size_t i = 0; i < points; i++) {
        if (i > 0 && xy[2 * i] == xy[2 * i - 2] && xy[2 * i + 1] == xy[2 * i - 1]) continue;
        memcpy(to + 2 * (size_t)count++, xy + 2 * i, 2 * sizeof *to);
    }
    return count;
}

/* Trees of all rings; false when a ring touches itself. copy is NULL when no point repeats. */
static bool plant(rings *r, double *copy, hn_box *room) {
    const hn_geometry *area = r->area;
    for (uint32_t part = 0; part < area->parts; part++) {
        for (uint32_t ring = area->part[part]; ring < area->part[part + 1]; ring++) {
            tree *t = &r->tree[ring];
            const double *xy = area->xy + 2 * (size_t)area->ring[ring];
            uint32_t points = area->ring[ring + 1] - area->ring[ring];
            if (copy) {
                points = copy_distinct(xy, points, copy);
                xy = copy;
                copy += 2 * (size_t)points;
            }
            *t = (tree){.xy = xy,
                        .segments = points - 1,
                        .part = part,
                        .joined = ring,
                        .shell = ring == area->part[part]};
            if (!has_no_spike(xy, t->segments)) return false;
            grow_tree(t, room);
            room = t->level[t->levels - 1] + 1;
            if (!node_is_simple(t, t->levels - 1, 0)) return false;
        }
    }
    return true;
}

static bool every_part_has_a_shell(const hn_geometry *area) {
    for (uint32_t part = 0; part < area->parts; part++)
        if (area->part[part] >= area->part[part + 1]) return false;
    return area->parts > 0;
}

bool hn_surely_valid(const hn_geometry *area) {
    size_t points, boxes;
    if (area->kind != HN_AREA || !every_part_has_a_shell(area)) return false;
    if (!size_up(area, &points, &boxes)) return false;
    rings r = {.area = area, .tree = hn_alloc(area->rings, sizeof *r.tree)};
    hn_box *room = hn_alloc(boxes, sizeof *room);
    double *copy = points < area->points ? hn_alloc(points, 2 * sizeof *copy) : NULL;
    bool ready = r.tree && room && (copy || points == area->points);
    bool valid = ready && plant(&r, copy, room) && pairs_valid(&r) && contacts_valid(&r);
    hn_free(r.tree);
    hn_free(r.contacts);
    hn_free(room);
    hn_free(copy);
    return valid;
}
