import sys

name, age, year = sys.stdin.read().splitlines()
now = year = int(year)
age = int(age)
while age < 100:
    age, year = age + 1, year + 1
while age > 100:
    age, year = age - 1, year - 1
if year == now:
    print(name, "turns 100 this year.")
else:
    print(name, "will turn" if year > now else "turned", f"100 in the year {year}.")
