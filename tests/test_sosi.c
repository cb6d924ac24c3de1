/* test_sosi.c - SOSI files: character sets, header, borders, arcs, references, and what is left
 * out with line and number. */
#include "read_kit.h"

/* Header in UTM 33, centimetres, then what the test says, then the end. */
static void sosi(kit *k, const char *charset, const char *body) {
    static char text[20000];
    snprintf(text, sizeof text,
             ".HODE\n%s%s%s..SOSI-VERSJON 4.5\n..TRANSPAR\n...KOORDSYS 23\n...ORIGO-NØ 7000000 "
             "400000\n...ENHET 0.01\n%s.SLUTT\n",
             *charset ? "..TEGNSETT " : "", charset, *charset ? "\n" : "", body);
    kit_write(k, "a.sos", text);
}

/* A square of 100 m as one border, and the area in it. */
#define SQUARE ".KURVE 1:\n..OBJTYPE KpGrense\n..NØ\n0 0\n0 10000\n10000 10000\n10000 0\n0 0\n"
#define AREA                                                                                       \
    ".FLATE 2:\n..OBJTYPE KpArealformålOmråde\n..KPAREALFORMÅL 1110\n..REF :1\n..NØ\n5000 5000\n"

static double area_of(const kit *k, size_t row) { return hn_plane_area(k->layer->geometry[row]); }

static size_t find_layer(kit *k, const char *name) {
    for (size_t i = 0; i < hn_opened_layers(k->opened); i++)
        if (strcmp(kit_info(k, i)->name, name) == 0) return i;
    fail_msg("no layer %s", name);
    return 0;
}

static void read_named(kit *k, const char *name) { kit_must_read(k, find_layer(k, name), 0, NULL); }

/* ---- what is SOSI ---- */

static void a_file_is_known_by_its_first_word(void **state) {
    kit *k = *state;
    kit_write(k, "plain", ".HODE\n");
    kit_write(k, "bom", "\xEF\xBB\xBF.HODE\n");
    kit_write(k, "comment", "! made by hand\r\n\r\n.HODE 0:\n");
    kit_write(k, "other", "<gml:FeatureCollection>");
    kit_write(k, "late", "text\n.HODE\n");
    kit_write(k, "empty", "");
    assert_true(hn_is_sosi(kit_path(k, "plain")));
    assert_true(hn_is_sosi(kit_path(k, "bom")));
    assert_true(hn_is_sosi(kit_path(k, "comment")));
    assert_false(hn_is_sosi(kit_path(k, "other")));
    assert_false(hn_is_sosi(kit_path(k, "late")));
    assert_false(hn_is_sosi(kit_path(k, "empty")));
    assert_false(hn_is_sosi(kit_path(k, "absent")));
    assert_false(hn_is_sosi(k->folder));
}

static void an_area_has_its_type_code_and_border(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8", SQUARE AREA);
    kit_must_open(k, "a.sos");
    assert_string_equal(hn_opened_driver(k->opened), "SOSI");
    assert_int_equal(hn_opened_layers(k->opened), 2);
    size_t number = find_layer(k, "KpArealformålOmråde");
    const hn_layer_info *info = kit_info(k, number);
    assert_string_equal(info->object_type, "KpArealformålOmråde");
    assert_string_equal(info->geometry_type, "Polygon");
    assert_int_equal(info->count, 1);
    assert_int_equal(hn_crs_epsg(info->crs), 25833);
    assert_true(info->extent_known && info->extent.xmin == 400000 && info->extent.ymax == 7000100);
    kit_must_read(k, number, 0, NULL);
    kit_counts(k, 1, 0);
    assert_string_equal(kit_value(k, 0, number, "KPAREALFORMÅL"), "1110");
    assert_true(area_of(k, 0) == 10000);
    assert_int_equal(k->layer->fid[0], 16); /* the line the area begins on */
    assert_int_equal(kit_count_files(k->folder), 1);
    assert_int_equal(k->result->remarks.count, 0);
}

static void every_type_is_a_layer_and_every_kind_of_it(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         SQUARE AREA ".PUNKT 3:\n..OBJTYPE KpPåskrift\n..NØ\n1 1\n"
                     ".SYMBOL 4:\n..OBJTYPE KpPåskrift\n..NØ\n2 2\n"
                     ".TEKST 5:\n..OBJTYPE KpPåskrift\n..STRENG \"H 530\"\n..NØ\n3 3\n9 9\n"
                     ".KURVE 6:\n..OBJTYPE KpPåskrift\n..NØ\n3 3\n9 9\n"
                     ".SVERM 7:\n..NØ\n1 1\n2 2\n3 3\n");
    kit_must_open(k, "a.sos");
    assert_int_equal(hn_opened_layers(k->opened), 5);
    read_named(k, "KpPåskrift"); /* points, symbols and texts together */
    kit_counts(k, 3, 0);
    assert_true(k->layer->geometry[1]->xy[0] == 400000.02);
    assert_string_equal(kit_value(k, 2, find_layer(k, "KpPåskrift"), "STRENG"), "H 530");
    assert_null(kit_value(k, 0, find_layer(k, "KpPåskrift"), "STRENG"));
    assert_true(k->layer->geometry[2]->points == 1); /* its place, not its drawing */
    read_named(k, "KpPåskrift_linje");
    kit_counts(k, 1, 0);
    read_named(k, "SVERM"); /* has no type: called by its geometry */
    assert_int_equal(k->layer->geometry[0]->points, 3);
}

/* ---- character sets ---- */

/* "Å" and the Ø of the coordinate key in the bytes of a character set. */
static void in_charset(kit *k, const char *header, const char *oe, const char *aa) {
    char text[2000];
    snprintf(text, sizeof text,
             ".HODE\n%s..TRANSPAR\n...KOORDSYS 23\n...ORIGO-N%s 0 0\n...ENHET 1\n"
             ".PUNKT 1:\n..OBJTYPE P\n..NAVN %sfjord\n..N%s\n7000000 400000\n.SLUTT\n",
             header, oe, aa, oe);
    kit_write(k, "c.sos", text);
    kit_must_open(k, "c.sos");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 1, 0);
    assert_string_equal(kit_value(k, 0, 0, "NAVN"), "Åfjord");
}

static void all_character_sets_are_read(void **state) {
    kit *k = *state;
    const struct {
        const char *header, *oe, *aa;
        int wrong; /* the header disagrees */
    } cases[] = {
        {"..TEGNSETT UTF-8\n", "Ø", "Å", 0},
        {"..TEGNSETT utf-8\n", "Ø", "Å", 0},
        {"..TEGNSETT ISO8859-1\n", "\xD8", "\xC5", 0},
        {"..TEGNSETT ISO8859-10\n", "\xD8", "\xC5", 0},
        {"..TEGNSETT ISO8859-15\n", "\xD8", "\xC5", 0},
        {"..TEGNSETT ANSI\n", "\xD8", "\xC5", 0},
        {"..TEGNSETT DOSN8\n", "\x9D", "\x8F", 0},
        {"..TEGNSETT ND7\n", "\\", "]", 0},
        {"..TEGNSETT DECN7\n", "\\", "]", 0},
        {"", "Ø", "Å", 1}, /* none stated */
        {"", "\xD8", "\xC5", 1},
        {"", "\x9D", "\x8F", 1},
        {"..TEGNSETT UTF-8\n", "\xD8", "\xC5", 1}, /* bytes that are no UTF-8 */
        {"..TEGNSETT UTF-8\n", "\x9D", "\x8F", 1},
        {"..TEGNSETT ISO8859-10\n", "Ø", "Å", 1}, /* bytes that are */
        {"..TEGNSETT ISO8859-1\n", "\x9D", "\x8F", 1},
        {"..TEGNSETT DOSN8\n", "\xD8", "\xC5", 1},
        {"..TEGNSETT EBCDIC\n", "\xD8", "\xC5", 1}, /* never heard of */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        in_charset(k, cases[i].header, cases[i].oe, cases[i].aa);
        if ((int)kit_remarks(k, "TEGNSETT_ANTATT") != cases[i].wrong)
            fail_msg("case %zu: %zu remarks", i, kit_remarks(k, "TEGNSETT_ANTATT"));
    }
}

static void sami_letters_survive(void **state) {
    kit *k = *state;
    kit_write(k, "s.sos",
              ".HODE\n..TEGNSETT ISO8859-10\n..TRANSPAR\n...KOORDSYS 25\n...ORIGO-N\xD8 "
              "0 0\n...ENHET 1\n.PUNKT 1:\n..NAVN \xC8\xE1\xF0\n..N\xD8\n7000000 "
              "400000\n.SLUTT\n");
    kit_must_open(k, "s.sos");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "NAVN"), "Čáð");
    assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25835);
}

static void a_mark_of_byte_order_is_no_part_of_the_text(void **state) {
    kit *k = *state;
    kit_write(k, "b.sos",
              "\xEF\xBB\xBF.HODE\r\n..TEGNSETT UTF-8\r\n..TRANSPAR\r\n...KOORDSYS 23\r\n"
              "...ORIGO-NØ 0 0\r\n...ENHET 0.01\r\n.PUNKT 1:\r\n..NAVN Å\r\n..NØ\r\n"
              "700000000 40000000\r\n.SLUTT\r\n");
    kit_must_open(k, "b.sos");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "NAVN"), "Å");
    assert_true(k->layer->geometry[0]->xy[1] == 7000000);
    assert_int_equal(k->result->remarks.count, 0);
}

/* ---- header ---- */

static void head(kit *k, const char *lines) {
    char text[1000];
    snprintf(text, sizeof text,
             ".HODE\n..TEGNSETT UTF-8\n..TRANSPAR\n%s.PUNKT 1:\n..NØ\n1 2\n.SLUTT\n", lines);
    kit_write(k, "h.sos", text);
}

static void systems_have_their_numbers(void **state) {
    kit *k = *state;
    const struct {
        int system, epsg;
    } cases[] = {{1, 27391},  {8, 27398},  {21, 25831}, {22, 25832}, {23, 25833},
                 {25, 25835}, {26, 25836}, {33, 23033}, {61, 32631}, {63, 32633},
                 {84, 4258},  {72, 4326},  {50, 4230},  {205, 5105}, {210, 5110},
                 {230, 5130}, {87, 0},     {99, 0},     {101, 0},    {999, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char lines[100];
        snprintf(lines, sizeof lines, "...KOORDSYS %d\n...ORIGO-NØ 0 0\n...ENHET 1\n",
                 cases[i].system);
        head(k, lines);
        kit_must_open(k, "h.sos");
        const hn_crs *crs = kit_info(k, 0)->crs;
        if ((crs ? hn_crs_epsg(crs) : 0) != cases[i].epsg)
            fail_msg("KOORDSYS %d became %s", cases[i].system, crs ? hn_crs_name(crs) : "none");
    }
}

static void an_unknown_system_must_be_given(void **state) {
    kit *k = *state;
    head(k, "...KOORDSYS 101\n...ORIGO-NØ 0 0\n...ENHET 1\n");
    kit_must_open(k, "h.sos");
    assert_int_equal(kit_read(k, 0, 25833, NULL), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "--assume-crs"));
    k->assume = 25832;
    kit_must_open(k, "h.sos");
    assert_int_equal(hn_crs_epsg(kit_info(k, 0)->crs), 25832);
    assert_int_equal(kit_remarks(k, "CRS_ANTATT"), 1);
    head(k, "...ORIGO-NØ 0 0\n...ENHET 1\n"); /* no KOORDSYS at all */
    kit_must_open(k, "h.sos");
    assert_int_equal(kit_remarks(k, "CRS_ANTATT"), 1);
}

static void a_header_that_gives_no_meaning_is_refused(void **state) {
    kit *k = *state;
    head(k, "...KOORDSYS 23\n...ORIGO-NØ 0 0\n");
    kit_fails(k, "h.sos", "ENHET");
    head(k, "...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 0\n");
    kit_fails(k, "h.sos", "ENHET");
    head(k, "...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET -1\n");
    kit_fails(k, "h.sos", "ENHET");
    head(k, "...KOORDSYS 23\n...ENHET 1\n");
    kit_fails(k, "h.sos", "ORIGO-NØ");
    head(k, "...KOORDSYS 23\n...ORIGO-NØ abc\n...ENHET 1\n");
    kit_fails(k, "h.sos", "ORIGO-NØ");
}

static void units_and_origin_make_coordinates(void **state) {
    kit *k = *state;
    head(k, "...KOORDSYS 23\n...ORIGO-NØ 100000 10000\n...ENHET 0.010\n");
    kit_must_open(k, "h.sos");
    kit_must_read(k, 0, 0, NULL);
    assert_true(k->layer->geometry[0]->xy[0] == 10000.02);
    assert_true(k->layer->geometry[0]->xy[1] == 100000.01);
    /* The decimal that a multiplication by 0.01 would miss. */
    kit_write(k, "h.sos",
              ".HODE\n..TEGNSETT UTF-8\n...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 0.01\n"
              ".PUNKT 1:\n..NØ\n674759383 47234049\n.SLUTT\n");
    kit_must_open(k, "h.sos");
    kit_must_read(k, 0, 0, NULL);
    assert_true(k->layer->geometry[0]->xy[1] == 6747593.83);
    assert_true(k->layer->geometry[0]->xy[0] == 472340.49);
}

static void a_file_without_end_may_be_cut_short(void **state) {
    kit *k = *state;
    kit_write(k, "h.sos",
              ".HODE\n..TEGNSETT UTF-8\n...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 1\n"
              ".PUNKT 1:\n..NØ\n7000000 400000");
    kit_must_open(k, "h.sos");
    assert_int_equal(kit_remarks(k, "SOSI_SLUTT_MANGLER"), 1);
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 1, 0);
    head(k, "...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 1\n");
    kit_must_open(k, "h.sos");
    assert_int_equal(kit_remarks(k, "SOSI_SLUTT_MANGLER"), 0);
}

/* ---- text ---- */

static void values_are_what_stands_there(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         ".PUNKT 1: ! a comment\n..OBJTYPE P\n..NAVN \"Nord!havn\" ! not part of it\n"
         "..EIER 'Avinor AS'\n..KVALITET 22 18\n..DELER \"FKB\" \"3.4 eller eldre\"\n"
         "..IDENT\n...LOKALID abc-1\n...NAVNEROM http://x\n"
         "..INFO en linje\nog en til\n..RPAREALFORMÅL 1110\n..RPAREALFORMÅL 2010\n..TOM\n..NØ\n1 "
         "1\n");
    kit_must_open(k, "a.sos");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "NAVN"), "Nord!havn");
    assert_string_equal(kit_value(k, 0, 0, "EIER"), "Avinor AS");
    assert_string_equal(kit_value(k, 0, 0, "KVALITET"), "22 18");
    assert_string_equal(kit_value(k, 0, 0, "DELER"), "\"FKB\" \"3.4 eller eldre\"");
    assert_string_equal(kit_value(k, 0, 0, "LOKALID"), "abc-1");
    assert_string_equal(kit_value(k, 0, 0, "INFO"), "en linje og en til");
    assert_string_equal(kit_value(k, 0, 0, "RPAREALFORMÅL"), "1110,2010"); /* both are kept */
    for (size_t i = 0; i < kit_info(k, 0)->fields; i++) {
        assert_string_not_equal(kit_info(k, 0)->field[i], "IDENT"); /* only a group */
        assert_string_not_equal(kit_info(k, 0)->field[i], "TOM");
    }
}

static void coordinates_stand_as_they_may(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         ".KURVE 1:\n..OBJTYPE K\n..NØ 0 0 ...KP 1\n..NØ\n100 0\n  100\t100   ...KP 1 !knot\n"
         "...KP 2\n\n200 100\n"
         ".DEF\n..NAVN T5\n..NØ T9\n" /* a definition is no object */
         ".KURVE 2:\n..OBJTYPE K\n..NØH\n0 0 1500\n100 100 1600\n"
         ".KURVE 3:\n..OBJTYPE K\n..NØ\n0 0 17\n100 100 18\n"
         ".KURVE 4:\n..OBJTYPE K\n..NØ\n0 0 100 100 200 0\n");
    kit_must_open(k, "a.sos");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 4, 0);
    assert_int_equal(k->layer->geometry[0]->points, 4);
    assert_int_equal(k->layer->geometry[1]->points, 2); /* heights are no coordinates */
    assert_true(k->layer->geometry[1]->xy[2] == 400001 && k->layer->geometry[1]->xy[3] == 7000001);
    assert_int_equal(k->layer->geometry[2]->points, 2);
    assert_int_equal(k->layer->geometry[3]->points, 3);
    assert_int_equal(kit_remarks(k, "HOYDE_DROPPET"), 1);
}

static void nonsense_names_its_line(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8", ".KURVE 1:\n..NØ\n0 0\n1 x\n");
    kit_fails(k, "a.sos", "linje 11");
    sosi(k, "UTF-8", ".KURVE 1:\n..NØ\n0 0\n17\n");
    kit_fails(k, "a.sos", "linje 11");
    sosi(k, "UTF-8", ".FLATE 1:\n..REF :1 :x\n");
    kit_fails(k, "a.sos", "linje 9");
}

static void bytes_of_zero_do_not_end_the_file(void **state) {
    kit *k = *state;
    static const char text[] = ".HODE\n..TEGNSETT UTF-8\n...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET "
                               "1\n.PUNKT 1:\n..NAVN a\0b\n..NØ\n7000000 400000\n.SLUTT\n";
    kit_write_bytes(k, "z.sos", text, sizeof text - 1);
    kit_must_open(k, "z.sos");
    kit_must_read(k, 0, 0, NULL);
    assert_string_equal(kit_value(k, 0, 0, "NAVN"), "a b");
}

/* ---- borders ---- */

#define SIDE(n, a, b) ".KURVE " #n ":\n..OBJTYPE G\n..NØ\n" a "\n" b "\n"
#define FOUR_SIDES                                                                                 \
    SIDE(11, "0 0", "0 10000")                                                                     \
    SIDE(12, "10000 10000", "0 10000") SIDE(13, "10000 10000", "10000 0") SIDE(14, "10000 0", "0 0")
#define HOLE                                                                                       \
    SIDE(21, "2000 2000", "2000 4000")                                                             \
    SIDE(22, "2000 4000", "4000 4000") SIDE(23, "4000 4000", "2000 2000")

static void borders_run_both_ways_and_leave_islands_out(void **state) {
    kit *k = *state;
    /* Areas may come before their borders, and references go on in the next line. */
    sosi(k, "UTF-8",
         ".FLATE 1:\n..OBJTYPE A\n..REF :11 :-12\n:13 :14 (:21 :22\n:23)\n..NØ\n1 1\n" FOUR_SIDES
             HOLE);
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 1, 0);
    const hn_geometry *g = k->layer->geometry[0];
    assert_int_equal(g->rings, 2);
    assert_true(area_of(k, 0) == 10000 - 200);
    assert_int_equal(g->points, 5 + 4);
}

static void an_island_may_be_another_area(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         FOUR_SIDES HOLE ".FLATE 5:\n..OBJTYPE A\n..REF :21 :22 :23\n..NØ\n1 1\n"
                         ".FLATE 6:\n..OBJTYPE A\n..REF :11 :-12 :13 :14 (:5)\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 2, 0);
    assert_true(area_of(k, 0) == 200 && area_of(k, 1) == 9800);
}

static void left_out(kit *k, const char *code, int line, const char *id, const char *word) {
    const hn_remark *remark = kit_remark(k, code);
    assert_int_equal(remark->linje, line);
    assert_string_equal(remark->kilde_id, id);
    assert_string_equal(remark->kilde, "a.sos");
    assert_string_equal(remark->alvor, "advarsel");
    if (!strstr(remark->tekst, word)) fail_msg("'%s' does not say '%s'", remark->tekst, word);
}

static void a_missing_border_leaves_the_area_out(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         FOUR_SIDES ".FLATE 1:\n..OBJTYPE A\n..REF :11 :-12 :99 :14\n..NØ\n1 1\n"
                    ".FLATE 2:\n..OBJTYPE A\n..REF :11 :-12 :13 :14\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 2, 1);
    left_out(k, "SOSI_REF_MANGLER", 28, "1", "99");
    assert_true(area_of(k, 0) == 10000); /* the other one is there */
}

static void a_missing_island_leaves_the_area_out(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         FOUR_SIDES ".FLATE 1:\n..OBJTYPE A\n..REF :11 :-12 :13 :14 (:-33)\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 1, 1);
    left_out(k, "SOSI_REF_MANGLER", 28, "1", "33");
}

static void a_gap_is_not_closed_across(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         FOUR_SIDES ".FLATE 1:\n..OBJTYPE A\n..REF :11 :-12 :14\n..NØ\n1 1\n"
                    ".FLATE 2:\n..OBJTYPE A\n..REF :11 :-12 :13\n..NØ\n1 1\n"
                    ".FLATE 3:\n..OBJTYPE A\n..REF :11 :12 :13 :14\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 3, 2); /* inside, and at the end */
    left_out(k, "SOSI_GRENSE_AAPEN", 28, "1", "lukker seg ikke");
    assert_int_equal(kit_remarks(k, "SOSI_GRENSE_AAPEN"), 2);
    /* Turned the wrong way it still joins, and says so. */
    left_out(k, "SOSI_GRENSE_ORDNET", 38, "3", "FLATE 3");
    assert_true(area_of(k, 0) == 10000);
}

static void rounding_apart_is_no_gap(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         SIDE(1, "0 0", "0 10000") SIDE(2, "1 10001", "10000 10000")
             SIDE(3, "10000 9999", "1 1") ".FLATE 9:\n..OBJTYPE A\n..REF :1 :2 :3\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 1, 0);
    const hn_geometry *g = k->layer->geometry[0];
    assert_true(g->xy[0] == g->xy[2 * g->points - 2] && g->xy[1] == g->xy[2 * g->points - 1]);
    assert_true(fabs(area_of(k, 0) - 5000) < 3);
}

static void areas_may_have_coordinates_of_their_own(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         ".FLATE 1:\n..OBJTYPE A\n..NØ\n0 0\n0 1000\n1000 1000\n1000 0\n0 0\n"
         ".FLATE 2:\n..OBJTYPE A\n..NØ\n500 500\n0 0\n0 1000\n1000 1000\n1000 0\n0 0\n"
         ".FLATE 3:\n..OBJTYPE A\n..NØ\n500 500\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 3, 1);
    assert_true(area_of(k, 0) == 100 && area_of(k, 1) == 100);
    left_out(k, "SOSI_REF_MANGLER", 25, "3", "ingen grense");
}

static void circular_references_end(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         ".FLATE 1:\n..OBJTYPE A\n..REF :2\n..NØ\n1 1\n"
         ".FLATE 2:\n..OBJTYPE A\n..REF :1\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 2, 2);
}

static void what_is_kept_with_a_word(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         ".KLOTOIDE 1:\n..OBJTYPE B\n..NØ\n0 0\n0 10000\n"
         ".KURVE 2:\n..OBJTYPE B\n..NØ\n1 10001\n10000 10000\n0 0\n"
         ".KURVE 2:\n..OBJTYPE B\n..NØ\n1 1\n2 2\n...KVALITET 1\n3 3\n"
         ".FLATE 3:\n..OBJTYPE A\n..LOKALID x-3\n..REF :1 :-2\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    const hn_remark *point = kit_remark(k, "SOSI_PUNKTEGENSKAP");
    assert_int_equal(point->linje, 24);
    size_t number = find_layer(k, "A");
    kit_must_read(k, number, 0, "LOKALID");
    kit_counts(k, 1, 0);
    assert_true(fabs(area_of(k, 0) - 5000) < 1);
    left_out(k, "SOSI_KURVE_FORENKLET", 26, "x-3", "FLATE 3: KLOTOIDE");
    left_out(k, "SOSI_GRENSE_LUKKET", 26, "x-3", "0.0141421");
    left_out(k, "SOSI_GRENSE_ORDNET", 26, "x-3", "FLATE 3");
    left_out(k, "SOSI_NUMMER_DOBBELT", 26, "x-3", "nummer 2");
    read_named(k, "B");
    kit_counts(k, 3, 0);
    assert_int_equal(kit_remark(k, "SOSI_KURVE_FORENKLET")->linje, 26); /* and once more for B */
    assert_int_equal(kit_remarks(k, "SOSI_KURVE_FORENKLET"), 2);
}

static void islands_in_islands_are_one_feature(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         SQUARE HOLE ".KURVE 31:\n..NØ\n2500 3000\n2500 3500\n3000 3500\n2500 3000\n"
                     ".FLATE 6:\n..OBJTYPE A\n..REF :1 (:21 :22 :23 (:31))\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 1, 0);
    assert_int_equal(k->layer->geometry[0]->parts, 2);
    assert_true(fabs(area_of(k, 0) - (10000 - 200 + 12.5)) < 1e-6);
}

static void an_unknown_system_is_named(void **state) {
    kit *k = *state;
    head(k, "...KOORDSYS 52\n...ORIGO-NØ 0 0\n...ENHET 1\n");
    kit_must_open(k, "h.sos");
    assert_int_equal(kit_read(k, 0, 25833, NULL), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "KOORDSYS 52 NGO 56B (Møre)"));
    assert_non_null(strstr(hensyn_message(k->ctx), "--assume-crs"));
    head(k,
         "...KOORDSYS 23\n...ORIGO-NØ 0 0\n...ENHET 1\n..OMRÅDE\n...MIN-NØ 0 0\n...MAX-NØ 9 0\n");
    kit_must_open(k, "h.sos");
    assert_int_equal(kit_remarks(k, "SOSI_OMRADE_AVVIK"), 1);
}

static void a_layer_can_be_read_again(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         SQUARE AREA ".FLATE 3:\n..OBJTYPE KpArealformålOmråde\n..KPAREALFORMÅL 2010\n..REF "
                     ":9\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos");
    size_t number = find_layer(k, "KpArealformålOmråde");
    assert_int_equal(kit_info(k, number)->count, 2);
    for (int i = 0; i < 3; i++) {
        kit_must_read(k, number, 0, NULL);
        kit_counts(k, 2, 1);
        read_named(k, "KpGrense");
        kit_counts(k, 1, 0);
    }
    /* What a subset leaves out is not counted, with geometry or without. */
    kit_must_open(k, "a.sos|layername=KpArealformålOmråde|subset=\"KPAREALFORMÅL\" = '2010'");
    assert_int_equal(kit_info(k, 0)->count, 1);
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 1, 1);
}

static void opening_can_be_cancelled(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8", SQUARE AREA);
    kit_must_open(k, "a.sos");
    hensyn_cancel(k->ctx);
    assert_int_equal(kit_read(k, 0, 0, NULL), HENSYN_CANCELLED);
    assert_int_equal(kit_open(k, "a.sos"), HENSYN_CANCELLED);
}

/* ---- arcs ---- */

static void an_arc_through_three_points_is_that_arc(void **state) {
    kit *k = *state;
    /* North, west, south of a circle of 100 m: GDAL's reader takes the eastern half. */
    sosi(k, "UTF-8",
         ".BUEP 1:\n..OBJTYPE B\n..NØ\n10000 0 ...KP 1\n..NØ\n0 -10000\n-10000 0 ...KP 1\n");
    kit_must_open(k, "a.sos");
    read_named(k, "B");
    const hn_geometry *g = k->layer->geometry[0];
    assert_true(g->box.xmin == 399900 && g->box.xmax <= 400000 + 1e-6);
    assert_true(fabs(hn_plane_length(g) - 100 * 3.14159265) < 0.05);
}

static void an_area_of_arc_and_chord(void **state) {
    kit *k = *state;
    /* Three quarters of a circle and the chord: the arc is longer than a half. */
    sosi(k, "UTF-8",
         ".BUEP 1:\n..OBJTYPE B\n..NØ\n10000 0\n-7071 -7071\n0 10000\n"
         ".KURVE 2:\n..OBJTYPE B\n..NØ\n0 10000\n10000 0\n"
         ".FLATE 3:\n..OBJTYPE A\n..REF :1 :2\n..NØ\n0 0\n"
         ".FLATE 4:\n..OBJTYPE A\n..REF :-2 :-1\n..NØ\n0 0\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 2, 0);
    double expected = 1e4 * 3.14159265358979 * 3 / 4 + 5000; /* sector and triangle */
    assert_true(fabs(area_of(k, 0) - expected) < 5);         /* 1 cm along 471 m */
    assert_true(fabs(area_of(k, 0) - area_of(k, 1)) < 1e-6);
}

static void circles_are_drawn(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         ".SIRKELP 1:\n..OBJTYPE S\n..NØ\n1000 0\n0 1000\n-1000 0\n"
         ".SIRKEL 2:\n..OBJTYPE S\n..RADIUS 10\n..NØ\n0 0\n"
         ".FLATE 3:\n..OBJTYPE A\n..REF :1\n..NØ\n0 0\n"
         ".FLATE 4:\n..OBJTYPE A\n..REF :2\n..NØ\n0 0\n");
    kit_must_open(k, "a.sos");
    read_named(k, "A");
    kit_counts(k, 2, 0);
    for (size_t i = 0; i < 2; i++)
        assert_true(fabs(area_of(k, i) - 100 * 3.14159265) < 0.6);
}

static void what_cannot_be_drawn_is_left_out(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         ".BUEP 1:\n..OBJTYPE B\n..NØ\n0 0\n1 1\n"
         ".SIRKELP 2:\n..OBJTYPE B\n..NØ\n0 0\n1 1\n2 2\n"
         ".SIRKEL 3:\n..OBJTYPE B\n..NØ\n0 0\n"
         ".TRASE 4:\n..OBJTYPE B\n..NØ\n0 0\n1 1\n"
         ".KURVE 5:\n..OBJTYPE B\n..NØ\n0 0\n"
         ".FLATE 6:\n..OBJTYPE A\n..REF :4 :5\n..NØ\n1 1\n"
         ".PUNKT 7:\n..OBJTYPE P\n");
    kit_must_open(k, "a.sos");
    read_named(k, "B");
    kit_counts(k, 4, 4);
    assert_int_equal(kit_remarks(k, "SOSI_GEOMETRI_UKJENT"), 4);
    read_named(k, "B_annet");
    kit_counts(k, 1, 1);
    assert_int_equal(kit_remarks(k, "SOSI_GEOMETRI_UKJENT"), 5);
    read_named(k, "A");
    kit_counts(k, 1, 1);
    left_out(k, "SOSI_REF_MANGLER", 32, "6", "TRASE");
    read_named(k, "P");
    left_out(k, "UTEN_GEOMETRI", 37, "7", "ingen koordinater");
    k->strict = true;
    kit_must_open(k, "a.sos");
    assert_int_equal(kit_read(k, find_layer(k, "B"), 0, NULL), HENSYN_INPUT);
    assert_non_null(strstr(hensyn_message(k->ctx), "linje 8"));
}

static void the_order_of_the_file_is_kept(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         ".PUNKT 900:\n..OBJTYPE P\n..NØ\n1 1\n.PUNKT 5:\n..OBJTYPE P\n..NØ\n2 2\n"
         ".PUNKT 5:\n..OBJTYPE P\n..NØ\n3 3\n.PUNKT 1:\n..OBJTYPE P\n..NØ\n4 4\n");
    kit_must_open(k, "a.sos");
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 4, 0);
    for (int i = 0; i < 4; i++) {
        assert_true(k->layer->geometry[i]->xy[0] == 400000 + (i + 1) / 100.0);
        assert_int_equal(k->layer->position[i], i + 1);
    }
}

static void layers_can_be_named_and_filtered(void **state) {
    kit *k = *state;
    sosi(k, "UTF-8",
         SQUARE AREA ".FLATE 3:\n..OBJTYPE KpArealformålOmråde\n..KPAREALFORMÅL 2010\n..REF "
                     ":1\n..NØ\n1 1\n");
    kit_must_open(k, "a.sos|layername=KpArealformålOmråde|subset=\"KPAREALFORMÅL\" = '2010'");
    assert_int_equal(hn_opened_layers(k->opened), 1);
    assert_int_equal(kit_info(k, 0)->count, 1);
    kit_must_read(k, 0, 0, NULL);
    kit_counts(k, 1, 0);
    assert_string_equal(kit_value(k, 0, 0, "KPAREALFORMÅL"), "2010");
    kit_fails(k, "a.sos|layername=Nope", "KpGrense, KpArealformålOmråde");
}

/* ---- real files ---- */

static void real_files_are_read_whole(void **state) {
    kit *k = *state;
    kit_need_data();
    const struct {
        const char *file, *layer;
        int objects, used;
        double area; /* m2 in the plane; 0: not of areas */
    } cases[] = {
        {"valgkretser_ISO8859-10.SOS", "Valgkrets", 7, 7, 1336983012.728}, /* as GDAL reads it */
        {"1001_Hoyde.sos", "Høydelag", 71, 71, 0},
        {"1421_Navn_iso.sos", "Skrivemåte", 3055, 3055, 0},
        {"1421_Navn_utf8.sos", "Skrivemåte", 3055, 3055, 0},
        {"buer.sos", "RpGrense", 21, 21, 0},
        {"flate_oy.sos", "Mahogney", 3, 3, 100 + 2 * (1e6 - 100)},
        {"non-linear.sos", "Mahogney", 2, 0, 0},
        {"naturvernomraade.sos", "Naturvernområde", 17, 17, 0},
        {"kurvetest.sos", "EiendomsGrense", 1, 1, 0},
        {"testfile1.sos", "EiendomsGrense", 2, 2, 0},
        {"testfile2.sos", "Innsjø", 97, 97, 0},
        {"flatetest.sos", "Tank", 1, 1, 44.1104}, /* as GDAL reads it */
        {"punkttest.sos", "Fastmerke", 1, 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/sosi/%s", HENSYN_TEST_DATA, cases[i].file);
        kit_must_open(k, path);
        read_named(k, cases[i].layer);
        kit_counts(k, cases[i].objects, cases[i].objects - cases[i].used);
        double sum = 0;
        for (size_t row = 0; row < k->layer->count; row++)
            sum += area_of(k, row);
        if (cases[i].area > 0 && fabs(sum - cases[i].area) > 1e-3)
            fail_msg("%s: %.3f m2", cases[i].file, sum);
    }
}

static void the_same_names_in_two_character_sets_are_the_same(void **state) {
    kit *k = *state;
    kit_need_data();
    kit_must_open(k, HENSYN_TEST_DATA "/sosi/1421_Navn_utf8.sos");
    kit_must_read(k, 0, 0, NULL);
    char *kept[50];
    for (size_t i = 0; i < 50; i++)
        kept[i] = strdup(kit_value(k, i * 60, 0, "STRENG"));
    kit_must_open(k, HENSYN_TEST_DATA "/sosi/1421_Navn_iso.sos");
    kit_must_read(k, 0, 0, NULL);
    for (size_t i = 0; i < 50; i++) {
        assert_string_equal(kit_value(k, i * 60, 0, "STRENG"), kept[i]);
        free(kept[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_file_is_known_by_its_first_word),
        KIT_TEST(an_area_has_its_type_code_and_border),
        KIT_TEST(every_type_is_a_layer_and_every_kind_of_it),
        KIT_TEST(all_character_sets_are_read),
        KIT_TEST(sami_letters_survive),
        KIT_TEST(a_mark_of_byte_order_is_no_part_of_the_text),
        KIT_TEST(systems_have_their_numbers),
        KIT_TEST(an_unknown_system_must_be_given),
        KIT_TEST(a_header_that_gives_no_meaning_is_refused),
        KIT_TEST(units_and_origin_make_coordinates),
        KIT_TEST(a_file_without_end_may_be_cut_short),
        KIT_TEST(values_are_what_stands_there),
        KIT_TEST(coordinates_stand_as_they_may),
        KIT_TEST(nonsense_names_its_line),
        KIT_TEST(bytes_of_zero_do_not_end_the_file),
        KIT_TEST(borders_run_both_ways_and_leave_islands_out),
        KIT_TEST(an_island_may_be_another_area),
        KIT_TEST(a_missing_border_leaves_the_area_out),
        KIT_TEST(a_missing_island_leaves_the_area_out),
        KIT_TEST(a_gap_is_not_closed_across),
        KIT_TEST(rounding_apart_is_no_gap),
        KIT_TEST(areas_may_have_coordinates_of_their_own),
        KIT_TEST(circular_references_end),
        KIT_TEST(what_is_kept_with_a_word),
        KIT_TEST(islands_in_islands_are_one_feature),
        KIT_TEST(an_unknown_system_is_named),
        KIT_TEST(a_layer_can_be_read_again),
        KIT_TEST(opening_can_be_cancelled),
        KIT_TEST(an_arc_through_three_points_is_that_arc),
        KIT_TEST(an_area_of_arc_and_chord),
        KIT_TEST(circles_are_drawn),
        KIT_TEST(what_cannot_be_drawn_is_left_out),
        KIT_TEST(the_order_of_the_file_is_kept),
        KIT_TEST(layers_can_be_named_and_filtered),
        KIT_TEST(real_files_are_read_whole),
        KIT_TEST(the_same_names_in_two_character_sets_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
