# expect: AC
# stdout: survived
# what: an allocation that is refused and caught is no offence.
try:
    hoard = bytearray(1 << 60)
except MemoryError:
    print("survived")
