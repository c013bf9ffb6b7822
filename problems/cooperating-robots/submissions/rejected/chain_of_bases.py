# Makes Flyer from Walker: every flyer walks.
class Robot:
    def __init__(self, name, **abilities):
        super().__init__(**abilities)
        self.name = name
        self.log = []

    def work(self, hours):
        for _ in range(hours):
            self.step()
        return self

    def note(self, text):
        self.log.append(f"{self.name}: {text}")

    def step(self):
        self.note("step")

    def describe(self):
        return [f"robot {self.name}"]

    def cost(self):
        raise NotImplementedError(f"{type(self).__name__} has no cost")

    def __str__(self):
        return f"{type(self).__name__} {self.name}"

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.name == other.name

    def __hash__(self):
        return hash((type(self), self.name))


def or_nothing(cost):
    """What a function says that may know no cost."""
    try:
        return cost()
    except NotImplementedError:
        return 0


class Walker(Robot):
    def __init__(self, name, *, legs=2, **abilities):
        super().__init__(name, **abilities)
        self.legs = legs

    def step(self):
        self.note("walk")
        super().step()

    def describe(self):
        return [f"{self.legs} legs", *super().describe()]

    def cost(self):
        return 10 * self.legs + or_nothing(super().cost)


class Flyer(Walker):
    def __init__(self, name, *, height=100, **abilities):
        super().__init__(name, **abilities)
        self.height = height

    def step(self):
        self.note("fly")
        super().step()

    def describe(self):
        return [f"flies {self.height} m", *super().describe()]

    def cost(self):
        return self.height + or_nothing(super().cost)


class Painter(Robot):
    def __init__(self, name, *, colour, **abilities):
        super().__init__(name, **abilities)
        self.colour = colour

    def step(self):
        super().step()
        self.note(f"paint {self.colour}")

    def describe(self):
        return [f"paints {self.colour}", *super().describe()]

    def cost(self):
        return 50 + or_nothing(super().cost)


class Sleeper(Robot):
    def __init__(self, name, *, every=3, **abilities):
        super().__init__(name, **abilities)
        self.every = every
        self.calls = 0

    def step(self):
        self.calls += 1
        if self.calls % self.every == 0:
            self.note("sleep")
        else:
            super().step()

    def describe(self):
        return ["sleeps", *super().describe()]

    def cost(self):
        return or_nothing(super().cost) // 2


def combine(name, *abilities):
    return type(name, abilities, {})


def total(robots):
    return sum(or_nothing(robot.cost) for robot in robots)
