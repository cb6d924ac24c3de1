/* links.h - the rows of a network layer as links of one mode of travel. */
#ifndef HN_LINKS_H
#define HN_LINKS_H

#include "data/layer.h"
#include "data/link.h"
#include "data/measure.h"
#include "data/net_events.h"
#include "data/net_rules.h"
#include "data/result.h"

/* Columns of a network layer: those of the roles, then these. */
enum {
    HN_LINK_GIVEN_ID = HN_NET_ROLES, /* --id-field */
    HN_LINK_WEAK_ID,
    HN_LINK_COST,   /* --cost-field */
    HN_LINK_ONEWAY, /* --oneway-field */
    HN_LINK_COLUMNS
};

typedef struct hn_link_options {
    const hn_net_rules *rules;
    const hn_profile *profile;
    const hn_measure *measure;
    const hn_net_events *limits, *counts; /* sorted */
    hn_mode mode;
    bool by_time; /* given costs are seconds, else metres */
    bool safe;    /* keep safe links only */
    double max_speed, max_aadt;
} hn_link_options;

/* One layer of the network. */
typedef struct hn_link_layer {
    hn_layer *layer;               /* lives as long as the links, which borrow from it */
    const hn_net_dataset *dataset; /* NULL: unknown */
    int column[HN_LINK_COLUMNS];   /* in the layer, -1: not there */
    uint32_t kilde, number;        /* row of kilde; number of the layer */
} hn_link_layer;

/* Adds the links of a layer that the mode may use. Counts move in the kilde row from used to left
 * out, with one remark a reason that says how many: IKKE_FERDSELSARE, LENKE_IKKE_TILLATT (each row
 * of the profile), LENKE_IKKE_TRYGG, LENKE_UTEN_KOSTNAD, GEOMETRITYPE_UTELATT; and one a row:
 * KOSTNAD_UGYLDIG. Repeated vertices are taken out of the geometries in place. The values of the
 * layer are freed. */
hensyn_status hn_links_add(hensyn_context *ctx, hn_result *result, hn_links *links,
                           const hn_link_layer *from, const hn_link_options *options);
void hn_links_clear(hn_links *links);

#endif
