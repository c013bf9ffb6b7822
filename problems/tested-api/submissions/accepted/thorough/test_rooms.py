def test_a_new_room(admin, ada):
    answer = admin("POST", "/rooms", {"name": "blue", "seats": 500})
    assert (answer.status_code, answer.json()) == (201, {"name": "blue", "seats": 500})
    assert answer.headers["Location"] == "/rooms/blue"
    assert ada("GET", "/rooms/blue").json() == {"name": "blue", "seats": 500}


def test_no_room(admin):
    for body in (
        {"name": "Blue", "seats": 4}, {"name": "", "seats": 4}, {"name": "4", "seats": 4}, {"name": "a" * 21, "seats": 4},
        {"name": "a", "seats": 0}, {"name": "a", "seats": 501}, {"name": "a", "seats": "4"}, {"name": "a"},
        {"name": "a", "seats": 4, "floor": 1},
    ):
        assert admin("POST", "/rooms", body).status_code == 422, body


def test_a_name_is_given_once(admin, blue):
    assert admin("POST", "/rooms", {"name": "blue", "seats": 9}).status_code == 409
    assert admin("GET", "/rooms/blue").json() == blue


def test_no_such_room(admin, ada):
    assert ada("GET", "/rooms/blue").status_code == 404
    assert ada("GET", "/rooms/blue/bookings").status_code == 404
    assert ada.book().status_code == 404
    assert admin("DELETE", "/rooms/blue").status_code == 404


def test_pages(admin, ada):
    for name, seats in (("c", 1), ("a", 5), ("b", 9), ("d", 5)):
        admin("POST", "/rooms", {"name": name, "seats": seats})

    def page(query):
        answer = ada("GET", "/rooms" + query).json()
        return "".join(room["name"] for room in answer["items"]), answer["total"], answer["next"]

    assert page("") == ("abcd", 4, None)
    assert page("?limit=3") == ("abc", 4, 3)
    assert page("?limit=2&offset=2") == ("cd", 4, None)
    assert page("?limit=1&seats=5") == ("a", 3, 1)
    assert page("?limit=2&offset=1&seats=5") == ("bd", 3, None)
    assert page("?offset=9") == ("", 4, None)


def test_no_page(ada):
    for query in ("limit=0", "limit=51", "offset=-1", "seats=0", "limit=x"):
        assert ada("GET", "/rooms?" + query).status_code == 422, query
    assert ada("GET", "/rooms?limit=50&offset=0&seats=1").status_code == 200


def test_a_room_with_bookings_stays(admin, ada, blue):
    ada.book()
    assert admin("DELETE", "/rooms/blue").status_code == 409
    assert ada("GET", "/bookings/1").status_code == 200
    ada("DELETE", "/bookings/1")
    assert admin("DELETE", "/rooms/blue").status_code == 204
    assert ada("GET", "/rooms/blue").status_code == 404
