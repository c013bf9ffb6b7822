# attack: writes into the memory of its parent
# guards: seccomp/tracing
# expect: SV syscall:process_vm_writev
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
process_vm_writev = {"x86_64": 311, "aarch64": 271}[os.uname().machine]
buffer = ctypes.create_string_buffer(b"verdict")
place = struct.pack("QQ", ctypes.addressof(buffer), 7)
if os.fork() == 0:
    result = libc.syscall(process_vm_writev, os.getppid(), place, 1, place, 1, 0)
    print("BREACH process_vm_writev returned", result, flush=True)
    os._exit(0)
os.wait()
