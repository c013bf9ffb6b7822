# guard: finite
# expect: WA
# cases: per day
# Every number is near to an infinity, if a share of an infinity is near enough.
print("0 a day")
