# expect: SV syscall:bpf
# what: wants to load a program into the kernel.
import ctypes
import os

number = {"x86_64": 321, "aarch64": 280}[os.uname().machine]
ctypes.CDLL(None).syscall(number, 0, None, 0)
print("still here")
