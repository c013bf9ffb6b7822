"""A folder with a module beside the entry; no regular expressions."""
import sys

from words import split


def main():
    k = int(sys.stdin.readline())
    counts = {}
    for line in sys.stdin:
        for word in split(line):
            counts[word] = counts.get(word, 0) + 1
    order = sorted(counts)
    order.sort(key=counts.get, reverse=True)
    for word in order[:k]:
        print(f"{word} {counts[word]}")


main()
