# attack: turns address randomisation off, for what it starts
# guards: seccomp/identity
# breaks: seccomp/identity
# expect: AC
# stdout: held
import ctypes
import errno
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
result = libc.personality(ctypes.c_ulong(0x0040000))
error = ctypes.get_errno()
if result != -1:
    stack = "print(*(line.split()[0] for line in open('/proc/self/maps') if '[stack]' in line))"
    first, second = (subprocess.check_output([sys.executable, "-c", stack]) for _ in range(2))
    print("BREACH two programs have the same stack" if first == second else "held: different stacks")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
