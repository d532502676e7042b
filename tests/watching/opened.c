/* Preloaded into a process, appends to the file UR_OPENED every path that is opened and every address called.

A record: a letter, a space, a path or address, a zero. Letters: r opened to read, w to write, n the network called. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRITING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

static int log_fd = -1;

static void note(char kind, const char *folder, const char *text) {
    char head[2] = {kind, ' '};
    int before = errno;
    if (log_fd < 0) {
        const char *log = getenv("UR_OPENED");
        if (log == NULL) return;
        log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    struct iovec parts[4] = {{head, 2}, {(void *)folder, strlen(folder)}, {"/", *folder ? 1 : 0},
                             {(void *)text, strlen(text) + 1}};
    if (writev(log_fd, parts, 4) < 0) abort();
    errno = before;
}

static void opened(int folder, const char *path, int flags) {
    char where[PATH_MAX] = "", link[64];
    int before = errno;
    if (path == NULL) return;
    if (*path != '/' && folder == AT_FDCWD && getcwd(where, PATH_MAX) == NULL) strcpy(where, "?");
    if (*path != '/' && folder != AT_FDCWD) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, where, PATH_MAX - 1);
        where[length < 0 ? 0 : length] = 0;
    }
    note(flags & WRITING ? 'w' : 'r', where, path);
    errno = before;
}

static int by_mode(const char *mode) { return strpbrk(mode, "wa+") == NULL ? O_RDONLY : O_RDWR; }

#define OPENING(name)                                                                                              \
    int name(const char *path, int flags, ...) {                                                                   \
        va_list rest;                                                                                              \
        va_start(rest, flags);                                                                                     \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                    \
        va_end(rest);                                                                                              \
        opened(AT_FDCWD, path, flags);                                                                             \
        return NEXT(name)(path, flags, mode);                                                                      \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                                                                           \
    int name(int folder, const char *path, int flags, ...) {                                                       \
        va_list rest;                                                                                              \
        va_start(rest, flags);                                                                                     \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                    \
        va_end(rest);                                                                                              \
        opened(folder, path, flags);                                                                               \
        return NEXT(name)(folder, path, flags, mode);                                                              \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

#define FILE_BY(name)                                                                                              \
    FILE *name(const char *path, const char *mode) {                                                               \
        opened(AT_FDCWD, path, by_mode(mode));                                                                     \
        return NEXT(name)(path, mode);                                                                             \
    }
FILE_BY(fopen)
FILE_BY(fopen64)

int creat(const char *path, mode_t mode) {
    opened(AT_FDCWD, path, O_CREAT);
    return NEXT(creat)(path, mode);
}

FILE *freopen(const char *path, const char *mode, FILE *stream) {
    opened(AT_FDCWD, path, by_mode(mode));
    return NEXT(freopen)(path, mode, stream);
}

FILE *tmpfile(void) {
    note('w', "", "tmpfile");
    return NEXT(tmpfile)();
}

/* What makes up a name opens it inside the C library, where nothing else sees it. */
#define MADE_UP(name, takes, ...)                                                                                  \
    int name takes {                                                                                               \
        int made = NEXT(name)(__VA_ARGS__);                                                                        \
        opened(AT_FDCWD, path, O_CREAT | O_RDWR);                                                                  \
        return made;                                                                                               \
    }
MADE_UP(mkstemp, (char *path), path)
MADE_UP(mkstemp64, (char *path), path)
MADE_UP(mkostemp, (char *path, int flags), path, flags)
MADE_UP(mkostemp64, (char *path, int flags), path, flags)
MADE_UP(mkstemps, (char *path, int ending), path, ending)
MADE_UP(mkstemps64, (char *path, int ending), path, ending)
MADE_UP(mkostemps, (char *path, int ending, int flags), path, ending, flags)
MADE_UP(mkostemps64, (char *path, int ending, int flags), path, ending, flags)

static void called(const struct sockaddr *to) {
    char address[INET6_ADDRSTRLEN] = "?", whole[INET6_ADDRSTRLEN + 8];
    int port = 0;
    if (to == NULL || to->sa_family == AF_UNIX) return;
    if (to->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((struct sockaddr_in *)to)->sin_addr, address, sizeof address);
        port = ntohs(((struct sockaddr_in *)to)->sin_port);
    } else if (to->sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &((struct sockaddr_in6 *)to)->sin6_addr, address, sizeof address);
        port = ntohs(((struct sockaddr_in6 *)to)->sin6_port);
    }
    snprintf(whole, sizeof whole, "%s %d", address, port);
    note('n', "", whole);
}

int connect(int fd, const struct sockaddr *to, socklen_t length) {
    called(to);
    return NEXT(connect)(fd, to, length);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length) {
    called(to);
    return NEXT(sendto)(fd, data, size, flags, to, length);
}

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    note('n', "", host == NULL ? "" : host);
    return NEXT(getaddrinfo)(host, service, hints, found);
}
