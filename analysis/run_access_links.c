/* run_access_links.c - the network of a run: links from its layers, with the speed limits and
 * traffic of road objects, and heights from an elevation model. */
#include "run.h"

#include "read/dem.h"

#include <math.h>
#include <string.h>

/* ---- road objects ---- */

static hensyn_status add_events(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    hn_access_run *access = &run->access;
    for (size_t i = 0; i < run->input_count; i++) {
        const hn_input *input = &run->input[i];
        if (input->role != HN_INPUT_EVENTS) continue;
        bool limits = input->net->use == HN_NET_LIMITS;
        HN_TRY(hn_net_events_add(ctx, run->result, limits ? &access->limits : &access->counts,
                                 input->read, input->column, limits ? HN_NET_SPEED : HN_NET_AADT,
                                 input->row));
    }
    hn_net_events_sort(&access->limits);
    hn_net_events_sort(&access->counts);
cleanup:
    return status;
}

/* ---- links ---- */

static hensyn_status no_links(hensyn_context *ctx, const hn_run *run) {
    const hn_access_job *job = &run->job->access;
    const hn_profile *profile = hn_rules_profile(run->rules, (hn_mode)job->mode);
    return hn_fail(
        ctx, HENSYN_INPUT,
        hn_text(ctx, "%s: nettet har ingen lenker som kan brukes %s%s; merknadene sier hvorfor",
                "%s: the network has no links that can be used %s%s; the remarks say "
                "why"),
        job->network[0].path,
        hn_text(ctx, profile->title_nb, profile->title_en ? profile->title_en : profile->title_nb),
        run->access.safe ? hn_text(ctx, " og er trygge", " and are safe") : "");
}

static hensyn_status add_links(hensyn_context *ctx, hn_run *run) {
    const hn_access_job *job = &run->job->access;
    hensyn_status status = HENSYN_OK;
    uint32_t number = 0;
    hn_link_options options = {
        .rules = hn_rules_network(run->rules),
        .profile = hn_rules_profile(run->rules, (hn_mode)job->mode),
        .measure = run->measure,
        .limits = &run->access.limits,
        .counts = &run->access.counts,
        .mode = (hn_mode)job->mode,
        .by_time = hn_job_by_time(run->job),
        .safe = run->access.safe,
        .max_speed = job->max_speed,
        .max_aadt = job->max_aadt,
    };
    for (size_t i = 0; i < run->input_count; i++) {
        hn_input *input = &run->input[i];
        if (input->role != HN_INPUT_NETWORK) continue;
        hn_link_layer from = {
            .layer = input->read, .dataset = input->net, .kilde = input->row, .number = number++};
        memcpy(from.column, input->column, sizeof from.column);
        HN_TRY(hn_links_add(ctx, run->result, &run->access.links, &from, &options));
    }
    if (run->access.links.count == 0) HN_TRY(no_links(ctx, run));
cleanup:
    return status;
}

/* ---- heights ---- */

static bool lacks_heights(const hn_link *link) {
    for (uint32_t i = 0; link->z && i < link->points; i++)
        if (isnan(link->z[i])) return true;
    return link->z == NULL;
}

/* Row of kilde for the elevation model, which has cells and no objects. */
static hensyn_status add_dem_row(hensyn_context *ctx, hn_run *run) {
    hn_result *result = run->result;
    hn_source_row *row = HN_NEW_ROW(result->sources);
    if (!row) return hn_nomem(ctx);
    row->fid = (int64_t)result->sources.count;
    row->rolle = "hoyde";
    row->sti = hn_pool_add(result->pool, run->job->access.dem.path);
    run->access.dem_row = (uint32_t)result->sources.count;
    return row->sti ? HENSYN_OK : hn_nomem(ctx);
}

/* Links that share nothing lie in one array; GDAL is asked for many points at a time. */
static hensyn_status fill_heights(hensyn_context *ctx, hn_run *run, hn_dem *dem, size_t *known) {
    enum { CHUNK = 65536 };
    hn_links *links = &run->access.links;
    hensyn_status status = HENSYN_OK;
    size_t total = 0, at = 0;
    double *xy = NULL;
    for (size_t i = 0; i < links->count; i++)
        total += lacks_heights(&links->link[i]) ? links->link[i].points : 0;
    double *z = run->access.height = hn_alloc(total, sizeof *z);
    size_t room = 0, waiting = 0;
    if (!z) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < links->count; i++) {
        hn_link *link = &links->link[i];
        if (!lacks_heights(link)) continue;
        if (!hn_reserve((void **)&xy, &room, waiting + link->points, 2 * sizeof *xy))
            HN_TRY(hn_nomem(ctx));
        memcpy(xy + 2 * waiting, link->xy, link->points * 2 * sizeof *xy);
        link->z = z + at + waiting;
        waiting += link->points;
        if (waiting < CHUNK) continue;
        HN_TRY(hn_dem_heights(ctx, dem, xy, waiting, z + at));
        HN_TRY(hn_progress(ctx, (double)i / (double)links->count));
        at += waiting;
        waiting = 0;
    }
    if (waiting) HN_TRY(hn_dem_heights(ctx, dem, xy, waiting, z + at));
    for (size_t i = 0; i < total; i++)
        *known += isfinite(z[i]);
cleanup:
    hn_free(xy);
    return status;
}

static hensyn_status add_heights(hensyn_context *ctx, hn_run *run) {
    const hn_access_job *job = &run->job->access;
    hensyn_status status = HENSYN_OK;
    hn_dem *dem = NULL;
    size_t known = 0;
    hn_about about = HN_ABOUT_NOTHING;
    if (!job->dem.text) return HENSYN_OK;
    HN_TRY(hn_dem_open(ctx, &job->dem, run->job->assume_epsg, run->crs, run->access.links.box,
                       run->job->allow_ballpark, &dem));
    HN_TRY(add_dem_row(ctx, run));
    HN_TRY(fill_heights(ctx, run, dem, &known));
    HN_TRY(hn_fact_add(ctx, run->result, "hoydemodell", "%s", hn_dem_text(dem)));
    about.kilde = run->result->sources.row[run->access.dem_row - 1].sti;
    if (!known)
        HN_TRY(hn_remark_add(ctx, run->result, HENSYN_WARNING, "HOYDE_MANGLER", &about, "%s",
                             hn_text(ctx, "høydemodellen dekker ingen av lenkene",
                                     "the elevation model covers none of the links")));
cleanup:
    hn_dem_close(dem);
    return status;
}

hensyn_status hn_run_links(hensyn_context *ctx, hn_run *run) {
    hensyn_status status = HENSYN_OK;
    double since = hn_seconds();
    HN_TRY(add_events(ctx, run));
    HN_TRY(add_links(ctx, run));
    run->access.links_seconds = hn_seconds() - since;
    since = hn_seconds();
    HN_TRY(add_heights(ctx, run));
    run->access.heights_seconds = hn_seconds() - since;
cleanup:
    return status;
}
