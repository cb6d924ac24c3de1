/* test_theme_data.c - themes against datasets: the sample municipality, and real data where it is.
 */
#include "data/rules.h"

#include <gdal.h>
#include <ogr_api.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct fixture {
    hensyn_context *ctx;
    hn_rules *rules;
} fixture;

static int setup(void **state) {
    static fixture f;
    GDALAllRegister();
    if (hensyn_context_create(&f.ctx) != HENSYN_OK) return -1;
    if (hn_rules_create(f.ctx, NULL, &f.rules) != HENSYN_OK) return -1;
    *state = &f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    hn_rules_destroy(f->rules);
    hensyn_context_destroy(f->ctx);
    return 0;
}

enum { MAX_FIELDS = 64 };
typedef struct tally {
    const hn_dataset *dataset;
    int rows, dropped, unknown, by_value[5];
    bool named, identified;
} tally;

static void count_row(const hn_theme *theme, OGRFeatureH feature, int field, tally *out) {
    const char *text = field >= 0 && OGR_F_IsFieldSetAndNotNull(feature, field)
                           ? OGR_F_GetFieldAsString(feature, field)
                           : NULL;
    hn_valued v = hn_theme_value(theme, out->dataset, text);
    out->rows++;
    out->dropped += v.dropped;
    out->unknown += !v.known && !v.dropped;
    if (v.known) out->by_value[v.value]++;
}

static void count_layer(const hn_theme *theme, OGRLayerH layer, tally *out) {
    OGRFeatureDefnH shape = OGR_L_GetLayerDefn(layer);
    const char *fields[MAX_FIELDS];
    size_t count = (size_t)OGR_FD_GetFieldCount(shape);
    assert_true(count <= MAX_FIELDS);
    for (size_t i = 0; i < count; i++)
        fields[i] = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(shape, (int)i));
    const hn_dataset *d = hn_theme_recognise(theme, OGR_L_GetName(layer), NULL, fields, count);
    *out = (tally){.dataset = d};
    if (!d) return;
    out->named = hn_theme_field(d->name_fields, d->name_field_count, fields, count) >= 0;
    out->identified = hn_theme_field(d->id_fields, d->id_field_count, fields, count) >= 0;
    int field = hn_theme_field(d->value_fields, d->value_field_count, fields, count);
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        count_row(theme, feature, field, out);
        OGR_F_Destroy(feature);
    }
}

/* False: there is no such file. */
static bool count_file(const fixture *f, const char *folder, const char *file, const char *layer,
                       const char *theme, tally *out) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *there = fopen(path, "rb");
    if (!there) return false;
    fclose(there);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    assert_non_null(dataset);
    OGRLayerH source = GDALDatasetGetLayerByName(dataset, layer);
    assert_non_null(source);
    int number = hn_rules_find_theme(f->rules, theme);
    assert_true(number >= 0);
    count_layer(hn_rules_theme(f->rules, (size_t)number), source, out);
    GDALClose(dataset);
    return true;
}

static void sample_municipality(void **state) {
    static const struct {
        const char *file, *layer, *theme;
        int unknown; /* at most: the odd values that the sample has on purpose */
        bool drops;
    } cases[] = {
        {"friluftsliv.gpkg", "kartlagt_friluftslivsomrade", "friluftsliv", 10, false},
        {"naturtyper.gpkg", "naturtyper_verdsatte", "naturmangfold", 5, false},
        {"verneomrader.gpkg", "naturvern_omrade", "verneomrade", 0, false},
        {"kulturminner.gpkg", "enkeltminner", "kulturarv", 5, false},
        {"ar5.gpkg", "fkb_ar5_omrade", "landbruk", 0, true},
        {"ar5.gpkg", "fkb_ar5_omrade", "myr", 0, true},
        {"flom.gpkg", "FlomAreal", "flom", 0, false},
        {"flom.gpkg", "FlomAktsomhetOmr", "flom", 0, false},
        {"reindrift.gpkg", "flyttlei", "reindrift", 0, false},
        {"reindrift.gpkg", "reindriftsanlegg", "reindrift", 0, false},
    };
    const fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tally t;
        if (!count_file(f, HENSYN_SAMPLE_DATA, cases[i].file, cases[i].layer, cases[i].theme, &t)) {
            print_message("no sample data at %s\n", HENSYN_SAMPLE_DATA);
            skip();
        }
        if (!t.dataset) fail_msg("%s is not recognised", cases[i].layer);
        int known = t.rows - t.unknown - t.dropped;
        print_message("%s/%s: %d rows, %d valued, %d unknown, %d of other themes\n", cases[i].theme,
                      cases[i].layer, t.rows, known, t.unknown, t.dropped);
        assert_true(t.rows > 0 && known > 0);
        assert_true(t.unknown <= cases[i].unknown);
        assert_int_equal(t.dropped > 0, cases[i].drops);
        assert_true(t.identified);
    }
}

static bool real(const fixture *f, const char *file, const char *layer, const char *theme,
                 tally *out) {
    if (count_file(f, HENSYN_TEST_DATA, file, layer, theme, out)) return true;
    print_message("no real data at %s\n", HENSYN_TEST_DATA);
    return false;
}

static void protected_areas_of_lofoten(void **state) {
    tally t;
    if (!real(*state, "lofoten/nature.geojson", "nature", "verneomrade", &t)) skip();
    assert_non_null(t.dataset);
    assert_int_equal(t.rows, 208);
    assert_int_equal(t.unknown, 0);
    /* Reserves, parks, marine areas; and the milder forms. */
    assert_true(t.by_value[4] > 100 && t.by_value[3] > 10);
    assert_int_equal(t.by_value[3] + t.by_value[4], 208);
    assert_true(t.named);
}

static void national_parks_of_n1000(void **state) {
    tally t;
    if (!real(*state, "n1000/n1000.gpkg", "Naturvernomrade", "verneomrade", &t)) skip();
    assert_non_null(t.dataset);
    assert_int_equal(t.rows, 43);
    assert_int_equal(t.by_value[4], 43);
    assert_true(t.named);
}

static void land_cover_of_aas(void **state) {
    tally farm, bog;
    if (!real(*state, "aas/ArealdekkeN50.gpkg", "ArealdekkeN50", "landbruk", &farm)) skip();
    assert_true(real(*state, "aas/ArealdekkeN50.gpkg", "ArealdekkeN50", "myr", &bog));
    assert_int_equal(farm.by_value[2], 147); /* dyrket mark */
    assert_int_equal(farm.dropped, farm.rows - 147);
    assert_int_equal(bog.by_value[2], 22);
    assert_int_equal(bog.dropped, bog.rows - 22);
}

static void peat_of_n1000(void **state) {
    tally t;
    if (!real(*state, "n1000/n1000.gpkg", "Myr", "myr", &t)) skip();
    assert_non_null(t.dataset);
    assert_int_equal(t.by_value[2], t.rows);
}

static void a_foreign_layer_is_not_taken_for_a_norwegian_one(void **state) {
    tally t;
    if (!real(*state, "bangor/parks.geojson", "parks", "friluftsliv", &t)) skip();
    assert_null(t.dataset); /* the run takes it all the same, with DATASETT_UKJENT */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_municipality),
        cmocka_unit_test(protected_areas_of_lofoten),
        cmocka_unit_test(national_parks_of_n1000),
        cmocka_unit_test(land_cover_of_aas),
        cmocka_unit_test(peat_of_n1000),
        cmocka_unit_test(a_foreign_layer_is_not_taken_for_a_norwegian_one),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
