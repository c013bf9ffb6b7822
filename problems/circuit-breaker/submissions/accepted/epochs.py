import asyncio
import threading


class CircuitOpen(Exception):
    def __init__(self, remaining):
        super().__init__(f"refused; {remaining} s remain")
        self.remaining = remaining


class CircuitBreaker:
    def __init__(self, threshold, cooldown, clock, failures=(Exception,)):
        self.threshold = threshold
        self.cooldown = cooldown
        self.clock = clock
        self.failures = tuple(failures)
        self.on_change = None
        self.current = "closed"
        self.epoch = 0
        self.count = 0
        self.opened = None
        self.trial = False
        self.lock = threading.RLock()

    @property
    def state(self):
        with self.lock:
            if self.current == "open" and self.clock() - self.opened >= self.cooldown:
                self.change("half-open")
            return self.current

    def call(self, function, *arguments, **keywords):
        epoch = self.begin()
        try:
            result = function(*arguments, **keywords)
        except BaseException as error:
            self.end(epoch, error)
            raise
        self.end(epoch, None)
        return result

    async def call_async(self, function, *arguments, **keywords):
        epoch = self.begin()
        try:
            result = await function(*arguments, **keywords)
        except BaseException as error:
            self.end(epoch, error)
            raise
        self.end(epoch, None)
        return result

    def begin(self):
        """Refuse, or give the number of the period between two changes that this call belongs to."""
        with self.lock:
            state = self.state
            if state == "open":
                raise CircuitOpen(self.opened + self.cooldown - self.clock())
            if state == "half-open":
                if self.trial:
                    raise CircuitOpen(0)
                self.trial = True
            return self.epoch

    def end(self, epoch, error):
        with self.lock:
            if epoch != self.epoch:
                return
            if isinstance(error, asyncio.CancelledError):
                self.trial = False
            elif isinstance(error, self.failures):
                self.count += 1
                if self.trial or self.count >= self.threshold:
                    self.opened = self.clock()
                    self.change("open")
            elif self.trial:
                self.change("closed")
            else:
                self.count = 0

    def change(self, state):
        old, self.current = self.current, state
        self.epoch += 1
        self.count = 0
        self.trial = False
        if self.on_change is not None:
            self.on_change(old, state)
