"""Takes for granted that there are k different words."""
import re
import sys

k = int(input())
counts = {}
for word in re.findall("[a-z]+", sys.stdin.read().lower()):
    counts[word] = counts.get(word, 0) + 1
order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
for i in range(k):
    print(order[i][0], order[i][1])
