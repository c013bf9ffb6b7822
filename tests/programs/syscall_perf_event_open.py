# expect: SV syscall:perf_event_open
# what: opens a performance counter on everything.
import ctypes
import os

number = {"x86_64": 298, "aarch64": 241}[os.uname().machine]
ctypes.CDLL(None).syscall(number, None, -1, 0, -1, 0)
print("still here")
