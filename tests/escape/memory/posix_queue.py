# attack: a POSIX queue, which is memory that no process has
# guards: seccomp/ipc, rlimit/queues
# expect: AC
# stdout: held
import ctypes
import errno
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
mq_open = {"x86_64": 240, "aarch64": 180}[os.uname().machine]
attributes = struct.pack("8q", 0, 10, 8192, 0, 0, 0, 0, 0)
result = libc.syscall(mq_open, b"answers", os.O_CREAT | os.O_RDWR, 0o600, attributes)
error = ctypes.get_errno()
if result != -1:
    print("BREACH made a queue")
elif error != errno.ENOSYS:
    print("BREACH unexpected errno", error)
else:
    print("held")
