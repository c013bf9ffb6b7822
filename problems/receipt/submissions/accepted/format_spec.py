def line(name, quantity, cents):
    return f"{name:<16}{quantity:>4}{f'{cents // 100:,}.{cents % 100:02}':>12}"


pieces = total = 0
for _ in range(int(input())):
    name, quantity, price = input().split(";")
    quantity = int(quantity)
    cents = quantity * int(price)
    pieces += quantity
    total += cents
    print(line(name if len(name) <= 16 else name[:15] + "~", quantity, cents))
print("-" * 32)
print(line("TOTAL", pieces, total))
print(f"{'Thank you!':^32}")
