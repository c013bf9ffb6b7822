# expect: AC
# what: reads all of its input and prints how many bytes there were.
import sys

print(len(sys.stdin.buffer.read()))
