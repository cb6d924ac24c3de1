/* verify_faces_sums.c - the faces of each theme and of each consideration add up to what plan_tema,
 * hensyn and indikator tell. */
#include "verify_faces.h"

#include "json_text.h"

static hensyn_status fail_sum(hn_verify *v, const char *key, json_t *name, double faces,
                              double least, double most) {
    json_t *row = json_pack("{s:s, s:o, s:o, s:o, s:o}", "table", "samlet_hensyn", key, name,
                            "sum_flater", hn_json_number(faces), "minst", hn_json_number(least),
                            "hoyst", hn_json_number(most));
    return hn_check_fail(v, row);
}

static bool within(double value, double least, double most) {
    return least <= value + hn_tolerance(least) && value <= most + hn_tolerance(most);
}

/* Development areas that overlap count once in the faces and each time in plan_tema; data and plan
 * zones of one theme likewise. Without either both bounds are the same. */
static hensyn_status check_theme_sums(hn_partition *p) {
    hn_verify *v = p->v;
    hensyn_status status = HENSYN_OK;
    double doubled = fmax(p->built - p->built_union, 0);
    HN_TRY(hn_check_begin(v, "samlet_tema", "flatene til hvert tema summerer til plan_tema",
                          "the faces of each theme add up to plan_tema"));
    if (isnan(doubled) || isnan(p->built_union))
        return hn_check_note(v, true,
                             hn_text(v->ctx, "ikke avgjort: indikatoren utbygging_areal mangler",
                                     "not decided: the indicator utbygging_areal is missing"));
    for (size_t i = 0; i < p->themes.count; i++) {
        const hn_face_theme *t = &p->themes.row[i];
        double faces = hn_sum_value(&t->faces), least = fmax(t->most - doubled, t->taken);
        if (within(faces, least, t->total)) continue;
        HN_TRY(fail_sum(v, "tema", hn_json_text(t->tema), faces, least, t->total));
    }
    if (doubled > hn_tolerance(p->built))
        HN_TRY(
            hn_check_note(v, false,
                          hn_text(v->ctx, "bare øvre og nedre grense: utbyggingsområder overlapper",
                                  "upper and lower bound only: development areas overlap")));
cleanup:
    return status;
}

/* Pieces of konsekvens 0 lie on faces too, so beslag_m2 is the lower bound. */
static hensyn_status check_object_sums(hn_partition *p) {
    hn_verify *v = p->v;
    hensyn_status status = HENSYN_OK;
    HN_TRY(hn_check_begin(v, "samlet_hensyn_sum", "beslag_m2 ≤ flatene til hvert hensyn ≤ areal_m2",
                          "beslag_m2 ≤ the faces of each consideration ≤ areal_m2"));
    for (size_t i = 0; i < p->objects.count; i++) {
        const hn_face_object *o = &p->objects.row[i];
        double faces = hn_sum_value(&o->faces), sliver = o->sliver > 0 ? o->sliver : 0;
        if (isnan(o->beslag) || within(faces, o->beslag - sliver, o->area)) continue;
        HN_TRY(fail_sum(v, "hensyn_fid", json_integer(o->fid), faces, o->beslag - sliver, o->area));
    }
cleanup:
    return status;
}

static hensyn_status check_whole_sum(hn_partition *p) {
    hn_verify *v = p->v;
    double faces = hn_sum_value(&p->faces);
    double graded = hn_sum_value(&p->graded), least = p->met - p->dust;
    hensyn_status status =
        hn_check_begin(v, "samlet_sum", "konflikt_areal ≤ summen av flatene ≤ utbygging_areal",
                       "konflikt_areal ≤ the sum of the faces ≤ utbygging_areal");
    if (status != HENSYN_OK || isnan(p->met) || isnan(p->built_union)) return status;
    if (!within(faces, p->met, p->built_union))
        return fail_sum(v, "sum", json_string("utbygging_areal"), faces, p->met, p->built_union);
    if (!within(graded, least, p->built_union))
        return fail_sum(v, "sum", json_string("konsekvens ≥ 1"), graded, least, p->built_union);
    return status;
}

hensyn_status hn_faces_sums(hn_partition *p) {
    hensyn_status status = check_theme_sums(p);
    if (status == HENSYN_OK) status = check_object_sums(p);
    return status == HENSYN_OK ? check_whole_sum(p) : status;
}
