# attack: reads the memory of its parent
# guards: seccomp/tracing
# breaks: seccomp/tracing
# expect: SV syscall:process_vm_readv
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
process_vm_readv = {"x86_64": 310, "aarch64": 270}[os.uname().machine]
ours = ctypes.create_string_buffer(b"answers")
if os.fork() == 0:
    copy = ctypes.create_string_buffer(7)
    target = struct.pack("QQ", ctypes.addressof(copy), 7)
    ctypes.memset(copy, 0, 7)
    ours_there = struct.pack("QQ", ctypes.addressof(ours), 7)
    libc.syscall(process_vm_readv, os.getppid(), target, ctypes.c_ulong(1), ours_there, ctypes.c_ulong(1), ctypes.c_ulong(0))
    os._exit(copy.raw[:7] == b"answers")
print("BREACH a child read its parent" if os.waitstatus_to_exitcode(os.wait()[1]) else "held")
