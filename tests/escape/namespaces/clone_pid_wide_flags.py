# attack: a child in a pid namespace, with flags above the 32nd bit to confuse a filter that compares whole words
# guards: seccomp/namespaces
# breaks: seccomp/namespaces
# expect: SV syscall:clone
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
clone = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
result = libc.syscall(clone, ctypes.c_ulong(0xF << 32 | 0x30000000 | signal.SIGCHLD), 0, 0, 0, 0)
if result == 0:
    print("BREACH is PID 1" if os.getpid() == 1 else "held: the same namespace", flush=True)
    os._exit(0)
elif result > 0:
    os.wait()
else:
    print("held: errno", ctypes.get_errno())
