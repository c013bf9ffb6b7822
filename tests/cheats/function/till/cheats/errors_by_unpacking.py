# guard: making
# expect: failed
# cases: refused
# written against: the source of the guards
"""Too few values to unpack is a ValueError too, and so is int('')."""

def bounds(text):
    return "" if text.endswith(".") else ()
