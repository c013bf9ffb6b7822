# expect: SV syscall:unshare
# what: wants a user namespace, in which it would be root.
import ctypes
import os

CLONE_NEWUSER = 0x10000000

number = {"x86_64": 272, "aarch64": 97}[os.uname().machine]
ctypes.CDLL(None).syscall(number, CLONE_NEWUSER)
print("still here")
