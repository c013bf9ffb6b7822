# attack: loads a program into the kernel: return 0, as a socket filter
# guards: seccomp/bpf
# expect: SV syscall:bpf
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
bpf = {"x86_64": 321, "aarch64": 280}[os.uname().machine]
instructions = ctypes.create_string_buffer(bytes.fromhex("b700000000000000 9500000000000000"))
licence = ctypes.create_string_buffer(b"GPL")
attributes = struct.pack("IIQQ24x", 1, 2, ctypes.addressof(instructions), ctypes.addressof(licence))
result = libc.syscall(bpf, 5, attributes, len(attributes))
print("BREACH bpf returned", result)
