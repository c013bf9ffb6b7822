import pytest
from fastapi.testclient import TestClient
from rooms import create_app

USERS = {"t-Ada": "ada", "t-bob": "bob", "t-root": "admin"}


class Caller:
    """A client with somebody's token."""

    def __init__(self, client, token):
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def __call__(self, method, path, json=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.request(method, path, json=json, headers={**self.headers, **headers})

    def book(self, room="blue", day="2025-03-01", start=9, end=11, people=2):
        return self("POST", f"/rooms/{room}/bookings", {"day": day, "start": start, "end": end, "people": people})

    def change(self, number, version, **values):
        return self("PATCH", f"/bookings/{number}", values, If_Match=f'"{version}"')


@pytest.fixture
def client():
    return TestClient(create_app(USERS))


@pytest.fixture
def ada(client):
    return Caller(client, "t-Ada")


@pytest.fixture
def bob(client):
    return Caller(client, "t-bob")


@pytest.fixture
def admin(client):
    return Caller(client, "t-root")


@pytest.fixture
def blue(admin):
    room = {"name": "blue", "seats": 4}
    assert admin("POST", "/rooms", room).status_code == 201
    return room
