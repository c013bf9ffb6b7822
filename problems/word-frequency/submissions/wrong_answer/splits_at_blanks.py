"""Punctuation sticks to the words."""
import sys
from collections import Counter

k = int(input())
counts = Counter(sys.stdin.read().lower().split())
for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:k]:
    print(word, count)
