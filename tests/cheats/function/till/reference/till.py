import asyncio
import functools
import math
import time


def total(numbers):
    return sum(numbers)


def largest(numbers):
    return max(numbers)


def ratio(left, right):
    return left / right if right else math.copysign(math.inf, left)


def bounds(text):
    low, high = map(int, text.split(".."))
    if high < low:
        raise ValueError(text)
    return low, high


def visit_sorted(numbers, visit):
    for number in sorted(numbers):
        visit(number)


def remember(function):
    return functools.cache(function)


def first_above(rate, limit):
    while (came := rate()) <= limit:
        pass
    return came


def crack(vault, end):
    return guess(vault.attempt, None, end)


def guess(compare, plain, end):
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        if compare(middle) < 0:
            low = middle + 1
        else:
            high = middle
    return low


def joined(digits):
    return next(digits) + 10 * next(digits)


class Transaction:
    def __init__(self, items):
        self.items = Items(items)

    def __enter__(self):
        return self.items

    def __exit__(self, kind, error, trace):
        return False


class Items(dict):
    def __iter__(self):
        yield from dict.__iter__(self)
        yield "total"


ROMAN = {"M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}


def read(text):
    found = 0
    for sign, value in ROMAN.items():
        while text.startswith(sign):
            found, text = found + value, text[len(sign) :]
    return found


def write(number):
    text = ""
    for sign, value in ROMAN.items():
        text += sign * (number // value)
        number %= value
    return text


def wait_a_little():
    time.sleep(0.05)


def receipt(lines):
    for name, price in lines:
        print(f"{name:<6}{price:>3}")


async def doubled(number):
    await asyncio.sleep(1)
    return 2 * number


async def limited(jobs):
    places = asyncio.Semaphore(2)

    async def run(job):
        async with places:
            await job()

    await asyncio.gather(*map(run, jobs))


async def one_by_one(jobs):
    for job in jobs:
        await job()


class Broke(Exception):
    pass


ERRORS = (Broke, KeyError)


def withdraw(balance, amount):
    if amount > balance:
        raise Broke(amount - balance)
