from unittest.mock import call

import pytest
from reminders import MailDown, remind

DOWN = ConnectionError("no route")


def test_asks_the_calendar_once_from_now_on(events, send):
    events.return_value = []
    assert remind("ada") == 0
    events.assert_called_once_with("ada", since=1_000_000)
    send.assert_not_called()


@pytest.mark.parametrize("after, calls", [(0, 1), (86400, 1), (86401, 0)])
def test_within_a_day(events, send, event, after, calls):
    events.return_value = [event(after=after)]
    assert remind("ada") == calls
    assert send.call_count == calls


@pytest.mark.parametrize("after, urgent", [(0, True), (3600, True), (3601, False)])
def test_urgent_within_an_hour(events, send, event, after, urgent):
    events.return_value = [event(after=after)]
    remind("ada")
    send.assert_called_once_with("ada", subject="Reminder: Tea", urgent=urgent)


def test_what_is_cancelled_is_left_out(events, send, event):
    events.return_value = [event("Tea", cancelled=True), event("Bath")]
    assert remind("bob") == 1
    assert send.mock_calls == [call("bob", subject="Reminder: Bath", urgent=False)]


def test_tries_again(events, send, event):
    events.return_value = [event("Tea"), event("Bath")]
    send.side_effect = [DOWN, DOWN, None, DOWN, DOWN, None]
    assert remind("ada") == 2
    titles = [kwargs["subject"].removeprefix("Reminder: ") for _, kwargs in send.call_args_list]
    assert titles == ["Tea"] * 3 + ["Bath"] * 3


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_gives_up_after_the_last_attempt(events, send, event, attempts):
    events.return_value = [event("Tea"), event("Bath")]
    send.side_effect = DOWN
    with pytest.raises(MailDown, match="^Tea was not sent$") as caught:
        remind("ada", attempts=attempts)
    assert caught.value.__cause__ is DOWN
    assert send.call_count == attempts


def test_three_attempts_unless_told_otherwise(events, send, event):
    events.return_value = [event()]
    send.side_effect = DOWN
    with pytest.raises(MailDown):
        remind("ada")
    assert send.call_count == 3


def test_other_errors_pass(events, send, event):
    events.return_value = [event()]
    send.side_effect = [ValueError("no such user"), None]
    with pytest.raises(ValueError):
        remind("ada")
    assert send.call_count == 1
