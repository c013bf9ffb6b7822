# attack: attaches to a child, and reads its memory
# guards: seccomp/tracing
# breaks: seccomp/tracing
# expect: SV syscall:ptrace
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
ptrace = {"x86_64": 101, "aarch64": 117}[os.uname().machine]
ATTACH, PEEKDATA = 16, 1
memory = ctypes.create_string_buffer(b"nothing", 8)
heard, told = os.pipe()
child = os.fork()
if child == 0:
    memory.value = b"verdict"
    os.write(told, b"x")
    signal.pause()
os.read(heard, 1)
result = libc.syscall(ptrace, ATTACH, child, None, None)
if result != -1:
    os.waitpid(child, 0)
word = ctypes.create_string_buffer(8)
libc.syscall(ptrace, PEEKDATA, child, memory, word)
os.kill(child, signal.SIGKILL)
print("BREACH read a child's memory" if word.value == b"verdict" else f"held: errno {ctypes.get_errno()}")
