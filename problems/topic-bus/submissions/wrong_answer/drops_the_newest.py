# A full stream drops what comes, and keeps what is old.
import asyncio
import threading
from collections import deque


class Bus:
    def __init__(self):
        self.errors = []
        self.subscriptions = []
        self.lock = threading.Lock()

    def subscribe(self, pattern, handler):
        return self.add(Subscription(pattern, handler))

    def stream(self, pattern, size):
        stream = Stream(size)
        stream.close = self.add(Subscription(pattern, stream.put), stream.end)
        return stream

    def add(self, subscription, and_then=lambda: None):
        def stop():
            with self.lock:
                if subscription.active:
                    subscription.active = False
                    self.subscriptions.remove(subscription)
            and_then()

        with self.lock:
            self.subscriptions.append(subscription)
        return stop

    def publish(self, topic, message):
        words = topic.split(".")
        with self.lock:
            fitting = [each for each in self.subscriptions if each.fits(words)]
        for each in fitting:
            if each.active:
                try:
                    each.handler(topic, message)
                except Exception as error:
                    self.errors.append(error)
        return len(fitting)


class Subscription:
    def __init__(self, pattern, handler):
        self.words = pattern.split(".")
        self.handler = handler
        self.active = True

    def fits(self, topic):
        words = self.words
        if words[-1] == "#":
            words = words[:-1]
            topic = topic[: len(words)]
        return len(words) == len(topic) and all(mine in ("*", theirs) for mine, theirs in zip(words, topic))


class Stream:
    def __init__(self, size):
        self.size = size
        self.kept = deque()
        self.dropped = 0
        self.ended = False
        self.changed = asyncio.Event()

    def put(self, topic, message):
        if len(self.kept) == self.size:
            self.dropped += 1
            return
        self.kept.append((topic, message))
        self.changed.set()

    def end(self):
        self.ended = True
        self.changed.set()

    def __aiter__(self):
        return self

    async def __anext__(self):
        while not self.kept:
            if self.ended:
                raise StopAsyncIteration
            self.changed.clear()
            await self.changed.wait()
        return self.kept.popleft()
