/* destinations.c - contiguous areas become one destination each, and each gets its size and its
 * classes. SSB merges the contiguous parts of a class before it looks at their size in the same way
 * (methods A7). */
#include "access/access.h"
#include "access/contiguous.h"
#include "access/sets.h"

#include "base/platform.h"
#include "base/sum.h"
#include "data/keys.h"
#include "data/union.h"

/* Rows that become one, by source order. */
typedef struct group {
    size_t first, count; /* in merging.member */
    double least;        /* plane area that the union has at the least */
    hn_geometry *merged; /* owned until the first row takes it */
} group;

typedef struct merging {
    hn_result *result;
    const hn_access_options *options;
    uint32_t *parent; /* sets of rows */
    bool *overlap;    /* rows that overlap an earlier one */
    bool *within;     /* rows that lie inside another: nothing to the union */
    uint32_t *member; /* rows by group */
    group *group;     /* of more than one row */
    size_t groups;
    double millimetre;
} merging;

/* ---- which rows belong together ---- */

static hensyn_status join_rows(hensyn_context *ctx, merging *m) {
    size_t count = m->result->destinations.count;
    const hn_geometry **area = hn_alloc(count, sizeof *area);
    hn_joints joints = {0};
    hensyn_status status = HENSYN_OK;
    m->parent = hn_alloc(count, sizeof *m->parent);
    m->overlap = hn_zalloc(count, sizeof *m->overlap);
    m->within = hn_zalloc(count, sizeof *m->within);
    if (!area || !m->parent || !m->overlap || !m->within) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < count; i++) {
        const hn_geometry *g = m->result->destinations.row[i].geometry;
        area[i] = g && g->kind == HN_AREA ? g : NULL;
        m->parent[i] = (uint32_t)i;
    }
    HN_TRY(hn_joints_find(ctx, area, count, hn_measure_units(m->options->measure, HN_SHARED_NEAR_M),
                          hn_measure_units(m->options->measure, HN_SHARED_RUN_M),
                          m->options->threads, &joints));
    for (size_t i = 0; i < joints.count; i++) {
        const hn_joint *j = &joints.item[i];
        hn_set_join(m->parent, j->later, j->earlier);
        if (j->overlap) m->overlap[j->later] = true;
        if (j->later_within) m->within[j->later] = true;
        if (j->earlier_within) m->within[j->earlier] = true;
    }
cleanup:
    hn_free(joints.item);
    hn_free(area);
    return status;
}

/* Where no member overlaps another the union has the area of them all, less what lies in the
 * millimetre that shared boundaries may be apart. */
static void set_least(const merging *m, group *g) {
    hn_sum sum = {0, 0};
    for (size_t i = 0; i < g->count; i++) {
        uint32_t row = m->member[g->first + i];
        const hn_geometry *geometry = m->result->destinations.row[row].geometry;
        hn_sum_add(&sum, hn_plane_area(geometry) - m->millimetre * hn_plane_length(geometry));
        if (m->overlap[row]) return;
    }
    g->least = hn_sum_value(&sum);
}

/* Lists the rows of each set of several, sets by their first row. */
static hensyn_status list_groups(hensyn_context *ctx, merging *m) {
    size_t count = m->result->destinations.count, listed = 0;
    uint32_t *size = hn_zalloc(count, sizeof *size), *slot = hn_zalloc(count, sizeof *slot);
    hensyn_status status = HENSYN_OK;
    m->member = hn_alloc(count, sizeof *m->member);
    if (!size || !slot || !m->member) HN_TRY(hn_nomem(ctx));
    for (size_t i = 0; i < count; i++)
        size[hn_set_of(m->parent, (uint32_t)i)]++;
    for (size_t i = 0; i < count; i++)
        m->groups += size[i] > 1;
    m->group = hn_zalloc(m->groups, sizeof *m->group);
    if (!m->group) HN_TRY(hn_nomem(ctx));
    m->groups = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t root = hn_set_of(m->parent, (uint32_t)i);
        if (size[root] < 2) continue;
        if (root == i) {
            slot[i] = (uint32_t)m->groups;
            m->group[m->groups++].first = listed;
            listed += size[i];
        }
        group *g = &m->group[slot[root]];
        m->member[g->first + g->count++] = (uint32_t)i;
    }
    for (size_t i = 0; i < m->groups; i++)
        set_least(m, &m->group[i]);
cleanup:
    hn_free(slot);
    hn_free(size);
    return status;
}

/* ---- unions ---- */

static hensyn_status geos_init(hensyn_context *ctx, void *shared, void **state) {
    (void)shared;
    *state = hn_geos_create();
    return *state ? HENSYN_OK : hn_nomem(ctx);
}

static void geos_done(void *shared, void *state) {
    (void)shared;
    hn_geos_destroy(state);
}

static hensyn_status unite(hensyn_context *ctx, void *shared, void *state, size_t first,
                           size_t last) {
    const merging *m = shared;
    hensyn_status status = HENSYN_OK;
    for (size_t i = first; i < last && status == HENSYN_OK; i++) {
        group *g = &m->group[i];
        const hn_geometry **part = hn_alloc(g->count, sizeof *part);
        if (!part) return hn_nomem(ctx);
        size_t parts = 0;
        for (size_t j = 0; j < g->count; j++) {
            uint32_t row = m->member[g->first + j];
            if (!m->within[row]) part[parts++] = m->result->destinations.row[row].geometry;
        }
        status = hn_union_areas(ctx, state, part, parts, g->least, m->millimetre, &g->merged);
        hn_free(part);
    }
    return status;
}

static hn_about about_row(const merging *m, const hn_destination *row, bool *failed) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = hn_key_source(m->result->pool, row->nokkel, row->lag, row->kilde_id);
    if (!about.kilde) *failed = true;
    about.lag = row->lag;
    about.kilde_id = row->kilde_id;
    about.where = row->geometry;
    return about;
}

enum { NAMED_BYTES = 1200 }; /* of the list of parts in a remark */

/* The ids of the parts, as many as a remark has room for. */
static void name_parts(const merging *m, const group *g, hn_buffer *text) {
    size_t named = 0;
    for (; named < g->count && text->length < NAMED_BYTES; named++) {
        const hn_destination *part = &m->result->destinations.row[m->member[g->first + named]];
        if (text->length + strlen(part->kilde_id) > NAMED_BYTES) break;
        hn_appendf(text, "%s%s", named ? ", " : "", part->kilde_id);
    }
    if (named < g->count) hn_appendf(text, " … (+%zu)", g->count - named);
}

static hensyn_status remark_merged(hensyn_context *ctx, const merging *m, const group *g,
                                   double before) {
    const hn_destination *row = &m->result->destinations.row[m->member[g->first]];
    bool failed = false;
    hn_about about = about_row(m, row, &failed);
    hn_buffer text = {0};
    about.before_m2 = before;
    about.after_m2 = row->areal_m2;
    about.count = g->count;
    name_parts(m, g, &text);
    hensyn_status status =
        failed || text.failed
            ? hn_nomem(ctx)
            : hn_remark_add(ctx, m->result, HENSYN_INFO, "MALOMRADE_SLAATT_SAMMEN", &about,
                            hn_text(ctx, "%zu sammenhengende flater regnes som ett målområde: %s",
                                    "%zu contiguous areas count as one destination: %s"),
                            g->count, text.text);
    hn_buffer_free(&text);
    return status;
}

/* The first row takes the union; the others lose their geometry and are removed later. */
static hensyn_status take_union(hensyn_context *ctx, const merging *m, group *g) {
    const hn_measure *measure = m->options->measure;
    hn_destination *all = m->result->destinations.row, *first = &all[m->member[g->first]];
    hn_sum before = {0, 0};
    if (!g->merged)
        return hn_fail(ctx, HENSYN_FAILED, "%s: GEOS: empty union of %zu areas", first->nokkel,
                       g->count);
    for (size_t i = 0; i < g->count; i++) {
        hn_destination *part = &all[m->member[g->first + i]];
        hn_sum_add(&before, hn_measure_area(measure, part->geometry));
        if (part->status && strcmp(part->status, "reparert") == 0) first->status = "reparert";
        hn_free(part->geometry);
        part->geometry = NULL;
    }
    first->geometry = g->merged;
    g->merged = NULL;
    first->deler = (int)g->count;
    first->areal_m2 = hn_measure_area(measure, first->geometry);
    return remark_merged(ctx, m, g, hn_sum_value(&before));
}

static hensyn_status merge(hensyn_context *ctx, merging *m) {
    hensyn_status status = HENSYN_OK;
    HN_TRY(join_rows(ctx, m));
    HN_TRY(list_groups(ctx, m));
    hn_parallel_job job = {geos_init, unite, geos_done, m, m->groups, 1, m->options->threads};
    HN_TRY(hn_parallel(ctx, &job));
    for (size_t i = 0; i < m->groups; i++)
        HN_TRY(take_union(ctx, m, &m->group[i]));
cleanup:
    return status;
}

/* Rows that another one took in are removed. */
static void close_gaps(merging *m) {
    hn_destination *row = m->result->destinations.row;
    size_t kept = 0;
    for (size_t i = 0; i < m->result->destinations.count; i++) {
        if (hn_set_of(m->parent, (uint32_t)i) != i) continue;
        row[kept] = row[i];
        row[kept].fid = (int64_t)kept + 1;
        kept++;
    }
    m->result->destinations.count = kept;
}

/* ---- classes ---- */

/* Names of the classes of a set, with commas. */
static const char *class_names(const merging *m, uint32_t classes) {
    hn_buffer text = {0};
    for (size_t c = 0; c < m->options->classes; c++)
        if (classes >> c & 1)
            hn_appendf(&text, "%s%s", text.length ? "," : "", m->options->class_[c].name);
    const char *kept =
        text.failed ? NULL : hn_pool_add(m->result->pool, text.text ? text.text : "");
    hn_buffer_free(&text);
    return kept;
}

static uint32_t classes_of(const hn_access_options *options, const hn_destination *row) {
    uint32_t classes = 0;
    if (!row->geometry) return 0;
    for (size_t c = 0; c < options->classes; c++) {
        double least = options->class_[c].min_area_m2;
        /* An area of exactly the least size must not fall out by the rounding of its sum. */
        bool large =
            row->geometry->kind == HN_AREA ? row->areal_m2 >= least * (1 - 1e-9) : !(least > 0);
        if (large) classes |= 1u << c;
    }
    return classes;
}

static hensyn_status classify(hensyn_context *ctx, const merging *m) {
    const char *names = NULL;
    uint32_t named = 0;
    for (size_t i = 0; i < m->result->destinations.count; i++) {
        hn_destination *row = &m->result->destinations.row[i];
        bool area = row->geometry && row->geometry->kind == HN_AREA;
        if (!area)
            row->areal_m2 = NAN;
        else if (row->deler < 2)
            row->areal_m2 = hn_measure_area(m->options->measure, row->geometry);
        if (row->deler < 1) row->deler = 1;
        row->classes = classes_of(m->options, row);
        if (!names || row->classes != named) names = class_names(m, row->classes);
        if (!names) return hn_nomem(ctx);
        named = row->classes;
        row->klasse = names;
        row->betjener = NAN;
        row->innganger = HN_NO_INT; /* until hn_reach_find has looked */
        if (!row->status) row->status = "ok";
        if (!row->classes) row->status = "for_liten";
    }
    return HENSYN_OK;
}

/* One remark a source, since there may be very many. */
static hensyn_status remark_small(hensyn_context *ctx, const merging *m) {
    size_t sources = m->result->sources.count, count = m->result->destinations.count;
    size_t *small = hn_zalloc(sources, sizeof *small);
    const hn_destination **sample = hn_zalloc(sources, sizeof *sample);
    hensyn_status status = small && sample ? HENSYN_OK : hn_nomem(ctx);
    for (size_t i = 0; status == HENSYN_OK && i < count; i++) {
        const hn_destination *row = &m->result->destinations.row[i];
        if (row->classes || row->kilde >= sources) continue;
        if (!small[row->kilde]++) sample[row->kilde] = row;
    }
    for (size_t i = 0; status == HENSYN_OK && i < sources; i++) {
        if (!small[i]) continue;
        bool failed = false;
        hn_about about = about_row(m, sample[i], &failed);
        about.kilde_id = NULL;
        about.where = NULL;
        about.count = small[i];
        status = failed ? hn_nomem(ctx)
                        : hn_remark_add(ctx, m->result, HENSYN_INFO, "MALOMRADE_FOR_LITEN", &about,
                                        hn_text(ctx, "%zu målområder er for små for alle klassene",
                                                "%zu destinations are too small for every class"),
                                        small[i]);
    }
    hn_free(sample);
    hn_free(small);
    return status;
}

hensyn_status hn_destinations_merge(hensyn_context *ctx, hn_result *result,
                                    const hn_access_options *options) {
    merging m = {.result = result,
                 .options = options,
                 .millimetre = hn_measure_units(options->measure, 0.001)};
    hensyn_status status = HENSYN_OK;
    HN_TRY(merge(ctx, &m));
    close_gaps(&m);
    HN_TRY(classify(ctx, &m));
    HN_TRY(remark_small(ctx, &m));
cleanup:
    for (size_t i = 0; m.group && i < m.groups; i++)
        hn_free(m.group[i].merged);
    hn_free(m.group);
    hn_free(m.member);
    hn_free(m.overlap);
    hn_free(m.within);
    hn_free(m.parent);
    return status;
}
