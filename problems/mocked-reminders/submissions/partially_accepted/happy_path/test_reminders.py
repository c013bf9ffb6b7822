# Runs every line, but looks at little more than the number that is returned.
from unittest.mock import patch

import pytest
import reminders

EVENT = {"title": "Tea", "start": 100, "cancelled": False}


@pytest.fixture
def send():
    with patch("reminders.now", return_value=50), patch("calendar_service.events") as events, patch("mailer.send") as send:
        events.return_value = [EVENT, {**EVENT, "cancelled": True}, {**EVENT, "start": 10**9}]
        yield send


def test_one_mail(send):
    assert reminders.remind("ada") == 1


def test_called(send):
    reminders.remind("ada")
    send.assert_called()


def test_again(send):
    send.side_effect = [ConnectionError, None]
    reminders.remind("ada")


def test_down(send):
    send.side_effect = ConnectionError
    with pytest.raises(reminders.MailDown):
        reminders.remind("ada")


def test_class():
    assert issubclass(reminders.MailDown, Exception)
