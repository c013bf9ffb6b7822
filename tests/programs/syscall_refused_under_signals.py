# expect: SV syscall:ptrace
# what: interrupts refused calls with a fast timer, so that some vanish before they are answered; then asks for more.
import ctypes
import os
import random
import signal
import time

libc = ctypes.CDLL(None)
sync, ptrace = {"x86_64": (162, 101), "aarch64": (81, 117)}[os.uname().machine]
signal.signal(signal.SIGALRM, lambda *_: None)
until = time.monotonic() + 1
for _ in range(900):
    if time.monotonic() > until:
        break
    signal.setitimer(signal.ITIMER_REAL, random.uniform(2e-6, 60e-6))
    libc.syscall(sync)
signal.setitimer(signal.ITIMER_REAL, 0)
libc.syscall(ptrace, 0, 0, 0, 0)
print("still here")
