# expect: SV syscall:clone
# what: the same by clone, which is allowed without namespace flags only.
import ctypes
import os

CLONE_NEWUSER = 0x10000000
SIGCHLD = 17

number = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
ctypes.CDLL(None).syscall(number, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0)
print("still here")
