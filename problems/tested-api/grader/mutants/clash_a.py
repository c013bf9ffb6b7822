"""Meeting rooms and their bookings, over HTTP."""

import copy
import datetime
import itertools
import re
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from pydantic import AfterValidator, BeforeValidator, ConfigDict

# The rules are in the bodies of functions, and wrong applications call the same functions: what a suite can read of
# signatures and schemas, or see by replacing names of this module, hardly tells them apart.


def whole(value):
    if type(value) is not int:
        raise ValueError("a whole number is wanted")
    return value


def room_name(text: str) -> str:
    if len(text) > 20 or not re.fullmatch("[a-z][a-z0-9-]*", text):
        raise ValueError("no name of a room")
    return text


def existing_day(text: str) -> str:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("no day")
    datetime.date.fromisoformat(text)
    return text


def hour(number: int) -> int:
    if not 0 <= number <= 24:
        raise ValueError("no hour of a day")
    return number


def seats(number: int) -> int:
    if not 1 <= number <= 500:
        raise ValueError("from 1 to 500 seats")
    return number


def at_least_one(number: int) -> int:
    if number < 1:
        raise ValueError("at least one")
    return number


def not_below_zero(number: int) -> int:
    if number < 0:
        raise ValueError("not below zero")
    return number


def page_size(number: int) -> int:
    if not 1 <= number <= 50:
        raise ValueError("from 1 to 50")
    return number


Name = Annotated[str, AfterValidator(room_name)]
Day = Annotated[str, AfterValidator(existing_day)]
Hour = Annotated[int, BeforeValidator(whole), AfterValidator(hour)]
Seats = Annotated[int, BeforeValidator(whole), AfterValidator(seats)]
People = Annotated[int, BeforeValidator(whole), AfterValidator(at_least_one)]


@dataclass
class NewRoom:
    __pydantic_config__ = ConfigDict(extra="forbid")
    name: Name
    seats: Seats


@dataclass
class NewBooking:
    __pydantic_config__ = ConfigDict(extra="forbid")
    day: Day
    start: Hour
    end: Hour
    people: People


@dataclass
class Change:
    __pydantic_config__ = ConfigDict(extra="forbid")
    start: Hour | None = None
    end: Hour | None = None
    people: People | None = None


EMPTY = {"rooms": {}, "bookings": {}, "versions": {}}


def new_memory():
    return copy.deepcopy(EMPTY).values()


def create_app(users: dict[str, str]) -> FastAPI:
    """An application with a memory of its own; `users` has the name of the user for each token."""
    users = dict(users)  # what is handed over may watch how it is used
    rooms, bookings, versions = new_memory()
    numbers = itertools.count(1)

    async def user(request: Request, authorization: Annotated[str | None, Header()] = None) -> str:
        scheme, _, token = (authorization or "").partition(" ")
        if request.url.path == "/health":
            return "somebody"
        if scheme.lower() != "bearer" or token not in users:
            raise HTTPException(401, "no such token", {"WWW-Authenticate": "Bearer"})
        return users[token]

    async def admin(request: Request, user: Annotated[str, Depends(user)]) -> str:
        if user != "admin":
            raise HTTPException(403, f"{request.method} is for the admin")
        return user

    User = Annotated[str, Depends(user)]
    Admin = Annotated[str, Depends(admin)]
    app = FastAPI(openapi_url=None, dependencies=[Depends(user)])

    def room_of(name: str) -> dict:
        if name not in rooms:
            raise HTTPException(404, "no such room")
        return rooms[name]

    def booking_of(number: int, user: str) -> dict:
        if number not in bookings:
            raise HTTPException(404, "no such booking")
        if user not in (bookings[number]["user"], "admin"):
            raise HTTPException(403, "the booking is somebody else's")
        return bookings[number]

    def check(booking: dict) -> None:
        if booking["end"] <= booking["start"]:
            raise HTTPException(422, "it must end after its start")
        if booking["people"] > rooms[booking["room"]]["seats"]:
            raise HTTPException(422, "more people than seats")
        for other in bookings.values():
            if (
                other["id"] != booking["id"]
                and (other["room"], other["day"]) == (booking["room"], booking["day"])
                and other["start"] <= booking["end"]
                and booking["start"] < other["end"]
            ):
                raise HTTPException(409, "the room is taken")

    @app.get("/health")
    async def health():
        return {"status": "ok"}

    @app.get("/rooms")
    async def list_rooms(
        _: User,
        limit: Annotated[int, AfterValidator(page_size)] = 10,
        offset: Annotated[int, AfterValidator(not_below_zero)] = 0,
        seats: Annotated[int, AfterValidator(at_least_one)] = 1,
    ):
        found = sorted((room for room in rooms.values() if room["seats"] >= seats), key=lambda room: room["name"])
        end = offset + limit
        return {"items": found[offset:end], "total": len(found), "next": end if end < len(found) else None}

    @app.post("/rooms", status_code=201)
    async def add_room(_: Admin, room: NewRoom, response: Response):
        if room.name in rooms:
            raise HTTPException(409, "there is such a room")
        rooms[room.name] = asdict(room)
        response.headers["Location"] = f"/rooms/{room.name}"
        return rooms[room.name]

    @app.get("/rooms/{name}")
    async def get_room(_: User, name: str):
        return room_of(name)

    @app.delete("/rooms/{name}", status_code=204)
    async def remove_room(_: Admin, name: str):
        room_of(name)
        if any(booking["room"] == name for booking in bookings.values()):
            raise HTTPException(409, "the room has bookings")
        del rooms[name]

    @app.get("/rooms/{name}/bookings")
    async def list_bookings(_: User, name: str, day: Day | None = None):
        room_of(name)
        found = [b for b in bookings.values() if b["room"] == name and day in (None, b["day"])]
        return sorted(found, key=lambda booking: (booking["day"], booking["start"]))

    @app.post("/rooms/{name}/bookings", status_code=201)
    async def add_booking(user: User, name: str, wanted: NewBooking, response: Response):
        room_of(name)
        booking = {"id": 0, "room": name, "user": user, **asdict(wanted)}
        check(booking)
        booking["id"] = next(numbers)
        bookings[booking["id"]] = booking
        versions[booking["id"]] = 1
        response.headers["Location"] = f"/bookings/{booking['id']}"
        response.headers["ETag"] = '"1"'
        return booking

    @app.get("/bookings/{number}")
    async def get_booking(_: User, number: int, response: Response):
        if number not in bookings:
            raise HTTPException(404, "no such booking")
        response.headers["ETag"] = f'"{versions[number]}"'
        return bookings[number]

    @app.patch("/bookings/{number}")
    async def change_booking(
        user: User, number: int, change: Change, response: Response, if_match: Annotated[str | None, Header()] = None
    ):
        booking = booking_of(number, user)
        if if_match is None:
            raise HTTPException(428, "say which version is to be changed")
        if if_match != f'"{versions[number]}"':
            raise HTTPException(412, "it has been changed")
        changed = {**booking, **{key: value for key, value in asdict(change).items() if value is not None}}
        check(changed)
        bookings[number] = changed
        versions[number] += 1
        response.headers["ETag"] = f'"{versions[number]}"'
        return changed

    @app.delete("/bookings/{number}", status_code=204)
    async def remove_booking(user: User, number: int):
        booking_of(number, user)
        del bookings[number]

    return app
