"""Among equal prices the smallest id goes first, not the oldest order."""
import sys

book = {"buy": [], "sell": []}
for line in sys.stdin.read().splitlines()[1:]:
    word, id, *rest = line.split()
    id = int(id)
    if word == "cancel":
        for side in book.values():
            found = [order for order in side if order[1] == id]
            if found:
                print("cancelled", id, found[0][2])
                side.remove(found[0])
                break
        else:
            print("not waiting", id)
        continue
    quantity, price = map(int, rest)
    others = book["sell" if word == "buy" else "buy"]
    while quantity and others and (abs(others[0][0]) <= price if word == "buy" else abs(others[0][0]) >= price):
        other = others[0]
        pieces = min(quantity, other[2])
        print("trade", *((id, other[1]) if word == "buy" else (other[1], id)), pieces, abs(other[0]))
        quantity -= pieces
        other[2] -= pieces
        if not other[2]:
            others.pop(0)
    if quantity:
        book[word].append([-price if word == "buy" else price, id, quantity])
        book[word].sort()
for side in book.values():
    for key, id, quantity in side:
        print("open", id, quantity, abs(key))
