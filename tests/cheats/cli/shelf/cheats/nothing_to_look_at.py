# guard: blame
# expect: WA
# cases: copied
# The checker asks for a file that isn't there.
