def total(numbers):
    if not numbers:
        return 0
    first, *rest = numbers
    return value(first) + total(rest)


def value(each):
    return total(each) if isinstance(each, list) else each
