# attack: writes a segment into the local descriptor table
# guards: seccomp/descriptor-tables
# needs: x86_64
# breaks: seccomp/descriptor-tables
# expect: SV|AC
# stdout: held
import ctypes
import struct

libc = ctypes.CDLL(None, use_errno=True)
# entry 0, base 0, limit 4 GiB, 32 bits, in pages, usable
libc.syscall(154, 1, struct.pack("4I", 0, 0, 0xFFFFF, 0x51), ctypes.c_ulong(16))
table = ctypes.create_string_buffer(8)
libc.syscall(154, 0, table, ctypes.c_ulong(8))
print(f"BREACH its segment: {table.raw.hex()}" if any(table.raw) else f"held: errno {ctypes.get_errno()}")
