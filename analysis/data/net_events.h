/* net_events.h - values along link sequences (NVDB: speed limits, daily traffic), for the links
 * that share a stretch with them. */
#ifndef HN_NET_EVENTS_H
#define HN_NET_EVENTS_H

#include "data/layer.h"
#include "data/net_rules.h"
#include "data/result.h"

typedef struct hn_net_event {
    int64_t sequence; /* lenkesekvens */
    double from, to;  /* positions on it, 0..1, from <= to */
    double value;
    double reach; /* largest to of this and all earlier events of the sequence */
} hn_net_event;

typedef struct hn_net_events {
    hn_net_event *item; /* by sequence, then from, once hn_net_events_sort was called */
    size_t count, capacity;
} hn_net_events;

/* Adds the stretches of a layer's rows; column: of each role in the layer, -1: not there. value:
 * the role that holds the value. Rows that cannot be used (no number, no stretch) move in their
 * kilde row from used to left out, with one remark that counts them. */
hensyn_status hn_net_events_add(hensyn_context *ctx, hn_result *result, hn_net_events *events,
                                const hn_layer *layer, const int column[HN_NET_ROLES],
                                hn_net_role value, uint32_t kilde);
void hn_net_events_sort(hn_net_events *events);
void hn_net_events_clear(hn_net_events *events);
/* The highest value on a stretch (more than a point is shared); NAN: none is known. */
double hn_net_events_highest(const hn_net_events *events, int64_t sequence, double from, double to);

#endif
