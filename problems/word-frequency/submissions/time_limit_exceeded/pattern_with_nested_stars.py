"""A pattern that tries every way to cut a long word in pieces before it gives up."""
import re
import sys

k = int(input())
counts = {}
for part in sys.stdin.read().lower().split():
    if re.fullmatch(r"([a-z]+)*", part):
        words = [part]
    else:
        words = re.findall("[a-z]+", part)
    for word in words:
        if word:
            counts[word] = counts.get(word, 0) + 1
for word in sorted(counts, key=lambda word: (-counts[word], word))[:k]:
    print(word, counts[word])
