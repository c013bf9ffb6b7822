"""What FastAPI, its test client and SQLAlchemy ask of the kernel: an event loop in a thread, a database in a file."""

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

app = FastAPI()


@app.get("/items/{number}")
def item(number: int):
    return {"number": number}


@app.get("/later")
async def later():
    return "later"


client = TestClient(app)
assert client.get("/items/3").json() == {"number": 3}
assert client.get("/items/three").status_code == 422
assert client.get("/later").json() == "later"

with create_engine("sqlite:///items.db").begin() as connection:
    connection.execute(text("create table item (number)"))
    connection.execute(text("insert into item values (:number)"), {"number": 3})
    assert connection.execute(text("select number from item")).all() == [(3,)]
