"""Entry of a solution in two files: reads the messages, the book is in book.py."""
import sys

from book import Book


def main():
    book = Book(print)
    for line in sys.stdin.read().splitlines()[1:]:
        word, order, *rest = line.split()
        if word == "cancel":
            book.cancel(int(order))
        else:
            book.add(word, int(order), *map(int, rest))
    book.show()


if __name__ == "__main__":
    main()
