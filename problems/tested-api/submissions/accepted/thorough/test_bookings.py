def test_a_new_booking(ada, blue):
    answer = ada.book()
    booking = {"id": 1, "room": "blue", "user": "ada", "day": "2025-03-01", "start": 9, "end": 11, "people": 2}
    assert (answer.status_code, answer.json()) == (201, booking)
    assert (answer.headers["Location"], answer.headers["ETag"]) == ("/bookings/1", '"1"')
    answer = ada("GET", "/bookings/1")
    assert (answer.status_code, answer.json(), answer.headers["ETag"]) == (200, booking, '"1"')


def test_no_booking(ada, blue):
    for values in (
        {"start": 9, "end": 9}, {"start": 9, "end": 8}, {"end": 25}, {"start": -1}, {"start": "9"}, {"people": 0}, {"people": 5},
        {"people": "2"}, {"day": "2025-02-29"}, {"day": "2025-3-1"}, {"day": None},
    ):
        assert ada.book(**values).status_code == 422, values
    assert ada("GET", "/rooms/blue/bookings").json() == []


def test_other_keys(ada, blue):
    body = {"day": "2025-03-01", "start": 9, "end": 11, "people": 2, "user": "bob"}
    assert ada("POST", "/rooms/blue/bookings", body).status_code == 422


def test_in_order(ada, bob, blue):
    for day, start in (("2025-03-02", 8), ("2025-03-01", 12), ("2025-03-01", 9)):
        ada.book(day=day, start=start, end=start + 1)
    places = [(b["day"][-1], b["start"]) for b in bob("GET", "/rooms/blue/bookings").json()]
    assert places == [("1", 9), ("1", 12), ("2", 8)]
    assert [b["id"] for b in bob("GET", "/rooms/blue/bookings?day=2025-03-02").json()] == [1]
    assert bob("GET", "/rooms/blue/bookings?day=soon").status_code == 422


def test_taken(ada, bob, blue):
    ada.book(start=9, end=12)
    for start, end in ((9, 12), (8, 10), (11, 13), (10, 11), (8, 13), (0, 24)):
        assert bob.book(start=start, end=end).status_code == 409, (start, end)
    assert (bob.book(start=7, end=9).status_code, bob.book(start=12, end=13).status_code) == (201, 201)


def test_not_taken_elsewhere(admin, ada, bob, blue):
    admin("POST", "/rooms", {"name": "red", "seats": 2})
    assert {ada.book().status_code, bob.book(room="red").status_code, bob.book(day="2025-03-02").status_code} == {201}


def test_change(ada, blue):
    ada.book(start=9, end=11)
    answer = ada.change(1, 1, start=10, end=12, people=None)
    assert answer.status_code == 200
    assert (answer.json()["start"], answer.json()["end"], answer.json()["people"], answer.headers["ETag"]) == (10, 12, 2, '"2"')
    assert ada("GET", "/bookings/1").headers["ETag"] == '"2"'
    assert ada("PATCH", "/bookings/1", {"start": 9}).status_code == 428
    assert ada.change(1, 1, start=9).status_code == 412
    assert ada("GET", "/bookings/1").json() == answer.json()


def test_a_change_that_is_refused(ada, blue):
    ada.book(start=9, end=11)
    ada.book(start=12, end=13)
    before = ada("GET", "/bookings/2").json()
    for values, code in (({"start": 10}, 409), ({"start": 13}, 422), ({"people": 5}, 422), ({"day": "2025-03-02"}, 422)):
        assert ada.change(2, 1, **values).status_code == code
    answer = ada("GET", "/bookings/2")
    assert (answer.json(), answer.headers["ETag"]) == (before, '"1"')


def test_gone(ada, blue):
    ada.book()
    ada.book(start=15, end=16)
    answer = ada("DELETE", "/bookings/2")
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("GET", "PATCH", "DELETE"):
        assert ada(method, "/bookings/2", {} if method == "PATCH" else None).status_code == 404
    assert ada.book(start=15, end=16).json()["id"] == 3
