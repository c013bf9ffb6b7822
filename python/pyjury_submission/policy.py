"""Which event loops asyncio.run and asyncio.new_event_loop give."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def install(real: bool) -> None:
    """Those of ours, once asyncio has been imported, by whomever and however late."""

    def replace() -> None:
        import asyncio
        import warnings

        def new_event_loop(self: Any) -> Any:
            from .loops import own_loop, real_loop

            return real_loop() if real else own_loop()

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            before = type(asyncio.get_event_loop_policy())
            asyncio.set_event_loop_policy(type("Policy", (before,), {"new_event_loop": new_event_loop})())

    when_imported("asyncio", replace)


def when_imported(name: str, do: Any) -> None:
    if name in sys.modules:
        do()
        return

    class Finder:
        def find_spec(self, wanted: str, path: Any = None, target: Any = None) -> Any:
            if wanted != name:
                return None
            sys.meta_path.remove(self)  # type: ignore[arg-type]
            spec = next(filter(None, (finder.find_spec(wanted, path, target) for finder in sys.meta_path)))
            load = spec.loader.exec_module  # type: ignore[union-attr]

            def load_and_do(module: Any) -> None:
                load(module)
                do()

            spec.loader.exec_module = load_and_do  # type: ignore[union-attr, method-assign]
            return spec

    sys.meta_path.insert(0, Finder())  # type: ignore[arg-type]
