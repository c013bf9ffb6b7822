# attack: another kernel, out of a file
# guards: seccomp/modules
# expect: SV syscall:kexec_file_load
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
kexec_file_load = {"x86_64": 320, "aarch64": 294}[os.uname().machine]
descriptor = os.memfd_create("kernel")
result = libc.syscall(kexec_file_load, descriptor, -1, ctypes.c_ulong(1), b"", 4)
print("held" if result == -1 else f"BREACH kexec_file_load returned {result}")
