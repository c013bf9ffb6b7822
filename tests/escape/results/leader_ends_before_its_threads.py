# attack: the first thread ends with 0, as if the program had; the rest goes on and fails
# guards: result/exit, keeper/end
# expect: RTE exit_code:5
import ctypes
import os
import platform
import threading
import time


def rest():
    time.sleep(0.2)
    os._exit(5)


threading.Thread(target=rest).start()
# The call lets go of the interpreter and ends only this thread.
ctypes.CDLL(None).syscall(ctypes.c_long(93 if platform.machine() == "aarch64" else 60), ctypes.c_long(0))
