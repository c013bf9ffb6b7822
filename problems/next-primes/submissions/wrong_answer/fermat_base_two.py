"""341 = 11 * 31 passes this test."""
a, c = map(int, input().split())
a = max(a, 2)
while c:
    if a == 2 or pow(2, a - 1, a) == 1:
        print(a)
        c -= 1
    a += 1
