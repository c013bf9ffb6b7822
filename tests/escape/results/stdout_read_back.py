# attack: opens its own output for reading and takes back what it wrote, so that the judge's reader finds nothing where there was something
# guards: keeper/output, keeper/end
# expect: AC|OLE
import os

back = os.open("/proc/self/fd/1", os.O_RDONLY | os.O_NONBLOCK)
# Which of the two readers gets a byte is chance; the run must come to its end whoever does.
for _ in range(2000):
    os.write(1, b"." * 4096)
    try:
        os.read(back, 4096)
    except BlockingIOError:
        pass
