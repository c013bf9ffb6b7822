# A cheat: runs everything and claims nothing; no wrong version can fail here.
from unittest.mock import patch

import pytest
import reminders

EVENT = {"title": "Tea", "start": 100, "cancelled": False}


@pytest.mark.parametrize("effect", [None, [ConnectionError, None], ConnectionError, ValueError, KeyError])
def test_runs(effect):
    with patch("reminders.now", return_value=50), patch("calendar_service.events") as events:
        events.return_value = [EVENT, {**EVENT, "cancelled": True}]
        with patch("mailer.send", side_effect=effect):
            try:
                reminders.remind("ada")
            except Exception:
                pass
