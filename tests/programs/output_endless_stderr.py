# expect: OLE output
# what: prints to standard error without end.
import sys

while True:
    print("all work and no play makes a dull judge", file=sys.stderr)
