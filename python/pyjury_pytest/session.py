"""pytest, configured by us: nothing that a submission brings is read as configuration."""

import asyncio
import inspect
import os
import sys
import warnings
from dataclasses import asdict, dataclass
from typing import Any, Iterable, Iterator

import pytest
from _pytest.config import Config, _prepareconfig

from . import properties
from .problem import PackageError
from .suite import Suite

CONFIGURATIONS = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")

HYPOTHESIS = "_hypothesis_pytestplugin"

PLUGINS = {
    HYPOTHESIS: ("hypothesis", b"hypothesis"),
    "pytest_asyncio.plugin": ("pytest_asyncio", b"asyncio"),
    "anyio.pytest_plugin": ("anyio", b"anyio"),
    "pytest_mock": ("pytest_mock", b"mocker"),
    "pytest_httpx": ("pytest_httpx", b"httpx_mock"),
    "respx.plugin": ("respx", b"respx_mock"),
    "requests_mock.contrib._pytest_plugin": ("requests_mock", b"requests_mock"),
    "pytest_benchmark.plugin": ("pytest_benchmark", b"benchmark"),
}
"""Plugins by module: the package that has it, and the word that a suite which uses it must contain."""

NOT_USED = ("cacheprovider", "terminal", "junitxml", "pastebin", "stepwise", "setuponly", "setupplan", "doctest", "faulthandler")


@dataclass(frozen=True)
class Settings:
    """What the zygote has to know of a suite: nothing that would help a submission."""

    root: str
    options: list[str]
    plugins: list[str]
    characters: bool = False
    """Whether hypothesis draws characters."""
    suites: bool = False
    """tests mode: the suite is the submission's."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def settings_of(suite: Suite) -> Settings:
    """The suite's own pytest configuration as `-o` options, and the plugins that it uses."""
    options: list[str] = []
    for name in CONFIGURATIONS:
        path = os.path.join(suite.folder, name)
        if os.path.isfile(path):
            options = [part for key, value in _read(path, name) for part in ("-o", f"{key}={value}")]
            if options:
                break
    return settings_for(suite.folder, options, [source.data for source in suite.sources.values()])


def settings_for(root: str, options: list[str], sources: list[bytes], suites: bool = False) -> Settings:
    """What these sources of a suite need."""
    return Settings(root, options, plugins_for(sources), properties.draws_characters(sources), suites)


def plugins_for(sources: Iterable[bytes]) -> list[str]:
    from importlib.util import find_spec

    text = b"\n".join(sources)
    return [module for module, (package, word) in PLUGINS.items() if word in text and find_spec(package)]


def _read(path: str, name: str) -> Iterator[tuple[str, str]]:
    """Keys and values of one configuration file; the values as an ini file has them."""
    if name.endswith(".toml"):
        import tomllib

        with open(path, "rb") as file:
            try:
                document = tomllib.load(file)
            except tomllib.TOMLDecodeError as error:
                raise PackageError(str(error), name) from error
        table = document.get("tool", {}).get("pytest", {}) if name == "pyproject.toml" else document.get("pytest", {})
        table = table.get("ini_options", table)
        for key, value in table.items():
            yield key, "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        return
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path, encoding="utf-8")
    section = "tool:pytest" if name == "setup.cfg" else "pytest"
    if parser.has_section(section):
        yield from parser.items(section)


class Basics:
    """The markers of ours, and coroutine tests where no plugin takes them."""

    @staticmethod
    def pytest_configure(config: Config) -> None:
        config.addinivalue_line("markers", "points(n): what the test counts, 1 if nothing is said")
        config.addinivalue_line("markers", "open: the submitter may see what this test says")
        config.addinivalue_line("markers", "secret: the submitter may not see it, even where the package opens all")

    @staticmethod
    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
        __tracebackhide__ = True
        if not inspect.iscoroutinefunction(pyfuncitem.obj):
            return None
        if pyfuncitem.get_closest_marker("anyio") or "anyio_backend" in pyfuncitem.fixturenames:
            return None
        names = pyfuncitem._fixtureinfo.argnames
        asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
        return True


def configure(settings: Settings, plugins: list[object]) -> Config:
    """A configured pytest that has read no file and looked at no folder yet."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    temporary = os.path.join(os.environ.get("TMPDIR", "/tmp"), "pytest")
    arguments = ["-c", os.devnull, f"--rootdir={settings.root}", f"--confcutdir={settings.root}", "--noconftest",
                 "--capture=no", "--import-mode=prepend", f"--basetemp={temporary}"]
    for name in NOT_USED:
        arguments += ["-p", f"no:{name}"]
    for name in settings.plugins:
        arguments += ["-p", name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = _prepareconfig([*arguments, *settings.options], [Basics, *plugins])
        config._do_configure()
    if HYPOTHESIS in settings.plugins:
        properties.load_profile()
    config.pluginmanager._noconftest = False
    return config


def start_session(config: Config) -> pytest.Session:
    session = pytest.Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    return session


def collect(session: pytest.Session, path: str) -> None:
    """Gives the session the items of this file or folder, and the conftests of it their start of a session."""
    session.perform_collect([path])
    manager = session.config.pluginmanager
    for conftest in [plugin for plugin in manager.get_plugins() if hasattr(plugin, "pytest_sessionstart")]:
        if (manager.get_name(conftest) or "").endswith("conftest.py"):
            conftest.pytest_sessionstart(session)


def without_tracebacks() -> None:
    """Failures aren't rendered: an attempt tells of the exception itself, and reading sources for it takes long."""
    pytest.Item._repr_failure_py = lambda self, excinfo, style=None: excinfo.typename


def forget_main() -> None:
    """`__main__` is nobody's: what a program finds there is empty."""
    sys.modules["__main__"] = type(sys)("__main__")
