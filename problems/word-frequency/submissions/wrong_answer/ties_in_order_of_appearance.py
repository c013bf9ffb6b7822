import re
import sys
from collections import Counter

k = int(input())
for word, count in Counter(re.findall("[a-z]+", sys.stdin.read().lower())).most_common(k):
    print(word, count)
