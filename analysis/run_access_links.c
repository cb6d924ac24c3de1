/* run_access_links.c - the network of a run: links from its layers, with the speed limits and
 * traffic of road objects, and heights from an elevation model. */
#include "run.h"

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

static hensyn_status add_heights(hensyn_context *ctx, hn_run *run) {
    const hn_access_job *job = &run->job->access;
    hensyn_status status = HENSYN_OK;
    hn_dem *dem = NULL;
    hn_heights *heights = &run->access.heights;
    const double least = 10; /* m: slope is taken over no less (access/walking.c) */
    hn_about about = HN_ABOUT_NOTHING;
    if (!job->dem.text) return HENSYN_OK;
    HN_TRY(hn_dem_open(ctx, &job->dem, run->job->assume_epsg, run->crs, run->access.links.box,
                       run->job->allow_ballpark, &dem));
    HN_TRY(add_dem_row(ctx, run));
    HN_TRY(hn_heights_from_dem(ctx, &run->access.links, dem, hn_measure_units(run->measure, least),
                               heights));
    double step = heights->step / hn_measure_units(run->measure, 1);
    HN_TRY(hn_fact_add(ctx, run->result, "hoydemodell",
                       "%s; høyder i lenkenes punkter og mellom dem minst hver %.4g m",
                       hn_dem_text(dem), step));
    about.kilde = run->result->sources.row[run->access.dem_row - 1].sti;
    if (!heights->known)
        HN_TRY(hn_remark_add(ctx, run->result, HENSYN_WARNING, "HOYDE_MANGLER", &about, "%s",
                             hn_text(ctx, "høydemodellen dekker ingen av lenkene",
                                     "the elevation model covers none of the links")));
    if (heights->coarse)
        HN_TRY(hn_remark_add(ctx, run->result, HENSYN_INFO, "HOYDE_GROV", &about,
                             hn_text(ctx,
                                     "nettet er så langt at høyder er tatt for hver %.0f m, ikke "
                                     "for hver celle",
                                     "the network is so long that heights were taken every %.0f m, "
                                     "not for every cell"),
                             step));
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
