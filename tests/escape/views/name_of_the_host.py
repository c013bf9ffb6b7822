# attack: asks for the names of the host: nodename and domain name
# guards: namespace/uts
# breaks: namespace/uts
# expect: AC
# stdout: held
import ctypes
import os
import socket

buffer = ctypes.create_string_buffer(6 * 65)
ctypes.CDLL(None).uname(buffer)
domain = buffer.raw[5 * 65 :].split(b"\0")[0]
names = {os.uname().nodename, socket.gethostname()}
print("held" if names == {"box"} and domain in (b"", b"(none)") else f"BREACH {names} {domain}")
