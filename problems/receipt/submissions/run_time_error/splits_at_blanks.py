"""Expects blanks between the fields: there is nothing to unpack."""
for _ in range(int(input())):
    name, quantity, price = input().split()
    print(f"{name:<16}{int(quantity):>4}{int(price) / 100:>12,.2f}")
