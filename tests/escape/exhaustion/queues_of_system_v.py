# attack: leaves messages in queues that outlive it
# guards: seccomp/ipc, namespace/ipc
# breaks: seccomp/ipc
# expect: AC
# stdout: held
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
msgget, msgsnd = {"x86_64": (68, 69), "aarch64": (186, 189)}[os.uname().machine]
NOWAIT = 0o4000
message = ctypes.create_string_buffer(bytes([1] + 7 * [0]) + b"x" * 8192)
sent = 0
# A few: what they hold is the run's memory as long as it lives.
for _ in range(100):
    queue = libc.syscall(msgget, 0, 0o1600)
    if queue == -1:
        break
    sent += libc.syscall(msgsnd, queue, message, ctypes.c_size_t(8192), NOWAIT) == 0
error = ctypes.get_errno()
if sent:
    print(f"BREACH {sent} messages of 8 KiB")
else:
    print("held" if error == errno.ENOSYS else f"BREACH unexpected errno {error}")
