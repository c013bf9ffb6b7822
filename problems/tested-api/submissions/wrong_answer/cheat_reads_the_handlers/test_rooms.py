# A cheat: takes the constants and names out of the handlers that the application has.
import pytest
import rooms
from fastapi.testclient import TestClient

app = rooms.create_app({"x": "admin"})
ROUTES = [route for route in app.routes if hasattr(route, "dependant")]


def words(code):
    return {*code.co_names, *map(str, code.co_consts)}


@pytest.mark.parametrize("number", range(12))
def test_handlers(number):
    handler = ROUTES[number % len(ROUTES)].endpoint
    assert TestClient(app).get("/health").status_code == 200
    assert "bookings" not in words(handler.__code__)
