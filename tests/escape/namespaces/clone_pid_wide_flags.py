# attack: a child in a pid namespace, with flags above the 32nd bit to confuse a filter that compares whole words
# guards: seccomp/namespaces
# expect: SV syscall:clone
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
clone = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
result = libc.syscall(clone, ctypes.c_ulong(0xF << 32 | 0x30000000 | signal.SIGCHLD), 0, 0, 0, 0)
print("BREACH clone returned", result)
