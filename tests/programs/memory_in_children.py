# expect: MLE memory
# what: many children take a little each; together it is too much.
import os
import time

for _ in range(60):
    if os.fork() == 0:
        mine = bytearray(b"x") * (32 << 20)
        time.sleep(1000)
time.sleep(1000)
