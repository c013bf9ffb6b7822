# guard: blame
# expect: WA
# cases: count
print("[" * 1_000_000)
