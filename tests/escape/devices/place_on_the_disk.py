# attack: asks where on the host's disk a shared file lies (FS_IOC_FIEMAP)
# guards: seccomp/terminals
# breaks: seccomp/terminals
# expect: SV syscall:ioctl
import fcntl
import os
import struct

# start, length, flags, how many were found, room for how many; then the room
question = bytearray(struct.pack("QQIIII", 0, 1 << 40, 0, 0, 4, 0) + bytes(4 * 56))
places = []
with open(os.__file__, "rb") as file:
    try:
        fcntl.ioctl(file, 0xC020660B, question)
        found = struct.unpack_from("I", question, 20)[0]
        places = [struct.unpack_from("Q", question, 32 + 56 * i + 8)[0] for i in range(found)]
    except OSError as error:
        print("held:", error)
        raise SystemExit
print(f"BREACH it lies at {places}" if any(places) else "held: on no disk")
