"""list.index raises ValueError for a reading that isn't there."""
input()
readings = list(map(int, input().split()))
for question in map(int, input().split()):
    print(readings.index(question), readings.count(question))
