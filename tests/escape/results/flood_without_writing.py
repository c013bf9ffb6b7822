# attack: fills its output by sendfile from memory, which is no write of its own
# guards: keeper/output
# breaks: keeper/output: AC
# expect: OLE output
import os

memory = os.memfd_create("flood")
os.write(memory, b"x" * (4 << 20))
for _ in range(16):
    start = 0
    while start < 4 << 20:
        start += os.sendfile(1, memory, start, 4 << 20)
