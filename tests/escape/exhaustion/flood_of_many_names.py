# attack: numbers of no call, each once: each is another name in the result
# guards: seccomp/flood
# expect: SV syscall_flood:syscall_101000
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for number in range(100_000, 200_000):
    libc.syscall(number)
print("BREACH a hundred thousand refused calls")
