def test_health_needs_no_token(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_every_other_route_needs_a_token(client, blue, ada):
    ada.book()
    for method, path in [
        ("POST", "/rooms"), ("GET", "/rooms"), ("GET", "/rooms/blue"), ("DELETE", "/rooms/blue"), ("GET", "/rooms/blue/bookings"),
        ("POST", "/rooms/blue/bookings"), ("GET", "/bookings/1"), ("PATCH", "/bookings/1"), ("DELETE", "/bookings/1"),
    ]:
        answer = client.request(method, path)
        assert answer.status_code == 401, (method, path)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_what_is_no_token(client):
    for value in ("", "Bearer", "Bearer ", "t-Ada", "Basic t-Ada", "Bearer t-ada", "Bearer t-Ad", "Bearer ada", "Bearer t-Ada2"):
        assert client.get("/rooms", headers={"Authorization": value}).status_code == 401, value


def test_bearer_in_any_case(client):
    for word in ("bearer", "Bearer", "BEARER"):
        assert client.get("/rooms", headers={"Authorization": f"{word} t-Ada"}).status_code == 200


def test_rooms_are_the_admins(ada, blue):
    assert ada("POST", "/rooms", {"name": "red", "seats": 0}).status_code == 403
    assert ada("DELETE", "/rooms/blue").status_code == 403
    assert ada("GET", "/rooms").json()["items"] == [blue]


def test_bookings_are_their_users(ada, bob, admin, blue):
    ada.book()
    assert bob.change(1, 1, people=1).status_code == 403
    assert bob("DELETE", "/bookings/1").status_code == 403
    assert bob("GET", "/bookings/1").json()["people"] == 2
    assert admin.change(1, 1, people=1).json()["user"] == "ada"
    assert admin("DELETE", "/bookings/1").status_code == 204


def test_applications_are_separate(blue, client):
    from conftest import USERS, Caller
    from fastapi.testclient import TestClient
    from rooms import create_app

    other = Caller(TestClient(create_app(USERS)), "t-root")
    assert other("GET", "/rooms").json()["items"] == []
