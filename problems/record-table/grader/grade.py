import random

from pyjury import case, equal, raises, share, there

ADA = {"id": 1, "name": "Ada", "city": "London"}
BOB = {"id": 2, "name": "Bob", "city": "Paris"}
EVE = {"id": 3, "name": "Eve", "city": "London"}


def people(submission):
    table = submission.Table("id", indexes=["city"])
    for record in (ADA, BOB, EVE):
        table.insert(record)
    return table


@case(open=True, points=1)
def insert_and_get(submission):
    table = people(submission)
    assert len(table) == 3
    assert table.get(2) == BOB
    with raises(submission.DuplicateKey):
        table.insert({"id": 2, "name": "Rob"})
    with raises(submission.NoSuchRecord):
        table.get(4)
    assert issubclass(submission.DuplicateKey, KeyError) and issubclass(submission.NoSuchRecord, KeyError)
    assert table.get(2) == BOB and len(table) == 3


@case(open=True, points=1)
def update_and_delete(submission):
    table = people(submission)
    table.update(1, city="Paris", age=36)
    assert table.get(1) == {"id": 1, "name": "Ada", "city": "Paris", "age": 36}
    table.delete(2)
    for action in (table.get, table.delete, table.update):
        with raises(submission.NoSuchRecord):
            action(2)
    assert len(table) == 2
    table.insert(BOB)
    assert table.find() == [{**ADA, "city": "Paris", "age": 36}, EVE, BOB]


@case(open=True, points=1)
def find(submission):
    table = people(submission)
    assert table.find(city="London") == [ADA, EVE]
    assert table.find(name="Bob") == [BOB]
    assert table.find(city="London", name="Eve") == [EVE]
    assert table.find(id=3) == [EVE] and table.find(id=3, city="Paris") == []
    assert table.find(city="Rome") == [] == table.find(age=36)
    assert table.find() == [ADA, BOB, EVE]


@case(points=1)
def missing_fields_and_none(submission):
    table = submission.Table("id", indexes=["city"])
    table.insert({"id": None, "city": None})
    table.insert({"id": 1})
    table.insert({"id": "1", "city": "None"})
    assert table.find(city=None) == [{"id": None, "city": None}]
    assert table.find(name=None) == []
    assert table.get(None) == {"id": None, "city": None} and table.get("1")["city"] == "None"
    table.update(1, city=None)
    assert table.find(city=None) == [{"id": None, "city": None}, {"id": 1, "city": None}]


@case(points=1)
def the_order_of_insertion(submission):
    table = people(submission)
    table.update(1, city="Rome")
    table.update(1, city="London")
    table.update(3, city="Paris")
    table.update(3, city="London")
    assert table.find(city="London") == [ADA, EVE]
    assert table.find() == [ADA, BOB, EVE]


@case(points=1)
def another_key(submission):
    table = people(submission)
    with raises(submission.DuplicateKey):
        table.update(1, city="Rome", id=2)
    assert table.get(1) == ADA and table.find(city="Rome") == []
    table.update(1, id=9)
    assert table.find() == [{**ADA, "id": 9}, BOB, EVE]
    assert table.find(city="London") == [{**ADA, "id": 9}, EVE] and table.find(id=1) == []
    with raises(submission.NoSuchRecord):
        table.get(1)
    table.update(2, id=2)
    assert table.get(2) == BOB


@case(points=1)
def copies(submission):
    table = people(submission)
    record = share({"id": 4, "city": "Rome"})
    table.insert(record)
    record["city"] = "Oslo"
    assert table.find(city="Rome") == [{"id": 4, "city": "Rome"}] and table.find(city="Oslo") == []
    there.exec("for record in [table.get(1), *table.find()]: record['city'] = 'Oslo'", {"table": table})
    assert table.find() == [ADA, BOB, EVE, {"id": 4, "city": "Rome"}]


@case(open=True, points=1)
def transactions(submission):
    table = people(submission)
    with table.transaction():
        table.update(1, city="Paris")
    assert table.get(1)["city"] == "Paris"
    with raises(ZeroDivisionError):
        with table.transaction():
            table.delete(1)
            table.insert({"id": 4, "city": "Paris"})
            table.update(3, city="Paris")
            1 / 0
    assert table.find() == [{**ADA, "city": "Paris"}, BOB, EVE]
    assert table.find(city="Paris") == [{**ADA, "city": "Paris"}, BOB]
    assert table.find(city="London") == [EVE]


@case(points=1)
def transactions_within_transactions(submission):
    table = people(submission)
    with table.transaction():
        table.delete(2)
        with raises(submission.NoSuchRecord):
            with table.transaction():
                table.update(1, city="Oslo")
                table.delete(2)
        assert table.find(city="Oslo") == [] and len(table) == 2
    assert table.find() == [ADA, EVE]
    with raises(KeyboardInterrupt):
        with table.transaction():
            with table.transaction():
                table.update(1, city="Oslo")
            raise KeyboardInterrupt
    assert table.find() == [ADA, EVE]


@case(points=2, each={"seed": [1, 2, 3]})
def like_a_model(submission, seed):
    dice = random.Random(seed)
    table = submission.Table("key", indexes=["a", "b"])
    model = {}

    def block(depth):
        for _ in range(dice.randint(5, 20)):
            action = dice.choice(["insert", "insert", "update", "delete", "find", "find", "transaction"])
            key = dice.randint(0, 12)
            fields = {name: dice.choice([0, 1, None]) for name in "abc" if dice.random() < 0.6}
            if action == "insert" and key not in model:
                table.insert({"key": key, **fields})
                model[key] = {"key": key, **fields}
            elif action in ("update", "delete") and key in model:
                getattr(table, action)(key, **(fields if action == "update" else {}))
                model[key] = {**model[key], **fields}
                if action == "delete":
                    del model[key]
            elif action == "find":
                expected = [record for record in model.values() if fields.items() <= record.items()]
                assert equal(table.find(**fields), expected)
            elif action == "transaction" and depth < 3:
                before = dict(model)
                try:
                    with table.transaction():
                        block(depth + 1)
                        if dice.random() < 0.5:
                            raise InterruptedError
                except InterruptedError:
                    model.clear()
                    model.update(before)

    for _ in range(6):
        block(0)
        assert equal(table.find(), list(model.values()))


@case(points=2)
def many_records(submission):
    there.exec(
        "for number in range(20_000): table.insert({'id': number, 'group': number % 4000, 'name': str(number)})",
        {"table": (table := submission.Table("id", indexes=["group"]))},
    )
    dice = random.Random(7)
    for _ in range(400):
        group = dice.randrange(4000)
        assert [record["id"] for record in table.find(group=group)] == list(range(group, 20_000, 4000))
        number = dice.randrange(20_000)
        assert table.find(id=number, name=str(number)) == [{"id": number, "group": number % 4000, "name": str(number)}]


@case(points=2)
def many_transactions(submission):
    table = submission.Table("id", indexes=["group"])
    there.exec(
        "for number in range(20_000): table.insert({'id': number, 'group': number % 4000})\n"
        "for number in range(2000):\n"
        "    try:\n"
        "        with table.transaction():\n"
        "            table.update(number, group=-1)\n"
        "            table.delete(number + 10_000)\n"
        "            assert number % 2\n"
        "    except AssertionError:\n"
        "        table.update(number, group=-2)\n",
        {"table": table},
    )
    assert len(table.find(group=-2)) == 1000 and len(table.find(group=-1)) == 1000
    assert len(table) == 19_000
