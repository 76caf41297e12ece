"""Hostile PDFs: what shows more or less than it says is refused by name, or is for a person, or reads as it shows.

What is honest is read word for word, and nothing of it is for a person.

The builders are ``hostile_*.py`` and ``honest_pdfs.py``, in which each function is one file. Each file is read in a
process of its own, so that one that hangs or takes too much memory fails alone.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import resource
from collections.abc import Iterable, Mapping
from multiprocessing.connection import Connection

import hostile_drawings
import hostile_files
import hostile_layouts
import hostile_pdfs
import hostile_returns
import pikepdf
import pytest
from honest_pdfs import HONEST

from pipeline.errors import InputError
from pipeline.ingest import DEFAULT_LIMITS, read_pdf

REGISTERED = (hostile_drawings, hostile_files, hostile_layouts, hostile_returns)  # each registers its own
SECONDS = 120  # a hang is one on a busy machine too
MEMORY = 2**20  # kilobytes, as the system counts a process at its largest
ADDRESSES = 4 * 2**30  # bytes; beyond them a child ends before the machine does
PAGES = (
    hostile_pdfs.MEMO_PAGE,
    hostile_pdfs.page(["Second page says this and that", "to whoever reads it."]),
    hostile_pdfs.page(["The third names Ivanov", "and Petrov, who fled."]),
)
SEEDS = (
    hostile_pdfs.document(*PAGES),
    hostile_pdfs.document(*PAGES, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate),
)


def _reader(untrusted: bytes, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    try:
        done = read_pdf(untrusted, DEFAULT_LIMITS)
        said = ("read", done.text, [(each.span.start, each.span.end, each.why) for each in done.unsure])
    except InputError as error:
        said = ("refused", str(error), [])
    except Exception as error:  # noqa: BLE001  # whatever else it is, it is a defect
        said = ("crashed", repr(error), [])
    answer.send((*said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def door(untrusted: bytes) -> tuple[str, str, list[tuple[int, int, str]]]:
    """Return whether the door read or refused the file, its text or sentence, and what of the text is for a person, and why."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_reader, args=(untrusted, there))
    child.start()
    there.close()
    try:
        if not here.poll(SECONDS):
            return "hung", f"no answer in {SECONDS} seconds", []
        outcome, said, unsure, memory = here.recv()
    except EOFError:
        return "died", "the process ended without an answer", []
    finally:
        child.kill()
        child.join()
    return ("swelled", f"{memory} KB", []) if memory > MEMORY else (outcome, said, unsure)


def words(text: str) -> list[str]:
    """Return a text's lines with their words, for how far a line is indented is another matter."""
    return [" ".join(line.split()) for line in text.splitlines()]


# Known to be open: each says what is missing, and fails here on the day it is mended.
OPEN = {
    "letters of long strokes": "rules of a table look the same to the door, up to 14 points and more",
    "an encoding that swaps a sign": "signs differ between honest maps and names; only the rendering could tell",
}
OPEN_PRINTS = {"a cell whose words wrap": "the lines of cells beside each other are read as one"}
BOUNDED = ("a map of blanks in a code",)  # to be read in time, or refused
BESIDE = {"HHHH"}  # what stands over hidden words and is seen


def cases(names: Iterable[str], still_open: Mapping[str, str]) -> list[object]:
    marks = {name: [pytest.mark.xfail(strict=True, reason=why)] for name, why in still_open.items()}
    return [pytest.param(name, marks=marks.get(name, [])) for name in names]


@pytest.mark.parametrize("name", BOUNDED)
def test_a_heavy_page_is_read_in_time_or_refused(name: str) -> None:
    assert door(hostile_pdfs.ATTACKS[name][0]())[0] in {"read", "refused"}


@pytest.mark.parametrize("name", [name for name in hostile_pdfs.ATTACKS if name not in BOUNDED])
def test_an_attack_is_refused_with_what_it_carries(name: str) -> None:
    make, sentence = hostile_pdfs.ATTACKS[name]
    outcome, said, _ = door(make())
    assert outcome == "refused"
    assert re.search(sentence, said)
    assert hostile_pdfs.SECRET not in said


@pytest.mark.parametrize("name", cases(hostile_pdfs.HIDING, OPEN))
def test_what_an_attack_hides_is_for_a_person(name: str) -> None:
    make, reason = hostile_pdfs.HIDING[name]
    outcome, text, unsure = door(make())
    assert outcome == "read"
    assert unsure
    assert all(re.search(reason, why) for _, _, why in unsure)
    left = "".join(char for at, char in enumerate(text) if not any(start <= at < end for start, end, _ in unsure))
    assert {each for each in words(left) if each} <= {*hostile_pdfs.MEMO, *BESIDE}


@pytest.mark.parametrize("name", hostile_pdfs.SHOWING)
def test_what_an_attack_shows_is_read_as_it_shows(name: str) -> None:
    make, shown = hostile_pdfs.SHOWING[name]
    outcome, text, _ = door(make())
    assert outcome == "read"
    assert text.startswith("\n".join(hostile_pdfs.MEMO))
    assert " ".join(words(text)[len(hostile_pdfs.MEMO) :]).split() == shown.split()


@pytest.mark.parametrize("name", cases(HONEST, OPEN_PRINTS))
def test_an_honest_print_is_read_word_for_word(name: str) -> None:
    make, text = HONEST[name]
    outcome, said, unsure = door(make())
    assert (outcome, words(said)) in [("read", words(each)) for each in text.split("|")]
    assert unsure == []


def damaged(number: int) -> bytes:
    """Return one of the seeds cut off, or with bits turned, bytes changed, taken out or repeated."""
    chance, seed = random.Random(number), bytearray(SEEDS[number % 2])  # noqa: S311  # no secret hangs on it
    if number < 18:
        return bytes(seed[: len(seed) * (number // 2 + 1) // 10])
    for _ in range(chance.choice((1, 1, 3, 10))):
        at, kind = chance.randrange(len(seed)), chance.randrange(4)
        if kind == 0:
            seed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            seed[at] = chance.randrange(256)
        elif kind == 2:
            del seed[at : at + chance.randrange(1, 20)]
        else:
            seed[at:at] = seed[chance.randrange(len(seed)) :][: chance.randrange(1, 30)]
    return bytes(seed)


def test_a_damaged_file_is_read_in_full_or_refused() -> None:
    """A changed letter is a changed record; but no word may go, and none of three pages."""
    whole = read_pdf(SEEDS[0], DEFAULT_LIMITS).text
    wrong = {}
    for number in range(120):
        try:
            text = read_pdf(damaged(number), DEFAULT_LIMITS).text
        except InputError:
            continue
        if len(text.split()) != len(whole.split()) or text.count("\f") != whole.count("\f"):
            wrong[number] = text
    assert wrong == {}
