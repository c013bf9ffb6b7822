"""Trades at the price of the new order."""
import sys

book = {"buy": [], "sell": []}
for time, line in enumerate(sys.stdin.read().splitlines()[1:]):
    word, id, *rest = line.split()
    if word == "cancel":
        for side in book.values():
            found = [order for order in side if order[2] == id]
            if found:
                print("cancelled", id, found[0][3])
                side.remove(found[0])
                break
        else:
            print("not waiting", id)
        continue
    quantity, price = map(int, rest)
    others = book["sell" if word == "buy" else "buy"]
    while quantity and others and (abs(others[0][0]) <= price if word == "buy" else abs(others[0][0]) >= price):
        other = others[0]
        pieces = min(quantity, other[3])
        print("trade", *((id, other[2]) if word == "buy" else (other[2], id)), pieces, price)
        quantity -= pieces
        other[3] -= pieces
        if not other[3]:
            others.pop(0)
    if quantity:
        book[word].append([-price if word == "buy" else price, time, id, quantity])
        book[word].sort()
for side in book.values():
    for key, _, id, quantity in side:
        print("open", id, quantity, abs(key))
