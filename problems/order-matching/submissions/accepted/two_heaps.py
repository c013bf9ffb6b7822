"""A heap for each side; cancelled orders stay in it with nothing left."""
import heapq
import sys


def main():
    sides = {"buy": [], "sell": []}
    left = {}
    out = []
    for time, line in enumerate(sys.stdin.read().splitlines()[1:]):
        word, *numbers = line.split()
        order = int(numbers[0])
        if word == "cancel":
            if left.get(order):
                out.append(f"cancelled {order} {left[order]}")
                left[order] = 0
            else:
                out.append(f"not waiting {order}")
            continue
        quantity, price = map(int, numbers[1:])
        # The sign makes the better price the smaller key on both sides.
        sign = -1 if word == "buy" else 1
        others = sides["sell" if word == "buy" else "buy"]
        while quantity and others:
            key, _, other = others[0]
            if not left[other]:
                heapq.heappop(others)
                continue
            if sign * price * -1 < key:
                break
            pieces = min(quantity, left[other])
            buyer, seller = (order, other) if word == "buy" else (other, order)
            out.append(f"trade {buyer} {seller} {pieces} {abs(key)}")
            quantity -= pieces
            left[other] -= pieces
        left[order] = quantity
        if quantity:
            heapq.heappush(sides[word], (sign * price, time, order))
    for side in sides.values():
        for key, _, order in sorted(side):
            if left[order]:
                out.append(f"open {order} {left[order]} {abs(key)}")
    print("\n".join(out))


main()
