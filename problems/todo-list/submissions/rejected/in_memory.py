# Keeps the tasks in a variable: the next run knows nothing.
"""A list of tasks in tasks.json."""

import json
import os
import sys

FILE = "tasks.json"
TASKS = []
USAGE = "usage: todo.py add TEXT | list [--all] | done NUMBER | remove NUMBER"


class Trouble(Exception):
    pass


def load():
    return TASKS


def save(tasks):
    TASKS[:] = tasks


def find(tasks, number):
    for task in tasks:
        if str(task["number"]) == number:
            return task
    raise Trouble(f"no task {number}")


def add(text):
    text = " ".join(text.split())
    if not text:
        raise Trouble("an empty task")
    tasks = load()
    number = max((task["number"] for task in tasks), default=0) + 1
    save([*tasks, {"number": number, "text": text, "done": False}])
    print(f"added {number}: {text}")


def show(everything):
    shown = [task for task in load() if everything or not task["done"]]
    for task in shown:
        print(f"{task['number']:3} [{'x' if task['done'] else ' '}] {task['text']}")
    if not shown:
        print("nothing to do")


def done(number):
    tasks = load()
    task = find(tasks, number)
    if task["done"]:
        raise Trouble(f"task {number} is done already")
    task["done"] = True
    save(tasks)
    print(f"done {number}: {task['text']}")


def remove(number):
    tasks = load()
    task = find(tasks, number)
    tasks.remove(task)
    save(tasks)
    print(f"removed {number}: {task['text']}")


def main(arguments):
    match arguments:
        case ["add", text]:
            add(text)
        case ["list"]:
            show(False)
        case ["list", "--all"]:
            show(True)
        case ["done", number]:
            done(number)
        case ["remove", number]:
            remove(number)
        case _:
            print(USAGE, file=sys.stderr)
            return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"todo: {trouble}")
