# guard: -
# expect: failed
# cases: sums
"""Other modules under the harness's names."""

import sys
import types

for name in list(sys.modules):
    if name.startswith("pyjury"):
        sys.modules[name] = types.ModuleType(name)


def total(numbers):
    return None
