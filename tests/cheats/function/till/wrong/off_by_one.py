"""Nearly right."""

import asyncio


def total(numbers):
    return sum(numbers[1:])


def largest(numbers):
    return sorted(numbers)[-2]


def ratio(left, right):
    return left / right


def bounds(text):
    return tuple(map(int, text.split("..")))


def visit_sorted(numbers, visit):
    for number in sorted(numbers, reverse=True):
        visit(number)


def remember(function):
    return function


def first_above(rate, limit):
    rate()
    return rate()


def joined(digits):
    return next(digits) + next(digits)


async def doubled(number):
    return number + number + 1


async def limited(jobs):
    await asyncio.gather(*(job() for job in jobs))


async def one_by_one(jobs):
    await asyncio.gather(*(job() for job in jobs))
