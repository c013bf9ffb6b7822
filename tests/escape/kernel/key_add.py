# attack: leaves a key in the ring of its uid, where a later run of the slot would find it
# guards: seccomp/keyrings
# breaks: seccomp/keyrings
# expect: SV syscall:add_key
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
add_key, keyctl = {"x86_64": (248, 250), "aarch64": (217, 219)}[os.uname().machine]
SESSION, OF_THE_UID = -3, -4
JOIN_SESSION, LINK, SEARCH, READ = 1, 8, 10, 11
result = libc.syscall(add_key, b"user", b"answers", b"42", ctypes.c_size_t(2), OF_THE_UID)
if result == -1:
    print("held: errno", ctypes.get_errno())
elif os.fork() == 0:
    # Stands for the later run: a process with key rings of its own and the same uid.
    libc.syscall(keyctl, JOIN_SESSION, None)
    libc.syscall(keyctl, LINK, OF_THE_UID, SESSION)
    key = libc.syscall(keyctl, SEARCH, SESSION, b"user", b"answers", 0)
    text = ctypes.create_string_buffer(3)
    libc.syscall(keyctl, READ, key, text, ctypes.c_size_t(2))
    print("BREACH another read the key" if text.value == b"42" else f"held: errno {ctypes.get_errno()}", flush=True)
    os._exit(0)
else:
    os.wait()
