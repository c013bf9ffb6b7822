pieces = total = 0
for _ in range(int(input())):
    name, quantity, price = input().split(";")
    quantity, cents = int(quantity), int(quantity) * int(price)
    pieces += quantity
    total += cents
    name = name if len(name) <= 16 else name[:15] + "~"
    print(f"{name:<16}{quantity:>4}{cents / 100:>12,.2f}")
print("-" * 32)
print(f"{'TOTAL':<16}{pieces:>4}{total / 100:>12,.2f}")
print(f"{'Thank you!':^32}\n")
