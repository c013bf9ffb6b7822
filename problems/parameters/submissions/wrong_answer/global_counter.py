# All counters have the same number.
def clamp(value, /, low=0, high=100):
    return max(low, min(value, high))


def price(net, *, tax=0.2, discount=0):
    return net * (1 - discount) * (1 + tax)


def average(*numbers):
    if not numbers:
        raise TypeError("average needs at least one number")
    return sum(numbers) / len(numbers)


def tag(name, /, *content, **attributes):
    parts = "".join(f' {key.removesuffix("_")}="{value}"' for key, value in attributes.items())
    return f"<{name}{parts}>{''.join(map(str, content))}</{name}>"


def append(item, items=None):
    if items is None:
        items = []
    items.append(item)
    return items


def counter(start=0):
    global number
    number = start

    def count(step=1):
        global number
        number += step
        return number

    return count
