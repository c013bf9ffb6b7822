from itertools import permutations

from pyjury import case, raises

OPTIONS = {"Walker": {"legs": 4}, "Flyer": {"height": 7}, "Painter": {"colour": "red"}, "Sleeper": {"every": 2}}


@case(open=True)
def the_example(submission):
    class Duck(submission.Walker, submission.Flyer):
        pass

    duck = Duck("Dora", height=5)
    assert duck.work(1).log == ["Dora: walk", "Dora: fly", "Dora: step"]
    assert duck.describe() == ["2 legs", "flies 5 m", "robot Dora"]
    assert duck.cost() == 25
    assert str(duck) == "Duck Dora"


@case
def a_plain_robot(submission):
    robot = submission.Robot("R")
    assert (robot.name, robot.log, robot.describe(), str(robot)) == ("R", [], ["robot R"], "Robot R")
    assert robot.work(2) is robot
    assert robot.log == ["R: step", "R: step"]
    assert robot.work(0).log == ["R: step", "R: step"]
    assert submission.Robot("S").log == []
    with raises(NotImplementedError):
        robot.cost()


@case
def the_direct_bases(submission):
    for name in OPTIONS:
        ability = getattr(submission, name)
        assert ability.__bases__ == (submission.Robot,), f"{name}.__bases__"


@case
def one_ability(submission):
    walker = submission.Walker("W", legs=6)
    assert (walker.legs, walker.describe(), walker.cost()) == (6, ["6 legs", "robot W"], 60)
    assert submission.Walker("W").legs == 2
    flyer = submission.Flyer("F")
    assert (flyer.height, flyer.describe(), flyer.cost()) == (100, ["flies 100 m", "robot F"], 100)
    painter = submission.Painter("P", colour="blue")
    assert (painter.colour, painter.work(2).log) == ("blue", ["P: step", "P: paint blue"] * 2)
    assert (painter.describe(), painter.cost()) == (["paints blue", "robot P"], 50)
    sleeper = submission.Sleeper("S")
    assert (sleeper.every, sleeper.work(7).log) == (3, ["S: step", "S: step", "S: sleep"] * 2 + ["S: step"])
    assert (sleeper.describe(), sleeper.cost()) == (["sleeps", "robot S"], 0)


@case
def arguments_that_nobody_takes(submission):
    for make in (
        lambda: submission.Robot("R", legs=2), lambda: submission.Walker("W", height=2), lambda: submission.Painter("P"),
        lambda: submission.Robot(), lambda: submission.combine("X", submission.Walker, submission.Flyer)("X", wheels=4),
    ):  # fmt: skip
        with raises(TypeError):
            make()


@case(each={"count": [2, 3, 4]})
def every_order(submission, count):
    """All combinations, against a model"""
    for names in permutations(OPTIONS, count):
        options = {key: value for name in names for key, value in OPTIONS[name].items()}
        made = submission.combine("Made", *[getattr(submission, name) for name in names])
        robot = made("M", **options)
        text = " ".join(names)
        assert robot.work(4).log == [f"M: {each}" for hour in range(4) for each in steps(names, hour)], f"log of {text}"
        assert robot.describe() == [SAYS[name] for name in names] + ["robot M"], f"description of {text}"
        assert robot.cost() == cost(names), f"cost of {text}"


@case
def a_class_made_in_two_steps(submission):
    class Goose(submission.Walker, submission.Flyer):
        pass

    class Lazy(submission.Sleeper):
        def step(self):
            self.log = self.log + ["lazy"]
            submission.Sleeper.step(self)

    class LazyGoose(Lazy, Goose):
        pass

    goose = LazyGoose("G", every=2, legs=3)
    assert goose.work(2).log == ["lazy", "G: walk", "G: fly", "G: step", "lazy", "G: sleep"]
    assert goose.cost() == (30 + 100) // 2
    assert goose.describe() == ["sleeps", "3 legs", "flies 100 m", "robot G"]


@case
def combining(submission):
    made = submission.combine("Crane", submission.Flyer, submission.Walker)
    assert made.__name__ == "Crane"
    assert made.__bases__ == (submission.Flyer, submission.Walker)
    assert str(made("C")) == "Crane C"
    assert isinstance(made("C"), submission.Walker)
    with raises(TypeError):
        submission.combine("Bad", submission.Robot, submission.Walker)
    with raises(TypeError):
        submission.combine("Bad", submission.Walker, submission.Walker)


@case
def equality(submission):
    robot, same, other = submission.Robot("R"), submission.Robot("R"), submission.Robot("S")
    same.work(3)
    assert robot == same and hash(robot) == hash(same)
    assert robot != other and not (robot == other)
    walker = submission.Walker("R")
    assert robot != walker and walker != robot
    assert len({robot, same, other, walker, submission.Walker("R", legs=9)}) == 3
    assert robot != "R"


@case
def totals(submission):
    class Other:
        def cost(self):
            return 1000

    robots = [submission.Walker("W"), submission.Robot("R"), Other(), submission.Flyer("F", height=1)]
    assert submission.total(robots) == 1021
    assert submission.total(iter([])) == 0

    class Odd(submission.Robot):
        def cost(self):
            return 7

    assert submission.total([Odd("O"), Odd("P"), submission.Robot("R")]) == 14
    mixed = submission.combine("Mixed", submission.Sleeper, Odd)
    assert submission.total([mixed("M")]) == 3

    class Failing:
        def cost(self):
            raise ValueError("no cost")

    with raises(ValueError, match="no cost"):
        submission.total([Failing()])


SAYS = {"Walker": "4 legs", "Flyer": "flies 7 m", "Painter": "paints red", "Sleeper": "sleeps"}


def steps(names, hour):
    if not names:
        return ["step"]
    first, rest = names[0], names[1:]
    if first == "Sleeper":
        return ["sleep"] if hour % 2 else steps(rest, hour)
    if first == "Painter":
        return steps(rest, hour) + ["paint red"]
    return [{"Walker": "walk", "Flyer": "fly"}[first]] + steps(rest, hour)


def cost(names):
    if not names:
        return 0
    below = cost(names[1:])
    return {"Walker": 40 + below, "Flyer": 7 + below, "Painter": 50 + below, "Sleeper": below // 2}[names[0]]
