# expect: AC
# stdout: full
# what: fills the scratch space; the file system is full long before the host is.
import os

try:
    with open(os.path.join(os.environ.get("TMPDIR", "/tmp"), "big"), "wb", buffering=0) as file:
        for _ in range(1 << 14):
            file.write(b"x" * (1 << 20))
    print("wrote 16 GiB")
except OSError:
    print("full")
