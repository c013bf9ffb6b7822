def total(numbers):
    return sum(total(part) if isinstance(part, list) else part for part in numbers)


def deepest(numbers):
    return 1 + max((deepest(part) for part in numbers if isinstance(part, list)), default=0)
