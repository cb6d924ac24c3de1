/* The map picture as a file: where it may go, and what is there before, during and after a run. */
#include "result_kit.h"

#include "write/map.h"
#include "write/picture.h"

#include <sys/stat.h>
#include <unistd.h>

static hensyn_status open_picture(const rk *kit, const char *path, bool overwrite,
                                  const char *input, hn_picture **out) {
    return hn_picture_open(kit->ctx, path, overwrite, input ? &input : NULL, input ? 1 : 0, out);
}

static void assert_refused(const rk *kit, const char *path, bool overwrite, const char *input,
                           const char *word) {
    hn_picture *picture = NULL;
    assert_int_equal(open_picture(kit, path, overwrite, input, &picture), HENSYN_OUTPUT);
    assert_null(picture);
    if (!strstr(hensyn_message(kit->ctx), word))
        fail_msg("'%s' is not in: %s", word, hensyn_message(kit->ctx));
}

static void draw(const rk *kit, hn_picture *picture) {
    hn_result *r = rk_result();
    rk_ok(kit, hn_picture_draw(kit->ctx, picture, kit->styles, r, "Prøve"));
    hn_result_destroy(r);
}

static void draw_once(const rk *kit, const char *path) {
    hn_picture *picture = NULL;
    rk_ok(kit, open_picture(kit, path, true, NULL, &picture));
    draw(kit, picture);
    rk_ok(kit, hn_picture_publish(kit->ctx, picture));
    hn_picture_close(picture);
}

static void put_bytes(const char *path, const char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void count_entry(const char *name, void *user) {
    (void)name;
    ++*(int *)user;
}
static int entries(const rk *kit) {
    int count = 0;
    hn_list_folder(kit->folder, count_entry, &count);
    return count;
}

static void no_picture_is_no_failure(void **state) {
    const rk *kit = *state;
    hn_picture *picture = (hn_picture *)(uintptr_t)kit;
    rk_ok(kit, open_picture(kit, NULL, false, NULL, &picture));
    assert_null(picture);
    rk_ok(kit, hn_picture_draw(kit->ctx, NULL, NULL, NULL, NULL));
    rk_ok(kit, hn_picture_publish(kit->ctx, NULL));
    hn_picture_close(NULL);
}

static void takes_its_name_only_when_published(void **state) {
    const rk *kit = *state;
    rk_path path = rk_in(kit, "kart Ø #1.png");
    hn_picture *picture = NULL;
    rk_ok(kit, open_picture(kit, path.text, false, NULL, &picture));
    assert_int_equal(entries(kit), 0);
    draw(kit, picture);
    assert_int_equal(hn_path_kind_of(path.text), HN_PATH_NONE);
    hn_picture_close(picture); /* a run that failed */
    assert_int_equal(entries(kit), 0);
    draw_once(kit, path.text);
    assert_int_equal(hn_path_kind_of(path.text), HN_PATH_FILE);
    assert_int_equal(entries(kit), 1);
}

static void the_mark_leaves_a_readable_picture(void **state) {
    const rk *kit = *state;
    rk_path path = rk_in(kit, "kart.png");
    unsigned char bytes[HN_MAP_MARK_END];
    draw_once(kit, path.text);
    FILE *file = fopen(path.text, "rb");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, sizeof bytes, file), sizeof bytes);
    fclose(file);
    assert_true(hn_map_is_marked(bytes));
    for (size_t i = 33; i < sizeof bytes; i++) { /* any other byte, and it is not */
        bytes[i] ^= 1;
        assert_false(hn_map_is_marked(bytes));
        bytes[i] ^= 1;
    }
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path.text);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    assert_int_equal(cairo_image_surface_get_width(surface), HN_MAP_WIDTH);
    cairo_surface_destroy(surface);
}

static void replaces_only_its_own(void **state) {
    const rk *kit = *state;
    rk_path ours = rk_in(kit, "vårt.png"), photo = rk_in(kit, "foto.png"),
            empty = rk_in(kit, "tom.png");
    draw_once(kit, ours.text);
    assert_refused(kit, ours.text, false, NULL, "--overwrite");
    draw_once(kit, ours.text);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 40, 40);
    assert_int_equal(cairo_surface_write_to_png(surface, photo.text), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    assert_refused(kit, photo.text, true, NULL, "hensyn");
    put_bytes(empty.text, "", 0);
    assert_refused(kit, empty.text, true, NULL, "hensyn");
    assert_int_equal(entries(kit), 3);
}

static void goes_nowhere_it_may_not(void **state) {
    const rk *kit = *state;
    rk_path ours = rk_in(kit, "vårt.png"), nowhere = rk_in(kit, "ingen/sted.png");
    char source[600];
    draw_once(kit, ours.text);
    snprintf(source, sizeof source, "%s|layername=x", ours.text);
    assert_refused(kit, ours.text, true, source, "kilde");
    assert_refused(kit, nowhere.text, true, NULL, "ingen");
    assert_refused(kit, kit->folder, true, NULL, "mappe");
    assert_refused(kit, "/dev/null", true, NULL, "/dev/null");
}

static void clears_what_a_dead_run_left(void **state) {
    const rk *kit = *state;
    rk_path path = rk_in(kit, "kart.png"), dead = rk_in(kit, "kart.png.hensyn-999999999.tmp"),
            other = rk_in(kit, "annet.png.hensyn-999999999.tmp");
    put_bytes(dead.text, "half", 4);
    put_bytes(other.text, "half", 4);
    draw_once(kit, path.text);
    assert_int_equal(hn_path_kind_of(dead.text), HN_PATH_NONE);
    assert_int_equal(hn_path_kind_of(other.text), HN_PATH_FILE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_picture_is_no_failure, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(takes_its_name_only_when_published, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(the_mark_leaves_a_readable_picture, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(replaces_only_its_own, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(goes_nowhere_it_may_not, rk_setup, rk_teardown),
        cmocka_unit_test_setup_teardown(clears_what_a_dead_run_left, rk_setup, rk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
