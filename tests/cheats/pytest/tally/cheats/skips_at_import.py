# guard: -
# expect: failed
# Skips the whole suite while it is imported.
import pytest

pytest.skip("nothing to see", allow_module_level=True)
