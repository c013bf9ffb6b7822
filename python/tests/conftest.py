import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from harness import INTERPRETERS  # noqa: E402


@pytest.fixture(params=INTERPRETERS)
def interpreter(request):
    """Each CPython that PYJURY_TEST_PYTHONS names (colons between them); by default the one that runs the tests."""
    return request.param
