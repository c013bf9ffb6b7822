import random

from pyjury import case, equal, raises, share, there


def over_there(expression, **names):
    """The value of an expression that is worked out in the submission's process."""
    return there.eval(expression, names)


def nested(submission):
    return submission.Record(user={"name": "Ada", "tags": [{"id": 1}, ({"id": 2},)]}, size=3)


@case(open=True)
def items_are_attributes(submission):
    data = nested(submission)
    assert (data.user.name, data["user"].tags[0].id, data.user["tags"][1][0].id) == ("Ada", 1, 2)
    data.size = 4
    assert data["size"] == 4
    data["colour"] = "red"
    assert data.colour == "red"
    del data.size
    assert "size" not in data and len(data) == 2
    del data["colour"]
    assert not hasattr(data, "colour")


@case(open=True)
def what_is_missing(submission):
    data = submission.Record(a=1)
    with raises(AttributeError, match="nothing"):
        data.nothing
    with raises(AttributeError, match="nothing"):
        del data.nothing
    with raises(KeyError):
        data["nothing"]
    with raises(KeyError):
        del data["nothing"]
    assert over_there("getattr(data, 'b', 'default')", data=data) == "default" and not hasattr(data, "b")


@case
def made_like_a_dictionary(submission):
    Record = submission.Record
    assert Record().to_dict() == {}
    assert Record({"a": 1}, b=2).to_dict() == {"a": 1, "b": 2}
    assert Record([("a", 1), ("a", 2), (3, 4)]).to_dict() == {"a": 2, 3: 4}
    assert Record(Record(a={"b": 1})).to_dict() == {"a": {"b": 1}}
    assert Record(self=1, data=2).to_dict() == {"self": 1, "data": 2}
    for wrong in (5, [1], [(1, 2, 3)]):
        with raises((TypeError, ValueError)):
            Record(wrong)


@case
def a_mutable_mapping(submission):
    dice = random.Random(9)
    record, model = submission.Record(), {}
    assert isinstance(record, there("collections.abc").MutableMapping)
    for _ in range(150):
        key, value = dice.choice(["a", "b", 1, ("t",), "two words"]), dice.randint(0, 9)
        action = dice.choice(["set", "pop", "get", "setdefault", "update", "popitem", "in"])
        if action == "set":
            record[key] = model[key] = value
        elif action == "update":
            record.update({key: value}, z=value)
            model.update({key: value}, z=value)
        elif action == "popitem" and model:
            key, value = record.popitem()
            assert model.pop(key) == value
        elif action in ("pop", "get", "setdefault"):
            assert getattr(record, action)(key, value) == getattr(model, action)(key, value)
        else:
            assert (key in record) is (key in model)
        assert len(record) == len(model) and record.to_dict() == model
    assert sorted(map(str, record)) == sorted(map(str, model))
    assert list(submission.Record([(3, 0), (1, 0), (2, 0)]).items()) == [(3, 0), (1, 0), (2, 0)]


@case(open=True)
def clashes(submission):
    data = submission.Record({"items": 5, "to_dict": 6, 1: 7})
    assert list(data.items()) == [("items", 5), ("to_dict", 6), (1, 7)]
    assert data["items"] == 5 and data.to_dict() == {"items": 5, "to_dict": 6, 1: 7}
    for name in ("items", "keys", "copy", "to_dict"):
        with raises(AttributeError):
            setattr(data, name, 1)
        with raises(AttributeError):
            delattr(data, name)
    assert len(data) == 3
    del data["items"]
    assert list(data.items()) == [("to_dict", 6), (1, 7)]


@case
def underscores(submission):
    data = submission.Record({"__wrapped__": 1, "_hidden": 2})
    for name in ("__wrapped__", "_hidden", "__deepcopy__", "__fspath__"):
        assert not hasattr(data, name)
    assert (data["__wrapped__"], data["_hidden"]) == (1, 2)


@case
def nested_in_every_way(submission):
    data = submission.Record()
    data.a = {"x": 1}
    data["b"] = [{"x": 2}, [({"x": 3},)]]
    data.update({"c": {"x": 4}}, d={"x": 5})
    assert data.setdefault("e", {"x": 6}).x == 6
    assert (data.a.x, data.b[0].x, data.b[1][0][0].x, data.c.x, data.d.x) == (1, 2, 3, 4, 5)
    data.a.y = {"z": {}}
    assert isinstance(data.a.y.z, submission.Record)
    assert over_there("type(data['b']), type(data.b[1][0])", data=data) == (list, tuple)
    assert submission.Record({"x": {"y": {"z": 1}}}).x.y.z == 1


@case
def what_is_kept(submission):
    inner, numbers, thing = submission.Record(x=1), share([1, {"y": 2}]), share({1, 2})
    data = submission.Record(inner=inner, numbers=numbers, thing=thing)
    assert data.inner is inner
    assert over_there("data.thing is thing and data.numbers is not numbers", data=data, thing=thing, numbers=numbers)
    numbers.append(3)
    assert len(data.numbers) == 2 and over_there("type(numbers[1]) is dict", numbers=numbers)
    over_there("data.numbers.append(4)", data=data)
    assert len(data.numbers) == 3
    inner.x = 5
    assert data.inner.x == 5


@case(open=True)
def plain_dictionaries(submission):
    expected = {"user": {"name": "Ada", "tags": [{"id": 1}, ({"id": 2},)]}, "size": 3}
    data = nested(submission)
    assert equal(data.to_dict(), expected, strict=True)
    inner = over_there("data.to_dict()['user']['tags'][1][0].__class__", data=data)
    assert inner is dict
    data.to_dict()["size"] = 0
    assert over_there("data.to_dict()['user']['tags'].clear(), len(data.user.tags)", data=data) == (None, 2)
    assert data.size == 3


@case
def equality(submission):
    Record = submission.Record
    data = nested(submission)
    assert data == nested(submission) and not data != nested(submission)
    assert over_there("a == {'x': {'y': 1}} and {'x': {'y': 1}} == a", a=Record(x={"y": 1})) is True
    assert over_there("[a == other for other in ({'x': 2}, {}, [('x', 1)], None, 1)]", a=Record(x=1)) == [False] * 5
    assert Record(a=1, b=2) == Record(b=2, a=1) and Record(a=1) != Record(a=2)
    with raises(TypeError):
        hash(data)


@case
def copies(submission):
    data, copy = nested(submission), there("copy")
    for shallow in (copy.copy(data), data.copy()):
        assert isinstance(shallow, submission.Record) and shallow is not data and shallow == data
        assert shallow.user is data.user
        shallow.size = 0
        assert data.size == 3
    deep = copy.deepcopy(data)
    deep.user.name = "Bob"
    over_there("deep.user.tags[1][0].update(id=9)", deep=deep)
    assert isinstance(deep.user, submission.Record) and data == nested(submission)


@case
def pickles(submission):
    pickle = there("pickle")
    for protocol in (0, 2, 5):
        data = submission.Record({"items": 1, 2: {"a": [{"b": 3}]}})
        back = pickle.loads(pickle.dumps(data, protocol))
        assert isinstance(back, submission.Record) and back is not data and back == data
        assert back[2].a[0].b == 3
        back[2].new = 1
        assert "new" not in data[2]


@case
def shown(submission):
    assert repr(submission.Record()) == "Record({})"
    assert repr(submission.Record(size=3)) == "Record({'size': 3})"
    assert repr(submission.Record(a={"b": [{"c": 1}]})) == "Record({'a': Record({'b': [Record({'c': 1})]})})"
