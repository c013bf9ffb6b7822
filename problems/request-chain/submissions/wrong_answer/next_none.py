# next(None) passes the old request on
PASS = object()


class Unhandled(LookupError):
    def __init__(self, request):
        super().__init__(f"nobody handles {request!r}")
        self.request = request


class Link:
    def __init__(self, name, handler, only):
        self.name = name
        self.handler = handler
        self.only = only


def nobody(request):
    raise Unhandled(request)


class Chain:
    def __init__(self):
        self._links = []

    def names(self):
        return [link.name for link in self._links]

    def add(self, handler, name=None, only=None):
        return self._insert(len(self._links), handler, name, only)

    def insert_before(self, name, handler, new_name=None, only=None):
        return self._insert(self._place(name), handler, new_name, only)

    def insert_after(self, name, handler, new_name=None, only=None):
        return self._insert(self._place(name) + 1, handler, new_name, only)

    def remove(self, name):
        del self._links[self._place(name)]

    def replace(self, name, handler):
        self._links[self._place(name)].handler = handler

    def handle(self, request):
        return self(request, nobody)

    def __call__(self, request, next):
        links = [(link.handler, link.only) for link in self._links]

        def run(place, request):
            if place == len(links):
                return next(request)
            handler, only = links[place]

            def rest(other=None):
                return run(place + 1, request if other is None else other)

            if only is not None and not only(request):
                return rest()
            answer = handler(request, rest)
            return rest() if answer is PASS else answer

        return run(0, request)

    def _place(self, name):
        for place, link in enumerate(self._links):
            if link.name == name:
                return place
        raise KeyError(name)

    def _insert(self, place, handler, name, only):
        name = handler.__name__ if name is None else name
        if name in self.names():
            raise ValueError(f"there is a handler called {name!r}")
        self._links.insert(place, Link(name, handler, only))
        return self
