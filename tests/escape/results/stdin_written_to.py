# attack: opens its input for writing and fills it, so that the judge's writer would wait for ever
# guards: keeper/end, keeper/time
# expect: AC
# stdout: held
import os

end = os.open("/proc/self/fd/0", os.O_WRONLY | os.O_NONBLOCK)
try:
    while True:
        os.write(end, b"x" * 65536)
except BlockingIOError:
    pass
if os.fork() == 0:
    os.read(os.pipe()[0], 1)
print("held")
