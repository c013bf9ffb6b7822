# attack: a user namespace by clone3, whose flags no filter can see
# guards: seccomp/namespaces
# breaks: seccomp/namespaces
# expect: AC
# stdout: held
import ctypes
import errno
import os
import signal
import struct

libc = ctypes.CDLL(None, use_errno=True)
# flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls
arguments = struct.pack("8Q", 0x10000000, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
result = libc.syscall(435, arguments, len(arguments))
error = ctypes.get_errno()
if result == 0:
    with open("/proc/self/status") as file:
        effective = next(int(line.split()[1], 16) for line in file if line.startswith("CapEff"))
    print(f"BREACH capabilities {effective:x}" if effective else "held: no capability", flush=True)
    os._exit(0)
elif result > 0:
    os.wait()
elif error != errno.ENOSYS:
    print("BREACH unexpected errno", error)
else:
    print("held")
