"""A name that is longer than its column never gets the right length."""
for _ in range(int(input())):
    name, quantity, price = input().split(";")
    quantity, cents = int(quantity), int(quantity) * int(price)
    while len(name) != 16:
        name = (name + " ")[:20]
    print(f"{name}{quantity:>4}{cents / 100:>12,.2f}")
