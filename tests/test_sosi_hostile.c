/* test_sosi_hostile.c - SOSI files that are cut off, absurd or made to hurt: an error or a listed
 * object, never a crash, a hang or memory out of proportion; and readers side by side. */
#include "sosi_kit.h"

#include <pthread.h>
#include <sys/resource.h>

static const char whole[] = KIT_HEAD
    "..OMRÅDE\n...MIN-NØ 0 0\n...MAX-NØ 100 100\n"
    ".KURVE 1:\n..OBJTYPE G\n..KVALITET 22 18\n..NØ\n0 0 ...KP 1\n..NØ\n0 10000\n10000 10000\n"
    ".BUEP 2:\n..OBJTYPE G\n..NØH\n10000 10000 5\n9000 9000 6\n10000 0 7\n"
    ".KURVE 3:\n..OBJTYPE G\n..NØ\n10000 0\n0 0\n"
    ".KURVE 4:\n..OBJTYPE G\n..NØ\n2000 2000\n3000 3000\n2000 3000\n2000 2000\n"
    ".FLATE 5:\n..OBJTYPE Område\n..NAVN \"Ytre\nØy\"\n..IDENT\n...LOKALID a-1\n"
    "..REF :1 :2 :3 (:-4)\n..NØ\n500 500\n"
    ".TEKST 6:\n..STRENG 'H 530'\n..NØ\n1 1\n2 2\n.SLUTT\n";

/* Walks all objects and looks at everything they point to. */
static size_t walk(sosi_kit *k) {
    size_t count = 0;
    double sum = 0;
    while (sosi_next(k->reader, &k->object) == SOSI_OK) {
        const sosi_object *o = k->object;
        for (size_t i = 0; i < 2 * o->geometry.points; i++)
            sum += o->geometry.xy[i];
        for (size_t i = 0; i < o->attributes; i++)
            sum += (double)(strlen(o->attribute[i].key) + strlen(o->attribute[i].value));
        count++;
    }
    assert_true(isfinite(sum));
    return count;
}

static void a_file_cut_anywhere_ends_well(void **state) {
    sosi_kit *k = *state;
    size_t opened = 0;
    for (size_t size = 0; size < sizeof whole; size++) {
        char *copy = malloc(size + 1); /* so that a byte too many is seen by the sanitizer */
        assert_non_null(copy);
        memcpy(copy, whole, size);
        sosi_status status = kit_open_bytes(k, copy, size);
        assert_true(status == SOSI_OK || status == SOSI_SYNTAX);
        if (status == SOSI_OK) {
            opened++;
            walk(k);
            bool finished =
                strstr(memcpy(memset(copy, 0, size + 1), whole, size), ".SLUTT") != NULL;
            assert_int_equal(kit_file_problem(k, SOSI_END_LACKS) == NULL, finished);
        } else {
            assert_int_not_equal(sosi_failure(k->reader)->code, SOSI_NO_PROBLEM);
        }
        sosi_close(k->reader);
        k->reader = NULL;
        free(copy);
    }
    assert_true(opened > sizeof whole / 2);
}

static void chunks_of_any_size_are_the_same_file(void **state) {
    sosi_kit *k = *state;
    for (k->chunk = 0; k->chunk < 40; k->chunk++) {
        kit_open(k, whole);
        assert_int_equal(walk(k), 6);
        kit_find(k, 5);
        assert_string_equal(kit_value(k, "NAVN"), "Ytre Øy");
        assert_int_equal(k->object->geometry.rings, 2);
        assert_int_equal(k->object->line, 38);
    }
}

static void an_input_that_fails_is_told(void **state) {
    sosi_kit *k = *state;
    k->chunk = 16;
    for (k->fails_at = 1; k->fails_at < sizeof whole - 1; k->fails_at += 7) {
        assert_int_equal(kit_open_bytes(k, whole, sizeof whole - 1), SOSI_IO);
        assert_int_equal(sosi_failure(k->reader)->code, SOSI_CANNOT_READ);
    }
}

/* The file becomes another one between the passes. */
static void a_file_that_changes_meanwhile_is_refused(void **state) {
    sosi_kit *k = *state;
    kit_open(k, whole);
    static const char other[] = KIT_HEAD ".KURVE 1:\n..OBJTYPE Annet\n..NØ\n0 0\n1 1\n.SLUTT\n";
    k->bytes = other;
    k->size = sizeof other - 1;
    assert_int_equal(sosi_select(k->reader, SIZE_MAX), SOSI_OK);
    assert_int_equal(sosi_next(k->reader, &k->object), SOSI_IO);
    assert_null(k->object);
}

/* ---- absurd ---- */

/* head, then count times what, then tail; freed by the caller. */
static char *repeated(const char *head, const char *what, size_t count, const char *tail) {
    size_t size = strlen(what);
    char *text = malloc(strlen(head) + count * size + strlen(tail) + 1), *to;
    assert_non_null(text);
    strcpy(text, head);
    to = text + strlen(head);
    for (size_t i = 0; i < count; i++, to += size)
        memcpy(to, what, size);
    strcpy(to, tail);
    return text;
}

static void lines_of_a_million_characters(void **state) {
    sosi_kit *k = *state;
    enum { MANY = 1000000 };
    char *text = repeated(KIT_HEAD ".PUNKT 1:\n..NAVN ", "x", MANY, "\n..NØ\n1 1\n.SLUTT\n");
    kit_open(k, text);
    assert_true(kit_next(k));
    assert_int_equal(strlen(kit_value(k, "NAVN")), MANY);
    free(text);
    text = repeated(KIT_HEAD ".KURVE 1:\n..NØ\n", "1 2 ", MANY / 4, "\n.SLUTT\n");
    kit_open(k, text);
    assert_true(kit_next(k));
    assert_int_equal(k->object->geometry.points, MANY / 4);
    free(text);
    text = repeated(KIT_HEAD ".FLATE 1:\n..REF ", ":7 ", MANY / 3, "\n.SLUTT\n");
    kit_open(k, text);
    assert_true(kit_next(k));
    assert_non_null(kit_problem(k, SOSI_REFERENCE_LACKS));
    free(text);
    text = repeated(KIT_HEAD ".PUNKT 1:\n", ".", MANY, "A b\n..NØ\n1 1\n.SLUTT\n");
    kit_open(k, text);
    assert_true(kit_next(k));
    assert_int_equal(k->object->attribute[0].level, 31);
    assert_string_equal(kit_value(k, "A"), "b");
    free(text);
    text = repeated(KIT_HEAD ".PUNKT ", "9", MANY, ":\n..NØ\n1 1\n.SLUTT\n");
    kit_open(k, text);
    assert_true(kit_next(k));
    assert_int_equal(k->object->serial, 0);
    free(text);
}

static void endless_lines_are_refused(void **state) {
    sosi_kit *k = *state;
    char *text = repeated(KIT_HEAD ".PUNKT 1:\n..NAVN ", "xxxxxxxxxxxxxxxx", 5000000, "");
    assert_int_equal(kit_open_bytes(k, text, strlen(text)), SOSI_SYNTAX);
    assert_int_equal(sosi_failure(k->reader)->code, SOSI_LINE_TOO_LONG);
    free(text);
}

static void deep_nesting_is_refused(void **state) {
    sosi_kit *k = *state;
    char *text = repeated(KIT_HEAD ".FLATE 1:\n..REF :1 ", "(", 100000, "\n.SLUTT\n");
    kit_refuses(k, text, SOSI_NOT_UNDERSTOOD, 10);
    free(text);
    text = repeated(KIT_HEAD ".FLATE 1:\n..REF :8 ", "(:9 ", 31, "\n.SLUTT\n");
    kit_open(k, text);
    assert_true(kit_next(k));
    assert_non_null(kit_problem(k, SOSI_REFERENCE_LACKS));
    free(text);
}

/* Numbers that announce sizes are only numbers. */
static void announced_points_are_not_believed(void **state) {
    sosi_kit *k = *state;
    kit_body(k,
             ".KURVE 1000000000:\n..ANTALL 1000000000\n..PUNKTANTALL 999999999999\n..NØ\n0 0\n1 1\n"
             ".RASTER 2:\n..ANTPIX 1000000000 1000000000\n");
    assert_true(kit_next(k));
    kit_points(k, 0, 0, 0.01, 0.01);
    assert_true(kit_next(k));
    assert_non_null(kit_problem(k, SOSI_FORM_UNREAD));
}

static void too_many_types_are_refused(void **state) {
    sosi_kit *k = *state;
    static char text[1200000];
    size_t at = (size_t)snprintf(text, sizeof text, KIT_HEAD);
    for (int i = 0; i < 5000; i++)
        at += (size_t)snprintf(text + at, sizeof text - at,
                               ".PUNKT %d:\n..OBJTYPE T%d\n..NØ\n1 1\n", i, i);
    kit_refuses(k, text, SOSI_TOO_MANY_TYPES, 8 + 4 * 4097 + 1);
    at = (size_t)snprintf(text, sizeof text, KIT_HEAD ".PUNKT 1:\n");
    for (int i = 0; i < 65536; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "..K%x 1\n", i);
    snprintf(text + at, sizeof text - at, ".SLUTT\n");
    kit_open(k, text);
    snprintf(text + at, sizeof text - at, "..LAST 1\n.SLUTT\n");
    assert_int_equal(kit_open_bytes(k, text, strlen(text)), SOSI_SYNTAX);
    assert_int_equal(sosi_failure(k->reader)->code, SOSI_TOO_MANY_TYPES);
}

/* Areas that refer to areas that refer to areas, each many times: the work must not multiply. */
static void references_do_not_explode(void **state) {
    sosi_kit *k = *state;
    static char text[400000];
    size_t at = (size_t)snprintf(text, sizeof text, KIT_HEAD ".KURVE 1:\n..NØ\n");
    for (int i = 0; i < 5000; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%d %d\n", i, i * i % 97);
    for (int level = 2; level < 7; level++) {
        at += (size_t)snprintf(text + at, sizeof text - at, ".FLATE %d:\n..REF", level);
        for (int i = 0; i < 10000; i++)
            at += (size_t)snprintf(text + at, sizeof text - at, " :%d", level - 1);
        at += (size_t)snprintf(text + at, sizeof text - at, "\n");
    }
    kit_open(k, text);
    while (kit_next(k))
        assert_true(k->object->geometry.points <= 10000);
}

/* Arcs as large as numbers can be make few points of few bytes, not a million each. */
static void huge_arcs_are_refused(void **state) {
    sosi_kit *k = *state;
    kit_body(k, ".BUEP 1:\n..NØ\n0 0\n100000000000 100000000000\n0 200000000000\n"
                ".SIRKEL 2:\n..RADIUS 1000000000\n..NØ\n0 0\n"
                ".SIRKELP 3:\n..NØ\n0 0\n100000000000 100000000000\n0 200000000000\n"
                ".SIRKEL 4:\n..RADIUS 100000\n..NØ\n0 0\n.FLATE 5:\n..REF :2\n"
                ".BUEP 6:\n..NØ\n0 0\n10000 500000000\n0 1000000000\n");
    const size_t drawn[] = {0, 0, 0, 1, 0, 1};
    for (size_t i = 0; i < 6; i++) {
        assert_true(kit_next(k));
        assert_int_equal(kit_problem(k, SOSI_NOT_DRAWN) == NULL, drawn[i]);
        assert_int_equal(k->object->geometry.points > 0, drawn[i]);
        assert_true(k->object->geometry.points <= 8192);
    }
}

static void areas_of_very_many_arcs_are_refused(void **state) {
    sosi_kit *k = *state;
    enum { ARCS = 700 };
    static char text[200000];
    int at = sprintf(text, KIT_HEAD);
    for (int i = 1; i <= ARCS; i++)
        at += sprintf(text + at, ".SIRKEL %d:\n..RADIUS 100000\n..NØ\n%d 0\n", i, i);
    at += sprintf(text + at, ".FLATE 9999:\n..REF :1");
    for (int i = 2; i <= ARCS; i++)
        at += sprintf(text + at, " (:%d)", i);
    sprintf(text + at, "\n.SLUTT\n");
    kit_open(k, text);
    kit_find(k, 9999);
    assert_non_null(kit_problem(k, SOSI_NOT_DRAWN));
    assert_int_equal(k->object->geometry.points, 0);
}

/* Many curves that end in one point: looking for the next one must not go through all of them. */
static void a_star_of_borders_is_walked_in_time(void **state) {
    sosi_kit *k = *state;
    enum { RAYS = 20000 };
    char *text = malloc(RAYS * 80 + 1000);
    assert_non_null(text);
    int at = sprintf(text, KIT_HEAD);
    for (int i = 1; i <= RAYS; i++)
        at += sprintf(text + at, ".KURVE %d:\n..NØ\n0 0\n%d %d\n", i, 1000 + i, i * 7 % 1000);
    at += sprintf(text + at, ".FLATE 999999:\n..REF");
    for (int i = 1; i <= RAYS; i++)
        at += sprintf(text + at, " :%d", i);
    sprintf(text + at, "\n.SLUTT\n");
    kit_open(k, text);
    kit_find(k, 999999);
    assert_non_null(kit_problem(k, SOSI_BORDER_OPEN));
    free(text);
}

static void any_byte_may_be_wrong(void **state) {
    sosi_kit *k = *state;
    static char copy[sizeof whole];
    uint64_t random = 7;
    for (int round = 0; round < 20000; round++) {
        memcpy(copy, whole, sizeof whole);
        for (int i = 0; i < 3; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            copy[(random >> 33) % (sizeof whole - 1)] = (char)(random >> 56);
        }
        sosi_status status = kit_open_bytes(k, copy, sizeof whole - 1);
        assert_true(status == SOSI_OK || status == SOSI_SYNTAX);
        if (status == SOSI_OK) walk(k);
    }
}

/* ---- proportion ---- */

/* A file of many curves to which nothing refers: only the largest object is held. */
typedef struct endless {
    size_t size, at; /* of the file */
} endless;

static const char endless_head[] = KIT_HEAD;
static const char endless_object[] = ".KURVE 1:\n..OBJTYPE Kote\n..NØ\n700000000 40000000\n"
                                     "700000100 40000100\n700000200 40000300\n";

static char endless_byte(size_t at) {
    if (at < sizeof endless_head - 1) return endless_head[at];
    return endless_object[(at - (sizeof endless_head - 1)) % (sizeof endless_object - 1)];
}

static int64_t read_endless(void *user, void *to, size_t size) {
    endless *e = user;
    char *bytes = to;
    size_t i = 0;
    for (; i < size && e->at < e->size; i++)
        bytes[i] = endless_byte(e->at++);
    return (int64_t)i;
}

static bool seek_endless(void *user, int64_t place) {
    ((endless *)user)->at = (size_t)place;
    return true;
}

static long peak(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void memory_follows_the_curves_referred_to(void **state) {
    (void)state;
    endless e = {.size = sizeof endless_head - 1 + 700000 * (sizeof endless_object - 1)};
    const sosi_input input = {read_endless, seek_endless, &e};
    sosi_reader *reader;
    const sosi_object *object;
    long before = peak();
    assert_int_equal(sosi_open(&input, NULL, &reader), SOSI_OK);
    size_t count = 0;
    while (sosi_next(reader, &object) == SOSI_OK)
        count++;
    size_t types;
    assert_int_equal(sosi_types(reader, &types)[0].objects, count);
    assert_int_equal(count, 700000);
    sosi_close(reader);
    assert_true(peak() - before < 20000); /* kilobytes, for 60 million bytes */
}

/* ---- side by side ---- */

static void *read_beside(void *user) {
    sosi_kit k = {0};
    size_t *count = user;
    for (int round = 0; round < 200; round++) {
        k.chunk = (size_t)round % 50;
        const sosi_input input = {kit_read, kit_seek, &k};
        k.bytes = whole;
        k.size = sizeof whole - 1;
        k.at = 0;
        if (sosi_open(&input, NULL, &k.reader) != SOSI_OK) break;
        while (sosi_next(k.reader, &k.object) == SOSI_OK)
            *count += k.object->geometry.points;
        sosi_close(k.reader);
    }
    return NULL;
}

static void readers_do_not_know_of_each_other(void **state) {
    sosi_kit *k = *state;
    pthread_t thread[4];
    size_t count[4] = {0}, alone = 0;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, read_beside, &count[i]), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(thread[i], NULL);
    kit_open(k, whole);
    while (kit_next(k))
        alone += k->object->geometry.points;
    for (int i = 0; i < 4; i++)
        assert_int_equal(count[i], 200 * alone);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(memory_follows_the_curves_referred_to), /* first, while the peak is low */
        KIT_TEST(a_file_cut_anywhere_ends_well),
        KIT_TEST(chunks_of_any_size_are_the_same_file),
        KIT_TEST(an_input_that_fails_is_told),
        KIT_TEST(a_file_that_changes_meanwhile_is_refused),
        KIT_TEST(lines_of_a_million_characters),
        KIT_TEST(endless_lines_are_refused),
        KIT_TEST(deep_nesting_is_refused),
        KIT_TEST(announced_points_are_not_believed),
        KIT_TEST(too_many_types_are_refused),
        KIT_TEST(references_do_not_explode),
        KIT_TEST(huge_arcs_are_refused),
        KIT_TEST(areas_of_very_many_arcs_are_refused),
        KIT_TEST(a_star_of_borders_is_walked_in_time),
        KIT_TEST(any_byte_may_be_wrong),
        KIT_TEST(readers_do_not_know_of_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
