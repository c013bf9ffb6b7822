# attack: watches a file of the standard library, to see what another run imports
# guards: seccomp/notify
# breaks: seccomp/notify
# expect: AC
# stdout: held
import ctypes
import errno
import os
import select

libc = ctypes.CDLL(None, use_errno=True)
OPENED = 0x20
watcher = libc.inotify_init1(0)
error = ctypes.get_errno()
if watcher == -1:
    print("held" if error == errno.ENOSYS else f"BREACH unexpected errno {error}")
    raise SystemExit
libc.inotify_add_watch(watcher, os.__file__.encode(), OPENED)
if os.fork() == 0:
    # Stands for another run: what counts is the file, not who opens it.
    os.open(os.__file__, os.O_RDONLY)
    os._exit(0)
os.wait()
told = select.select([watcher], [], [], 1)[0]
print("BREACH an opening was told" if told else f"held: errno {ctypes.get_errno()}")
