# attack: has the kernel work: gigabytes of zeros, in threads
# guards: cgroup/cpu
# expect: TLE cpu
import os
import threading
import time

end = time.monotonic() + 45


def work():
    file = os.open("/dev/zero", os.O_RDONLY)
    piece = bytearray(1 << 20)
    while time.monotonic() < end:
        os.readv(file, [piece] * 64)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("BREACH 45 seconds of wall time")
