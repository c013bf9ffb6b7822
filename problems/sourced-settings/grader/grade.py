import json
import random

from pyjury import case, equal, raises, there, type_of

HIDDEN = "**********"
DEFAULTS = {
    "debug": False, "workers": 2, "rate": 1.0, "level": "info", "hosts": [], "token": None, "database.host": "localhost",
    "database.port": 5432, "database.password": None, "database.pool.size": 5, "database.pool.timeout": 30.0,
}  # fmt: skip
FIELDS = ["name", *DEFAULTS]
SECRETS = ("token", "database.password")
SOURCES = ["arguments", "environment", ".env", "settings.toml"]


class Host:
    """The submission's machine: folders with files, and the variables of its process."""

    def __init__(self, submission):
        self.load, self.error = submission.load, submission.SettingsError
        self.variables = there("os").environ
        self.mkdtemp = there("tempfile").mkdtemp

    def folder(self, env=None, toml=None):
        path = self.mkdtemp()
        for name, text in ((".env", env), ("settings.toml", toml)):
            if text is not None:
                self.write(f"{path}/{name}", text)
        return path

    def write(self, path, text):
        with there.open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def set(self, **variables):
        for name in [name for name in list(self.variables) if name.upper().startswith("SHOP")]:
            del self.variables[name]
        for name, value in variables.items():
            self.variables[name] = value

    def refused(self, problems, folder, secret=None, **arguments):
        """load must find just these problems; the secret is in nothing that the error shows."""
        with raises(self.error) as caught:
            self.load(folder, **arguments)
        came = caught.value.problems
        equal(came, problems)
        lines = str(caught.value).split("\n")
        assert len(lines) == len(problems), "a line for each problem"
        for line, (field, source, value) in zip(lines, problems):
            head = (
                f"{field}:"
                if source == "nowhere"
                else f"{field} ({source}):"
                if value is None
                else f"{field} = {value!r} ({source}):"
            )
            assert line.startswith(f"{head} ") and len(line) >= len(head) + 4, (
                f"{line!r} doesn't say {head!r} and what is wrong"
            )
        if secret is not None:
            shown = "".join(there("traceback").format_exception(caught.value))
            assert "SettingsError" in shown
            assert secret not in shown + repr(caught.value) + str(came), "the error shows a secret"


def shown(values):
    """The dictionary of all fields, given those that aren't by default."""
    result = {}
    for field, value in {**DEFAULTS, **values}.items():
        *tables, last = field.split(".")
        place = result
        for table in tables:
            place = place.setdefault(table, {})
        place[last] = HIDDEN if field in SECRETS and value is not None else value
    return result


def is_settings(settings, values, sources):
    """The values, in shown() and as attributes, and where each came from."""
    equal(settings.shown(), shown(values))
    expected = {**DEFAULTS, **values}
    for field in FIELDS:
        found = settings
        for part in field.split("."):
            found = getattr(found, part)
        if field in SECRETS and expected[field] is not None:
            found = found.get_secret_value()
        equal(found, expected[field])
        assert settings.source(field) == sources.get(field, "default"), f"the source of {field}"


@case(open=True)
def defaults(submission):
    """One argument, and nothing else"""
    host = Host(submission)
    settings = host.load(host.folder(), name="corner shop")
    is_settings(settings, {"name": "corner shop"}, {"name": "arguments"})
    for field in ("database.prot", "database", "nobody", "", "model_config", "shown"):
        with raises(KeyError):
            settings.source(field)


@case(open=True)
def each_over_the_next(submission):
    """Five layers that all have something to say"""
    host = Host(submission)
    host.set(SHOP_WORKERS="4", SHOP_RATE="4", SHOP_DATABASE__PORT="4444")
    folder = host.folder(
        env="SHOP_NAME=three\nSHOP_WORKERS=3\nSHOP_RATE=3\nSHOP_DATABASE__PORT=3333\nSHOP_DATABASE__POOL__SIZE=33\n",
        toml='name = "two"\nlevel = "error"\nworkers = 2\nrate = 2.5\n[database]\nport = 2222\nhost = "two.example"\n'
        "[database.pool]\nsize = 22\ntimeout = 2.5\n",
    )
    settings = host.load(folder, rate=5, database={"port": 5555})
    values = {
        "name": "three", "level": "error", "workers": 4, "rate": 5.0, "database.port": 5555, "database.host": "two.example",
        "database.pool.size": 33, "database.pool.timeout": 2.5,
    }  # fmt: skip
    toml = dict.fromkeys(("level", "database.host", "database.pool.timeout"), "settings.toml")
    sources = {
        **toml, "name": ".env", "workers": "environment", "rate": "arguments", "database.port": "arguments",
        "database.pool.size": ".env",
    }  # fmt: skip
    is_settings(settings, values, sources)


@case
def the_settings_class(submission):
    """Made of BaseSettings, and not to be changed"""
    host = Host(submission)
    settings = host.load(host.folder(), name="x", token="hunter2hunter2", database={"password": "p-a-s-s"})
    assert issubclass(submission.Settings, there("pydantic_settings").BaseSettings)
    assert type_of(settings) is submission.Settings
    for owner, name, value in (
        (settings, "workers", 9), (settings, "name", "y"), (settings.database, "port", 1), (settings.database.pool, "size", 9),
        (settings, "database", None),
    ):  # fmt: skip
        with raises(Exception):
            setattr(owner, name, value)
    values = {"name": "x", "token": "hunter2hunter2", "database.password": "p-a-s-s"}
    is_settings(settings, values, dict.fromkeys(values, "arguments"))


@case
def secrets_stay_secret(submission):
    """In whatever shows the settings"""
    host = Host(submission)
    host.set(SHOP_TOKEN="correct horse", SHOP_NAME="open")
    settings = host.load(host.folder(env="SHOP_DATABASE__PASSWORD='battery staple'"))
    texts = [str(settings), repr(settings), f"{settings.token}", repr(settings.token), str(settings.shown())]
    texts += [
        str(settings.database),
        repr(settings.database),
        f"{settings.database.password}",
        repr(settings.database.password),
    ]
    for text in texts:
        assert "correct" not in text and "battery" not in text, "a secret shows itself"
    assert str(settings.token) == str(settings.database.password) == HIDDEN
    assert settings.token.get_secret_value() == "correct horse"
    assert settings.database.password.get_secret_value() == "battery staple"
    assert "open" in repr(settings)


@case
def names_of_variables(submission):
    """Capital and small letters, names that aren't ours, and empty texts"""
    host = Host(submission)
    host.set(
        shop_name="small", SHOP_database__POOL__size="7", DATABASE__PORT="1", WORKERS="9", NAME="wrong", SHOPPING="1"
    )
    env = "shop_level=error\nexport SHOP_RATE=2\nSHOP_HOSTS=\nSHOP_DEBUG\nHOSTS=x\nport=9\nSHOPWORKERS=7\n"
    settings = host.load(host.folder(env=env, toml='hosts = ["a", "b"]\ndebug = true\n'))
    values = {
        "name": "small",
        "database.pool.size": 7,
        "level": "error",
        "rate": 2.0,
        "hosts": ["a", "b"],
        "debug": True,
    }
    env, toml = dict.fromkeys(("level", "rate"), ".env"), dict.fromkeys(("hosts", "debug"), "settings.toml")
    is_settings(settings, values, {**env, **toml, "name": "environment", "database.pool.size": "environment"})
    host.set(SHOP_NAME="", SHOP_LEVEL="", SHOP_TOKEN="")
    folder = host.folder(env="SHOP_NAME=of the file\nSHOP_LEVEL=\nSHOP_TOKEN=''\n")
    is_settings(host.load(folder), {"name": "of the file"}, {"name": ".env"})


@case
def what_a_dotenv_file_says(submission):
    """Quotes, comments, and names within values"""
    host = Host(submission)
    host.set()
    host.variables["REGION"] = "north"
    env = (
        "# SHOP_DEBUG=1\n"
        "SHOP_NAME='a # b'   # a comment\n"
        'SHOP_TOKEN="two\\nlines = 12"\n'
        "SHOP_DATABASE__HOST=db.${REGION}.example\n"
        "SHOP_DATABASE__PASSWORD='${REGION}-${NOWHERE:-south}'\n"
        "SHOP_WORKERS = 3\nSHOP_WORKERS=5 # the last one counts\n"
        "SHOP_HOSTS= one , two,,three, \n"
    )
    settings = host.load(host.folder(env=env))
    values = {
        "name": "a # b", "token": "two\nlines = 12", "database.host": "db.north.example", "database.password": "north-south",
        "workers": 5, "hosts": ["one", "two", "three"],
    }  # fmt: skip
    is_settings(settings, values, dict.fromkeys(values, ".env"))


@case
def values_of_each_kind(submission):
    """Texts and TOML's values become what the field is"""
    host = Host(submission)
    for text, value in (
        ("1", True),
        ("true", True),
        ("YES", True),
        ("on", True),
        ("0", False),
        ("False", False),
        ("no", False),
        ("Off", False),
    ):
        host.set(SHOP_NAME="x", SHOP_DEBUG=text)
        assert host.load(host.folder(toml="debug = true")).debug is value
    host.set(SHOP_NAME="7")
    toml = 'debug = 1\nworkers = "64"\nrate = 1000\nhosts = "a, b"\n[database]\nport = "65535"\npool = {size = 100, timeout = "0.5"}\n'
    settings = host.load(host.folder(toml=toml))
    values = {
        "debug": True, "workers": 64, "rate": 1000.0, "hosts": ["a", "b"], "database.port": 65535, "database.pool.size": 100,
        "database.pool.timeout": 0.5,
    }  # fmt: skip
    is_settings(settings, {"name": "7", **values}, {"name": "environment", **dict.fromkeys(values, "settings.toml")})
    settings = host.load(host.folder(), hosts=("a,b", "c"), workers="1", level="debug", database={})
    values = {"hosts": ["a,b", "c"], "workers": 1, "level": "debug"}
    is_settings(settings, {"name": "7", **values}, {"name": "environment", **dict.fromkeys(values, "arguments")})


@case
def anew_each_time(submission):
    """Nothing is left of earlier files and variables, and nothing is changed"""
    host = Host(submission)
    host.set(SHOP_NAME="first")
    host.write(".env", "SHOP_LEVEL=error\nSHOP_NAME=of the working folder\n")
    host.write("settings.toml", "workers = 64\n")
    first = host.load(host.folder(env="SHOP_WORKERS=9\nSHOP_TOKEN=12345678\n", toml="rate = 9\nhosts = ['x']\n"))
    assert sorted(name for name in list(host.variables) if name.startswith("SHOP")) == ["SHOP_NAME"]
    folder = host.folder(env="SHOP_NAME=second\n")
    host.set()
    is_settings(host.load(folder), {"name": "second"}, {"name": ".env"})
    host.write(f"{folder}/.env", "SHOP_NAME=third\n")
    is_settings(host.load(folder), {"name": "third"}, {"name": ".env"})
    host.set(SHOP_NAME="fourth")
    is_settings(host.load(there("pathlib").Path(folder)), {"name": "fourth"}, {"name": "environment"})
    values = {"name": "first", "workers": 9, "token": "12345678", "rate": 9.0, "hosts": ["x"]}
    sources = {
        "name": "environment",
        "workers": ".env",
        "token": ".env",
        "rate": "settings.toml",
        "hosts": "settings.toml",
    }
    is_settings(first, values, sources)


@case(open=True)
def everything_that_is_wrong(submission):
    """All problems at once, each with field, source and value"""
    host = Host(submission)
    host.set(SHOP_DATABASE__PORT="99999", SHOP_RATE="fast")
    folder = host.folder(
        env="SHOP_WORKERS=0\nSHOP_DATABASE__PROT=5\n", toml='level = "loud"\n[database]\nport = 1\nhosts = ["x"]\n'
    )
    problems = [
        ("database.hosts", "settings.toml", None), ("database.port", "environment", "99999"), ("database.prot", ".env", None),
        ("debug", "arguments", "maybe"), ("level", "settings.toml", "loud"), ("name", "nowhere", None),
        ("rate", "environment", "fast"), ("workers", ".env", "0"),
    ]  # fmt: skip
    host.refused(problems, folder, debug="maybe")
    assert issubclass(host.error, ValueError)


@case
def only_what_counts(submission):
    """Values that a higher layer overrides may be wrong; names and secrets in the wrong place may not"""
    host = Host(submission)
    host.set(SHOP_NAME="x", SHOP_WORKERS="many", SHOP_DATABASE__PORT="1")
    folder = host.folder(env="SHOP_WORKERS=0\nSHOP_DATABASE__PORT=none\n", toml="name = 3\n[database]\nport = false\n")
    is_settings(
        host.load(folder, workers=1),
        {"name": "x", "workers": 1, "database.port": 1},
        {"name": "environment", "workers": "arguments", "database.port": "environment"},
    )
    folder = host.folder(
        env="SHOP_TOKEN=12345678\nSHOP_PORT=1\n", toml='port = 1\ntoken = "1234567890"\n[database]\npassword = ""\n'
    )
    problems = [
        ("database.password", "settings.toml", HIDDEN), ("port", ".env", None), ("port", "settings.toml", None),
        ("token", "settings.toml", HIDDEN), ("workerz", "arguments", None),
    ]  # fmt: skip
    host.refused(problems, folder, workers=1, workerz=2)
    host.variables["SHOP_DATABASE__POOL"] = '{"size": 3}'
    host.refused([problems[0], ("database.pool", "environment", None), *problems[1:-1]], folder, workers=3)


@case
def values_of_the_wrong_kind(submission):
    """Tables for fields, fields for tables, wrong items of lists, ends of ranges"""
    host = Host(submission)
    host.set()
    toml = "name = {a = 1}\ndebug = []\nhosts = ['a', 3]\nrate = 0\nworkers = 2.5\n[database]\nhost = ''\npool = 3\n"
    problems = [
        ("database.host", "settings.toml", ""), ("database.pool", "settings.toml", None), ("debug", "settings.toml", []),
        ("hosts", "settings.toml", ["a", 3]), ("name", "settings.toml", {"a": 1}), ("rate", "settings.toml", 0),
        ("workers", "settings.toml", 2.5),
    ]  # fmt: skip
    host.refused(problems, host.folder(toml=toml))
    host.refused([("database", "settings.toml", None)], host.folder(toml="[[database]]\nport = 1\n"), name="x")
    toml = "[cache]\nsize = 1\nname = 'x'\n[database.cache]\nsize = 1\n"
    problems = [("cache", "settings.toml", None), ("database.cache", "settings.toml", None)]
    host.refused(problems, host.folder(toml=toml), name="x")
    host.set(
        SHOP_NAME="x", SHOP_DATABASE__PORT="0", SHOP_DATABASE__POOL__SIZE="101", SHOP_RATE="1000.5", SHOP_LEVEL="INFO"
    )
    env = "SHOP_WORKERS=65\nSHOP_DATABASE__POOL__TIMEOUT=nan\nSHOP_DATABASE__HOST__NAME=x\n"
    problems = [
        ("database.host.name", ".env", None), ("database.pool.size", "environment", "101"),
        ("database.pool.timeout", ".env", "nan"), ("database.port", "environment", "0"), ("level", "environment", "INFO"),
        ("rate", "environment", "1000.5"), ("workers", ".env", "65"),
    ]  # fmt: skip
    host.refused(problems, host.folder(env=env))


@case
def a_broken_file(submission):
    """settings.toml that isn't TOML"""
    host = Host(submission)
    host.set(SHOP_WORKERS="0", SHOP_NONSENSE="1")
    for toml in ("name = \n", "workers = 3\nworkers = 4\n", "[database\n"):
        host.refused([("*", "settings.toml", None)], host.folder(toml=toml))


@case(points=2)
def secrets_in_errors(submission):
    """What is wrong with a secret is said without the secret"""
    host = Host(submission)
    host.set(SHOP_NAME="x", SHOP_TOKEN="hunter2")
    host.refused([("token", "environment", HIDDEN)], host.folder(), secret="hunter2")
    host.set(SHOP_NAME="x", SHOP_DATABASE__PASWORD="hunter2")
    host.refused([("database.pasword", "environment", None)], host.folder(), secret="hunter2")
    host.set(SHOP_NAME="x")
    problems = [("database.pasword", ".env", None), ("toke", "settings.toml", None), ("workers", "arguments", 0)]
    folder = host.folder(env="SHOP_DATABASE__PASWORD=hunter2\n", toml="toke = 'hunter2'\n")
    host.refused(problems, folder, secret="hunter2", workers=0)
    host.refused(
        [("database.password", "settings.toml", HIDDEN)],
        host.folder(toml="database.password = 'hunter2'"),
        secret="hunter2",
    )
    problems = [("database.password", "arguments", HIDDEN), ("token", ".env", HIDDEN)]
    host.refused(problems, host.folder(env="SHOP_TOKEN=hunter2"), secret="hunter2", database={"password": ["hunter2"]})
    problems = [("level", "environment", "loud"), ("token", "settings.toml", HIDDEN)]
    host.set(SHOP_NAME="x", SHOP_LEVEL="loud", SHOP_TOKEN="hunter2-hunter2", SHOP_DATABASE__PASSWORD="hunter2")
    host.refused(problems, host.folder(toml="token = 'hunter2'"), secret="hunter2")


# What a text or a value of TOML becomes; None where it can't.
TEXTS = {
    "name": {"shop": "shop", "7": "7"},
    "debug": {"yes": True, "0": False, "perhaps": None},
    "workers": {"1": 1, "64": 64, "0": None, "65": None, "two": None},
    "rate": {"0.25": 0.25, "1000": 1000.0, "0": None, "-1": None},
    "level": {"debug": "debug", "warning": "warning", "Info": None},
    "hosts": {"a": ["a"], " a ,b ": ["a", "b"], ",": []},
    "token": {"12345678": "12345678", "1234567": None},
    "database.host": {"h": "h", "10.0.0.1": "10.0.0.1"},
    "database.port": {"1": 1, "65535": 65535, "0": None, "65536": None, "1.5": None},
    "database.password": {"p": "p", "0": "0"},
    "database.pool.size": {"100": 100, "0": None, "x": None},
    "database.pool.timeout": {"0.5": 0.5, "3601": None},
}
VALUES = {
    "name": [("a shop", "a shop"), ("", None), (3, None)],
    "debug": [(True, True), (False, False), ("off", False), (2, None)],
    "workers": [(8, 8), ("8", 8), (0, None), ([8], None)],
    "rate": [(3, 3.0), (0.5, 0.5), (1001, None)],
    "level": [("error", "error"), ("", None), (1, None)],
    "hosts": [(["x", "y"], ["x", "y"]), ([], []), ("x,", ["x"]), ([1], None), (1, None)],
    "token": [("a long secret", "a long secret"), ("short", None), (12345678, None)],
    "database.host": [("db", "db"), (1, None)],
    "database.port": [(81, 81), ("81", 81), (-81, None)],
    "database.password": [("p q", "p q"), ("q", "q"), (1, None)],
    "database.pool.size": [(1, 1), (101, None)],
    "database.pool.timeout": [(1, 1.0), (0, None), ("long", None)],
}
UNKNOWN = ["worker", "database.prot", "database", "database.pool", "database.pool.size.most", "pool.size", "name.first"]


def nested(values):
    result = {}
    for field, value in values.items():
        *tables, last = field.split(".")
        place = result
        for table in tables:
            place = place.setdefault(table, {})
        place[last] = value
    return result


def toml_of(table):
    """Nested dictionaries as an inline table; JSON's texts, numbers and lists are TOML's too."""
    if isinstance(table, dict):
        return "{" + ", ".join(f"{key} = {toml_of(value)}" for key, value in table.items()) + "}"
    return json.dumps(table)


@case(points=2, each={"seed": [1, 2, 3]})
def many_environments(submission, seed):
    """Chance layers, with and without mistakes"""
    chance, host = random.Random(seed), Host(submission)
    for mistakes in (0, 0, 0, 0.1, 0.3, 1):
        for _ in range(4):
            layers = {source: {} for source in SOURCES}
            problems = []
            for field in FIELDS:
                for source in SOURCES:
                    if chance.random() < 0.55 or (
                        source == "settings.toml" and field in SECRETS and chance.random() > mistakes
                    ):
                        continue
                    stock = TEXTS[field].items() if source in ("environment", ".env") else VALUES[field]
                    good = [pair for pair in stock if pair[1] is not None]
                    layers[source][field] = chance.choice(list(stock) if chance.random() < mistakes else good)
            for field in FIELDS:
                found = next(
                    (
                        source
                        for source in SOURCES
                        if field in layers[source] and (source, field not in SECRETS) != ("settings.toml", False)
                    ),
                    None,
                )
                if field in SECRETS and field in layers["settings.toml"]:
                    problems.append((field, "settings.toml", HIDDEN))
                if found is None and field == "name":
                    problems.append((field, "nowhere", None))
                elif found is not None and layers[found][field][1] is None:
                    problems.append((field, found, HIDDEN if field in SECRETS else layers[found][field][0]))
            for source in ("environment", ".env"):
                if chance.random() < mistakes / 2:
                    field = chance.choice(UNKNOWN)
                    layers[source][field] = ("1", None)
                    problems.append((field, source, None))
            problems.sort(key=lambda each: (each[0], SOURCES.index(each[1]) if each[1] in SOURCES else len(SOURCES)))
            given = {source: {field: value for field, (value, _) in layers[source].items()} for source in SOURCES}
            variables = [
                {f"SHOP_{field.replace('.', '__').upper()}": text for field, text in given[source].items()}
                for source in ("environment", ".env")
            ]
            host.set(**variables[0])
            folder = host.folder(
                env="".join(f"{name}='{text}'\n" for name, text in variables[1].items()),
                toml="".join(f"{key} = {toml_of(value)}\n" for key, value in nested(given["settings.toml"]).items()),
            )
            arguments = nested(given["arguments"])
            if problems:
                host.refused(problems, folder, **arguments)
                continue
            sources = {
                field: next(source for source in SOURCES if field in layers[source])
                for field in FIELDS
                if any(field in each for each in layers.values())
            }
            values = {field: layers[source][field][1] for field, source in sources.items()}
            is_settings(host.load(folder, **arguments), values, sources)
