# attack: watches until the uid has no watches left: they are the host's, a number for each uid
# guards: seccomp/notify
# breaks: seccomp/notify
# expect: AC
# stdout: held
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
watchers = 0
for _ in range(200):
    watcher = libc.inotify_init1(0)
    if watcher == -1:
        break
    watchers += 1
    for name in os.listdir("/usr/lib"):
        libc.inotify_add_watch(watcher, f"/usr/lib/{name}".encode(), 0xFFF)
error = ctypes.get_errno()
if watchers:
    print(f"BREACH {watchers} watchers")
else:
    print("held" if error == errno.ENOSYS else f"BREACH unexpected errno {error}")
