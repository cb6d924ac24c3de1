/* What stands in a written SpatiaLite file and GeoPackage, asked of SQLite and SpatiaLite. */
#include "result_kit.h"

#include "write/db.h"

/* ---- tables and columns as the contract names them ---- */

static const char *const contract[][2] = {
    {"arealformal",
     "fid,nokkel,kilde_fid,kilde_id,lag,objekttype,planid,plannavn,planstatus,plantype,"
     "kommunenummer,"
     "omradenavn,feltnavn,arealformal,formal_navn,arealbruksstatus,vertikalniva,utbygging,"
     "utbygging_grunn,areal_m2,konflikt_m2,konflikt_andel,naerhet_m2,linje_m,punkt_antall,sliver_"
     "m2,"
     "fortrengt_m2,antall_tema,konsekvens,status"},
    {"hensyn", "fid,nokkel,tema,opphav,kilde_fid,kilde_id,lag,navn,kode,verdi,areal_m2,lengde_m,"
               "beslag_m2,beslag_andel,sliver_m2,konsekvens,skala,status"},
    {"hensyn_linje", "fid,nokkel,tema,opphav,kilde_fid,kilde_id,lag,navn,kode,verdi,areal_m2,"
                     "lengde_m,beslag_m2,beslag_andel,sliver_m2,konsekvens,skala,status"},
    {"hensyn_punkt", "fid,nokkel,tema,opphav,kilde_fid,kilde_id,lag,navn,kode,verdi,areal_m2,"
                     "lengde_m,beslag_m2,beslag_andel,sliver_m2,konsekvens,skala,status"},
    {"konflikt",
     "fid,nokkel,plan_fid,hensyn_fid,plan_navn,formal_navn,hensyn_navn,tema,art,areal_m2,"
     "plan_andel,hensyn_andel,avstand_m,verdi,pavirkning,konsekvens,skala,regel,"
     "begrunnelse,status"},
    {"konflikt_linje",
     "fid,nokkel,plan_fid,hensyn_fid,plan_navn,formal_navn,hensyn_navn,tema,art,"
     "lengde_m,plan_andel,hensyn_andel,avstand_m,verdi,pavirkning,konsekvens,skala,"
     "regel,begrunnelse,status"},
    {"konflikt_punkt", "fid,nokkel,plan_fid,hensyn_fid,plan_navn,formal_navn,hensyn_navn,tema,art,"
                       "avstand_m,verdi,pavirkning,konsekvens,skala,regel,begrunnelse,status"},
    {"plan_tema", "fid,plan_fid,tema,areal_m2,andel,lengde_m,antall,verdi,konsekvens,naermeste_m,"
                  "naermeste_hensyn_fid,status"},
    {"samlet_hensyn", "fid,antall_tema,tema,hensyn_liste,konsekvens,areal_m2"},
    {"merknad", "fid,alvor,kode,kilde,lag,kilde_id,linje,tekst,areal_for_m2,areal_etter_m2"},
    {"kilde", "fid,rolle,tema,sti,lag,crs,antall_lest,antall_brukt,antall_reparert,antall_utelatt,"
              "areal_lest_m2,areal_brukt_m2,areal_reparert_m2,areal_utelatt_m2,areal_klippet_m2,"
              "sha256,endret"},
    {"vurdering", "konflikt_nokkel,avgjorelse,kommentar,av,tidspunkt,areal_da_m2,gjelder"},
    {"indikator",
     "fid,kommunenummer,omrade,nokkel,tema,klasse,gruppe,grad,verdi,enhet,teller,nevner,"
     "status,metode"},
    {"kjoring", "nokkel,verdi"},
};

static void check_columns(const char *path, bool geopackage) {
    for (size_t i = 0; i < sizeof contract / sizeof *contract; i++) {
        char sql[256];
        snprintf(sql, sizeof sql,
                 "SELECT group_concat(name, ',') FROM pragma_table_info('%s') WHERE name <> 'geom'",
                 contract[i][0]);
        /* GeoPackage wants a numbered key in every table, GDAL edits rows by it. More columns may
         * follow those of the contract. */
        char expected[600], *answer = rk_sql(path, sql);
        bool more = geopackage && strncmp(contract[i][1], "fid", 3) != 0;
        size_t length =
            (size_t)snprintf(expected, sizeof expected, "%s%s", more ? "fid," : "", contract[i][1]);
        if (strlen(answer) > length && answer[length] == ',') answer[length] = '\0';
        assert_string_equal(answer, expected);
        hn_free(answer);
    }
    assert_sql(path, "SELECT count(*) FROM pragma_table_info('konflikt') WHERE name = 'geom'", "1");
    assert_sql(path, "SELECT name FROM pragma_table_info('vurdering') WHERE pk",
               geopackage ? "fid" : "konflikt_nokkel");
    assert_sql(path,
               "SELECT count(*) FROM pragma_index_list('vurdering') l, pragma_index_info(l.name) i "
               "WHERE l.\"unique\" AND i.name = 'konflikt_nokkel'",
               "1");
    assert_sql(path, "SELECT name, type FROM pragma_table_info('arealformal') WHERE pk",
               "fid|INTEGER");
    assert_sql(path,
               "SELECT group_concat(DISTINCT type) FROM pragma_table_info('indikator') "
               "WHERE name IN ('verdi', 'teller', 'nevner')",
               "REAL");
}

static void write_partition(rk *kit, const char *path) {
    hn_result *r = rk_result();
    r->has_partition = true;
    hn_face *face = HN_NEW_ROW(r->faces);
    *face = (hn_face){.fid = 1,
                      .geometry = rk_square(500000, 7000000, 50),
                      .antall_tema = 1,
                      .tema = "friluftsliv",
                      .hensyn_liste = "h1",
                      .konsekvens = 2,
                      .areal_m2 = 2500};
    rk_ok(kit, rk_write(kit, path, false, r));
    hn_result_destroy(r);
}

static void test_spatialite_tables(void **state) {
    rk_path path = rk_in(*state, "a.sqlite");
    write_partition(*state, path.text);
    check_columns(path.text, false);
}

static void test_geopackage_tables(void **state) {
    rk_path path = rk_in(*state, "a.GPKG");
    write_partition(*state, path.text);
    check_columns(path.text, true);
    assert_sql(path.text, "PRAGMA application_id; PRAGMA user_version", "1196444487\n10200");
}

static void test_partition_table_only_when_it_ran(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "b.sqlite");
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text, "SELECT count(*) FROM sqlite_master WHERE name = 'samlet_hensyn'", "0");
    assert_sql(path.text, "SELECT count(*) FROM sqlite_master WHERE name = 'konflikt_punkt'", "1");
}

/* A run of another part writes the common tables only. */
static void test_conflict_tables_only_when_it_ran(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "c.gpkg");
    hn_result *r = hn_result_create();
    r->epsg = 25833;
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text,
               "SELECT group_concat(table_name) FROM (SELECT table_name FROM gpkg_contents "
               "ORDER BY table_name)",
               "indikator,kilde,kjoring,layer_styles,merknad,vurdering");
}

/* ---- rows ---- */

static const char odd[] = ODD_TEXT;

static void check_rows(const char *path) {
    assert_sql(
        path,
        "SELECT fid, nokkel, kilde_fid, planstatus, plantype, vertikalniva, utbygging, areal_m2,"
        " konflikt_m2, konflikt_andel FROM arealformal WHERE fid = 1",
        "1|p1|7|3|-|-|1|10000.0|0.0|-");
    char expected[512];
    snprintf(expected, sizeof expected, "%s|%s", odd, odd);
    assert_sql(path, "SELECT nokkel, plannavn FROM arealformal WHERE fid = 2", expected);
    assert_sql(path,
               "SELECT 'a', fid FROM hensyn UNION ALL SELECT 'l', fid FROM hensyn_linje UNION ALL "
               "SELECT 'p', fid FROM hensyn_punkt",
               "a|1\nl|2\np|3");
    assert_sql(path, "SELECT areal_m2, lengde_m FROM hensyn_linje", "-|50.0");
    assert_sql(path,
               "SELECT fid, nokkel, areal_m2, plan_andel, hensyn_andel FROM konflikt ORDER BY 1",
               "1|p1→h1/overlapp|3400.0|0.25|-\n2|p1→h1/naerhet|10000.0|0.25|-");
    assert_sql(path, "SELECT fid, lengde_m FROM konflikt_linje", "3|50.0");
    assert_sql(path, "SELECT fid, konsekvens FROM konflikt_punkt", "4|2");
    assert_sql(path, "SELECT plan_fid, verdi, naermeste_hensyn_fid, naermeste_m FROM plan_tema",
               "1|-|-|-");
    snprintf(expected, sizeof expected, "5000000000|0|%s", odd);
    assert_sql(path, "SELECT antall_lest, antall_brukt, sti FROM kilde", expected);
    assert_sql(path, "SELECT antall FROM merknad ORDER BY fid", "1\n40");
    assert_sql(path, "SELECT fid, linje, geom IS NULL, areal_for_m2 FROM merknad ORDER BY fid",
               "1|-|0|1.0\n2|12|1|-");
    assert_sql(path, "SELECT grad, verdi, teller FROM indikator", "-|0.0|-");
    assert_sql(path, "SELECT nokkel, verdi FROM kjoring", "versjon|" HENSYN_VERSION);
    assert_sql(path, "SELECT count(*) FROM vurdering", "0");
}

static void test_spatialite_rows(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "rows.sqlite");
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    check_rows(path.text);
    assert_sql(path.text, "SELECT AsText(geom) FROM hensyn",
               "MULTIPOLYGON(((500000 7000000, 500050 7000000, 500050 7000050, 500000 7000050, "
               "500000 7000000)), ((500060 7000060, 500090 7000060, 500090 7000090, "
               "500060 7000090, 500060 7000060)))");
    assert_sql(path.text,
               "SELECT ST_Area(geom), Srid(geom), ST_IsValid(geom), GeometryType(geom) "
               "FROM konflikt ORDER BY fid",
               "3400.0|25833|1|MULTIPOLYGON\n10000.0|25833|1|MULTIPOLYGON");
    assert_sql(path.text, "SELECT AsText(geom) FROM hensyn_linje",
               "MULTILINESTRING((500000 7000000, 500030 7000040))");
    assert_sql(path.text, "SELECT AsText(geom) FROM hensyn_punkt",
               "MULTIPOINT(500001 7000001, 500002 7000002)");
    assert_sql(path.text, "SELECT AsText(geom) FROM konflikt_punkt", "MULTIPOINT(500001 7000001)");
    assert_sql(path.text, "SELECT AsText(geom) FROM merknad WHERE fid = 1",
               "POINT(500005 7000006)");
}

static void test_geopackage_rows(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "rows.gpkg");
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    check_rows(path.text);
    /* SpatiaLite reads GeoPackage geometry too. */
    assert_sql(path.text, "SELECT AsText(GeomFromGPB(geom)) FROM konflikt_linje",
               "MULTILINESTRING((500000 7000000, 500030 7000040))");
    assert_sql(path.text,
               "SELECT ST_Area(GeomFromGPB(geom)), ST_MinX(geom), ST_MaxY(geom) FROM konflikt "
               "ORDER BY fid",
               "3400.0|500000.0|7000090.0\n10000.0|500000.0|7000100.0");
    assert_sql(path.text, "SELECT AsText(GeomFromGPB(geom)) FROM merknad WHERE fid = 1",
               "POINT(500005 7000006)");
}

/* ---- metadata ---- */

static void test_spatialite_metadata(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "meta.sqlite");
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text, "SELECT CheckSpatialMetaData()", "3");
    assert_sql(path.text, "SELECT CheckSpatialIndex()", "1");
    assert_sql(path.text, "PRAGMA integrity_check; PRAGMA foreign_key_check; PRAGMA journal_mode",
               "ok\ndelete");
    assert_sql(path.text,
               "SELECT f_table_name, geometry_type, coord_dimension, srid, spatial_index_enabled "
               "FROM geometry_columns ORDER BY 1",
               "arealformal|6|2|25833|1\nhensyn|6|2|25833|1\nhensyn_linje|5|2|25833|1\n"
               "hensyn_punkt|4|2|25833|1\nkonflikt|6|2|25833|1\nkonflikt_linje|5|2|25833|1\n"
               "konflikt_punkt|4|2|25833|1\nmerknad|1|2|25833|1");
    assert_sql(path.text,
               "SELECT row_count, extent_min_x, extent_min_y, extent_max_x, extent_max_y "
               "FROM geometry_columns_statistics WHERE f_table_name = 'arealformal'",
               "2|500000.0|7000000.0|501010.0|7000100.0");
    assert_sql(path.text, "SELECT auth_name, auth_srid, ref_sys_name FROM spatial_ref_sys",
               "epsg|25833|ETRS89 / UTM zone 33N");
    assert_sql(path.text,
               "SELECT name FROM sqlite_master WHERE name IN ('KNN', 'KNN2', 'data_licenses', "
               "'iso_metadata')",
               "");
    /* What was there before the statistics must not look newer than they. */
    assert_sql(
        path.text,
        "SELECT count(*) FROM geometry_columns_statistics s JOIN geometry_columns_time t "
        "USING (f_table_name) WHERE s.last_verified <= t.last_insert OR s.last_verified IS NULL",
        "0");
}

/* Editing must go on as in any other SpatiaLite layer: triggers check types and keep the index. */
static void test_spatialite_can_be_edited(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "edit.sqlite");
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text,
               "INSERT INTO arealformal (geom) VALUES (ST_Multi(BuildMbr(0, 0, 1, 1, 25833)));"
               "SELECT pkid, xmax FROM idx_arealformal_geom WHERE xmin < 2;"
               "DELETE FROM arealformal WHERE fid = 1; SELECT count(*) FROM idx_arealformal_geom;"
               "SELECT CheckSpatialIndex()",
               "3|1.0\n2\n1");
    sqlite3 *db = NULL;
    sqlite3_open(path.text, &db);
    void *cache = spatialite_alloc_connection();
    spatialite_init_ex(db, cache, 0);
    assert_int_not_equal(
        sqlite3_exec(db, "INSERT INTO arealformal (geom) VALUES (MakePoint(1, 2, 25833))", NULL,
                     NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    spatialite_cleanup_ex(cache);
}

static void test_geopackage_metadata(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "meta.gpkg");
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text,
               "SELECT data_type, min_x, min_y, max_x, max_y, srs_id, "
               "strftime('%Y', last_change) >= '2024' FROM gpkg_contents "
               "WHERE table_name = 'arealformal'",
               "features|500000.0|7000000.0|501010.0|7000100.0|25833|1");
    assert_sql(path.text,
               "SELECT data_type, min_x, srs_id FROM gpkg_contents WHERE table_name = 'kilde'",
               "attributes|-|-");
    assert_sql(path.text,
               "SELECT * FROM gpkg_ogr_contents WHERE table_name IN ('merknad', 'konflikt') "
               "ORDER BY 1",
               "konflikt|2\nmerknad|2");
    assert_sql(path.text,
               "SELECT count(*) FROM gpkg_extensions e JOIN gpkg_geometry_columns g "
               "USING (table_name, column_name) WHERE extension_name = 'gpkg_rtree_index'",
               "8");
    assert_sql(path.text,
               "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys "
               "WHERE srs_id = 25833",
               "EPSG|25833");
    assert_sql(path.text,
               "SELECT rtreecheck('rtree_konflikt_geom'); PRAGMA integrity_check;"
               "PRAGMA foreign_key_check",
               "ok\nok");
    assert_sql(path.text, "SELECT id, minx, maxx FROM rtree_arealformal_geom ORDER BY id",
               "1|500000.0|500100.0\n2|501000.0|501010.0");
    assert_sql(path.text,
               "DELETE FROM arealformal WHERE fid = 1; SELECT count(*) FROM rtree_arealformal_geom;"
               "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'arealformal'",
               "1\n1");
}

/* A working CRS without an EPSG number keeps its own words. */
static void test_own_coordinate_system(void **state) {
    rk *kit = *state;
    const char *names[] = {"own.sqlite", "own.gpkg"};
    for (int i = 0; i < 2; i++) {
        rk_path path = rk_in(kit, names[i]);
        hn_result *r = rk_result();
        r->epsg = 0;
        r->crs_name = "Bygrutenettet";
        r->crs_wkt = "PROJCS[\"Bygrutenettet\"]";
        r->crs_proj4 = "+proj=tmerc +lon_0=10";
        rk_ok(kit, rk_write(kit, path.text, false, r));
        hn_result_destroy(r);
        if (i == 0)
            assert_sql(
                path.text,
                "SELECT srid, auth_name, ref_sys_name, proj4text, srtext FROM spatial_ref_sys",
                "990001|hensyn|Bygrutenettet|+proj=tmerc +lon_0=10|PROJCS[\"Bygrutenettet\"]");
        else
            assert_sql(path.text,
                       "SELECT organization, srs_name, definition FROM gpkg_spatial_ref_sys "
                       "WHERE srs_id = 990001",
                       "NONE|Bygrutenettet|PROJCS[\"Bygrutenettet\"]");
        hn_db *db = NULL;
        int epsg = -1;
        char *wkt = NULL;
        rk_ok(kit, hn_db_open(kit->ctx, path.text, &db));
        rk_ok(kit, hn_db_crs(kit->ctx, db, &epsg, &wkt));
        assert_int_equal(epsg, 0);
        assert_string_equal(wkt, "PROJCS[\"Bygrutenettet\"]");
        hn_free(wkt);
        hn_db_close(db);
    }
}

/* SpatiaLite's own list knows 25833, but not every number of EPSG. */
static void test_epsg_unknown_to_spatialite(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "new.sqlite");
    hn_result *r = rk_result();
    r->epsg = 99990;
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text, "SELECT srid, auth_name, auth_srid FROM spatial_ref_sys",
               "99990|epsg|99990");
    assert_sql(path.text, "SELECT DISTINCT srid FROM geometry_columns", "99990");
}

/* ---- styles ---- */

static void test_styles(void **state) {
    rk *kit = *state;
    rk_path file = rk_in(kit, "s.sqlite"), package = rk_in(kit, "s.gpkg");
    hn_result *r = rk_result();
    rk_ok(kit, rk_write(kit, file.text, false, r));
    rk_ok(kit, rk_write(kit, package.text, false, r));
    hn_result_destroy(r);
    assert_sql(
        file.text,
        "SELECT f_table_schema, f_geometry_column, useAsDefault, substr(styleQML, 1, 5) <> '', "
        "instr(styleSLD, 'StyledLayerDescriptor') > 0 FROM layer_styles "
        "WHERE f_table_name = 'konflikt' ORDER BY 1",
        "-|geom|1|1|1\n|geom|1|1|1");
    assert_sql(package.text,
               "SELECT f_table_catalog, f_table_schema, f_geometry_column, useAsDefault "
               "FROM layer_styles WHERE f_table_name = 'konflikt'",
               "||geom|1");
    /* Every layer with geometry has one; a table that was not written has none. */
    assert_sql(file.text,
               "SELECT f_table_name FROM geometry_columns WHERE f_table_name NOT IN "
               "(SELECT f_table_name FROM layer_styles)",
               "");
    assert_sql(package.text,
               "SELECT count(*) FROM layer_styles WHERE f_table_name = 'samlet_hensyn'", "0");
}

/* ---- reading back ---- */

typedef struct seen {
    size_t rows;
    double area;
    char texts[256];
    hn_shape shape;
    bool stop;
} seen;

static hensyn_status look(hensyn_context *ctx, const hn_db_value *values, size_t count,
                          void *user) {
    seen *s = user;
    assert_int_equal(count, 4);
    assert_int_equal(values[0].type, HN_DB_INTEGER);
    assert_int_equal(values[1].type, HN_DB_TEXT);
    s->rows++;
    snprintf(s->texts, sizeof s->texts, "%s", values[1].text);
    assert_int_equal(values[2].type, HN_DB_REAL);
    assert_int_equal(values[3].type, HN_DB_GEOMETRY);
    assert_non_null(values[3].geometry);
    assert_int_equal(values[3].srid, 25833);
    s->shape = values[3].shape;
    s->area += hn_plane_area(values[3].geometry);
    return s->stop ? hn_fail(ctx, HENSYN_INVARIANT, "stop") : HENSYN_OK;
}

static void test_reader(void **state) {
    rk *kit = *state;
    const char *names[] = {"read.sqlite", "read.gpkg"};
    for (int i = 0; i < 2; i++) {
        rk_path path = rk_in(kit, names[i]);
        hn_result *r = rk_result();
        rk_ok(kit, rk_write(kit, path.text, false, r));
        hn_result_destroy(r);
        hn_db *db = NULL;
        seen s = {0};
        const char *sql = "SELECT fid, nokkel, areal_m2, geom FROM konflikt ORDER BY fid";
        rk_ok(kit, hn_db_open(kit->ctx, path.text, &db));
        rk_ok(kit, hn_db_query(kit->ctx, db, sql, look, &s));
        assert_int_equal(s.rows, 2);
        assert_true(s.area == 13400);
        assert_int_equal(s.shape, HN_SHAPE_MULTIPOLYGON);
        assert_string_equal(s.texts, "p1→h1/naerhet");
        s = (seen){.stop = true};
        assert_int_equal(hn_db_query(kit->ctx, db, sql, look, &s), HENSYN_INVARIANT);
        assert_int_equal(s.rows, 1);
        assert_int_equal(hn_db_query(kit->ctx, db, "SELECT nothing FROM nowhere", look, &s),
                         HENSYN_INPUT);
        assert_int_equal(hn_db_query(kit->ctx, db, "DELETE FROM konflikt", look, &s), HENSYN_INPUT);
        bool has = false;
        rk_ok(kit, hn_db_has(kit->ctx, db, "konflikt", "areal_m2", &has));
        assert_true(has);
        rk_ok(kit, hn_db_has(kit->ctx, db, "konflikt", "lengde_m", &has));
        assert_false(has);
        rk_ok(kit, hn_db_has(kit->ctx, db, "samlet_hensyn", NULL, &has));
        assert_false(has);
        int epsg = 0;
        char *wkt = NULL;
        rk_ok(kit, hn_db_crs(kit->ctx, db, &epsg, &wkt));
        assert_int_equal(epsg, 25833);
        hn_free(wkt);
        hn_db_close(db);
    }
}

static void test_reader_refuses_other_files(void **state) {
    rk *kit = *state;
    rk_path none = rk_in(kit, "none.sqlite"), text = rk_in(kit, "text.sqlite"),
            other = rk_in(kit, "other.sqlite");
    FILE *file = fopen(text.text, "w");
    for (int i = 0; i < 200; i++)
        fputs("this is no database\n", file);
    fclose(file);
    hn_free(rk_sql(other.text, "CREATE TABLE kjoring (noe TEXT)"));
    hn_db *db = NULL;
    assert_int_equal(hn_db_open(kit->ctx, none.text, &db), HENSYN_INPUT);
    assert_int_equal(hn_db_open(kit->ctx, text.text, &db), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(kit->ctx), "text.sqlite"));
    assert_int_equal(hn_db_open(kit->ctx, other.text, &db), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(kit->ctx), "kjoring"));
}

/* ---- many rows: the same for any number of threads, and indexed ---- */

static void test_many_rows(void **state) {
    rk *kit = *state;
    rk_path path = rk_in(kit, "many.sqlite");
    hn_result *r = rk_result();
    for (int i = 0; i < 5000; i++) {
        char key[32];
        snprintf(key, sizeof key, "q%d", i);
        rk_plan(r, rk_square(500000.3 + i * 7.7, 7000000.7 + i % 71 * 13.1, 5.123), key);
    }
    rk_ok(kit, rk_write(kit, path.text, false, r));
    hn_result_destroy(r);
    assert_sql(path.text, "SELECT count(*), min(fid), max(fid) FROM arealformal", "5002|1|5002");
    assert_sql(path.text, "SELECT CheckSpatialIndex(), rtreecheck('idx_arealformal_geom')", "1|ok");
    assert_sql(
        path.text,
        "SELECT count(*) FROM arealformal WHERE ST_Intersects(geom, BuildMbr(501000, 7000000, "
        "502000, 7000500, 25833)) AND fid NOT IN (SELECT ROWID FROM SpatialIndex WHERE "
        "f_table_name = 'arealformal' AND search_frame = BuildMbr(501000, 7000000, 502000, "
        "7000500, 25833))",
        "0");
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, rk_setup, rk_teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_spatialite_tables),
        CASE(test_geopackage_tables),
        CASE(test_partition_table_only_when_it_ran),
        CASE(test_conflict_tables_only_when_it_ran),
        CASE(test_spatialite_rows),
        CASE(test_geopackage_rows),
        CASE(test_spatialite_metadata),
        CASE(test_spatialite_can_be_edited),
        CASE(test_geopackage_metadata),
        CASE(test_own_coordinate_system),
        CASE(test_epsg_unknown_to_spatialite),
        CASE(test_styles),
        CASE(test_reader),
        CASE(test_reader_refuses_other_files),
        CASE(test_many_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
