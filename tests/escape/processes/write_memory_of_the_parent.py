# attack: writes into the memory of its parent
# guards: seccomp/tracing
# breaks: seccomp/tracing
# expect: SV syscall:process_vm_writev
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
process_vm_writev = {"x86_64": 311, "aarch64": 271}[os.uname().machine]
ours = ctypes.create_string_buffer(b"verdict")
other = ctypes.create_string_buffer(b"altered")
if os.fork() == 0:
    source = struct.pack("QQ", ctypes.addressof(other), 7)
    target = struct.pack("QQ", ctypes.addressof(ours), 7)
    libc.syscall(process_vm_writev, os.getppid(), source, ctypes.c_ulong(1), target, ctypes.c_ulong(1), ctypes.c_ulong(0))
    os._exit(0)
os.wait()
print("BREACH a child wrote into its parent" if ours.value == b"altered" else "held")
