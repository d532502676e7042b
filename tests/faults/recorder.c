/* Preloaded into a process, writes down in UR_LOG all that it does to the files under UR_ROOT, and fails on demand.

A record: char kind, int32 handle, int64 offset, int32 length, then `length` bytes (data, or a path under the root;
for a rename both, with a zero between). Kinds: O open (offset: its flags), C close, W write, T truncate,
S fsync, R rename, U unlink, M mkdir, D rmdir, A what went to standard output (an acknowledgment).
`fault_at(n, errno, lasting)` lets the nth change from now fail, or all from the nth on; `fault_at(0, 0, 0)` ends it
and tells how many changes there were since. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 1024
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static char watched[MOST]; /* by file descriptor: 1 under the root */
static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static long changes, fault_from;
static int fault_errno, fault_lasting;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("UR_LOG"), *where = getenv("UR_ROOT");
    if (where == NULL || realpath(where, root) == NULL) return;
    root_length = strlen(root);
    if (log != NULL)
        log_fd = (int)NEXT(open)(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
}

long fault_at(long nth, int number, int lasting) {
    long seen = changes;
    changes = 0;
    fault_from = nth;
    fault_errno = number;
    fault_lasting = lasting;
    return seen;
}

static int refused(void) {
    changes++;
    if (fault_from == 0 || changes < fault_from || (changes > fault_from && !fault_lasting)) return 0;
    errno = fault_errno;
    return 1;
}

static void note(char kind, int32_t handle, int64_t offset, const void *data, size_t length) {
    char head[17];
    int32_t size = (int32_t)length;
    int before = errno;
    if (log_fd < 0) return;
    head[0] = kind;
    memcpy(head + 1, &handle, 4);
    memcpy(head + 5, &offset, 8);
    memcpy(head + 13, &size, 4);
    struct iovec parts[2] = {{head, 17}, {(void *)data, length}};
    if (NEXT(writev)(log_fd, parts, 2) != (ssize_t)(17 + length)) abort();
    errno = before;
}

/* The path under the root, NULL for any other; what is opened relative to a folder is not looked at. */
static const char *under(const char *path, char *whole) {
    char folder[PATH_MAX], *name;
    if (root_length == 0) return NULL;
    if (strlen(path) >= PATH_MAX) return NULL;
    strcpy(folder, path);
    name = strrchr(folder, '/');
    if (name == NULL) {
        if (getcwd(whole, PATH_MAX) == NULL) return NULL;
        name = folder;
    } else {
        *name++ = 0;
        if (realpath(*folder ? folder : "/", whole) == NULL) return NULL;
    }
    strcat(whole, "/");
    strcat(whole, name);
    if (strncmp(whole, root, root_length) != 0) return NULL;
    if (whole[root_length] == 0) return whole + root_length;
    if (whole[root_length] != '/') return NULL;
    return whole + root_length + 1;
}

static int opened(int fd, const char *path, int flags) {
    char whole[2 * PATH_MAX];
    if (fd < 0 || fd >= MOST) return fd;
    const char *name = under(path, whole);
    watched[fd] = name != NULL;
    if (name != NULL) note('O', fd, flags, name, strlen(name));
    return fd;
}

static int may_open(const char *path, int flags) {
    char whole[2 * PATH_MAX];
    if (!(flags & (O_CREAT | O_TRUNC)) || under(path, whole) == NULL) return 1;
    return !refused();
}

#define OPENING(name)                                                                                              \
    int name(const char *path, int flags, ...) {                                                                   \
        va_list rest;                                                                                              \
        va_start(rest, flags);                                                                                     \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                    \
        va_end(rest);                                                                                              \
        return may_open(path, flags) ? opened(NEXT(name)(path, flags, mode), path, flags) : -1;                    \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                                                                           \
    int name(int folder, const char *path, int flags, ...) {                                                       \
        va_list rest;                                                                                              \
        va_start(rest, flags);                                                                                     \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                    \
        va_end(rest);                                                                                              \
        int here = folder == AT_FDCWD || *path == '/';                                                             \
        if (here && !may_open(path, flags)) return -1;                                                             \
        int fd = NEXT(name)(folder, path, flags, mode);                                                            \
        return here ? opened(fd, path, flags) : fd;                                                                \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

static int ours(int fd) { return fd >= 0 && fd < MOST && watched[fd]; }

int close(int fd) {
    if (ours(fd)) {
        note('C', fd, 0, NULL, 0);
        watched[fd] = 0;
    }
    return NEXT(close)(fd);
}

static ssize_t written(ssize_t done, int fd, const void *data, off64_t offset) {
    if (done > 0) note('W', fd, offset, data, (size_t)done);
    return done;
}

ssize_t write(int fd, const void *data, size_t length) {
    if (!ours(fd)) {
        if (fd == 1) note('A', fd, 0, data, length);
        return NEXT(write)(fd, data, length);
    }
    if (refused()) return -1;
    off64_t offset = lseek64(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    return written(NEXT(write)(fd, data, length), fd, data, offset);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    if (!ours(fd)) return NEXT(pwrite)(fd, data, length, offset);
    return refused() ? -1 : written(NEXT(pwrite)(fd, data, length, offset), fd, data, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    if (!ours(fd)) return NEXT(pwrite64)(fd, data, length, offset);
    return refused() ? -1 : written(NEXT(pwrite64)(fd, data, length, offset), fd, data, offset);
}

#define PLAIN(kind, name, type)                                                                                    \
    int name(int fd, type length) {                                                                                \
        if (!ours(fd)) return NEXT(name)(fd, length);                                                              \
        if (refused()) return -1;                                                                                  \
        int done = NEXT(name)(fd, length);                                                                         \
        if (done == 0) note(kind, fd, length, NULL, 0);                                                            \
        return done;                                                                                               \
    }
PLAIN('T', ftruncate, off_t)
PLAIN('T', ftruncate64, off64_t)

#define SYNCING(name)                                                                                              \
    int name(int fd) {                                                                                             \
        if (!ours(fd)) return NEXT(name)(fd);                                                                      \
        if (refused()) return -1;                                                                                  \
        int done = NEXT(name)(fd);                                                                                 \
        if (done == 0) note('S', fd, 0, NULL, 0);                                                                  \
        return done;                                                                                               \
    }
SYNCING(fsync)
SYNCING(fdatasync)

int rename(const char *from, const char *to) {
    char first[2 * PATH_MAX], second[2 * PATH_MAX], both[4 * PATH_MAX];
    const char *one = under(from, first), *other = under(to, second);
    if (one == NULL || other == NULL) return NEXT(rename)(from, to);
    if (refused()) return -1;
    int done = NEXT(rename)(from, to);
    if (done == 0) {
        size_t length = strlen(one) + 1;
        strcpy(both, one);
        strcpy(both + length, other);
        note('R', 0, 0, both, length + strlen(other));
    }
    return done;
}

#define BY_PATH(kind, name, parameters, ...)                                                                       \
    int name parameters {                                                                                          \
        char whole[2 * PATH_MAX];                                                                                  \
        const char *inside = under(path, whole);                                                                   \
        if (inside == NULL) return NEXT(name)(__VA_ARGS__);                                                        \
        if (refused()) return -1;                                                                                  \
        int done = NEXT(name)(__VA_ARGS__);                                                                        \
        if (done == 0) note(kind, 0, 0, inside, strlen(inside));                                                   \
        return done;                                                                                               \
    }
BY_PATH('U', unlink, (const char *path), path)
BY_PATH('M', mkdir, (const char *path, mode_t mode), path, mode)
BY_PATH('D', rmdir, (const char *path), path)
