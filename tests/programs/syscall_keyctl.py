# expect: SV syscall:keyctl
# what: looks into the kernel's key rings, which no namespace separates.
import ctypes
import os

number = {"x86_64": 250, "aarch64": 219}[os.uname().machine]
ctypes.CDLL(None).syscall(number, 0, -3, 0)
print("still here")
