"""Cancels an order that isn't in the book: KeyError."""
import sys

waiting = {}
for line in sys.stdin.read().splitlines()[1:]:
    word, id, *rest = line.split()
    if word == "cancel":
        side, quantity, price = waiting.pop(id)
        print("cancelled", id, quantity)
        continue
    quantity, price = map(int, rest)
    while quantity:
        if word == "buy":
            fitting = [(o[2], n, i) for n, (i, o) in enumerate(waiting.items()) if o[0] == "sell" and o[2] <= price]
        else:
            fitting = [(-o[2], n, i) for n, (i, o) in enumerate(waiting.items()) if o[0] == "buy" and o[2] >= price]
        if not fitting:
            break
        _, _, other = min(fitting)
        pieces = min(quantity, waiting[other][1])
        print("trade", *((id, other) if word == "buy" else (other, id)), pieces, waiting[other][2])
        quantity -= pieces
        waiting[other][1] -= pieces
        if not waiting[other][1]:
            del waiting[other]
    if quantity:
        waiting[id] = [word, quantity, price]
places = {id: place for place, id in enumerate(waiting)}
for side, sign in (("buy", -1), ("sell", 1)):
    for id in sorted((i for i in waiting if waiting[i][0] == side), key=lambda i: (sign * waiting[i][2], places[i])):
        print("open", id, waiting[id][1], waiting[id][2])
