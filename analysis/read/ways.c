/* ways.c - from the coordinate systems of a layer's features to the working CRS. */
#include "read/reading.h"

#include <ogr_srs_api.h>
#include <stdio.h>

/* The message of a failure with file and layer put before it. */
static hensyn_status name_failure(hn_reading *r, hensyn_status status) {
    char cause[HN_MESSAGE_SIZE];
    if (status != HENSYN_INPUT) return status;
    snprintf(cause, sizeof cause, "%s", r->ctx->message);
    return hn_fail(r->ctx, status,
                   hn_text(r->ctx, "%s, laget %s: %.1200s", "%s, layer %s: %.1200s"),
                   r->opened->path, r->layer->name, cause);
}

hensyn_status hn_reading_add_way(hn_reading *r, OGRSpatialReferenceH srs, const hn_crs *crs,
                                 hn_crs *owned, hn_box extent, bool swapped) {
    hensyn_status status = HENSYN_OK;
    hn_transform *transform = NULL;
    if (!HN_RESERVE(r->ways, r->way_count, r->way_room, 1))
        status = hn_nomem(r->ctx);
    else
        status = name_failure(r, hn_transform_create(r->ctx, crs, r->request->to, extent,
                                                     r->request->ballpark, &transform));
    if (status != HENSYN_OK) {
        hn_crs_destroy(owned);
        return status;
    }
    if (srs) OSRReference(srs); /* else its address could come to mean another system */
    r->ways[r->way_count++] = (hn_way){srs, owned, transform, swapped};
    if (hn_transform_identity(transform)) return HENSYN_OK;
    return hn_fact_add(r->ctx, r->result, "transformasjon", "%s / %s: %s", r->layer->source,
                       r->layer->name, hn_transform_text(transform));
}

static hensyn_status tell_mixed(hn_reading *r) {
    if (r->mixed_told) return HENSYN_OK;
    r->mixed_told = true;
    return hn_reading_remark_layer(
        r, HENSYN_WARNING, "CRS_BLANDET",
        hn_text(r->ctx, "laget blander koordinatsystemer; hvert objekt er regnet om fra sitt eget",
                "the layer mixes coordinate systems; each object was transformed from its own"));
}

/* A system that no feature had so far. */
static hensyn_status new_system(hn_reading *r, OGRSpatialReferenceH srs, size_t *way) {
    hensyn_status status = HENSYN_OK;
    hn_crs *crs = NULL;
    bool swapped;
    *way = 0;
    HN_TRY(name_failure(r, hn_crs_from_ogr(r->ctx, srs, &crs, &swapped)));
    if (!crs || hn_crs_same(crs, r->source->crs)) {
        hn_crs_destroy(crs);
        return HENSYN_OK;
    }
    status = tell_mixed(r);
    if (status != HENSYN_OK) {
        hn_crs_destroy(crs);
        return status;
    }
    *way = r->way_count;
    HN_TRY(hn_reading_add_way(r, srs, crs, crs, HN_EMPTY_BOX, swapped));
cleanup:
    return status;
}

static hensyn_status find_system(hn_reading *r, OGRSpatialReferenceH srs, size_t *way) {
    for (size_t i = 0; i < r->way_count; i++)
        if (r->ways[i].srs && (r->ways[i].srs == srs || OSRIsSame(r->ways[i].srs, srs))) {
            *way = i;
            return HENSYN_OK;
        }
    return new_system(r, srs, way);
}

hensyn_status hn_reading_find_way(hn_reading *r, OGRGeometryH geometry, const hn_way **out) {
    hensyn_status status = HENSYN_OK;
    OGRSpatialReferenceH srs = OGR_G_GetSpatialReference(geometry);
    bool own = srs && !r->source->assumed && !r->opened->sosi.reader;
    if (own && srs != r->last_srs) {
        HN_TRY(find_system(r, srs, &r->last_way));
        OSRReference(srs);
        if (r->last_srs) OSRRelease(r->last_srs);
        r->last_srs = srs;
    }
    *out = &r->ways[own ? r->last_way : 0];
cleanup:
    return status;
}

void hn_reading_free_ways(hn_reading *r) {
    for (size_t i = 0; i < r->way_count; i++) {
        hn_transform_destroy(r->ways[i].transform);
        hn_crs_destroy(r->ways[i].crs);
        if (r->ways[i].srs) OSRRelease(r->ways[i].srs);
    }
    if (r->last_srs) OSRRelease(r->last_srs);
    hn_free(r->ways);
}
