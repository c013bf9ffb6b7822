# guard: blame
# expect: WA
# cases: authors
import sys

sys.stdout.buffer.write(b"Austen\xff Eliot")
