# expect: TLE cpu
# what: an endless loop that does nothing but burn the processor.
while True:
    pass
