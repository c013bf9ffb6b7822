name = raw_input()
age = int(raw_input())
year = int(raw_input())
print "%s will turn 100 in the year %d." % (name, year + 100 - age)
