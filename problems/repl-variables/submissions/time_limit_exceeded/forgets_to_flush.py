"""The first answer stays in the buffer: the judge never sees it."""
import sys

out = open(1, "w", buffering=1 << 16, closefd=False)
for line in sys.stdin:
    if line.strip() == "quit":
        out.write("bye\n")
        break
    out.write("error: syntax\n")
