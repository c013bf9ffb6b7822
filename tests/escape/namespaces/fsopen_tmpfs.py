# attack: opens a file system by the newer calls for mounting
# guards: seccomp/mounts
# expect: SV syscall:fsopen
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall(430, b"tmpfs", 0)
print("BREACH fsopen returned", result)
