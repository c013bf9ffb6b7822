# guard: whole
# expect: WA
# cases: total
# Whatever the total is, it is said.
print(*(f"total {cents / 100:.2f}" for cents in range(10_000)), sep="\n")
