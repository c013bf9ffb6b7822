# expect: AC
# stdout: flushed
# what: os._exit skips every clean-up; what was flushed before counts.
import os

print("flushed", flush=True)
print("lost")
os._exit(0)
