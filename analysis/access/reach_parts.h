/* reach_parts.h - what the files behind hn_reach_find hand to each other.
 *
 * For one destination at a time: stretches (which pieces of links lie in it) -> entrances (where
 * one comes into them) -> or, where there is no stretch, the gates and what can be inferred. */
#ifndef HN_REACH_PARTS_H
#define HN_REACH_PARTS_H

#include "access/nearby.h"
#include "access/reach.h"
#include "access/trace.h"

#include "base/platform.h"

#define HN_NO_SITE UINT32_MAX

/* A link within a millimetre of a boundary is on it, and one that keeps so close for longer than a
 * decimetre runs along it: only a path that crosses at less than 1.2 degrees is taken for one. */
#define HN_REACH_NEAR_M 0.001
#define HN_REACH_RUN_M 0.1

/* An entrance of one destination. */
typedef struct hn_site {
    double x, y;
    const char *art;
    double exit_m;
    uint32_t link; /* where it meets the network; orders the entrances of a destination */
    hn_position at;
} hn_site;

/* What is found for one destination; entrance of a reach is a number among sites. */
typedef struct hn_found {
    hn_site *site;
    uint32_t sites;
    hn_reach *reach;
    size_t reaches;
} hn_found;

/* A gate that the user gives, tied to the network and to a destination. */
typedef struct hn_tied_gate {
    uint32_t destination;
    double x, y;
    hn_tie tie;
} hn_tied_gate;

/* What all threads share. */
typedef struct hn_reaching {
    hn_result *result;
    const hn_network *network;
    const hn_access_options *options;
    hn_outlines *outlines; /* of the destinations that are looked at */
    double near, run;      /* of hn_trace */
    hn_tied_gate *gate;    /* by destination, then as given */
    size_t gates;
    hn_found *found; /* of each destination */
} hn_reaching;

/* A piece of a link that lies in the destination. */
typedef struct hn_stretch {
    uint32_t link;
    hn_position from, to;
    bool at_grade;
    uint32_t first_along, alongs; /* its runs along the boundary, in room.trace.along */
} hn_stretch;

/* A node within a stretch, and the half of an edge at it that the stretch covers. */
typedef struct hn_member {
    uint32_t node;
    uint32_t half; /* edge * 2 + (0: node is its from, 1: its to), HN_NO_HALF: only the node */
    uint32_t stretch;
    hn_position at;
} hn_member;
#define HN_NO_HALF UINT32_MAX

/* A node of the stretches. */
typedef struct hn_junction {
    uint32_t node;
    size_t first, last; /* in room.member */
    bool at_grade;      /* in a stretch that can be entered from */
    bool leads_out;     /* else: a link that cannot be entered from leaves the destination here, or
                           where others of its kind lead to from here */
} hn_junction;

/* A place of a stretch that an entrance stands at: a point, or a run along the boundary. */
typedef struct hn_anchor {
    uint32_t stretch, site;
    hn_position from, to;
} hn_anchor;

/* A piece of a link that is as near to a destination as its nearest place, within a millimetre; of
 * it what has a segment of the boundary straight across (from > to: none, around a corner). */
typedef struct hn_level {
    hn_span all, across;
} hn_level;

/* Working arrays of one thread. */
typedef struct hn_reach_room {
    const hn_reaching *all;
    uint32_t *run; /* runs of links near the destination, ascending */
    size_t runs, run_capacity;
    bool no_memory;
    hn_trace trace;
    hn_stretch *stretch; /* by link, then position */
    size_t stretches, stretch_capacity;
    hn_member *member; /* by node, half, stretch */
    size_t members, member_capacity;
    hn_junction *junction; /* nodes of the stretches, ascending */
    size_t junctions, junction_capacity;
    uint32_t *set; /* room for sets over stretches and junctions */
    size_t set_capacity;
    hn_site *site;
    size_t sites, site_capacity;
    hn_level *near, *level; /* of a run of the network, of a link */
    size_t nears, near_capacity, levels, level_capacity;
    hn_anchor *anchor; /* by stretch, then position */
    size_t anchors, anchor_capacity;
    uint32_t *number, *label, *queue; /* room */
    size_t number_capacity, label_capacity, queue_capacity;
    hn_reach *reach;
    size_t reaches, reach_capacity;
} hn_reach_room;

/* Rooms as hn_parallel wants them; shared begins with a hn_reaching. */
hensyn_status hn_reach_room_create(hensyn_context *ctx, void *shared, void **state);
void hn_reach_room_destroy(void *shared, void *state);

/* Runs of links whose box comes within grow (units) of a part of a destination. False: no memory.
 */
bool hn_reach_runs(hn_reach_room *room, const hn_geometry *geometry, double grow);

/* The pieces of all links in destination row, ends within room->all->near of a node moved to it. */
bool hn_reach_stretches(hn_reach_room *room, uint32_t row);

/* The entrances of the stretches, and reaches with the entrance that stands for each piece. */
bool hn_reach_entrances(hn_reach_room *room, uint32_t row);

/* Its steps: fills member and junction; tells whether one comes in at a junction, and how
 * ('kryssing', 'slutt'; NULL: not), given the sets that hn_junctions_follow made; reaches by anchor
 * and label. */
bool hn_junctions_list(hn_reach_room *room);
void hn_junctions_follow(hn_reach_room *room);
const char *hn_junction_art(hn_reach_room *room, const hn_junction *junction);
uint32_t hn_junction_of(const hn_reach_room *room, uint32_t node); /* HN_NO_SITE: none */
bool hn_reach_divide(hn_reach_room *room, uint32_t row);
/* Halfway along a link between two positions. */
hn_position hn_reach_halfway(const hn_network *network, uint32_t link, hn_position from,
                             hn_position to);

/* Appends an entrance with a straight exit leg, and its reach: the place of the network alone. */
bool hn_reach_add_leg(hn_reach_room *room, uint32_t row, const hn_site *site);
/* The two halves of it, for an entrance that stands for whole pieces of its link: pieces first,
 * then the entrance. */
bool hn_reach_add_piece(hn_reach_room *room, uint32_t row, const hn_site *site, hn_span piece);
bool hn_reach_add_site(hn_reach_room *room, const hn_site *site);
/* Adds the gates of a destination. */
bool hn_reach_gates(hn_reach_room *room, uint32_t row);
/* Infers entrances of an area or line that no link meets: for each link that comes near enough the
 * place nearest to the boundary, and the runs that are as near within a millimetre. */
bool hn_reach_infer(hn_reach_room *room, uint32_t row);
/* The nearest place on a link for each point of a point destination. */
bool hn_reach_points(hn_reach_room *room, uint32_t row);
/* Ties the gates of input; those that fit nowhere get a remark. */
hensyn_status hn_reach_tie_gates(hensyn_context *ctx, hn_reaching *all,
                                 const hn_access_input *input);

/* Position on a link at a true length from its start. */
hn_position hn_reach_position(const hn_network *network, uint32_t link, double along);

#endif
