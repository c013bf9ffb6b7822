# Takes `attempts` for the number of repetitions after the first attempt.
from unittest.mock import patch

import pytest
import reminders

EVENT = {"title": "Tea", "start": 100, "cancelled": False}


@pytest.mark.parametrize("attempts", range(1, 6))
def test_attempts(attempts):
    with patch("reminders.now", return_value=50), patch("calendar_service.events", return_value=[EVENT]):
        with patch("mailer.send", side_effect=ConnectionError) as send:
            with pytest.raises(reminders.MailDown):
                reminders.remind("ada", attempts=attempts)
            assert send.call_count == attempts + 1
