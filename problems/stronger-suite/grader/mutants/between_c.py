"""Working days: Monday to Friday, without holidays."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def is_working(day, holidays=()):
    return day.weekday() < 5 and day not in holidays


def add(day, count, holidays=()):
    """The working day so many working days later, or earlier if it is negative."""
    step = DAY if count >= 0 else -DAY
    while not is_working(day, holidays):
        day += step
    for _ in range(abs(count)):
        day += step
        while not is_working(day, holidays):
            day += step
    return day


def between(first, last, holidays=()):
    """How many working days there are from one day to another, both counted."""
    if last < first:
        return 0
    return sum(is_working(first + DAY * number, holidays) for number in range((last - first).days + 1))
