# guard: tree
# expect: no-loops
"""Python takes letters of any width for the plain ones (NFKC)."""


def plus(parts):
    return ｓｕｍ(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
