# guard: blame
# expect: WA
# cases: mean
print('{"mean": 1' + "0" * 5_000 + "}")
