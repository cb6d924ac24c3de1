/* fingerprint.c - SHA-256 and time of change of what a source is on disk. */
#include "base/memory.h"
#include "base/platform.h"
#include "read/read.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

static bool ends_in(const char *text, const char *tail) {
    size_t n = strlen(text), m = strlen(tail);
    if (n < m) return false;
    for (size_t i = 0; i < m; i++)
        if ((text[n - m + i] | 0x20) != (tail[i] | 0x20)) return false; /* letters and '.' only */
    return true;
}

static bool add_file(EVP_MD_CTX *digest, const char *path) {
    FILE *file = fopen(path, "rb");
    unsigned char *chunk = hn_alloc(CHUNK, 1);
    bool ok = file && chunk;
    while (ok) {
        size_t got = fread(chunk, 1, CHUNK, file);
        if (got) ok = EVP_DigestUpdate(digest, chunk, got) == 1;
        if (got < CHUNK) {
            ok = ok && !ferror(file);
            break;
        }
    }
    if (file) fclose(file);
    hn_free(chunk);
    return ok;
}

static void later(const char *path, char newest[32]) {
    char time[32];
    hn_file_time(path, time);
    if (strcmp(time, newest) > 0) memcpy(newest, time, sizeof time);
}

/* Names of a folder. */
typedef struct names {
    char **name;
    size_t count, room;
    bool failed;
} names;

static void keep_name(const char *name, void *user) {
    names *all = user;
    if (ends_in(name, ".lock")) return; /* somebody looks at the geodatabase: not its content */
    char *copy = hn_strdup(name);
    if (!copy || !HN_RESERVE(all->name, all->count, all->room, 1)) {
        hn_free(copy);
        all->failed = true;
        return;
    }
    all->name[all->count++] = copy;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Each file as its name, a zero byte and its bytes, in order of name. */
static bool add_files(EVP_MD_CTX *digest, const char *folder, const names *all, char newest[32]) {
    bool ok = !all->failed;
    if (all->count) qsort(all->name, all->count, sizeof *all->name, by_name);
    for (size_t i = 0; i < all->count && ok; i++) {
        char *path = hn_format("%s%s", folder, all->name[i]);
        ok = path != NULL;
        if (ok && hn_path_kind_of(path) == HN_PATH_FILE) {
            later(path, newest);
            ok = EVP_DigestUpdate(digest, all->name[i], strlen(all->name[i]) + 1) == 1 &&
                 add_file(digest, path);
        }
        hn_free(path);
    }
    return ok;
}

static void free_names(names *all) {
    for (size_t i = 0; i < all->count; i++)
        hn_free(all->name[i]);
    hn_free(all->name);
}

static bool add_folder(EVP_MD_CTX *digest, const char *path, char newest[32]) {
    names all = {0};
    hn_list_folder(path, keep_name, &all);
    char *folder = hn_format("%s/", path);
    bool ok = folder && add_files(digest, folder, &all, newest);
    hn_free(folder);
    free_names(&all);
    return ok;
}

/* The files that make up a shapefile: those of its name with an extension that carries content. */
typedef struct family {
    const char *stem; /* with the dot */
    size_t length;
    names all;
} family;

static void keep_sibling(const char *name, void *user) {
    static const char *const kinds[] = {".shp", ".shx", ".dbf", ".prj", ".cpg"};
    family *f = user;
    if (strncmp(name, f->stem, f->length) != 0 || strlen(name) != f->length + 3) return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (ends_in(name, kinds[i])) keep_name(name, &f->all);
}

static bool add_shapefile(EVP_MD_CTX *digest, const char *path, char newest[32]) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    family f = {.stem = name, .length = strlen(name) - 3};
    char *folder = hn_format("%.*s", (int)(name - path), path);
    bool ok = folder != NULL;
    if (ok) hn_list_folder(*folder ? folder : ".", keep_sibling, &f);
    ok = ok && add_files(digest, folder, &f.all, newest);
    hn_free(folder);
    free_names(&f.all);
    return ok;
}

/* A database's log holds what has not reached the file yet. */
static bool add_database_log(EVP_MD_CTX *digest, const char *path, char newest[32]) {
    char *log = hn_format("%s-wal", path);
    if (!log) return false;
    bool ok = true;
    if (hn_file_size(log) > 0) {
        later(log, newest);
        ok = add_file(digest, log);
    }
    hn_free(log);
    return ok;
}

static bool add_source(EVP_MD_CTX *digest, const char *path, char newest[32]) {
    switch (hn_path_kind_of(path)) {
    case HN_PATH_FOLDER:
        return add_folder(digest, path, newest);
    case HN_PATH_FILE:
        if (ends_in(path, ".shp")) return add_shapefile(digest, path, newest);
        later(path, newest);
        return add_file(digest, path) && add_database_log(digest, path, newest);
    default:
        return false; /* databases and services */
    }
}

void hn_fingerprint_of(const char *path, hn_fingerprint *out) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    *out = (hn_fingerprint){{0}, {0}};
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    bool ok = digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1 &&
              add_source(digest, path, out->changed) &&
              EVP_DigestFinal_ex(digest, bytes, &size) == 1 && size == 32;
    EVP_MD_CTX_free(digest);
    for (unsigned i = 0; ok && i < size; i++)
        snprintf(out->sha256 + 2 * i, 3, "%02x", bytes[i]);
}
