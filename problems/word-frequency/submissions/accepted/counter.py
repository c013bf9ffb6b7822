import re
import sys
from collections import Counter

k = int(input())
counts = Counter(re.findall("[a-z]+", sys.stdin.read().lower()))
for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:k]:
    print(word, count)
