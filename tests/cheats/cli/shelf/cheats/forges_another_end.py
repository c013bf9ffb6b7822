# guard: -
# expect: RTE
# cases: usage
# 2 is expected, which is also the number of a signal; a shell would say 130.
import os
import signal
import sys

print("usage: shelf.py COMMAND", file=sys.stderr, flush=True)
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGINT)
