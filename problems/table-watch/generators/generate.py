"""Writes the tables in grader/, the same every time: python3 generators/generate.py. grader/check.py knows what is planted."""

import csv
import json
import random
from pathlib import Path

GRADER = Path(__file__).parent.parent / "grader"


def write(path, names, rows):
    path = GRADER / path
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *rows])


def configure(path, *tables, sender="watch@shop.example"):
    path = GRADER / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"from": sender, "tables": tables}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def bell(rng):
    """Around 0, from -6 to 6, and made of sums alone: the same on every machine."""
    return sum(rng.random() for _ in range(12)) - 6


def spread(rng, counts):
    """Values so often as the counts say, in any order."""
    values = [value for value, count in counts.items() for _ in range(count)]
    rng.shuffle(values)
    return values


def shop():
    rng = random.Random("shop")
    customers = []
    for n in range(1, 121):
        country = rng.choice(["AT", "DE", "CH"])
        since = f"20{rng.randrange(10, 25)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        customers.append([n, f"Customer {n}", country, since])
    for n in (7, 40, 41, 90):
        customers[n][1] = ""
    for n, country in ((3, "at"), (64, "XX"), (118, "AT ")):
        customers[n][2] = country
    customers[20][0] = 5
    customers[33][0] = "0009"
    orders = []
    for n in range(1, 301):
        day = f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        note = "" if rng.random() < 0.7 else "by phone, again"
        orders.append([n, rng.randrange(50, 121), f"{rng.random() * 990 + 5:.2f}", day, rng.choice(["open", "paid", "sent"]), note])
    for n, customer in ((10, 0), (99, 121), (100, 9999), (200, -5), (299, 500)):
        orders[n][1] = customer
    for n, amount in ((4, "12,50"), (77, "n/a"), (180, "1e3")):
        orders[n][2] = amount
    for n, amount in ((5, "-1"), (6, "1000.01"), (90, "-0.01"), (91, "5000"), (250, "1001"), (251, "-200.5")):
        orders[n][2] = amount
    orders[8][2], orders[9][2] = "0", "1000.00"
    for n, day in ((17, "2025-02-30"), (18, "2025-6-1")):
        orders[n][3] = day
    for n, day in ((30, "2024-12-31"), (31, "1999-01-01"), (32, "2024-02-29"), (33, "2026-01-01")):
        orders[n][3] = day
    orders[50][3], orders[51][3] = "2025-01-01", "2025-12-31"
    orders[200][0] = "0150"
    write("shop/customers.csv", ["id", "name", "country", "since"], customers)
    write("shop/orders.csv", ["id", "customer", "amount", "day", "state", "note"], orders)
    configure(
        "shop/watch.json",
        {
            "name": "orders", "file": "orders.csv", "owner": "sales@shop.example",
            "columns": {
                "id": {"type": "integer", "required": True, "unique": True},
                "customer": {"type": "integer", "required": True, "references": "customers.id"},
                "amount": {"type": "number", "min": 0, "max": 1000},
                "day": {"type": "date", "min": "2025-01-01", "max": "2025-12-31"},
                "state": {"type": "text", "required": True, "allowed": ["open", "paid", "sent"]},
                "note": {"type": "text"},
            },
        },
        {
            "name": "customers", "file": "customers.csv", "owner": "people@shop.example",
            "columns": {
                "id": {"type": "integer", "required": True, "unique": True, "min": 1},
                "name": {"type": "text", "required": True},
                "country": {"type": "text", "required": True, "allowed": ["AT", "CH", "DE"]},
                "since": {"type": "date", "required": True},
                "vip": {"type": "text"},
            },
        },
    )


def sensors():
    def rows(rng, count, later):
        found = []
        for n in range(count):
            x = bell(rng)
            found.append([
                n,
                f"{20 + bell(rng):.3f}",  # steady
                f"{20 + bell(rng) + 0.5 * later:.3f}",  # shifted
                f"{20 + bell(rng) * (1 + later):.3f}",  # wider, about the same middle
                f"{20 + bell(rng) + 0.08 * later:.3f}",  # nudged
                f"{(50 + x) * (1000 if later and n % 40 == 0 else 1):.2f}",  # spikes: another mean, nearly the same values
                min(5, int(abs(bell(rng)) * 2)),  # ties, as before
                1 + int(rng.random() * (5 - 2 * later)),  # steps: other shares of few values
                f"{bell(rng) + 9 * later:.3f}",  # unwatched
                "off" if later and n % 12 == 0 else f"{n * 37 % 101 / 10}",  # garbled, the rest as before
            ])
        return found

    names = ["n", "steady", "shifted", "wider", "nudged", "spikes", "ties", "steps", "unwatched", "garbled"]
    write("sensors/before/probe.csv", names, rows(random.Random("sensors before"), 400, 0))
    write("sensors/probe.csv", names, rows(random.Random("sensors now"), 350, 1))
    number, whole = {"type": "number", "drift": True}, {"type": "integer", "drift": True}
    columns = {name: number for name in ("steady", "shifted", "wider", "nudged", "spikes")}
    columns |= {"ties": whole, "steps": whole, "unwatched": {"type": "number"}, "garbled": number}
    table = {"name": "probe", "file": "probe.csv", "baseline": "before/probe.csv", "owner": "lab@shop.example", "columns": columns}
    small = {
        "name": "few", "file": "few.csv", "baseline": "before/few.csv", "owner": "lab@shop.example",
        "columns": {"x": number, "word": {"type": "text", "drift": True}},
    }
    rng = random.Random("few")
    write("sensors/before/few.csv", ["x", "word"], [[f"{bell(rng):.2f}", "a"] for _ in range(60)])
    write("sensors/few.csv", ["word", "x"], [["b", f"{50 + bell(rng):.2f}"] for _ in range(19)])
    configure("sensors/watch.json", table, small)


def survey():
    before, now = random.Random("survey before"), random.Random("survey now")
    columns = {
        "colour": ({"red": 100, "green": 80, "blue": 70}, {"red": 140, "green": 80, "blue": 80}),
        "city": ({"Linz": 125, "Graz": 125}, {"Linz": 105, "Graz": 105, "Wien": 90}),
        "plan": ({"free": 150, "paid": 100}, {"free": 105, "paid": 195}),
        "case": ({"yes": 100, "Yes": 150}, {"yes": 210, "Yes": 90}),
        "answer": ({"a": 50, "b": 75, "c": 125}, {"a": 60, "b": 90, "c": 150}),
        "lost": ({"x": 200, "y": 50}, {"x": 180, "z": 120}),
        "thirds": ({"x": 125, "y": 125}, {"x": 206, "y": 94}),
        "phone": ({"": 25, "1": 225}, {"": 42, "1": 258}),
        "mobile": ({"": 25, "1": 225}, {"": 48, "1": 252}),
        "fax": ({"": 200, "1": 50}, {"": 60, "1": 240}),
    }
    tables = []
    for rng, part in ((before, 0), (now, 1)):
        tables.append(list(zip(*(spread(rng, counts[part]) for counts in columns.values()))))
    ages = [[18 + int(abs(bell(rng)) * 20) for _ in range(count)] for rng, count in ((before, 250), (now, 300))]
    income = [["" if rng.random() < share else f"{1500 + 300 * bell(rng):.0f}" for _ in range(count)]
              for rng, share, count in ((before, 0.02, 250), (now, 0.15, 300))]
    for path, rows, *more in zip(("survey/before/people.csv", "survey/people.csv"), tables, ages, income):
        write(path, [*columns, "age", "income"], [[*row, *rest] for row, *rest in zip(rows, *more)])
    rules = {name: {"type": "text", "drift": True} for name in columns}
    rules |= {name: {"type": "integer", "drift": True} for name in ("age", "income")}
    configure("survey/watch.json", {
        "name": "people", "file": "people.csv", "baseline": "before/people.csv", "owner": "survey@shop.example", "columns": rules,
    })


def traps():
    rng = random.Random("traps")
    rows = []
    for n in range(200):
        code = f"{n:04}" if n % 3 else f"A{n}"
        rows.append([
            code, rng.choice(["NA", "null", "NaN", "None", "AT", "DE"]), rng.choice(["TRUE", "false", "1e5", "inf", "007"]),
            rng.choice(["a", "A", " a", "ä", "a "]), f'say "{n}", twice', f"one\ntwo {n}",
            f"{rng.randrange(-5, 6)}.{rng.randrange(0, 10)}",
            f"{rng.randrange(1, 10):03}", rng.choice(["2024-02-29", "2000-01-01", "1970-12-31"]), n,
        ])
    rows[11][0], rows[12][0] = "b", "B"
    rows[150][0] = rows[13][0]
    rows[60][6], rows[61][6], rows[62][6] = "5.90", "6", "6.001"
    rows[70][6], rows[71][6] = "-0", "nan"
    names = ["code", "country", "flag", "letter", "quoted", "lines", "degrees", "padded", "day", "extra"]
    write("traps/things.csv", names, rows)
    write("traps/before/things.csv", names[::-1], [row[::-1] for row in rows[:20] + rows[72:]])
    write("traps/nothing.csv", ["id", "word"], [])
    write("traps/before/nothing.csv", ["id", "word"], [[n, "w"] for n in range(50)])
    text = {"type": "text", "required": True, "drift": True}
    configure(
        "traps/watch.json",
        {
            "name": "things", "file": "things.csv", "baseline": "before/things.csv", "owner": "odd@shop.example",
            "columns": {
                "code": {"type": "text", "required": True, "unique": True},
                "country": {**text, "allowed": ["NA", "null", "NaN", "None", "AT", "DE"]},
                "flag": {**text, "allowed": ["TRUE", "false", "1e5", "inf", "007"]},
                "letter": {**text, "allowed": ["a", "A", " a", "ä", "a "]},
                "quoted": {"type": "text", "required": True, "unique": True},
                "lines": {"type": "text", "required": True, "unique": True},
                "degrees": {"type": "number", "required": True, "min": -6, "max": 6, "drift": True},
                "padded": {"type": "integer", "required": True, "min": 1, "max": 9, "drift": True},
                "day": {"type": "date", "required": True, "min": "1970-12-31", "max": "2024-02-29"},
            },
        },
        {
            "name": "nothing", "file": "nothing.csv", "baseline": "before/nothing.csv", "owner": "odd@shop.example",
            "columns": {
                "id": {"type": "integer", "required": True, "unique": True, "drift": True},
                "word": {"type": "text", "required": True, "drift": True},
            },
        },
    )


def days():
    first = [[n, f"{n * 3 % 17}", "AT"] for n in range(40)]
    second, third = ([row[:] for row in first] for _ in range(2))
    first[5][0], first[9][1], first[11][1] = 4, "-1", "99"
    second[9][1], second[20][2] = "-7", "XX"
    for number, rows in enumerate((first, second, third), 1):
        write(f"days/{number}.csv", ["id", "amount", "country"], rows)
        configure(f"days/{number}.json", {
            "name": "orders", "file": f"{number}.csv", "owner": "sales@shop.example",
            "columns": {
                "id": {"type": "integer", "unique": True}, "amount": {"type": "number", "min": 0, "max": 20},
                "country": {"type": "text", "allowed": ["AT"]},
            },
        })


def letters():
    heights = [[n, f"{100 + n}", "ok"] for n in range(30)]
    heights[3][1], heights[4][1], heights[7][2] = "-1", "zwölf", ""
    write("letters/heights.csv", ["nr", "Höhe über alles, in Metern, gemessen bei Niedrigwasser", "été"], heights)
    write("letters/plain.csv", ["id"], [[1], [1]])
    configure(
        "letters/watch.json",
        {
            "name": "Brücken", "file": "heights.csv", "owner": "Jürgen Groß <jg@shop.example>",
            "columns": {
                "Höhe über alles, in Metern, gemessen bei Niedrigwasser": {"type": "number", "min": 0},
                "été": {"type": "text", "required": True},
            },
        },
        {
            "name": "plain", "file": "plain.csv", "owner": "\"Doe, Jane (QA)\" <jane@shop.example>",
            "columns": {"id": {"type": "integer", "unique": True}},
        },
        sender="Wächter <watch@shop.example>",
    )


if __name__ == "__main__":
    for make in (shop, sensors, survey, traps, days, letters):
        make()
