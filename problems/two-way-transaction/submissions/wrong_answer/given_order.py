# Closes in the order in which it opened.
import inspect


class Transaction:
    """Both forms run the same generators: these yield what a resource returned, and get what comes of awaiting it."""

    def __init__(self, log, *resources):
        self.log = log
        self.resources = resources
        self.open = None

    def __enter__(self):
        return drive(self.opening())

    def __exit__(self, kind, error, trace):
        return drive(self.closing(error))

    async def __aenter__(self):
        return await drive_async(self.opening())

    async def __aexit__(self, kind, error, trace):
        return await drive_async(self.closing(error))

    def opening(self):
        if self.open is not None:
            raise RuntimeError("the transaction is open")
        self.open, values = [], []
        try:
            for resource in self.resources:
                self.log(f"open {resource.name}")
                values.append((yield resource.open()))
                self.open.append(resource)
        except BaseException as error:
            yield from self.closing(error, opening=True)
            raise
        return values

    def closing(self, error, opening=False):
        """Whether the exception is dealt with; another one that counts at the end is raised."""
        first, resources, self.open = error, self.open, None
        for resource in resources:
            self.log(f"close {resource.name}")
            try:
                if (yield resource.close(error)) and not opening:
                    error = None
            except BaseException as late:
                late.__cause__ = error
                error = late
        if error is not None and error is not first:
            raise error
        return error is None


def drive(generator):
    send, value = generator.send, None
    while True:
        try:
            value = send(value)
        except StopIteration as end:
            return end.value
        send = generator.send
        if inspect.isawaitable(value):
            value.close()
            send, value = generator.throw, TypeError("an async resource needs async with")


async def drive_async(generator):
    send, value = generator.send, None
    while True:
        try:
            value = send(value)
        except StopIteration as end:
            return end.value
        send = generator.send
        if inspect.isawaitable(value):
            try:
                value = await value
            except BaseException as error:
                send, value = generator.throw, error
