pieces = total = 0
for _ in range(int(input())):
    name, quantity, price = input().split(";")
    quantity, cents = int(quantity), int(quantity) * int(price)
    pieces += quantity
    total += cents
    name = name if len(name) <= 16 else name[:15] + "~"
    print(f"{name:<16}{quantity:>4}{f'{cents // 100:,}.{cents % 100:02}':>12}")
print("-" * 32)
print(f"{'Total':<16}{pieces:>4}{f'{total // 100:,}.{total % 100:02}':>12}")
print(f"{'Thank you!':^32}")
