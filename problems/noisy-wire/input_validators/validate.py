import re
import sys

assert re.fullmatch(r"encode\n[01]{1,1000}\n", sys.stdin.read())
sys.exit(42)
