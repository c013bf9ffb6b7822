import asyncio
import random
from collections import Counter

from pyjury import case, raises


class Jobs:
    """Makes jobs when they're asked for, and sees how many are made, running and done."""

    def __init__(self, clock, limit):
        self.clock = clock
        self.limit = limit
        self.made = self.ended = self.running = self.peak = 0
        self.begun = []

    def __call__(self, seconds, failing=None):
        for place, time in enumerate(seconds):
            assert self.made - self.ended < self.limit, f"job {self.made} was taken when there was no place for it"
            self.made += 1
            yield self.job(place, time, place == failing)

    def job(self, place, seconds, fails):
        async def run():
            self.running += 1
            self.peak = max(self.peak, self.running)
            self.begun.append((place, self.clock.now))
            try:
                await asyncio.sleep(seconds)
                if fails:
                    raise OSError(f"job {place}")
                return place * 10
            finally:
                self.running -= 1
                self.ended += 1

        return run


def schedule(seconds, limit):
    """When each job begins, and when all are done."""
    free, begun = [0] * limit, []
    for time in seconds:
        first = free.index(min(free))
        begun.append(free[first])
        free[first] += time
    return begun, max(free)


@case(open=True)
async def example(submission, clock):
    """The first example of the statement"""
    jobs = Jobs(clock, 2)
    assert await submission.run_limited(jobs([3, 1, 1, 2]), 2) == [0, 10, 20, 30]
    assert jobs.begun == [(0, 0), (1, 0), (2, 1), (3, 2)]
    assert clock.now == 4


@case
async def random_jobs(submission, clock):
    """Every job begins when there is a place for it"""
    chance = random.Random(4)
    for _ in range(12):
        seconds = [chance.randint(1, 9) for _ in range(chance.randint(0, 30))]
        limit = chance.randint(1, 8)
        begin, jobs = clock.now, Jobs(clock, limit)
        assert await submission.run_limited(jobs(seconds), limit) == [10 * place for place in range(len(seconds))]
        begun, end = schedule(seconds, limit)
        assert [time - begin for _, time in jobs.begun] == begun, f"begin of jobs of {seconds} seconds, {limit} at once"
        assert [place for place, _ in jobs.begun] == list(range(len(seconds)))
        assert clock.now - begin == end and jobs.peak <= limit


@case
async def a_list(submission, clock):
    """jobs may be a list; a limit above their number"""
    jobs = Jobs(clock, 99)
    assert await submission.run_limited(list(jobs([1, 1, 2])), 50) == [0, 10, 20]
    assert clock.now == 2
    assert await submission.run_limited([], 1) == []


@case
async def many_jobs(submission, clock):
    """Thousands of jobs that are made as they're asked for"""
    jobs = Jobs(clock, 100)
    assert len(await submission.run_limited(jobs([1] * 2000), 100)) == 2000
    assert clock.now == 20 and jobs.peak == 100


@case
async def a_job_fails(submission, clock):
    """After a failure no job is taken, and those that run are cancelled"""
    for failing, expected in ((0, 3), (3, 6)):
        begin, jobs = clock.now, Jobs(clock, 3)
        with raises(OSError, match=f"job {failing}"):
            await submission.run_limited(jobs([3, 5, 5, 3, 9, 9, 9], failing), 3)
        assert clock.now - begin == expected and jobs.running == 0
        assert jobs.made == len(jobs.begun) == (3 if failing == 0 else 6)


class Hosts:
    """Serves pages, and watches the limits."""

    def __init__(self, clock, pages, limit, per_host, seconds):
        self.clock = clock
        self.waiting = Counter(host for host, _ in pages)
        self.limit, self.per_host = limit, per_host
        self.seconds = seconds
        self.running = Counter()
        self.asked = []

    async def fetch(self, host, path):
        self.asked.append((host, path))
        self.waiting[host] -= 1
        self.running[host] += 1
        assert self.running.total() <= self.limit, "more than `limit` at once"
        assert self.running[host] <= self.per_host, f"more than `per_host` for {host}"
        await asyncio.sleep(self.seconds[host, path])
        self.running[host] -= 1
        return f"{host}/{path}"

    async def watch(self):
        """No place is wasted, in the middle of every second."""
        await asyncio.sleep(0.5)
        while self.waiting.total() or self.running.total():
            if self.running.total() < self.limit:
                for host, count in self.waiting.items():
                    assert not count or self.running[host] == self.per_host, f"a page of {host} waits for no reason"
            await asyncio.sleep(1)


async def crawl(submission, clock, pages, limit, per_host, seconds):
    begin, hosts = clock.now, Hosts(clock, pages, limit, per_host, seconds)
    watch = asyncio.create_task(hosts.watch())
    assert await submission.fetch_all(pages, hosts.fetch, limit, per_host) == [f"{host}/{path}" for host, path in pages]
    assert sorted(hosts.asked) == sorted(pages)
    seconds_taken = clock.now - begin
    await watch
    return seconds_taken


@case(open=True)
async def example_hosts(submission, clock):
    """The second example of the statement"""
    pages = [(host, place) for place, host in enumerate("aaabb")]
    assert await crawl(submission, clock, pages, 2, 1, dict.fromkeys(pages, 1)) == 3


@case
async def random_hosts(submission, clock):
    """Many pages of many hosts; some hosts have most of them"""
    chance = random.Random(8)
    for _ in range(10):
        names = [chance.choice("aaaabbc") for _ in range(chance.randint(0, 25))]
        pages = [(host, place) for place, host in enumerate(names)]
        seconds = {page: chance.randint(1, 4) for page in pages}
        await crawl(submission, clock, pages, chance.randint(1, 5), chance.randint(1, 3), seconds)


@case
async def one_slow_host(submission, clock):
    """A slow host doesn't keep the others waiting"""
    pages = [("slow", place) for place in range(20)] + [("quick", place) for place in range(20)]
    seconds = {page: 10 if page[0] == "slow" else 1 for page in pages}
    assert await crawl(submission, clock, pages, 4, 2, seconds) == 100
