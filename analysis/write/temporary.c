/* temporary.c - temporary names beside a file, and clearing away those of dead runs. */
#include "write/temporary.h"

#include "base/memory.h"
#include "base/platform.h"

#include <stdlib.h>
#include <string.h>

static const char mark[] = ".hensyn-";

const char *hn_name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *hn_folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return hn_strdup(".");
    return hn_format("%.*s", (int)(slash - path + (slash == path)), path);
}

char *hn_temporary_name(const char *path, const char *kind) {
    return hn_format("%s%s%ld.%s%stmp", path, mark, hn_process_id(), kind, *kind ? "." : "");
}

typedef struct clearing {
    const char *folder, *name;
} clearing;

/* What SQLite puts beside its file (-journal) ends in more than ".tmp". */
static bool is_temporary(const char *end) {
    const char *dot = strstr(end, ".tmp");
    return dot &&
           (dot == end || (end[0] == '.' && memchr(end + 1, '.', (size_t)(dot - end)) == dot));
}

static void clear_one(const char *entry, void *user) {
    const clearing *c = user;
    size_t length = strlen(c->name);
    if (strncmp(entry, c->name, length) != 0 || strncmp(entry + length, mark, sizeof mark - 1) != 0)
        return;
    char *end;
    long process = strtol(entry + length + sizeof mark - 1, &end, 10);
    if (process <= 0 || !is_temporary(end)) return;
    if (process != hn_process_id() && hn_process_alive(process)) return;
    char *path = hn_format("%s/%s", c->folder, entry);
    if (path) hn_file_remove(path);
    hn_free(path);
}

void hn_temporary_clear(const char *path) {
    char *folder = hn_folder_of(path);
    clearing c = {folder, hn_name_of(path)};
    if (folder && *c.name) hn_list_folder(folder, clear_one, &c);
    hn_free(folder);
}
