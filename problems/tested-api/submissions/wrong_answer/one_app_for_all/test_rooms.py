# One application for all tests, which only pass in the order in which they stand.
import pytest
from fastapi.testclient import TestClient
from rooms import create_app

client = TestClient(create_app({"x": "admin"}), headers={"Authorization": "Bearer x"})


def test_first_room():
    assert client.post("/rooms", json={"name": "blue", "seats": 4}).status_code == 201


def test_same_room():
    assert client.post("/rooms", json={"name": "blue", "seats": 4}).status_code == 409


def test_first_booking():
    body = {"day": "2025-05-05", "start": 8, "end": 10, "people": 3}
    assert client.post("/rooms/blue/bookings", json=body).json()["id"] == 1


@pytest.mark.parametrize("start", range(2, 10, 2))
def test_more_bookings(start):
    body = {"day": "2025-05-06", "start": start, "end": start + 2, "people": 3}
    assert client.post("/rooms/blue/bookings", json=body).json()["id"] == start // 2 + 1


@pytest.mark.parametrize("number", range(1, 6))
def test_remove(number):
    assert client.delete(f"/bookings/{number}").status_code == 204


def test_remove_room():
    assert client.delete("/rooms/blue").status_code == 204
