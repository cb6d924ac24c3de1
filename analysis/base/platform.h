/* platform.h - what POSIX and Windows do differently: threads, files, signals, clocks.
 * platform.c is the only file that includes their headers. Paths are UTF-8. */
#ifndef HN_PLATFORM_H
#define HN_PLATFORM_H

#include "base/context.h"

#include <stdint.h>
#include <stdio.h>

/* Threads. A body handles items [first, last) with the state its worker made in init. */
typedef struct hn_parallel_job {
    /* Makes the state of one worker (a GEOS context, scratch arrays); NULL: no state. */
    hensyn_status (*init)(hensyn_context *ctx, void *shared, void **state);
    hensyn_status (*body)(hensyn_context *ctx, void *shared, void *state, size_t first,
                          size_t last);
    void (*done)(void *shared, void *state); /* frees the state; NULL: none */
    void *shared;
    size_t count; /* items */
    size_t grain; /* items handed out at a time; 0: chosen */
    int threads;
} hn_parallel_job;
/* Runs the job; which worker gets which items is open, so a body writes only to its own items.
 * Reports progress from the calling thread, stops early on failure or cancel, and returns the
 * failure of the lowest item range. The ctx given to bodies is a copy for that thread: hn_fail
 * works on it, logging and progress do not. */
hensyn_status hn_parallel(hensyn_context *ctx, const hn_parallel_job *job);
int hn_cores(void);

/* A function that runs beside the caller until joined. */
typedef struct hn_task hn_task;
hensyn_status hn_task_start(hensyn_context *ctx, void (*call)(void *), void *user, hn_task **out);
void hn_task_join(hn_task *task); /* frees it; NULL is allowed */

/* Files. */
typedef enum hn_path_kind {
    HN_PATH_NONE,
    HN_PATH_FILE,
    HN_PATH_FOLDER,
    HN_PATH_OTHER
} hn_path_kind;
hn_path_kind hn_path_kind_of(const char *path);
bool hn_same_file(const char *a, const char *b); /* same object on disk, through links */
int64_t hn_file_size(const char *path);          /* -1 when there is none */
bool hn_file_seek(FILE *file, int64_t place);    /* from the beginning; files of any size */
/* ISO 8601 UTC of the last change, "" when there is none. */
void hn_file_time(const char *path, char out[32]);
bool hn_folder_writable(const char *folder);
bool hn_make_folder(const char *folder); /* true also when it is there; its parent must be */
hensyn_status hn_file_sync(hensyn_context *ctx, const char *path); /* to the disk */
hensyn_status hn_file_replace(hensyn_context *ctx, const char *from, const char *to); /* rename */
bool hn_file_remove(const char *path); /* true also when there was none */
/* A fresh private folder for temporary files; the caller frees the path and removes the folder. */
hensyn_status hn_temp_folder(hensyn_context *ctx, char **out);
void hn_remove_folder(const char *folder);             /* with the files and links directly in it */
bool hn_symlink(const char *target, const char *link); /* false: not possible here */
/* Absolute path; caller frees. NULL: no memory. */
char *hn_absolute(const char *path);
/* Folder listing, for clearing a dead run's temporary files: calls each name. */
void hn_list_folder(const char *folder, void (*each)(const char *name, void *user), void *user);

/* Processes. */
long hn_process_id(void);
bool hn_process_alive(long id);
int64_t hn_peak_memory(void); /* bytes, -1 when not known */

/* Clocks. */
double hn_seconds(void);       /* steady, for durations */
void hn_utc_now(char out[32]); /* "2026-01-31T12:00:00Z" */

/* Command line: SIGINT and SIGTERM, or the end of standard input, cancel the context. */
void hn_cancel_on_signals(hensyn_context *ctx);
hensyn_status hn_cancel_on_stdin_end(hensyn_context *ctx);
bool hn_is_terminal(int fd);

#endif
