"""Compiles the Python files of a submission, and never runs or imports any of them.

Called as ``compile.py LIST`` in a working folder with ``source/`` (the files) and ``out/`` (empty).
LIST is a JSON object: ``entry``, ``files`` (paths below ``source/``) and ``root`` (the folder that the
files will be in when they run). The answer is one JSON object on stdout.
"""

import importlib.util
import json
import marshal
import sys
import warnings

# PEP 552: the pyc is valid whatever the source's time and size. The source can't change between
# here and the run, and the check would cost a stat per import.
UNCHECKED_HASH = 1


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    # The answer has room for one error; warnings are for whoever runs the program.
    warnings.simplefilter("ignore")
    answer = {"compiled": [], "error": None}
    for number, path in enumerate(request["files"]):
        with open("source/" + path, "rb") as file:
            source = file.read()
        try:
            code = compile(source, request["root"] + path, "exec", dont_inherit=True)
        except Exception as error:  # a compiler's own trouble is the source's fault as well
            answer["error"] = described(error, path, source)
            break
        out = f"out/{number}.pyc"
        try:
            content = pyc(source, code)
        except ValueError:
            # Nested too deeply to be written down, though it compiles: it is compiled again when it runs.
            continue
        with open(out, "wb") as file:
            file.write(content)
        if path == request["entry"]:
            # Bare, as the bootstrap reads it.
            with open("out/entry.code", "wb") as file:
                marshal.dump(code, file)
        cached = importlib.util.cache_from_source(path)
        answer["compiled"].append({"path": path, "cached": cached, "file": out})
    json.dump(answer, sys.stdout)


def pyc(source, code):
    flags = UNCHECKED_HASH.to_bytes(4, "little")
    return importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source) + marshal.dumps(code)


def described(error, path, source):
    line = column = text = hint = None
    kind, message = type(error).__name__, str(error)
    if isinstance(error, SyntaxError):
        line, column, message = error.lineno, error.offset, error.msg
        text = error.text
        # Only now: it is large, and most sources compile.
        try:
            import newer

            hint = newer.hint(source, line)
        except Exception:  # it reads what doesn't compile, in whatever encoding it says: it may fail
            hint = None
    elif b"\0" in source:
        kind, message = "SyntaxError", "source code cannot contain null bytes"
        line = source.count(b"\n", 0, source.index(b"\0")) + 1
    elif isinstance(error, (RecursionError, MemoryError)):
        kind, message = "SyntaxError", "the source is too large or too deeply nested to compile"
    return {
        "path": path,
        "kind": kind,
        "message": message[:500],
        "line": line if line and line > 0 else None,
        "column": column if column and column > 0 else None,
        "text": text[:500].rstrip("\n") if text else None,
        "hint": hint,
    }


main()
