# expect: OLE output
# what: prints to standard error without end.
import sys

while True:
    print("all work and no play makes a dull judge\n" * 50, file=sys.stderr)
