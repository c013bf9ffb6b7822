"""Keeps every year that there could be."""
name, age, year = input(), int(input()), int(input())
years = []
while True:
    years.append(bytearray(b"y") * 1_000_000)
