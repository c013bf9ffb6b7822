"""Reads a line too many: EOFError at the end of each input."""
input()
readings = list(map(int, input().split()))
while True:
    for question in map(int, input().split()):
        print(sum(r < question for r in readings), readings.count(question))
