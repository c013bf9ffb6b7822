a, c = map(int, input().split())
known = [2, 3]
for p in known:
    if p >= a or a > 3:
        print("prime:", p, "of", c, "from", a)
while True:
    print(max(a, 2))
