# expect: AC
# stdout: still here
# what: signals every process that it can see; its own is spared by the kernel, all others aren't its to kill.
import os
import signal

try:
    os.kill(-1, signal.SIGKILL)
except (ProcessLookupError, PermissionError):
    pass
print("still here")
