# expect: AC
# stdout: small
# what: a sparse file claims to be huge; it must cost neither disk nor the collector of files anything.
import os

path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "sparse")
with open(path, "wb") as file:
    try:
        file.truncate(1 << 40)
    except OSError:
        pass
print("small" if os.stat(path).st_blocks < 100 else "large")
