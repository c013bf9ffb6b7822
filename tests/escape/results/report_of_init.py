# attack: becomes init's user, takes init's report channel and tells over it that it ended well, then fails
# guards: identity/dumpable, seccomp/tracing, identity/capabilities, seccomp/identity
# breaks: identity/dumpable + identity/uid + seccomp/tracing: AC
# expect: SV syscall:pidfd_getfd
import ctypes
import os
import platform
import socket

CAPSET = 91 if platform.machine() == "aarch64" else 126
PIDFD_GETFD = 438
libc = ctypes.CDLL(None, use_errno=True)
number = ctypes.c_long

try:
    # The last of the slot's sixteen.
    user, group = os.getuid() + 15, os.getgid() + 15
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)
    # A capability in effect would open any process, whether or not it can be dumped.
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    libc.capget(header, sets)
    sets[0] = sets[3] = 0
    libc.syscall(number(CAPSET), header, sets)
except PermissionError:
    pass
try:
    process = os.pidfd_open(1)
except OSError:
    process = os.pidfd_open(os.getpid())
for taken in range(64):
    end = libc.syscall(number(PIDFD_GETFD), number(process), number(taken), number(0))
    if end < 3:
        continue
    try:
        end = socket.socket(fileno=end)
        # What init would say: ended, with code 0, at time 0. Then nobody says more.
        end.send(b"\3\0\0\0")
        end.shutdown(socket.SHUT_WR)
    except OSError:
        pass
os._exit(9)
