from unittest.mock import create_autospec

import mailer
import calendar_service
import pytest
import reminders

NOW = 1_000_000


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(reminders, "now", lambda: NOW)


@pytest.fixture
def send(monkeypatch):
    mock = create_autospec(mailer.send, return_value=None)
    monkeypatch.setattr(mailer, "send", mock)
    return mock


@pytest.fixture
def events(monkeypatch):
    mock = create_autospec(calendar_service.events)
    monkeypatch.setattr(calendar_service, "events", mock)
    return mock


@pytest.fixture
def event():
    def make(title="Tea", after=7200, cancelled=False):
        return {"title": title, "start": NOW + after, "cancelled": cancelled}

    return make
