"""print() puts blanks between its arguments."""
pieces = total = 0
for _ in range(int(input())):
    name, quantity, price = input().split(";")
    quantity, cents = int(quantity), int(quantity) * int(price)
    pieces += quantity
    total += cents
    name = name if len(name) <= 16 else name[:15] + "~"
    print(name.ljust(16), str(quantity).rjust(4), f"{cents / 100:,.2f}".rjust(12))
print("-" * 32)
print("TOTAL".ljust(16), str(pieces).rjust(4), f"{total / 100:,.2f}".rjust(12))
print("Thank you!".center(32))
