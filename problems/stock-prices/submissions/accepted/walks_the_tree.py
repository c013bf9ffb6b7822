"""Prices between nested JSON and CSV in several dialects."""

import argparse
import csv
import json
import re
import sys

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
PRICE = re.compile(r"[0-9]+([.][0-9]{1,2})?")


class Wrong(Exception):
    pass


def articles(value, path=()):
    """Each object with a sku, at any depth, with the way there."""
    if isinstance(value, dict):
        if "sku" in value:
            yield "/".join(path), value
        for key, part in value.items():
            yield from articles(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from articles(part, (*path, str(number)))


def read_prices(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        separator = next((mark for mark in "\t;," if mark in head), ",")
        file.seek(0)
        rows = csv.DictReader(file, delimiter=separator, strict=True)
        if not {"sku", "price"} <= set(rows.fieldnames or []):
            raise Wrong(f"{path}: no columns sku and price")
        prices = {}
        for row in rows:
            text = row["price"] or ""
            if separator != ",":
                text = text.replace(",", ".")
            if not PRICE.fullmatch(text):
                raise Wrong(f"{path}: line {rows.line_num}: no price: {row['price']}")
            prices[row["sku"]] = float(text)
        return prices


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def update(options):
    store = load(options.store)
    prices = read_prices(options.prices)
    changed = set()
    for _, article in articles(store):
        if article["sku"] in prices:
            article["price"] = prices[article["sku"]]
            changed.add(article["sku"])
    text = json.dumps(store, ensure_ascii=False, indent=2)
    with open(options.store, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(f"{len(changed)} updated")
    for sku in prices:
        if sku not in changed:
            print(f"unknown: {sku}")


def export(options):
    separator = SEPARATORS[options.dialect]
    rows = []
    for path, article in articles(load(options.store)):
        price = f"{article['price']:.2f}" if article.get("price") is not None else ""
        rows.append([path, article["sku"], price if separator == "," else price.replace(".", ",")])
    with open(options.output, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator="\n")
        writer.writerow(["path", "sku", "price"])
        writer.writerows(rows)
    print(f"{len(rows)} exported")


def main():
    parser = argparse.ArgumentParser(prog="stock.py")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("update")
    command.add_argument("store")
    command.add_argument("prices")
    command.set_defaults(run=update)
    command = commands.add_parser("export")
    command.add_argument("store")
    command.add_argument("output")
    command.add_argument("--dialect", choices=SEPARATORS, default="comma")
    command.set_defaults(run=export)
    options = parser.parse_args()
    try:
        options.run(options)
    except (Wrong, OSError, ValueError, csv.Error) as error:
        sys.exit(f"stock: {error}")


if __name__ == "__main__":
    main()
