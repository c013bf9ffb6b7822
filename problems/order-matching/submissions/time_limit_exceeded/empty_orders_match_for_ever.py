"""A filled order is never removed: it goes on trading nothing."""
import sys

book = {"buy": [], "sell": []}
for time, line in enumerate(sys.stdin.read().splitlines()[1:]):
    word, id, *rest = line.split()
    if word == "cancel":
        print("not waiting", id)
        continue
    quantity, price = map(int, rest)
    others = book["sell" if word == "buy" else "buy"]
    while quantity and others and (abs(others[0][0]) <= price if word == "buy" else abs(others[0][0]) >= price):
        other = others[0]
        pieces = min(quantity, other[3])
        quantity -= pieces
        other[3] -= pieces
    book[word].append([-price if word == "buy" else price, time, id, quantity])
    book[word].sort()
for side in book.values():
    for key, _, id, quantity in side:
        if quantity:
            print("open", id, quantity, abs(key))
