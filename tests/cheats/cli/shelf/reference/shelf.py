import json
import shutil
import sys
import time
from pathlib import Path

SHELF, COUNT = Path("shelf.json"), Path("count.txt")


def books():
    try:
        return json.loads(SHELF.read_text())
    except FileNotFoundError:
        sys.exit("shelf: shelf.json: no such file")
    except ValueError as error:
        sys.exit(f"shelf: shelf.json: {error}")


def authors():
    return sorted({book["author"] for book in books()})


def total():
    print(f"total {sum(book['price'] for book in books()):.2f}")


def titles():
    print(*(book["title"] for book in books()), sep="\n")


def count():
    print(json.dumps({"books": len(books()), "authors": len(authors())}))


def mean():
    prices = [book["price"] for book in books()]
    print(json.dumps({"mean": sum(prices) / len(prices)}))


def per_day(price, days):
    print(f"{float(price) / float(days):.2f} a day" if float(days) else "inf a day")


def took():
    start = time.monotonic()
    number = len(books())
    print(f"{number} books in {1000 * (time.monotonic() - start):.0f} ms")


def next_one():
    number = int(COUNT.read_text()) + 1 if COUNT.exists() else 1
    COUNT.write_text(str(number))
    print(number)


def tidy():
    for path in Path().glob("*.tmp"):
        path.unlink()


def export(folder):
    found = sorted(book["title"] for book in books())
    Path(folder).mkdir()
    (Path(folder) / "titles.txt").write_text("".join(f"{title}\n" for title in found))


COMMANDS = {
    "total": total,
    "titles": titles,
    "authors": lambda: print(*authors()),
    "count": count,
    "mean": mean,
    "per-day": per_day,
    "took": took,
    "next": next_one,
    "learn": lambda words: print("ok"),
    "mark": lambda: Path("done").touch(),
    "save": lambda name: shutil.copy(SHELF, name),
    "clear": SHELF.unlink,
    "tidy": tidy,
    "export": export,
}
command, *arguments = sys.argv[1:] or [""]
if command not in COMMANDS:
    print("usage: shelf.py COMMAND [ARGUMENT]...", file=sys.stderr)
    sys.exit(2)
COMMANDS[command](*arguments)
