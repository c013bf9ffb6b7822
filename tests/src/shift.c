/* Shifts the clock of one process: preloaded before libc. The file that SHIFT_FILE names is mapped, so that the
 * clock jumps whenever a test writes there. Only the clock that can be set is shifted, as somebody who sets it
 * would. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static struct shared {
  /* How many seconds the clock is off. */
  volatile long shift;
  /* How often any clock was read: whoever doesn't count here isn't shifted. */
  long readings;
} *shared;

__attribute__((constructor)) static void start(void) {
  const char *name = getenv("SHIFT_FILE");
  int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *page = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (page != MAP_FAILED) shared = page;
}

int clock_gettime(clockid_t id, struct timespec *at) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(id, at);
  if (shared) __atomic_add_fetch(&shared->readings, 1, __ATOMIC_RELAXED);
  if (result == 0 && id == CLOCK_REALTIME && shared) at->tv_sec += shared->shift;
  return result;
}
