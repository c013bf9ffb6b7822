import random

from pyjury import case, raises, share, there, type_of

SOURCE = """
from formats import Format

class Json(Format, extensions=["json", "geojson"]):
    def read(self, text):
        return ["json", text]

class Table(Format, abstract=True):
    separator = ","

    def read(self, text):
        return text.split(self.separator)

class Csv(Table):
    pass

class Tsv(Table, extensions=["tsv", "tab"], priority=5):
    separator = "\\\\t"
"""


def run(source=SOURCE):
    """A namespace of the submission's process in which this has run."""
    space = share({"__name__": "app"})
    there.exec("from formats import Format\n" + source, space)
    return space


def names(classes):
    return [each.__name__ for each in classes]


@case(open=True)
def example(submission):
    """The example of the statement"""
    space, Format = run(), submission.Format
    assert Format.find("plan.tab") is space["Tsv"]
    assert Format.extensions() == ["csv", "geojson", "json", "tab", "tsv"]
    assert names(Format.formats()) == ["Json", "Csv", "Tsv"]
    assert Format.find("x.csv")().read("a,b") == ["a", "b"]
    assert names(space["Table"].formats()) == ["Csv", "Tsv"]
    with raises(LookupError):
        space["Table"].find("x.json")


@case
def file_names(submission):
    """What comes behind the last dot, in any case"""
    space, find = run(), submission.Format.find
    for name in ("data/Plan.GeoJSON", "a.b.json", ".json", "x.csv.JSON"):
        assert find(name) is space["Json"]
    for name in ("json", "x.", "x.jso", "json.x", "", "x.json "):
        with raises(LookupError):
            find(name)


@case
def nothing_is_inherited(submission):
    """Options go for one class alone"""
    space = run(
        SOURCE
        + """
class Sub(Tsv):
    pass
class Deep(Table, abstract=True, priority=9):
    pass
class Deeper(Deep):
    pass
"""
    )
    Format = submission.Format
    assert Format.find("x.sub") is space["Sub"] and Format.find("x.tsv") is space["Tsv"]
    assert Format.find("x.deeper") is space["Deeper"]
    with raises(LookupError):
        Format.find("x.deep")
    there.exec("class Other(Format, extensions=['sub'], priority=-1):\n    read = print", space)
    assert Format.find("x.sub") is space["Sub"]
    assert names(space["Tsv"].formats()) == ["Tsv", "Sub"] and space["Tsv"].extensions() == ["sub", "tab", "tsv"]
    assert names(space["Deep"].formats()) == ["Deeper"]


@case
def priorities(submission):
    """The highest priority counts, whatever the order"""
    run("""
class A(Format, extensions=["x", "y"], priority=1): read = print
class B(Format, extensions=["x"], priority=3): read = print
class C(Format, extensions=["x", "y"], priority=2): read = print
class D(Format, extensions=["y"]): read = print
class E(B, extensions=["x"], priority=-5): pass
""")
    Format = submission.Format
    assert Format.find("1.x").__name__ == "B" and Format.find("1.y").__name__ == "C"
    assert Format.find("1.x").find("2.x").__name__ == "B"
    assert names(Format.find("1.x").formats()) == ["B", "E"]
    assert Format.extensions() == ["x", "y"]


WRONG = (
    (TypeError, "class Bad(Format): pass"),
    (TypeError, "class Bad(Format):\n    read = 'text'"),
    (TypeError, "class Bad(Json):\n    read = None"),
    (TypeError, "class Bad(Format, extension='x'):\n    read = print"),
    (TypeError, "class Bad(Table, extensions=['x'], colour='red'): pass"),
    (TypeError, "class Bad(Table, abstract=True, extnsions=['x']): pass"),
    (ValueError, "class Bad(Table, extensions=[]): pass"),
    (ValueError, "class Bad(Table, extensions=['new', 'JSON']): pass"),
    (ValueError, "class Bad(Table, extensions=['new', '.x']): pass"),
    (ValueError, "class Bad(Table, extensions=['new', '']): pass"),
    (ValueError, "class Bad(Table, extensions=['new', 'x\\n']): pass"),
    (ValueError, "class Bad(Table, extensions=['\\u00e4']): pass"),
    (ValueError, "class Bad_Name(Table): pass"),
    (ValueError, "class Bad(Table, extensions=['new', 'tab'], priority=5): pass"),
)


@case
def wrong_subclasses(submission):
    """Wrong ones raise, and leave nothing behind"""
    space, Format = run(), submission.Format
    for kind, source in WRONG:
        with raises(kind):
            there.exec(source, space)
        assert Format.extensions() == ["csv", "geojson", "json", "tab", "tsv"], source
        assert names(Format.formats()) == ["Json", "Csv", "Tsv"], source
    with raises(ValueError, match="tab"):
        there.exec("class Bad(Table, extensions=['new', 'tab'], priority=5): pass", space)
    there.exec("class New(Table, extensions=['new', 'tab'], priority=4): pass", space)
    assert Format.find("x.new") is space["New"] and Format.find("x.tab") is space["Tsv"]


@case
def other_bases(submission):
    """Options of other classes, before and behind Format"""
    space = run("""
class Coloured:
    def __init_subclass__(cls, colour="none", **options):
        super().__init_subclass__(**options)
        cls.colour = colour

class First(Coloured, Format, colour="red", extensions=["f"]):
    read = print

class Second(Format, Coloured, colour="blue", priority=1, extensions=["f"]):
    def read(self, text):
        return text
""")
    assert space["First"].colour == "red" and space["Second"].colour == "blue"
    assert submission.Format.find("x.f") is space["Second"]
    with raises(TypeError):
        there.exec("class Third(Coloured, Format, flavour='x'):\n    read = print", space)
    assert names(submission.Format.formats()) == ["First", "Second"]


@case
def plain_class(submission):
    """No metaclass; extensions from a generator, and one given twice"""
    run("class A(Format, extensions=(c for c in 'xyx')):\n    read = print")
    assert type_of(submission.Format) is type
    assert submission.Format.extensions() == ["x", "y"] and names(submission.Format.formats()) == ["A"]


@case
def many_formats(submission):
    """Many classes, against a model"""
    chance = random.Random(12)
    space, Format, model, count = run(), submission.Format, {}, 0
    for number in range(80):
        extensions = chance.sample([f"e{place}" for place in range(12)], chance.randint(1, 3))
        priority = chance.randint(0, 9)
        keys = [(extension, priority) for extension in extensions]
        source = f"class N{number}(Table, extensions={extensions}, priority={priority}): pass"
        if any(key in model for key in keys):
            with raises(ValueError):
                there.exec(source, space)
        else:
            there.exec(source, space)
            model |= dict.fromkeys(keys, f"N{number}")
            count += 1
    assert len(Format.formats()) == 3 + count
    for extension in {extension for extension, _ in model}:
        best = max(priority for each, priority in model if each == extension)
        assert Format.find(f"x.{extension}").__name__ == model[extension, best]
