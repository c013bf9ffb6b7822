# Finds out while it makes things: half of them exist when the error comes, and a cycle ends by RecursionError.
import inspect
from contextlib import contextmanager


class WiringError(Exception):
    pass


class NotRegistered(WiringError):
    pass


class Captive(WiringError):
    pass


class Cycle(WiringError):
    path = []


class Container:
    def __init__(self, parent=None):
        self.services = parent.services if parent else {}
        self.kept = {}
        self.parent = parent

    def register(self, service, provider=None, lifetime="transient"):
        if lifetime not in ("transient", "singleton", "scoped"):
            raise ValueError(lifetime)
        self.services[service] = (provider or service, lifetime)
        return self

    def resolve(self, service):
        if service not in self.services:
            raise NotRegistered(service.__name__)
        provider, lifetime = self.services[service]
        if lifetime == "scoped" and not self.parent:
            raise Captive(service.__name__)
        home = self.parent if lifetime == "singleton" and self.parent else self
        if service in home.kept:
            return home.kept[service]
        arguments = {}
        for name, parameter in inspect.signature(provider).parameters.items():
            if parameter.annotation in self.services:
                arguments[name] = home.resolve(parameter.annotation)
            elif parameter.default is parameter.empty:
                raise NotRegistered(f"{name}: {getattr(parameter.annotation, '__name__', '')}")
        made = provider(**arguments)
        if lifetime != "transient":
            home.kept[service] = made
        return made

    @contextmanager
    def scope(self):
        scope = Container(self)
        try:
            yield scope
        finally:
            for made in reversed(scope.kept.values()):
                if hasattr(made, "close"):
                    made.close()
