"""Counts up until the age is 100, which never happens to somebody who is older."""
name, age, year = input(), int(input()), int(input())
now = year
while age != 100:
    age += 1
    year += 1
if year == now:
    print(f"{name} turns 100 this year.")
else:
    print(f"{name} will turn 100 in the year {year}.")
