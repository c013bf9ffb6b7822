# attack: changes its policy to batch by the call that the C library has no name for
# guards: seccomp/scheduling
# breaks: seccomp/scheduling
# expect: AC
# stdout: held
import ctypes
import errno
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
sched_setattr = {"x86_64": 314, "aarch64": 274}[os.uname().machine]
# size, policy, flags, nice, priority, runtime, deadline, period
result = libc.syscall(sched_setattr, 0, struct.pack("IIQiIQQQ", 48, 3, 0, 0, 0, 0, 0, 0), 0)
error = ctypes.get_errno()
if result != -1:
    policy = os.sched_getscheduler(0)
    print("BREACH changed its policy" if policy == os.SCHED_BATCH else f"held: {policy}")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
