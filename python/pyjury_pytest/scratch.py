"""The scratch space: put back after each attempt as it was before the first."""

import os
import stat
import time
from dataclasses import dataclass

LARGEST = 8 << 20  # bytes of one file that are kept to restore it


@dataclass(frozen=True)
class Entry:
    """What a path was: its identity, and what is needed to make it again."""

    identity: tuple[int, ...]
    mode: int
    content: bytes | None


def identity(facts: os.stat_result) -> tuple[int, ...]:
    """Changes whenever a file's content, name of its data, or permissions change; a folder only by its mode."""
    if stat.S_ISDIR(facts.st_mode):
        return (facts.st_mode, facts.st_ino)
    return (facts.st_mode, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


class Scratch:
    """Folders that attempts may write to. Nothing else may run while it looks or restores."""

    def __init__(self, roots: list[str]):
        self.roots = [root for root in roots if os.path.isdir(root)]
        self.entries: dict[str, Entry] = {}
        self.times: dict[str, tuple[int, int]] = {}
        """Of folders: a time that can be set is a message to the next attempt."""
        for root in self.roots:
            self._remember(root)

    def _remember(self, folder: str) -> None:
        facts = os.lstat(folder)
        self.times[folder] = (facts.st_atime_ns, facts.st_mtime_ns)
        with os.scandir(folder) as found:
            for item in found:
                facts = item.stat(follow_symlinks=False)
                content = None
                if stat.S_ISREG(facts.st_mode) and facts.st_size <= LARGEST:
                    with open(item.path, "rb") as file:
                        content = file.read()
                elif stat.S_ISLNK(facts.st_mode):
                    content = os.fsencode(os.readlink(item.path))
                self.entries[item.path] = Entry(identity(facts), facts.st_mode, content)
                if stat.S_ISDIR(facts.st_mode):
                    self._remember(item.path)

    def restore(self, patience: float = 10.0) -> None:
        """Removes what is new and makes again what was changed or removed."""
        deadline = time.monotonic() + patience
        seen: set[str] = set()
        for root in self.roots:
            self._clean(root, seen, deadline)
        for path in self.entries.keys() - seen:
            self._restore_parents(path)
            self._make(path)
        for folder, times in self.times.items():
            facts = os.lstat(folder)
            if (facts.st_atime_ns, facts.st_mtime_ns) != times:
                os.utime(folder, ns=times)

    def _clean(self, folder: str, seen: set[str], deadline: float) -> None:
        with os.scandir(folder) as found:
            items = list(found)
        for item in items:
            if time.monotonic() > deadline:
                raise TimeoutError("the scratch space has too many files to remove")
            known = self.entries.get(item.path)
            facts = item.stat(follow_symlinks=False)
            if known is not None and known.identity == identity(facts):
                seen.add(item.path)
                if stat.S_ISDIR(facts.st_mode):
                    self._clean(item.path, seen, deadline)
            elif known is not None and stat.S_ISDIR(facts.st_mode) and known.identity[1] == facts.st_ino:
                os.chmod(item.path, stat.S_IMODE(known.mode))
                seen.add(item.path)
                self._clean(item.path, seen, deadline)
            else:
                remove(item.path, deadline)

    def _restore_parents(self, path: str) -> None:
        parent = os.path.dirname(path)
        if parent in self.entries and not os.path.isdir(parent):
            self._restore_parents(parent)
            self._make(parent)

    def _make(self, path: str) -> None:
        entry = self.entries[path]
        if stat.S_ISDIR(entry.mode):
            os.makedirs(path, exist_ok=True)
            os.chmod(path, stat.S_IMODE(entry.mode))
        elif stat.S_ISLNK(entry.mode):
            os.symlink(os.fsdecode(entry.content or b""), path)
        elif entry.content is not None:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with open(descriptor, "wb") as file:
                file.write(entry.content)
            os.chmod(path, stat.S_IMODE(entry.mode))
            os.utime(path, ns=(entry.identity[3], entry.identity[3]))
        else:
            raise OSError(f"{path} was changed by a test and is too large to be restored")
        facts = os.lstat(path)
        self.entries[path] = Entry(identity(facts), entry.mode, entry.content)


def remove(path: str, deadline: float) -> None:
    """Removes a tree of any depth and permissions, following no link and using no stack."""
    pending = [path]
    while pending:
        if time.monotonic() > deadline:
            raise TimeoutError("the scratch space has too many files to remove")
        top = pending[-1]
        if not stat.S_ISDIR(os.lstat(top).st_mode):
            os.unlink(top)
            pending.pop()
            continue
        os.chmod(top, 0o700)
        with os.scandir(top) as found:
            inside = [item.path for item in found]
        if inside:
            pending.extend(inside)
        else:
            os.rmdir(top)
            pending.pop()
