# attack: all input and output ports of the machine
# guards: seccomp/machine
# expect: SV|AC
# stdout: held
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if os.uname().machine != "x86_64":
    print("held")
    raise SystemExit
result = libc.syscall(172, 3)
print("BREACH iopl returned", result)
