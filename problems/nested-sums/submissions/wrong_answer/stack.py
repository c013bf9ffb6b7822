def total(numbers):
    waiting, result = [numbers], 0
    while waiting:
        for part in waiting.pop():
            if isinstance(part, list):
                waiting.append(part)
            else:
                result += part
    return result


def deepest(numbers):
    return 1 + max((deepest(part) for part in numbers if isinstance(part, list)), default=0)
