# attack: loads a program into the kernel, a socket filter that returns 42, and has it run
# guards: seccomp/bpf
# breaks: seccomp/bpf + identity/capabilities
# expect: SV syscall:bpf
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
bpf = {"x86_64": 321, "aarch64": 280}[os.uname().machine]
LOAD, TEST_RUN = 5, 10
instructions = ctypes.create_string_buffer(bytes.fromhex("b70000002a000000 9500000000000000"))
licence = ctypes.create_string_buffer(b"GPL")
attributes = struct.pack("IIQQ24x", 1, 2, ctypes.addressof(instructions), ctypes.addressof(licence))
program = libc.syscall(bpf, LOAD, attributes, len(attributes))
packet = ctypes.create_string_buffer(64)
test = ctypes.create_string_buffer(struct.pack("IIIIQQII", max(program, 0), 0, 64, 0, ctypes.addressof(packet), 0, 1, 0), 40)
result = libc.syscall(bpf, TEST_RUN, test, len(test))
returned = struct.unpack_from("I", test, 4)[0]
print(f"BREACH the kernel ran it: {returned}" if returned == 42 else f"held: {program}, {result}, errno {ctypes.get_errno()}")
