"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/two_heaps.py"


def case(name, messages):
    text = f"{len(messages)}\n" + "".join(f"{message}\n" for message in messages)
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def traffic(rng, count, prices, quantities, cancels):
    messages = []
    ids = rng.sample(range(1, 10**6), count)
    sent = [1]
    while len(messages) < count:
        if rng.random() < cancels:
            messages.append(f"cancel {rng.choice(sent[-50:])}")
            continue
        sent.append(ids.pop())
        messages.append(f"{rng.choice(['buy', 'sell'])} {sent[-1]} {rng.randint(1, quantities)} {rng.choice(prices)}")
    return messages


def main():
    rng = random.Random(5_02)
    case("sample/01-morning", ["sell 1 10 105", "sell 2 5 103", "buy 3 8 104", "buy 4 9 110", "cancel 2", "cancel 3", "sell 5 4 90"])
    case("secret/01-one-order", ["buy 7 1 1"])
    case("secret/02-no-match", ["buy 1 5 99", "sell 2 5 100", "buy 3 5 98", "sell 4 5 101"])
    case("secret/03-price-of-the-waiting", ["sell 1 5 100", "buy 2 5 120", "buy 3 5 120", "sell 4 5 100"])
    case("secret/04-time-priority", ["buy 9 1 50", "buy 8 1 50", "buy 7 1 50", "sell 1 2 50", "buy 6 1 50", "sell 2 2 49"])
    case("secret/05-keeps-its-place", ["sell 1 10 5", "sell 2 10 5", "buy 3 4 5", "buy 4 10 5"])
    case("secret/06-price-before-time", ["sell 1 1 30", "sell 2 1 20", "sell 3 1 10", "buy 4 3 30", "buy 5 1 10", "buy 6 1 30", "buy 7 1 20", "sell 8 3 10"])
    case("secret/07-cancels", ["cancel 5", "buy 5 3 10", "cancel 5", "cancel 5", "sell 6 3 10", "buy 7 3 10", "cancel 6", "cancel 7", "buy 8 9 4", "sell 9 4 4", "cancel 8"])
    case("secret/08-cancel-then-match", ["sell 1 5 10", "sell 2 5 10", "sell 3 5 11", "cancel 1", "buy 4 7 11", "cancel 2"])
    case("secret/09-sweep", [f"sell {i} {i} {1000 - i}" for i in range(1, 200)] + ["buy 5000 1000000 990", "sell 5001 1 1"])
    case("secret/10-busy", traffic(rng, 1500, range(90, 111), 20, 0.2))
    case("secret/11-one-price", traffic(rng, 800, [7], 1000, 0.3))
    case("secret/12-wide", traffic(rng, 1500, range(1, 10**6 + 1), 10**6, 0.1))


main()
