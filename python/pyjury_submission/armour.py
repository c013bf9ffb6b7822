"""The built-in functions, bound in our own modules before the submission can replace them.

That isn't for security: the submission owns this process. But a student who shadows `len` in `builtins`, or a case
about such things, shouldn't break the harness by accident.
"""

import builtins
import sys


def bind(*packages: str) -> None:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in packages:
            for key, value in vars(builtins).items():
                if not key.startswith("__") or key == "__import__":
                    vars(module).setdefault(key, value)
