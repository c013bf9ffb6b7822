# The average of the different words; an exception for a text without words.
"""Counts what is in texts."""

import argparse
import json
import re
import sys
from collections import Counter

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def words_of(text):
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def analyse(text, top):
    words = words_of(text)
    counts = sorted(Counter(words).items(), key=lambda entry: (-entry[1], entry[0]))
    return {
        "lines": len(text.splitlines()),
        "characters": len(text),
        "words": len(words),
        "different": len(counts),
        "longest": min(set(words), key=lambda word: (-len(word), word)) if words else None,
        "average": round(sum(len(word) for word, _ in counts) / len(counts), 2),
        "top": [{"word": word, "count": count} for word, count in counts[:top]],
    }


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def main():
    parser = argparse.ArgumentParser(prog="analyse.py")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--top", type=positive, default=3)
    parser.add_argument("--json", metavar="OUTPUT")
    options = parser.parse_args()
    reports, code = {}, 0
    for path in options.files:
        try:
            with open(path, encoding="utf-8", newline="") as file:
                reports[path] = analyse(file.read(), options.top)
        except (OSError, UnicodeDecodeError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            code = 1
    for path, report in reports.items():
        print(f"{path}: {report['words']} words in {report['lines']} lines")
        for entry in report["top"]:
            print(f"{entry['count']:6} {entry['word']}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(reports, file, ensure_ascii=False, indent=1)
    return code


if __name__ == "__main__":
    sys.exit(main())
