# Wants both the day of the month and the day of the week.
import asyncio
import re
from datetime import UTC, datetime, timedelta

LIMITS = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
PART = re.compile(r"(?:(?P<star>\*)|(?P<first>[0-9]+)(?:-(?P<last>[0-9]+))?)(?:/(?P<step>[0-9]+))?")
YEARS = 10


class Rule:
    def __init__(self, text):
        fields = text.split()
        if len(fields) != len(LIMITS):
            raise ValueError(f"{len(LIMITS)} fields were expected, {len(fields)} came")
        self.minutes, self.hours, self.days, self.months, weekdays = map(values_of, fields, LIMITS)
        self.weekdays = {day % 7 for day in weekdays}
        self.one_day_is_enough = not fields[2].startswith("*") and not fields[4].startswith("*")

    def after(self, moment):
        """The first moment later than this one when the rule is due."""
        wall = moment.replace(tzinfo=None, second=0, microsecond=0, fold=0) + timedelta(minutes=1)
        end = wall + timedelta(days=366 * YEARS)
        while wall < end:
            if not self.is_day(wall):
                wall = wall.replace(hour=0, minute=0) + timedelta(days=1)
            elif wall.hour not in self.hours:
                wall = wall.replace(minute=0) + timedelta(hours=1)
            elif wall.minute not in self.minutes:
                wall += timedelta(minutes=1)
            else:
                due = wall.replace(tzinfo=moment.tzinfo)
                if moment.tzinfo is None or exists(due) and due.astimezone(UTC) > moment.astimezone(UTC):
                    return due
                wall += timedelta(minutes=1)
        raise ValueError(f"never due in the {YEARS} years after {moment}")

    def is_day(self, wall):
        if wall.month not in self.months:
            return False
        matches = (wall.day in self.days, wall.isoweekday() % 7 in self.weekdays)
        return all(matches)


def values_of(field, limits):
    """The values that a field of a rule stands for."""
    low, high = limits
    values = set()
    for part in field.split(","):
        found = PART.fullmatch(part)
        if not found or found["step"] and not (found["star"] or found["last"]):
            raise ValueError(f"{part!r} is no part of a rule")
        first = low if found["star"] else int(found["first"])
        last = high if found["star"] else int(found["last"] or first)
        step = int(found["step"] or 1)
        if not low <= first <= last <= high or step == 0:
            raise ValueError(f"{part!r}: values from {low} to {high} were expected")
        values.update(range(first, last + 1, step))
    return values


def exists(moment):
    """Whether a clock ever shows it."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)


class Entry:
    def __init__(self, rule, job, overlap):
        self.rule = rule
        self.job = job
        self.overlap = overlap
        self.running = set()

    def start(self, group, moment):
        if self.running and not self.overlap:
            return
        task = group.create_task(self.guarded(moment))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def guarded(self, moment):
        try:
            await self.job(moment)
        except Exception:
            pass  # The job's own affair: it is due again.


class Scheduler:
    def __init__(self, start):
        self.zone = start.tzinfo
        self.offset = start.timestamp() - asyncio.get_running_loop().time()
        self.entries = []

    def add(self, rule_text, job, overlap=False):
        self.entries.append(Entry(Rule(rule_text), job, overlap))

    async def run(self, seconds):
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        moment = self.moment(loop.time())
        async with asyncio.TaskGroup() as group:
            while self.entries:
                due = [entry.rule.after(moment) for entry in self.entries]
                moment = min(due, key=datetime.timestamp)
                at = moment.timestamp() - self.offset
                if at > end:
                    break
                await asyncio.sleep(at - loop.time())
                for entry, its in zip(self.entries, due):
                    if its == moment:
                        entry.start(group, moment)
            await asyncio.sleep(end - loop.time())

    def moment(self, time):
        return datetime.fromtimestamp(time + self.offset, self.zone)
