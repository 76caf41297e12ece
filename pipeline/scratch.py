"""The run's one scratch folder, the locks that tell the living from the killed, and what killed runs left.

A lock is ``flock`` on the folder itself: it ends with the last process that holds it, however that ends, so no
process number that comes again can be taken for a living run, and no lock file is left in a folder that is
published. A run locks its scratch folder as long as it lives, and the output folder for each moment in which
folders are moved, scratch folders made or leftovers judged.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import InputError
from pipeline.journal import is_pending, take_up

__all__ = ["clean", "leftovers", "locked", "recover", "scratch"]

_SCRATCH = ".incomplete-"
_PRIVATE = 0o700
_PATIENCE, _PAUSE = 60.0, 0.02  # seconds another run may hold the output folder, and between two tries
_HELD = frozenset({errno.EAGAIN, errno.EACCES})


def _lock(folder: Path) -> int | None:
    """Return the handle that holds a folder's lock, None where another process holds it. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if error.errno in _HELD:
            return None
        raise
    return handle


def _lock_out(out: Path) -> int | None:
    try:
        return _lock(out.resolve())
    except OSError as error:
        what = f"{out}: cannot be locked ({error.strerror}); choose a folder of your own on a local disk with --out"
        raise InputError(what) from None


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output folder. Raises InputError where another run does not let it go, or the disk knows no locks."""
    end = time.monotonic() + _PATIENCE
    while (handle := _lock_out(out)) is None:
        if time.monotonic() > end:
            raise InputError(f"{out}: another run holds this folder; wait until it ends, or choose another with --out")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        os.close(handle)


def _is_left(path: Path) -> bool:
    """Tell whether no living run holds a scratch folder; one of another person, which cannot be opened, is theirs."""
    try:
        handle = _lock(path)
    except PermissionError:
        return False
    except OSError:  # no folder, or a link: nothing that a run holds
        return True
    if handle is not None:
        os.close(handle)
    return handle is not None


def _found(out: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(out.glob(f"{_SCRATCH}*")) if _is_left(path))


def leftovers(out: Path) -> tuple[Path, ...]:
    """Return the scratch folders that killed runs left behind; those of living runs are not among them."""
    if not out.is_dir():
        return ()
    with locked(out):
        return _found(out)


def recover(out: Path) -> tuple[str, ...]:
    """Finish what killed runs had begun to move; return the ids of the records that are whole by it. Raises OSError.

    The caller holds the lock of ``out``.
    """
    ids = [take_up(out, path) for path in _found(out) if path.is_dir() and not path.is_symlink()]
    return tuple(each for each in ids if each)


def clean(out: Path) -> tuple[Path, ...]:
    """Remove what killed runs left behind and return what is gone; a link is never followed.

    What still waits to be moved into place is no rubbish: it stays until ``recover`` has finished it.
    """
    if not out.is_dir():
        return ()
    with locked(out):
        found = _found(out)
        for path in found:
            if path.is_dir() and not path.is_symlink() and not is_pending(path):
                shutil.rmtree(path, ignore_errors=True)
    return tuple(path for path in found if not os.path.lexists(path))


def _make(folder: Path) -> int:
    """Make the scratch folder and hold it. Raises FileExistsError."""
    folder.mkdir(mode=_PRIVATE)
    handle = _lock(folder)
    if handle is None:  # a folder just made, under the lock of ``out``: nobody of ours can hold it
        raise FileExistsError
    return handle


def _open(out: Path, folder: Path) -> int:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with locked(out):
            return _make(folder)
    except FileExistsError:
        if not out.is_dir():
            raise InputError(f"{out}: this is a file, not a folder; choose another with --out") from None
        if _is_left(folder):
            raise InputError(f"{folder}: left by a killed run and in the way; --clean removes it") from None
        raise InputError(f"{folder}: in use by a run of another machine or container; choose another with --out") from None
    except OSError as error:
        raise InputError(f"{out}: the output folder cannot be written ({error.strerror}); choose another with --out") from None


@contextmanager
def scratch(out: Path) -> Iterator[Path]:
    """Give the run's one scratch folder, mode 0700; it is gone afterwards, whatever happened.

    It stays only where the disk refused both to move a record's folders and to move them back: then the next run
    finishes that. Raises InputError where ``out`` cannot be used.
    """
    folder = out / f"{_SCRATCH}{os.getpid()}"
    handle = _open(out, folder)
    try:
        yield folder
    finally:
        if not is_pending(folder):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
