# guard: grammar
# expect: WA
# cases: mean
# What is no number is never too far from one: no comparison with it holds.
print('{"mean": NaN}')
