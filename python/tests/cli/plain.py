"""A judge as a short script would be one: commands are plain processes, one after the other in one folder that stays, beside
the grader. It is without all that the worker and the sandbox do in cli mode, for tests that show what that is worth. Never
shipped."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pyjury_cli.judging import judge

SECONDS = 20


class Plain:
    def __init__(self, folder: Path, submission: Path, grader: Path):
        self.folder = folder
        self.box = folder / "box"
        shutil.copytree(grader, folder / "grader")
        if submission.is_dir():
            shutil.copytree(submission, self.box)
        else:
            self.box.mkdir()
            shutil.copy(submission, self.box / "shelf.py")

    def judge(self, case: dict) -> dict:
        """The report on a case, which is as the judge gives it to its grader."""
        for path, content in case["files"].items():
            (self.box / path).parent.mkdir(parents=True, exist_ok=True)
            (self.box / path).write_bytes(self.content(content))
        came = []
        for number, step in enumerate(case["steps"]):
            done = subprocess.run(
                [sys.executable, "-s", "shelf.py", *step["args"]],
                cwd=self.box,
                input=self.content(step["stdin"]) if step["stdin"] else b"",
                capture_output=True,
                timeout=SECONDS,
                env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", **step["env"]},
            )
            if done.returncode not in step["expect"]["exit"]:
                return {"outcome": "failed", "jury": f"exit code {done.returncode}: {done.stderr.decode(errors='replace')}"}
            came.append(self.seen(number, done))
        (self.folder / "case.json").write_text(json.dumps(case))
        (self.folder / "seen.json").write_text(json.dumps(came))
        return judge(str(self.folder / "case.json"), str(self.folder / "seen.json"))

    def content(self, content: dict) -> bytes:
        return content["text"].encode() if "text" in content else (self.folder / "grader" / content["file"]).read_bytes()

    def seen(self, number: int, done: subprocess.CompletedProcess) -> dict:
        entries = []
        for folder, folders, files in os.walk(self.box, followlinks=True):
            folders[:] = [name for name in folders if name != "__pycache__"]
            place = Path(folder)
            entries += [{"path": str((place / name).relative_to(self.box)), "kind": "folder"} for name in folders]
            entries += [
                {"path": str((place / name).relative_to(self.box)), "kind": "file", "at": str(place / name)}
                for name in files
                if name != "shelf.py"
            ]
        places = {}
        for stream in ("stdout", "stderr"):
            places[stream] = f"{stream}-{number}"
            (self.folder / places[stream]).write_bytes(getattr(done, stream))
        # Later commands change what lies in the folder.
        for index, entry in enumerate(entries):
            if entry["kind"] == "file":
                entry["at"] = str(shutil.copy(entry["at"], self.folder / f"file-{number}-{index}"))
        return {"exit": done.returncode, **places, "entries": entries, "cut": False}
