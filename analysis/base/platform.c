/* platform.c - threads, files, processes, clocks and signals on POSIX systems. */
#include "base/platform.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- threads ---- */

typedef struct crew {
    hensyn_context *ctx;
    const hn_parallel_job *job;
    size_t grain;
    atomic_size_t next; /* first item nobody has taken */
    atomic_size_t done; /* items finished */
    atomic_int running, stop;
    pthread_mutex_t lock; /* guards the failure below */
    pthread_cond_t ended;
    size_t failed_at;
    hensyn_status status;
    char message[HN_MESSAGE_SIZE];
} crew;

static void crew_fail(crew *c, size_t first, hensyn_status status, const char *message) {
    pthread_mutex_lock(&c->lock);
    if (c->status == HENSYN_OK || first < c->failed_at) {
        c->failed_at = first;
        c->status = status;
        snprintf(c->message, sizeof c->message, "%s", message);
    }
    pthread_mutex_unlock(&c->lock);
    atomic_store(&c->stop, 1);
}

static bool crew_stopped(const crew *c) {
    return atomic_load(&((crew *)(uintptr_t)c)->stop) || hn_is_cancelled(c->ctx);
}

static void crew_work(crew *c) {
    const hn_parallel_job *job = c->job;
    hensyn_context own = {.english = c->ctx->english};
    void *state = NULL;
    hensyn_status status = job->init ? job->init(&own, job->shared, &state) : HENSYN_OK;
    if (status != HENSYN_OK) crew_fail(c, 0, status, own.message);
    while (status == HENSYN_OK && !crew_stopped(c)) {
        size_t first = atomic_fetch_add(&c->next, c->grain);
        if (first >= job->count) break;
        size_t last = job->count - first < c->grain ? job->count : first + c->grain;
        status = job->body(&own, job->shared, state, first, last);
        if (status != HENSYN_OK) crew_fail(c, first, status, own.message);
        atomic_fetch_add(&c->done, last - first);
    }
    if (job->done) job->done(job->shared, state);
}

static void *crew_thread(void *user) {
    crew *c = user;
    crew_work(c);
    pthread_mutex_lock(&c->lock);
    atomic_fetch_sub(&c->running, 1);
    pthread_cond_signal(&c->ended);
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* Waits for all workers, reporting progress meanwhile: callbacks run in the caller's thread. */
static void crew_watch(crew *c) {
    pthread_mutex_lock(&c->lock);
    while (atomic_load(&c->running) > 0) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 50 * 1000 * 1000;
        if (until.tv_nsec >= 1000000000) {
            until.tv_nsec -= 1000000000;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&c->ended, &c->lock, &until);
        pthread_mutex_unlock(&c->lock);
        double share = (double)atomic_load(&c->done) / (double)(c->job->count ? c->job->count : 1);
        (void)hn_progress(c->ctx, share);
        pthread_mutex_lock(&c->lock);
    }
    pthread_mutex_unlock(&c->lock);
}

enum { MAX_THREADS = 256 };

hensyn_status hn_parallel(hensyn_context *ctx, const hn_parallel_job *job) {
    if (job->count == 0) return hn_progress(ctx, 1);
    int threads = job->threads > 0 ? job->threads : hn_cores();
    if (threads > MAX_THREADS) threads = MAX_THREADS;
    crew c = {.ctx = ctx,
              .job = job,
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .ended = PTHREAD_COND_INITIALIZER};
    /* Small enough that the last items spread evenly, large enough to hide the counter. */
    c.grain = job->grain ? job->grain : job->count / ((size_t)threads * 64) + 1;

    pthread_t id[MAX_THREADS];
    int started = 0;
    atomic_store(&c.running, threads);
    while (started < threads && pthread_create(&id[started], NULL, crew_thread, &c) == 0)
        started++;
    if (started < threads) atomic_fetch_sub(&c.running, threads - started);
    if (started == 0)
        crew_work(&c);
    else
        crew_watch(&c);
    for (int i = 0; i < started; i++)
        pthread_join(id[i], NULL);
    pthread_mutex_destroy(&c.lock);
    pthread_cond_destroy(&c.ended);

    if (hn_is_cancelled(ctx)) return hn_progress(ctx, 0);
    if (c.status != HENSYN_OK) return hn_fail(ctx, c.status, "%s", c.message);
    return hn_progress(ctx, 1);
}

int hn_cores(void) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > MAX_THREADS ? MAX_THREADS : (int)cores;
}

struct hn_task {
    pthread_t id;
    void (*call)(void *);
    void *user;
};

static void *task_thread(void *user) {
    hn_task *task = user;
    task->call(task->user);
    return NULL;
}

hensyn_status hn_task_start(hensyn_context *ctx, void (*call)(void *), void *user, hn_task **out) {
    hn_task *task = hn_alloc(1, sizeof *task);
    if (!task) return hn_nomem(ctx);
    task->call = call;
    task->user = user;
    if (pthread_create(&task->id, NULL, task_thread, task) != 0) {
        hn_free(task);
        return hn_fail(ctx, HENSYN_FAILED, "cannot start a thread: %s", strerror(errno));
    }
    *out = task;
    return HENSYN_OK;
}

void hn_task_join(hn_task *task) {
    if (!task) return;
    pthread_join(task->id, NULL);
    hn_free(task);
}

/* ---- files ---- */

hn_path_kind hn_path_kind_of(const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) return HN_PATH_NONE;
    if (S_ISREG(info.st_mode)) return HN_PATH_FILE;
    return S_ISDIR(info.st_mode) ? HN_PATH_FOLDER : HN_PATH_OTHER;
}

bool hn_same_file(const char *a, const char *b) {
    struct stat one, two;
    return stat(a, &one) == 0 && stat(b, &two) == 0 && one.st_dev == two.st_dev &&
           one.st_ino == two.st_ino;
}

bool hn_file_seek(FILE *file, int64_t place) {
    return (int64_t)(off_t)place == place && fseeko(file, (off_t)place, SEEK_SET) == 0;
}

int64_t hn_file_size(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 ? (int64_t)info.st_size : -1;
}

static void utc_text(time_t when, char out[32]) {
    struct tm parts;
    if (!gmtime_r(&when, &parts) || !strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts)) out[0] = '\0';
}

void hn_file_time(const char *path, char out[32]) {
    struct stat info;
    out[0] = '\0';
    if (stat(path, &info) == 0) utc_text(info.st_mtime, out);
}

bool hn_folder_writable(const char *folder) {
    return hn_path_kind_of(folder) == HN_PATH_FOLDER && access(folder, W_OK | X_OK) == 0;
}

bool hn_make_folder(const char *folder) { return mkdir(folder, 0777) == 0 || errno == EEXIST; }

hensyn_status hn_file_sync(hensyn_context *ctx, const char *path) {
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", path, strerror(errno));
    int failed = fsync(fd) != 0 ? errno : 0;
    if (close(fd) != 0 && !failed) failed = errno;
    if (failed) return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", path, strerror(failed));
    return HENSYN_OK;
}

/* The rename itself must reach the disk too: sync the folder. */
static void sync_folder_of(const char *path) {
    char *folder = hn_strdup(path);
    if (!folder) return;
    char *slash = strrchr(folder, '/');
    if (slash) slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    hn_free(folder);
}

hensyn_status hn_file_replace(hensyn_context *ctx, const char *from, const char *to) {
    if (rename(from, to) != 0) return hn_fail(ctx, HENSYN_OUTPUT, "%s: %s", to, strerror(errno));
    sync_folder_of(to);
    return HENSYN_OK;
}

bool hn_file_remove(const char *path) { return unlink(path) == 0 || errno == ENOENT; }

static void remove_one(const char *name, void *user) {
    char *path = hn_format("%s/%s", (const char *)user, name);
    if (!path) return;
    struct stat info;
    if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode))
        hn_remove_folder(path);
    else
        (void)unlink(path);
    hn_free(path);
}

/* Folders are named after the process, so that a later one can clear what a dead one left. */
static void clear_dead_folder(const char *name, void *user) {
    long id;
    char rest;
    if (sscanf(name, "hensyn-%ld-%c", &id, &rest) != 2 || hn_process_alive(id)) return;
    remove_one(name, user);
}

hensyn_status hn_temp_folder(hensyn_context *ctx, char **out) {
    const char *given = getenv("TMPDIR"), *base = given && *given ? given : "/tmp";
    char *folder = hn_strdup(base);
    char *path = hn_format("%s/hensyn-%ld-XXXXXX", base, hn_process_id());
    if (folder) hn_list_folder(folder, clear_dead_folder, folder);
    hn_free(folder);
    if (!path) return hn_nomem(ctx);
    if (!mkdtemp(path)) {
        hn_fail(ctx, HENSYN_FAILED, "%s: %s", path, strerror(errno));
        hn_free(path);
        return HENSYN_FAILED;
    }
    *out = path;
    return HENSYN_OK;
}

void hn_remove_folder(const char *folder) {
    char *name = hn_strdup(folder);
    if (name) hn_list_folder(folder, remove_one, name);
    hn_free(name);
    (void)rmdir(folder);
}

bool hn_symlink(const char *target, const char *link) { return symlink(target, link) == 0; }

char *hn_absolute(const char *path) {
    if (path[0] == '/') return hn_strdup(path);
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder)) return hn_strdup(path);
    return hn_format("%s/%s", folder, path);
}

void hn_list_folder(const char *folder, void (*each)(const char *name, void *user), void *user) {
    DIR *open_folder = opendir(folder);
    if (!open_folder) return;
    for (struct dirent *entry; (entry = readdir(open_folder));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            each(entry->d_name, user);
    closedir(open_folder);
}

/* ---- processes and clocks ---- */

long hn_process_id(void) { return (long)getpid(); }

bool hn_process_alive(long id) { return kill((pid_t)id, 0) == 0 || errno == EPERM; }

int64_t hn_peak_memory(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return -1;
#if defined(__APPLE__)
    return (int64_t)usage.ru_maxrss;
#else
    return (int64_t)usage.ru_maxrss * 1024; /* Linux and the BSDs count in KiB */
#endif
}

double hn_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void hn_utc_now(char out[32]) { utc_text(time(NULL), out); }

/* ---- what ends a run from outside ---- */

/* A thread of its own waits for the signals, so that no handler needs a global to find the
 * context. The threads end with the process. */
static void *signal_thread(void *user) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    int signal_number;
    while (sigwait(&set, &signal_number) == 0) {
        hensyn_context *ctx = user;
        if (hn_is_cancelled(ctx)) _exit(130); /* asked twice: do not wait for the cleanup */
        hensyn_cancel(ctx);
    }
    return NULL;
}

static bool start_detached(void *(*call)(void *), void *user) {
    pthread_t id;
    return pthread_create(&id, NULL, call, user) == 0 && pthread_detach(id) == 0;
}

void hn_cancel_on_signals(hensyn_context *ctx) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL); /* inherited by every later thread */
    if (!start_detached(signal_thread, ctx)) pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file size limit becomes a write error with a message */
}

static void *stdin_thread(void *user) {
    char bytes[256];
    for (;;) {
        ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
        if (got > 0 || (got < 0 && errno == EINTR)) continue;
        break;
    }
    hensyn_cancel(user);
    return NULL;
}

hensyn_status hn_cancel_on_stdin_end(hensyn_context *ctx) {
    if (start_detached(stdin_thread, ctx)) return HENSYN_OK;
    return hn_fail(ctx, HENSYN_FAILED, "cannot start a thread: %s", strerror(errno));
}

bool hn_is_terminal(int fd) { return isatty(fd) == 1; }
