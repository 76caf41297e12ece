"""What the arguments of a run stand for: files as named, the files of folders, and what patterns match.

Nothing is passed over in silence: what is not taken in is counted and told, what cannot be read is a row of its own.
"""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Found", "find"]

_PUBLIC_MARKS = frozenset({"manifest.json", "redacted.txt", "released.txt"})
_BESIDE = "file named by an option of this run"
_INTERNAL_MARKS = frozenset({"findings.json", "audit.jsonl", "case.key"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to run. ``below`` are the names of its path that nobody typed; ``fault`` says why it cannot be run."""

    path: Path
    below: tuple[str, ...] = ()
    fault: str | None = None


@dataclass(slots=True)
class _Search:
    """One search: where the output goes, the files that options of the run name, and what was passed over, by its kind."""

    out: tuple[int, int] | None
    beside: frozenset[tuple[int, int]] = frozenset()
    passed: Counter[str] = field(default_factory=Counter)

    def is_out(self, folder: Path) -> bool:
        """Tell whether a folder is the one that this run writes to."""
        return self.out is not None and _identity(folder) == self.out

    def is_beside(self, path: Path) -> bool:
        """Tell whether an option of the run names a file, such as its rulings: to run that as a record would bring out what it holds."""
        return bool(self.beside) and _identity(path) in self.beside

    def is_own(self, folder: Path) -> bool:
        """Tell whether a folder is the output, or a record's folder that an earlier run wrote, wherever it lies."""
        if self.is_out(folder):
            return True
        return any(all(os.path.lexists(folder / name) for name in marks) for marks in (_PUBLIC_MARKS, _INTERNAL_MARKS))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114  # unlike pathlib it raises nothing where the system will not say


def _refused(path: Path, below: tuple[str, ...], error: OSError) -> Found:
    return Found(path, below, f"this folder cannot be read ({error.strerror}); check its rights")


def _members(root: Path, search: _Search) -> Iterator[Found]:
    """Yield the files below a folder in the order of their names; links to folders are not followed, for they may lead back."""
    stack: list[tuple[Path, tuple[str, ...]]] = [(root, ())]
    while stack:
        path, below = stack.pop()
        if path != root and (_is_link(path) or not _is_folder(path)):
            yield Found(path, below)
            continue
        try:
            names = sorted(os.listdir(path))  # noqa: PTH208  # names are what is wanted
        except OSError as error:
            yield _refused(path, below, error)
            continue
        taken = [name for name in names if _is_taken(path / name, search)]
        stack += [(path / name, (*below, name)) for name in reversed(taken)]


def _is_taken(path: Path, search: _Search) -> bool:
    """Tell whether a member of a folder is taken in; count it under its kind where it is not."""
    is_folder = _is_folder(path)
    if path.name.startswith("."):
        search.passed["hidden"] += 1
    elif is_folder and _is_link(path):
        search.passed["link to a folder"] += 1
    elif is_folder and search.is_own(path):
        search.passed["folder that declass wrote"] += 1
    elif search.is_beside(path):
        search.passed[_BESIDE] += 1
    else:
        return True
    return False


def _folder(root: Path, search: _Search, below: tuple[str, ...] = ()) -> Iterator[Found]:
    if search.is_out(root):
        yield Found(root, below, "this is the output folder; choose another with --out, or name the files themselves")
    elif search.is_own(root):
        yield Found(root, below, "declass wrote this folder; name the record itself")
    else:
        members = [Found(each.path, below + each.below, each.fault) for each in _members(root, search)]
        yield from members or [Found(root, below, "the folder holds no file that could be run; check the path")]


def _matches(pattern: Path, search: _Search) -> Iterator[Found]:
    typed = set(pattern.parts)
    paths = [Path(each) for each in sorted(glob.glob(str(pattern), recursive=True))]  # noqa: PTH207  # links and ** as a shell has them
    own = {folder for path in paths for folder in (path, *path.parents) if _is_folder(folder) and search.is_own(folder)}
    outside = [path for path in paths if own.isdisjoint({path, *path.parents})]
    search.passed["match in a folder that declass wrote"] += len(paths) - len(outside)
    kept = [path for path in outside if not search.is_beside(path)]
    search.passed[_BESIDE] += len(outside) - len(kept)
    for path in kept:
        below = tuple(part for part in path.parts if part not in typed)
        yield from _folder(path, search, below) if _is_folder(path) else [Found(path, below)]
    if not kept:
        yield Found(pattern, (), "nothing matches this pattern; check the path")


def _one(argument: Path, search: _Search) -> Iterator[Found]:
    if _is_folder(argument):
        yield from _folder(argument, search)
    elif glob.has_magic(str(argument)) and not os.path.lexists(argument):
        yield from _matches(argument, search)
    elif search.is_beside(argument):
        yield Found(argument, (), "this file is named by an option of this run, so it is no record; name the record itself")
    else:
        yield Found(argument)


def find(arguments: Sequence[Path], out: Path, beside: Iterable[Path] = ()) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Return the files that the arguments stand for, in order, and what was passed over, a few words a kind.

    A file's name is taken as it stands where there is such a file, else as a pattern where it is one. ``beside`` are the
    files that options of the run name: none of them is a record.
    """
    search = _Search(_identity(out), frozenset(filter(None, map(_identity, beside))))
    found = tuple(each for argument in arguments for each in _one(argument, search))
    passed = tuple(f"{count} {kind if count == 1 else _plural(kind)}" for kind, count in sorted(search.passed.items()) if count)
    return found, passed


def _plural(kind: str) -> str:
    return {
        "hidden": "hidden",
        "link to a folder": "links to folders",
        "folder that declass wrote": "folders that declass wrote",
        _BESIDE: "files named by an option of this run",
    }.get(kind, "matches in folders that declass wrote")
