# expect: SV syscall:ptrace
# what: asks to be traced.
import ctypes
import os

number = {"x86_64": 101, "aarch64": 117}[os.uname().machine]
ctypes.CDLL(None).syscall(number, 0, 0, 0, 0)
print("still here")
