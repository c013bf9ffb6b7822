import asyncio
import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pyjury import case, raises

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # changes by half an hour


@case(open=True)
def the_examples(submission):
    assert submission.Rule("*/15 8-17 * * 1-5").after(datetime(2024, 3, 1, 17, 50)) == datetime(2024, 3, 4, 8)
    assert submission.Rule("0 0 13 * 5").after(datetime(2024, 9, 7)) == datetime(2024, 9, 13)


@case
def later_means_later(submission):
    check(submission, "* * * * *", datetime(2024, 1, 1, 12), datetime(2024, 1, 1, 12, 1))
    check(submission, "* * * * *", datetime(2024, 1, 1, 12, 0, 0, 1), datetime(2024, 1, 1, 12, 1))
    check(submission, "30 12 * * *", datetime(2024, 1, 1, 12, 30, 59), datetime(2024, 1, 2, 12, 30))
    check(submission, "59 23 31 12 *", datetime(2023, 12, 31, 23, 59), datetime(2024, 12, 31, 23, 59))


@case
def lists_ranges_and_steps(submission):
    check(submission, "5,50,20-22 * * * *", datetime(2024, 1, 1, 0, 5), *at("0:20 0:21 0:22 0:50 1:05"))
    check(submission, "*/25 * * * *", datetime(2024, 1, 1, 0, 1), *at("0:25 0:50 1:00"))
    check(submission, "0 8-17/4,3 * * *", datetime(2024, 1, 1), *at("3:00 8:00 12:00 16:00"))
    check(submission, "7-7 0-23/23 * * *", datetime(2024, 1, 1), *at("0:07 23:07"))
    check(submission, "  0   6\t*  *  * ", datetime(2024, 1, 1), *at("6:00"))


@case
def days_of_months_and_weeks(submission):
    check(submission, "0 0 29 2 *", datetime(2024, 3, 1), datetime(2028, 2, 29))
    check(submission, "0 0 31 * *", datetime(2024, 3, 31), datetime(2024, 5, 31), datetime(2024, 7, 31), datetime(2024, 8, 31))
    for sunday in ("0", "7", "6-7", "0-7/7"):
        expected = datetime(2024, 6, 8) if sunday == "6-7" else datetime(2024, 6, 9)
        check(submission, f"0 0 * * {sunday}", datetime(2024, 6, 2), expected)
    check(submission, "0 0 1 */5 *", datetime(2024, 2, 1), datetime(2024, 6, 1), datetime(2024, 11, 1), datetime(2025, 1, 1))


@case
def one_of_two_days_is_enough(submission):
    check(submission, "0 0 13 * 5", datetime(2024, 9, 14), datetime(2024, 9, 20), datetime(2024, 9, 27), datetime(2024, 10, 4))
    check(submission, "0 0 13 * *", datetime(2024, 9, 14), datetime(2024, 10, 13))
    check(submission, "0 0 * * 5", datetime(2024, 9, 14), datetime(2024, 9, 20))
    check(submission, "0 0 */10 * 1", datetime(2024, 9, 12), datetime(2024, 10, 21))
    check(submission, "0 0 1-31 * 1", datetime(2024, 9, 12), datetime(2024, 9, 13))
    check(submission, "0 0 30 2 1", datetime(2024, 2, 27), datetime(2025, 2, 3))


@case
def no_rules(submission):
    for text in (
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *", "* * * 13 *", "* * * * 8",
        "17-8 * * * *", "*/0 * * * *", "-1 * * * *", "1- * * * *", "1,,2 * * * *", ",1 * * * *", "MON * * * *", "5/2 * * * *",
        "1-2-3 * * * *", "*/2/2 * * * *", "*/ * * * *", "1.5 * * * *", "+5 * * * *", "٣ * * * *", "1_0 * * * *", "50-60 * * * *", "** * * * *",
    ):  # fmt: skip
        with raises(ValueError):
            submission.Rule(text)
    with raises(ValueError):
        submission.Rule("0 0 31 2,4 *").after(datetime(2024, 1, 1))


@case(each={"seed": [1, 2, 3]})
def random_rules(submission, seed):
    """Against a look at every minute"""
    chance = random.Random(seed)
    for _ in range(25):
        fields = [some(chance, low, high) for low, high in LIMITS]
        text = " ".join(field for field, _ in fields)
        moment = datetime(2023, 12, 1) + timedelta(minutes=chance.randrange(10**6))
        expected = slow_after(fields, moment)
        if expected is not None:
            assert submission.Rule(text).after(moment) == expected, f"Rule({text!r}).after({moment!r})"


@case
def clocks_that_change(submission):
    for text, moment, *expected in [
        # A skipped hour, from 2:00 to 3:00.
        ("30 2 * * *", datetime(2024, 3, 30, 3, tzinfo=BERLIN), datetime(2024, 4, 1, 2, 30)),
        ("*/20 * * * *", datetime(2024, 3, 31, 1, 40, tzinfo=BERLIN), datetime(2024, 3, 31, 3), datetime(2024, 3, 31, 3, 20)),
        ("0 3 * * *", datetime(2024, 3, 31, tzinfo=BERLIN), datetime(2024, 3, 31, 3)),
        # An hour twice, from 3:00 back to 2:00.
        ("30 * * * *", datetime(2024, 10, 27, 1, 30, tzinfo=BERLIN), datetime(2024, 10, 27, 2, 30), datetime(2024, 10, 27, 3, 30)),
        ("30 * * * *", datetime(2024, 10, 27, 2, 10, fold=1, tzinfo=BERLIN), datetime(2024, 10, 27, 3, 30)),
        ("*/30 * * * *", datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK), datetime(2024, 11, 3, 2)),
        ("15 2 * * *", datetime(2024, 10, 5, 3, tzinfo=LORD_HOWE), datetime(2024, 10, 7, 2, 15)),
        ("*/10 1 * * *", datetime(2024, 4, 7, 1, 50, tzinfo=LORD_HOWE), datetime(2024, 4, 8, 1)),
    ]:
        rule = submission.Rule(text)
        for each in expected:
            came = rule.after(moment)
            same_moment(came, each.replace(tzinfo=moment.tzinfo), text)
            moment = came


@case
async def jobs_run_when_they_are_due(submission, clock):
    started = []

    async def job(moment):
        started.append((moment, clock.now))

    scheduler = submission.Scheduler(datetime(2024, 2, 28, 23, 30, tzinfo=BERLIN))
    scheduler.add("0 */8 * * *", job)
    await scheduler.run(24 * 3600)
    expected = [datetime(2024, 2, 29, hour, tzinfo=BERLIN) for hour in (0, 8, 16)]
    assert started == [(each, 1800 + 8 * 3600 * place) for place, each in enumerate(expected)]
    assert clock.now == 24 * 3600
    assert len(clock.jumps) <= 8, "times at which something woke up"


@case
async def across_a_change_of_clocks(submission, clock):
    started = []

    async def job(moment):
        started.append((moment.hour, clock.now / 3600))

    scheduler = submission.Scheduler(datetime(2024, 3, 31, tzinfo=BERLIN))
    scheduler.add("0 * * * *", job)
    await scheduler.run(4 * 3600)
    assert started == [(1, 1), (3, 2), (4, 3), (5, 4)]


@case
async def jobs_that_overlap(submission, clock):
    started = {"patient": [], "eager": []}

    def job(name):
        async def run(moment):
            started[name].append(moment.minute)
            await asyncio.sleep(150)

        return run

    scheduler = submission.Scheduler(datetime(2024, 1, 1, 11, 59, 30, tzinfo=ZoneInfo("UTC")))
    scheduler.add("* * * * *", job("patient"))
    scheduler.add("* * * * *", job("eager"), overlap=True)
    await scheduler.run(300)
    assert started == {"patient": [0, 3], "eager": [0, 1, 2, 3, 4]}
    assert clock.now == 30 + 240 + 150, "when run returned"


@case
async def what_is_due_at_once_keeps_its_order(submission):
    log = []

    def job(name):
        async def run(moment):
            log.append(name)
            if name == "b":
                raise RuntimeError("no")

        return run

    scheduler = submission.Scheduler(datetime(2024, 1, 1, tzinfo=BERLIN))
    for name, text in [("c", "*/2 * * * *"), ("a", "* * * * *"), ("b", "*/2 * * * *")]:
        scheduler.add(text, job(name))
    await scheduler.run(240)
    assert log == ["a", "c", "a", "b", "a", "c", "a", "b"]


@case
async def only_what_is_due_in_this_run(submission, clock):
    minutes = []

    async def job(moment):
        minutes.append(moment.minute)

    scheduler = submission.Scheduler(datetime(2024, 1, 1, tzinfo=BERLIN))
    scheduler.add("* * * * *", job)
    await scheduler.run(120)
    await asyncio.sleep(150)
    await scheduler.run(60)
    assert minutes == [1, 2, 5]
    assert clock.now == 330


@case
async def cancelling(submission, clock):
    ends = []

    async def job(moment):
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            ends.append(clock.now)
            raise

    scheduler = submission.Scheduler(datetime(2024, 1, 1, tzinfo=BERLIN))
    scheduler.add("*/2 * * * *", job, overlap=True)
    with raises(TimeoutError):
        async with asyncio.timeout(250):
            await scheduler.run(100_000)
    await asyncio.sleep(1)
    assert ends == [250, 250]


LIMITS = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]


def some(chance, low, high):
    """A field, and the values that it stands for."""
    if chance.random() < 0.35:
        return "*", set(range(low, high + 1))
    parts, values = [], set()
    for _ in range(chance.randint(1, 2)):
        first, last = sorted((chance.randint(low, high), chance.randint(low, high)))
        step = chance.randint(1, 4)
        kind = chance.randrange(3)
        parts.append([f"{first}", f"{first}-{last}", f"{first}-{last}/{step}"][kind])
        values.update([range(first, first + 1), range(first, last + 1), range(first, last + 1, step)][kind])
    return ",".join(parts), values


def slow_after(fields, moment):
    (_, minutes), (_, hours), (days, days_of_month), (_, months), (week, weekdays) = fields
    weekdays = {day % 7 for day in weekdays}
    moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    for _ in range(800):  # days
        of_month, of_week = moment.day in days_of_month, moment.isoweekday() % 7 in weekdays
        restricted = days != "*" and week != "*"
        if moment.month in months and ((of_month or of_week) if restricted else (of_month and of_week)):
            day = moment.date()
            while moment.date() == day:
                if moment.hour in hours and moment.minute in minutes:
                    return moment
                moment += timedelta(minutes=1)
        else:
            moment = moment.replace(hour=0, minute=0) + timedelta(days=1)
    return None


def check(submission, text, moment, *expected):
    rule = submission.Rule(text)
    for each in expected:
        came = rule.after(moment)
        assert came == each, f"Rule({text!r}).after({moment!r})"
        moment = came


def at(times):
    return [datetime(2024, 1, 1, *map(int, each.split(":"))) for each in times.split()]


def same_moment(came, expected, text):
    assert (came, came.fold, str(came.tzinfo)) == (expected, expected.fold, str(expected.tzinfo)), f"Rule({text!r})"

