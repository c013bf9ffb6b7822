# attack: has pages merged with equal ones of other runs by madvise; a slow write then tells that another had the same
# guards: seccomp/page-cache
# breaks: seccomp/page-cache
# expect: AC
# stdout: held
import errno
import mmap

memory = mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
try:
    memory.madvise(mmap.MADV_MERGEABLE)
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
    raise SystemExit
with open("/proc/self/smaps") as file:
    # mg: the kernel may merge them
    merged = any(line.startswith("VmFlags:") and " mg" in line for line in file)
print("BREACH has pages merged with those of others" if merged else "held: not merged")
