from pyjury import case, live, raises, share, there

SHOP = {
    "shop.__init__": "from .prices import total\nloaded = ['shop']",
    "shop.prices": "from . import data\nfrom .inner.deep import factor\ntotal = lambda *prices: sum(prices) * factor",
    "shop.data": "numbers = [1, 2]",
    "shop.inner.__init__": "",
    "shop.inner.deep": "from ..data import numbers\nfactor = len(numbers)",
}


def finder_of(submission, sources, **options):
    """A finder that is installed, and its dictionary, which lives with the submission."""
    sources = share(sources)
    finder = submission.SourceFinder(sources, **options)
    finder.install()
    return finder, sources


def is_loaded(name):
    return name in live(there("sys"), "modules")


def import_module(name):
    return there("importlib").import_module(name)


@case(open=True)
def example(submission):
    """The example of the statement"""
    finder, _ = finder_of(submission, {
        "shop.__init__": "from .prices import total", "shop.prices": "def total(*prices): return sum(prices)",
    })  # fmt: skip
    shop = import_module("shop")
    assert shop.total(2, 3) == 5
    assert shop.__file__ == "<sources>/shop.__init__.py"
    finder.remove()
    with raises(ModuleNotFoundError):
        import_module("shop")


@case
def once(submission):
    """A module runs once, and is the same object everywhere"""
    runs = there("types").ModuleType("runs")
    runs.names = share([])
    live(there("sys"), "modules")["runs"] = runs
    finder_of(
        submission,
        {"a": "import runs\nruns.names.append('a')\nimport b", "b": "import runs\nruns.names.append('b')\nimport a"},
    )
    first = import_module("a")
    assert import_module("a") is first and import_module("b").a is first
    assert runs.names == ["a", "b"]


@case
def packages(submission):
    """Packages, relative imports and what modules know of themselves"""
    finder_of(submission, SHOP)
    shop, deep = import_module("shop"), import_module("shop.inner.deep")
    assert shop.total(2, 3) == 10
    assert shop.inner.deep is deep and shop.prices.data is import_module("shop.data")
    for module, name, package, file in (
        (shop, "shop", "shop", "shop.__init__"), (shop.prices, "shop.prices", "shop", "shop.prices"),
        (shop.inner, "shop.inner", "shop.inner", "shop.inner.__init__"),
        (deep, "shop.inner.deep", "shop.inner", "shop.inner.deep"),
    ):  # fmt: skip
        assert (module.__name__, module.__package__, module.__file__) == (name, package, f"<sources>/{file}.py")
        assert (module.__spec__.name, module.__spec__.parent) == (name, package)
        assert module.__loader__ is not None and module.__spec__.loader is module.__loader__
        assert hasattr(module, "__path__") is file.endswith("__init__")


@case
def missing(submission):
    """Names that aren't in the dictionary"""
    finder_of(submission, {**SHOP, "plain": "x = 1"})
    for name in ("nothing", "shop.nothing", "shop.inner.nothing", "plain.part", "inner", "shop.shop"):
        with raises(ModuleNotFoundError):
            import_module(name)
        assert not is_loaded(name)
    assert import_module("plain").x == 1


@case
def nobody_is_shadowed(submission):
    """Modules that Python finds anyway come first, before and after they're imported"""
    finder_of(submission, {"colorsys": "mine = 1", "json": "mine = 1", "own": "import colorsys"})
    assert not hasattr(import_module("own").colorsys, "mine")
    assert not hasattr(import_module("json"), "mine")
    assert not hasattr(import_module("colorsys"), "mine")


@case
def reloading(submission):
    """reload: the present source, in the same module"""
    finder, sources = finder_of(submission, {"a": "x = 1\nold = True", "later": "y = 0"})
    a = import_module("a")
    sources["a"] = "x = 2"
    assert import_module("a").x == 1
    assert there("importlib").reload(a) is a
    assert a.x == 2 and a.old is True
    sources["new"] = "import a\nz = a.x + 1"
    assert import_module("new").z == 3
    del sources["later"]
    with raises(ModuleNotFoundError):
        import_module("later")


@case
def removing(submission):
    """remove takes the modules out, and nobody else's"""
    finder, _ = finder_of(submission, SHOP)
    other, _ = finder_of(submission, {"other": "x = 1"})
    shop = import_module("shop")
    other_module = import_module("other")
    import_module("colorsys")
    finder.remove()
    assert not any(is_loaded(name.removesuffix(".__init__")) for name in SHOP)
    assert is_loaded("other") and is_loaded("colorsys") and import_module("other") is other_module
    with raises(ModuleNotFoundError):
        import_module("shop.prices")
    finder.remove()
    finder.install()
    finder.install()
    again = import_module("shop")
    assert again is not shop and again.total(1) == 2
    finder.remove()
    with raises(ModuleNotFoundError):
        import_module("shop")
    assert shop.total(1) == 2, "a module that somebody holds still works"


@case
def in_a_block(submission):
    """with: installed in the block, removed behind it, whatever happens"""
    finder = submission.SourceFinder({"a": "x = 1"})
    with raises(ModuleNotFoundError):
        import_module("a")
    with finder as same:
        assert same is finder and import_module("a").x == 1
    assert not is_loaded("a")
    with raises(KeyError):
        with finder:
            import_module("a")
            raise KeyError("x")
    with raises(ModuleNotFoundError):
        import_module("a")


@case
def broken_modules(submission):
    """A module that fails isn't kept, and can be mended"""
    finder, sources = finder_of(submission, {"bad": "x = 1\n1 / 0", "worse": "x =\n", "user": "import bad"})
    with raises(ZeroDivisionError):
        import_module("user")
    assert not is_loaded("bad") and not is_loaded("user")
    with raises(SyntaxError) as caught:
        import_module("worse")
    assert caught.value.filename == "<sources>/worse.py" and caught.value.lineno == 1
    assert not is_loaded("worse")
    sources["bad"], sources["worse"] = "x = 2", "x = 3"
    assert import_module("user").bad.x == 2 and import_module("worse").x == 3


@case
def looked_at_only(submission):
    """find_spec finds without running"""
    finder_of(submission, {"boom.__init__": "", "boom.big": "raise SystemExit('it ran')"})
    util = there("importlib.util")
    spec = util.find_spec("boom.big")
    assert spec.name == "boom.big" and spec.origin == "<sources>/boom.big.py"
    assert not is_loaded("boom.big") and is_loaded("boom")
    assert util.find_spec("boom.small") is None
    with raises(SystemExit):
        import_module("boom.big")


@case
def translated(submission):
    """Another language; its own text is what inspect shows"""
    text = "def double(x):\n    gib x * 2\n"
    finder_of(
        submission,
        {"german": text, "pack.__init__": "wert = 5\n"},
        translate=lambda source: source.replace("gib ", "return "),
    )
    german = import_module("german")
    assert german.double(4) == 8
    assert german.__loader__.get_source("german") == text
    inspect = there("inspect")
    assert inspect.getsource(german) == text and inspect.getsource(german.double) == text
    assert inspect.getsource(import_module("pack")) == "wert = 5\n"
