# Each route once, as it should be called; hardly anything that is refused.
import pytest
from fastapi.testclient import TestClient
from rooms import create_app

ADA, ADMIN = {"Authorization": "Bearer one"}, {"Authorization": "Bearer two"}


@pytest.fixture
def client():
    client = TestClient(create_app({"one": "ada", "two": "admin"}))
    client.post("/rooms", json={"name": "blue", "seats": 4}, headers=ADMIN)
    return client


@pytest.fixture
def booking(client):
    body = {"day": "2025-05-05", "start": 8, "end": 10, "people": 3}
    return client.post("/rooms/blue/bookings", json=body, headers=ADA).json()


def test_health(client):
    assert client.get("/health").status_code == 200


def test_no_token(client):
    assert client.get("/rooms").status_code == 401


def test_rooms(client):
    assert client.get("/rooms", headers=ADA).json()["total"] == 1


def test_room(client):
    assert client.get("/rooms/blue", headers=ADA).json()["seats"] == 4


def test_new_room(client):
    assert client.post("/rooms", json={"name": "red", "seats": 2}, headers=ADMIN).status_code == 201


def test_new_room_by_a_user(client):
    assert client.post("/rooms", json={"name": "red", "seats": 2}, headers=ADA).status_code == 403


def test_remove_room(client):
    assert client.delete("/rooms/blue", headers=ADMIN).status_code == 204


def test_booking(booking):
    assert booking["id"] == 1


def test_bookings(client, booking):
    assert client.get("/rooms/blue/bookings", headers=ADA).json() == [booking]


def test_one_booking(client, booking):
    assert client.get("/bookings/1", headers=ADA).json() == booking


def test_taken(client, booking):
    body = {"day": "2025-05-05", "start": 9, "end": 11, "people": 3}
    assert client.post("/rooms/blue/bookings", json=body, headers=ADA).status_code == 409


def test_change(client, booking):
    answer = client.patch("/bookings/1", json={"end": 9}, headers={**ADA, "If-Match": '"1"'})
    assert answer.json()["end"] == 9


def test_remove_booking(client, booking):
    assert client.delete("/bookings/1", headers=ADA).status_code == 204


def test_not_found(client):
    assert client.get("/bookings/1", headers=ADA).status_code == 404
