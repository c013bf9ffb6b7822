# attack: loads a kernel module out of a file
# guards: seccomp/modules
# expect: SV syscall:finit_module
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
finit_module = {"x86_64": 313, "aarch64": 273}[os.uname().machine]
with open("/tmp/module.ko", "wb+") as file:
    file.write(b"\x7fELF" + bytes(60))
    file.flush()
    result = libc.syscall(finit_module, file.fileno(), b"", 3)
print("held" if result == -1 else f"BREACH finit_module returned {result}")
