# expect: SV syscall:mount
# what: mounts a file system.
import ctypes
import os

number = {"x86_64": 165, "aarch64": 40}[os.uname().machine]
ctypes.CDLL(None).syscall(number, b"tmpfs", b"/tmp/here", b"tmpfs", 0, None)
print("still here")
