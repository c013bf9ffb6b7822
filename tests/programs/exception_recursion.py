# expect: RTE exception:RecursionError
# what: recursion without end, at the limit that Python starts with.
def deeper(n):
    return deeper(n + 1) + 1


deeper(0)
