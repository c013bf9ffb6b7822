import sys
from bisect import bisect_left, bisect_right

n, q, *numbers = map(int, sys.stdin.read().split())
readings = numbers[:n]
for question in numbers[n:]:
    first = bisect_left(readings, question)
    print(first, bisect_right(readings, question, first) - first)
