/* trace.h - which stretches of a chain of segments (a link, a ring) lie in an area or on a line.
 *
 * A stretch is a connected piece of the chain in the closed area. Where the chain crosses the
 * boundary its ends are the exact crossings: predicates are exact, and a crossing is never lost to
 * rounding, since the pieces between boundary contacts are told apart by a point that lies farther
 * from the boundary than `near`. What keeps within `near` of the boundary for longer than `run` is
 * a run along it and belongs to the stretch as a whole, on whichever side of the boundary it wavers
 * (data that were digitised twice or reprojected); a shorter approach counts only where it touches,
 * or at its nearest point where it does not. Contacts in one such neighbourhood are one. */
#ifndef HN_TRACE_H
#define HN_TRACE_H

#include "access/outline.h"

/* A piece of a chain: positions are vertex number plus share of the segment behind it. */
typedef struct hn_span {
    double from, to;
} hn_span;

typedef struct hn_spans {
    hn_span *item;
    size_t count, capacity;
} hn_spans;

typedef struct hn_trace {
    double near, run;    /* in units of the CRS */
    hn_spans stretch;    /* by position, apart from each other */
    hn_spans along;      /* runs along the boundary, each within a stretch */
    bool inside;         /* some stretch goes through the inside */
    bool touches;        /* some place is within `near` of the boundary */
    struct hn_near *row; /* room */
    size_t rows, capacity;
} hn_trace;

/* Traces the vertices first .. last of xy (at least two) against an area or a line and appends to
 * stretch and along. False: no memory. */
bool hn_trace_chain(hn_trace *trace, const hn_outline *outline, const double *xy, uint32_t first,
                    uint32_t last);
void hn_trace_clear(hn_trace *trace); /* empties the lists, keeps the memory */
void hn_trace_free(hn_trace *trace);

/* The point at a position, and the plane length between two. */
void hn_chain_point(const double *xy, uint32_t last, double at, double out[2]);
double hn_chain_length(const double *xy, double from, double to);
/* The same up to a limit, INFINITY beyond it; looks no farther than that. */
double hn_chain_within(const double *xy, double from, double to, double limit);

#endif
