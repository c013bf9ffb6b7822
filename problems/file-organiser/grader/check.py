def is_json(data):
    import json

    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return "expected JSON"


def no_empty_folders(seen):
    used = {path.rpartition("/")[0] for path in [*seen.files, *seen.others]}
    left = [path for path, kind in seen.others.items() if kind == "folder" and path not in used]
    assert not left, f"the folder {left[0]} is empty and still there"
