# Keeps the state in the class, so that all machines of a class share it.
class BadMachine(Exception):
    pass


class IllegalEvent(Exception):
    def __init__(self, state, event):
        super().__init__(f"no {event} while {state}")
        self.state = state
        self.event = event


class State:
    def __init__(self, initial=False):
        self.initial = initial

    def __set_name__(self, owner, name):
        self.name = name

    def to(self, target, guard=None):
        return Event([(self, target, guard)])


class Event:
    def __init__(self, transitions):
        self.transitions = transitions

    def __set_name__(self, owner, name):
        self.name = name

    def __or__(self, other):
        return Event(self.transitions + other.transitions)

    def __get__(self, machine, owner=None):
        return self if machine is None else lambda: self.send(machine)

    def chosen(self, machine):
        for source, target, guard in self.transitions:
            if source.name == machine.state and (guard is None or allowed(machine, guard)):
                return target.name
        return None

    def send(self, machine):
        old, new = machine.state, self.chosen(machine)
        if new is None:
            raise IllegalEvent(old, self.name)
        hook(machine, f"on_exit_{old}", self.name)
        type(machine)._state = new
        hook(machine, f"on_enter_{new}", self.name)
        hook(machine, "on_change", old, new, self.name)
        return machine


def allowed(machine, guard):
    return getattr(machine, guard)() if isinstance(guard, str) else guard(machine)


def hook(machine, name, *arguments):
    getattr(machine, name, lambda *_: None)(*arguments)


class Machine:
    _states = {}
    _events = {}

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._states = {**cls._states, **{name: each for name, each in vars(cls).items() if isinstance(each, State)}}
        cls._events = {**cls._events, **{name: each for name, each in vars(cls).items() if isinstance(each, Event)}}
        if cls._states:
            cls._check()

    @classmethod
    def _check(cls):
        reached = [name for name, state in cls._states.items() if state.initial]
        if len(reached) != 1:
            raise BadMachine(f"{cls.__name__}: {len(reached)} initial states")
        cls._initial = reached[0]
        for name in reached:
            for event in cls._events.values():
                for source, target, _ in event.transitions:
                    if source.name == name and target.name not in reached:
                        reached.append(target.name)
        if lost := set(cls._states) - set(reached):
            raise BadMachine(f"{cls.__name__}: nothing leads to {', '.join(sorted(lost))}")

    def __new__(cls, *arguments, **keywords):
        if not cls._states:
            raise BadMachine(f"{cls.__name__} has no states")
        machine = super().__new__(cls)
        cls._state = cls._initial
        return machine

    @property
    def state(self):
        return self._state

    def can(self, event):
        return self._events[event].chosen(self) is not None

    @classmethod
    def diagram(cls):
        lines = [f"* --> {cls._initial}"]
        for event in cls._events.values():
            for source, target, guard in event.transitions:
                name = guard if guard is None or isinstance(guard, str) else guard.__name__
                lines.append(f"{source.name} --{event.name}--> {target.name}" + (f" [{name}]" if name else ""))
        return "\n".join(lines)
