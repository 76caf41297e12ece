"""Takes the withheld text out of a record: the only place of the writers' side that sees it.

What is left: released text with its line breaks as LF, and blanks that hold codes, owners, a class of size
and a running id. What is gone: every character of a withheld passage, its length, its line and page breaks,
and the white space between two passages that became one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.model import Action, Decision, Record
from pipeline.passages import AmountPolicy, Kept, amount, pieces
from pipeline.segments import PAGE_BREAK
from pipeline.wording import BlankWords, blank_words

__all__ = ["Blank", "ExcisedPage", "Run", "evened", "excise", "visible"]

_SPACED = re.compile(r"[ \t]+")
_INDENTS = re.compile(r"(?<=\n) ")
_UNPLAIN = re.compile(r"[^\n\t\f -~]")


@dataclass(frozen=True, slots=True)
class Run:
    """Released text; ``is_struck`` where it is a cancelled marking."""

    text: str = field(repr=False)
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """The hole a passage left."""

    action: Action
    words: BlankWords


@dataclass(frozen=True, slots=True)
class ExcisedPage:
    """One page of released text and blanks, in reading order."""

    parts: tuple[Run | Blank, ...]


def visible(text: str) -> str:
    """Return ``text`` with LF line breaks, and characters that show nothing written out as [U+200B]."""
    even = text.replace("\r\n", "\n").replace("\r", "\n")
    for other in "\x0b\x1c\x1d\x1e\x85\u2028\u2029":
        even = even.replace(other, "\n")
    return _UNPLAIN.sub(lambda found: _written(found.group()), even)


def _written(char: str) -> str:
    return f"[U+{ord(char):04X}]" if unicodedata.category(char) in {"Cc", "Cf", "Co", "Cn"} else char


def excise(record: Record, decisions: Iterable[Decision], policy: AmountPolicy) -> tuple[ExcisedPage, ...]:
    """Return the pages of one version. A page break of the source is kept where it stands in released text."""
    pages: list[list[Run | Blank]] = [[]]
    for piece in pieces(record, decisions):
        if isinstance(piece, Kept):
            for index, part in enumerate(visible(piece.text).split(PAGE_BREAK)):
                if index:
                    pages.append([])
                if part:
                    pages[-1].append(Run(part, piece.is_struck))
        else:
            words = blank_words(piece.action, piece.codes, piece.owners, amount(piece.words, policy), piece.id)
            pages[-1].append(Blank(piece.action, words))
    return tuple(ExcisedPage(tuple(parts)) for parts in pages)


def evened(pages: Iterable[ExcisedPage]) -> tuple[ExcisedPage, ...]:
    """Return pages without indents and wide gaps, if a blank stands on one of them.

    Of pages that are kept these are reckoned from where words stand, and so from how wide withheld words are.
    """
    given = tuple(pages)
    if not any(isinstance(part, Blank) for page in given for part in page.parts):
        return given
    return tuple(ExcisedPage(tuple(_evened(page.parts))) for page in given)


def _evened(parts: Iterable[Run | Blank]) -> Iterator[Run | Blank]:
    """Yield the parts of a page with single blanks, and none at the start of a line."""
    is_start = True
    for part in parts:
        if isinstance(part, Run):
            text = _INDENTS.sub("", _SPACED.sub(" ", part.text))
            text = text.removeprefix(" ") if is_start else text
            is_start = text.endswith("\n") if text else is_start
            if text:
                yield Run(text, part.is_struck)
        else:
            is_start = False
            yield part
