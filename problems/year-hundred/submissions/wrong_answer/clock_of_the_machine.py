"""Asks the machine for the year instead of reading it."""
import datetime

name = input()
age = int(input())
now = datetime.date.today().year
birthday = now + 100 - age
if birthday > now:
    print(f"{name} will turn 100 in the year {birthday}.")
elif birthday == now:
    print(f"{name} turns 100 this year.")
else:
    print(f"{name} turned 100 in the year {birthday}.")
