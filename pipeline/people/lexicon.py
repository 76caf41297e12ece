"""The lexicon of the people engine: first names, surnames, ordinary words, places, and words of offices and telegrams."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import Fault, RulesError

__all__ = ["FILES", "Lexicon", "fold_name", "read_lexicon"]

FILES = ("first-names.txt", "surnames.txt", "words.txt", "places.txt", "offices-and-jargon.txt")
"""The names of the lexicon's files."""

_ENTRY = r"[a-z][a-z' -]*+(?<=[a-z])"
_REMARKS = re.compile(rb"(?:#[^\n]*\n)*")
_PLAIN = re.compile(rf"(?:{_ENTRY}\n)*+".encode())  # never gives a line back: the first fault stands where it ends
_NUMBERED = re.compile(rf"(?:{_ENTRY}\t[0-9]{{1,6}}\n)*+".encode())
_WITH_NUMBERS = frozenset({"surnames.txt", "words.txt"})

# Letters that are no plain letter with an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "e"}
    | dict.fromkeys("‘’‛`´ʻʼʹʽʾʿ", "'")
    | dict.fromkeys("‐‑‒–", "-")
)


@dataclass(frozen=True, slots=True, repr=False)
class Lexicon:
    """Words by what they are, all as ``fold_name`` folds them; entries of several words hold single blanks."""

    first_names: frozenset[str]
    surnames: Mapping[str, int]
    """With their rank in the US Census of 1990, 1 the most frequent; 0 where it counted none."""
    words: Mapping[str, int]
    """Ordinary English words with their SCOWL level: 10 the commonest, 70 the rarest."""
    places: frozenset[str]
    """Countries, regions, cities, seats of government; and nationalities, languages and faiths."""
    jargon: frozenset[str]
    """Single words that stand with a capital in government papers and name no person: offices, bodies, telegraphic words."""


@functools.lru_cache(maxsize=65_536)
def fold_name(text: str) -> str:
    """Return a word or name in small letters, without accents, with plain apostrophes and hyphens.

    Latin letters become ASCII ones; a letter of another script stays what it is.
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(part for part in parts if not unicodedata.combining(part))


def read_lexicon(files: Mapping[str, bytes]) -> Lexicon:
    """Read the lexicon from the bytes of ``FILES``. Raises RulesError with the first fault of each file.

    ``file = {"#" remark LF} {entry [TAB number] LF}``: remarks at its head alone, entries folded, each once. Surnames
    and words have a number, the others none.
    """
    faults = [f"{name}: missing; expected a list there" for name in FILES if name not in files]
    if faults:
        raise RulesError(*faults)
    known = {name: _read(name, files[name], faults) for name in FILES}
    if faults:
        raise RulesError(*faults)
    first_names, surnames, words, places, jargon = (known[name] for name in FILES)
    return Lexicon(frozenset(first_names), surnames, words, frozenset(places), frozenset(jargon))


def _read(name: str, data: bytes, faults: list[str]) -> dict[str, int]:
    """Return the entries of one file with their number, 0 where the file has none; a fault goes to ``faults``."""
    has_numbers = name in _WITH_NUMBERS
    start = _end_of(_REMARKS, data, 0)
    end = _end_of(_NUMBERED if has_numbers else _PLAIN, data, start)
    if end < len(data):
        wanted = "a folded entry, a tab and a number" if has_numbers else "a folded entry"
        faults.append(_fault(name, data, end, f"is no entry; expected {wanted}, and the end of the line"))
        return {}
    parts = data[start:].decode("ascii").replace("\t", "\n").split("\n")[:-1]
    entries = parts[::2] if has_numbers else parts
    if not entries:
        faults.append(f"{name}: holds no entry; expected one a line")
    found = dict(zip(entries, map(int, parts[1::2]), strict=True)) if has_numbers else dict.fromkeys(entries, 0)
    if len(found) < len(entries):
        last = {entry: number for number, entry in enumerate(entries)}
        double = next(last[entry] for number, entry in enumerate(entries) if last[entry] != number)
        faults.append(str(Fault(name, data.count(b"\n", 0, start) + double + 1, 1, "says an entry again; expected each once")))
    return found


def _end_of(expression: re.Pattern[bytes], data: bytes, start: int) -> int:
    found = expression.match(data, start)
    return found.end() if found else start


def _fault(name: str, data: bytes, at: int, what: str) -> str:
    return str(Fault(name, data.count(b"\n", 0, at) + 1, 1, what))
