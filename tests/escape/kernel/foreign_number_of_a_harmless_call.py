# attack: ptrace by a 32-bit call: its number, 26, is that of msync in 64 bits, which is allowed
# guards: seccomp/architecture, seccomp/tracing
# needs: x86_64
# breaks: seccomp/architecture
# expect: SV|AC
# stdout: held
import ctypes
import mmap

# push rbx; mov ebx, PTRACE_TRACEME; mov eax, 26; int 0x80; pop rbx; ret
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex("53 bb00000000 b81a000000 cd80 5b c3"))
result = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
with open("/proc/self/status") as file:
    tracer = next(int(line.split()[1]) for line in file if line.startswith("TracerPid"))
print(f"BREACH is traced by {tracer}" if tracer else f"held: ptrace returned {result}")
