"""Syntax faults of YAML in words for a person who writes rules, at the place that has to be mended."""

from __future__ import annotations

from yaml import MarkedYAMLError
from yaml._yaml import Mark as _CMark
from yaml.error import Mark
from yaml.events import ScalarEvent

__all__ = ["Syntax", "at", "refine"]

_USUAL = "a mapping of keys to values"
_LIST_END, _MAP_END = "did not find expected ',' or ']'", "did not find expected ',' or '}'"
_UNCLOSED = {"found unexpected end of stream", _LIST_END, _MAP_END}
_NO_COLON = "could not find expected ':'"
_EXPECTED = {
    _LIST_END: "a comma between the members of the list, and ']' at its end",
    _MAP_END: "a comma between the keys, and '}' at their end",
    "mapping values are not allowed in this context": "quotes around a text that holds a colon, or the key in the column of its neighbours",
    "found a tab character that violates indentation": "blanks, not tabs, before a key",
    "did not find expected key": "each key in the column of its neighbours, and a quote inside quotes written twice",
    "did not find expected <document start>": "each line in the column of its neighbours",
    "did not find expected '-' indicator": "each '-' in the column of the one before, and the keys below it two blanks further in",
    _NO_COLON: "a colon and a blank after the key",
    "found unknown escape character": "single quotes, in which a backslash means itself",
    "block sequence entries are not allowed in this context": "the list on lines of its own, or in square brackets",
    "did not find expected node content": "a value here",
    "found undefined tag handle": "the text in quotes",
}
_BLANKS = " \t\r\n"
_BAD_START = "found character that cannot start any token"
_CALLED = {"'": "quote", '"': "quote", "[": "bracket", "{": "brace"}


class Syntax(Exception):  # noqa: N818  # the fault of a text, not an error of ours: readers catch it and note it
    """A place where a text is no YAML: the reader cannot go on from there."""

    def __init__(self, start: int, end: int, what: str) -> None:
        """Keep the place as offsets into the text that was read."""
        super().__init__(what)
        self.start, self.end, self.what = start, end, what


def refine(error: MarkedYAMLError, scalar: ScalarEvent | None, text: str) -> Syntax:
    """Return the fault that ``error`` tells; ``scalar`` is the last text that was read before it.

    The parser stops where it can make no sense of the text. What has to be mended often stands before: a quote or a
    bracket that was never closed, or a line that lacks its colon.
    """
    problem = error.problem or "it makes no sense"
    begun, stop = at(error.context_mark), at(error.problem_mark)
    if error.context_mark is not None and _is_broken(text, begun, stop):
        if problem in _UNCLOSED:
            return _unclosed(begun, text)
        if problem == _NO_COLON:
            return Syntax(begun, _line_end(begun, text), _told(problem))
    if scalar is not None and scalar.style in _CALLED and _runs_over(scalar, stop, text):
        return _unclosed(at(scalar.start_mark), text)
    if text[stop : stop + 1].isspace() and text[stop] not in _BLANKS:
        return Syntax(stop, stop + 1, f"not valid YAML (a blank of another kind, U+{ord(text[stop]):04X}); expected plain blanks")
    if problem == _BAD_START:
        return _bad_start(stop, text)
    return Syntax(stop, stop + 1, _told(problem))


def at(mark: Mark | _CMark | None) -> int:
    """Return the offset of a mark; the parser types it as absent now and then, and never leaves it out."""
    return int(mark.index) if mark is not None else 0


def _is_broken(text: str, start: int, end: int) -> bool:
    """Tell whether a line ends between two offsets."""
    return _line_end(start, text) < end


def _told(problem: str) -> str:
    return f"not valid YAML ({problem}); expected {_EXPECTED.get(problem, _USUAL)}"


def _unclosed(start: int, text: str) -> Syntax:
    sign = text[start : start + 1]
    what = f"not valid YAML (the {_CALLED.get(sign, 'text')} opened here is not closed where it should be); expected its end on this line"
    return Syntax(start, start + 1, what)


def _runs_over(scalar: ScalarEvent, stop: int, text: str) -> bool:
    """Tell whether a quoted text runs over a line break up to where the parser stopped: most likely a quote was left out."""
    end = at(scalar.end_mark)
    return _is_broken(text, at(scalar.start_mark), end) and 0 <= stop - end <= 1


def _bad_start(stop: int, text: str) -> Syntax:
    sign = text[stop : stop + 1]
    if sign == "\t":
        return Syntax(stop, stop + 1, "not valid YAML (a tab before the text); expected blanks, not tabs")
    return Syntax(stop, stop + 1, f"not valid YAML (a text cannot begin with {sign!r}); expected the text in quotes")


def _line_end(start: int, text: str) -> int:
    ends = [at for sign in "\r\n" if (at := text.find(sign, start)) >= 0]
    return min(ends, default=len(text))
