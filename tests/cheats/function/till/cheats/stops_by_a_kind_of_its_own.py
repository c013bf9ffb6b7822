# guard: endings
# expect: failed
# cases: mapped
# written against: the source of the guards
"""The end of a loop, under another name."""

class Wrong(StopIteration):
    pass


def total(numbers):
    raise Wrong("not implemented")
