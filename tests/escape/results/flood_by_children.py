# attack: many processes write at once, some through descriptors that they opened themselves
# guards: keeper/output
# expect: OLE output
import os

for number in range(8):
    if os.fork() == 0:
        out = os.open("/dev/stdout", os.O_WRONLY) if number % 2 else 1
        while True:
            os.write(out, b"x" * 65536)
os.wait()
