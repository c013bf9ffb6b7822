# Values of bodies and queries, with many parameters; nobody but the admin ever calls.
import pytest
from fastapi.testclient import TestClient
from rooms import create_app

HEADERS = {"Authorization": "Bearer x"}


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app({"x": "admin"}), headers=HEADERS)


@pytest.mark.parametrize("name", ["", "A", "0", "a_b", "a" * 21, None])
def test_names(client, name):
    assert client.post("/rooms", json={"name": name, "seats": 4}).status_code == 422


@pytest.mark.parametrize("seats", [0, -1, 501, "4", 1.5, None])
def test_seats(client, seats):
    assert client.post("/rooms", json={"name": "blue", "seats": seats}).status_code == 422


@pytest.mark.parametrize("day", ["2025-02-29", "2025-13-01", "2025-1-1", "tomorrow", 5])
def test_days(client, day):
    body = {"day": day, "start": 1, "end": 2, "people": 1}
    assert client.post("/rooms/blue/bookings", json=body).status_code == 422


@pytest.mark.parametrize("limit", [0, 51, 1000, "ten"])
def test_limits(client, limit):
    assert client.get("/rooms", params={"limit": limit}).status_code == 422
