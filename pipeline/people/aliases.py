"""Names that a text says are names: aliases, cryptonyms, code names of agents, and initials that stand for a name before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.model import Span
from pipeline.people.runs import Run
from pipeline.people.words import Kind

__all__ = ["code_names", "initials_after", "nicknames"]

_LONGEST = 40  # characters of a code name
_CALLED = (
    r"(?:\balias(?:es)?|\ba\.?[ ]?k\.?[ ]?a\b\.?|\bpseudonyms?|\bpseudo|\b(?:true|cover|code)[ -]?names?(?:d)?|\bcryptonyms?|\bcrypt|"
    r"\bknown (?:as|by the name)|\bnom de guerre|\bnicknamed?|\bcalls? himself|\bunder the name)"
)
_BETWEEN = r"(?:\s+(?:of|is|was|for|as|are|were))?[\s,:(]{1,3}"
_CODE = r"[A-Z][A-Z0-9]+(?:[-/][A-Z0-9]+)*\b(?![a-z])"
_QUOTED = r"[\"“‘'](?P<quoted>[^\W\d_][^\"”“\n]{0,38}?)[\"”’'](?![^\W_])"
_INTRODUCED = re.compile(rf"{_CALLED}{_BETWEEN}(?:{_QUOTED}|(?P<code>{_CODE}))", re.IGNORECASE)
_CAPITALS = re.compile(_CODE)
_PERSON_QUOTED = re.compile(
    rf"\b(?:agent|source|informant|asset|contact|courier|defector|subject|principal|operative|cut-?out)s?\s+{_QUOTED}", re.IGNORECASE
)
_NICKNAME = re.compile(r"\s[\"“‘']([^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+)?)[\"”’'],?\s")
_INITIALS = re.compile(r"\s?\(((?:[A-Z]\.?){2,4})\)")


def code_names(text: str) -> Iterator[Span]:
    """Yield the code names and aliases of persons that the text introduces as such: in quotation marks, or in capitals."""
    for match in _INTRODUCED.finditer(text):
        if match.group("quoted"):
            yield Span(*match.span("quoted"))
        elif _CAPITALS.fullmatch(match.group("code")):  # the introduction is in any case, the name is not
            yield Span(*match.span("code"))
    for match in _PERSON_QUOTED.finditer(text):
        yield Span(*match.span("quoted"))


def nicknames(text: str, names: Iterable[Span]) -> Iterator[Span]:
    """Yield what stands in quotation marks between two of the ``names`` found: John "Tex" Tandberg, so not what only one of them said."""
    found = list(names)
    starts = {span.start for span in found}
    for span in found:
        match = _NICKNAME.match(text, span.end)
        if match and match.end() in starts:
            yield Span(*match.span(1))


def initials_after(text: str, runs: Iterable[Run]) -> Iterator[tuple[Run, Span]]:
    """Yield each run with the initials in parentheses behind it, where they are its own: John Foster Dulles (JFD)."""
    for run in runs:
        if match := _INITIALS.match(text, run.end):
            own = "".join(word.word[0] for word in run.words if word.kind in {Kind.NAME, Kind.INITIAL})
            if match.group(1).replace(".", "").casefold() == own:
                yield run, Span(*match.span(1))
