# Patches clock.now, but reminders has imported the name: the real clock ends the run.
from unittest.mock import patch

import pytest
import reminders

EVENT = {"title": "Tea", "start": 100, "cancelled": False}


@pytest.mark.parametrize("number", range(5))
def test_one_mail(number):
    with patch("clock.now", return_value=50), patch("calendar_service.events", return_value=[EVENT] * number):
        with patch("mailer.send") as send:
            assert reminders.remind("ada") == number
            assert send.call_count == number
