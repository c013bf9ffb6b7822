# expect: OLE output
# what: a single write that is far larger than the limit.
import sys

sys.stdout.write("x" * (64 << 20))
