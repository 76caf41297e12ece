"""What a rule looks for, read strictly: words, expressions, entities, people, markings, and their combinations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.model import Match, MatchKind, Near, Scope, Within
from pipeline.rules.entities import ENTITIES
from pipeline.rules.expression import check_expression
from pipeline.rules.fields import Fields, Text
from pipeline.rules.guess import hint
from pipeline.rules.nodes import List, Node
from pipeline.rules.terms import check_term

__all__ = ["MATCH_KEYS", "WITHIN", "Known", "read_match"]

_KINDS = {kind.value: kind for kind in MatchKind}
_TERMS_FILE = "terms_file"
_NARROWING = ("near", "unless", "in", "pages", "exact_case")
MATCH_KEYS = (*_KINDS, _TERMS_FILE, "within", *_NARROWING)
MARKING_KEYS = ("at_least", "carries")
_PLACES: dict[str, bool | None] = {"heading": True, "text": False}
WITHIN = (Scope.SENTENCE, Scope.LINE, Scope.PARAGRAPH, Scope.PAGE, Scope.RECORD)
_UNITS = {unit.value: Within(unit) for unit in WITHIN}
_WORDS = re.compile(r"([1-9][0-9]{0,3}) words?")
_PAGES = re.compile(r"([1-9][0-9]{0,5}|last)(?: ?- ?([1-9][0-9]{0,5}|last))?")
_LAST = -1
_COMBINED = (MatchKind.ALL, MatchKind.ANY)
_LEAST_PARTS = 2
_CASED = (MatchKind.TERMS, MatchKind.REGEX, MatchKind.OFFICE)  # what is sought as it is written, so that case can count


@dataclass(frozen=True, slots=True)
class Known:
    """What is known outside the rule: the levels and words of markings, each empty where they are not to be checked."""

    levels: frozenset[str]
    words: frozenset[str]
    terms: Callable[[Fields, Node], tuple[str, ...]]
    """Reads the file that a ``terms_file`` names; its faults are noted at their own lines."""


def read_match(fields: Fields, known: Known) -> Match | None:
    """Read the match of a rule; None where it cannot be told what is looked for."""
    node = fields.get("match")
    return None if node is None else _read(Fields(node, fields.faults, "match", MATCH_KEYS), known)


def _read(inner: Fields, known: Known, *, extra: bool = False) -> Match | None:
    """Read one mapping; ``extra`` where its ``within`` says how close it must be to another match."""
    if not inner.is_mapping:
        return None
    kind = _kind(inner)
    if kind is None:
        return None
    match = _of_kind(inner, kind, known)
    if "within" in inner and kind is not MatchKind.ALL and not extra:
        what = "'within' says how close the parts of 'all' must stand; expected it beside 'all', or inside 'near' or 'unless'"
        inner.fault("within", what)
    if "exact_case" in inner and kind not in _CASED:
        what = f"'exact_case' says nothing of '{kind.value}'; expected it beside terms, terms_file, regex or office"
        inner.fault("exact_case", what)
    narrowed = _narrowed(inner, match or Match(kind), known)  # also where the match is lost: what else is wrong is told
    return None if match is None else narrowed


def _kind(inner: Fields) -> MatchKind | None:
    kinds = [key for key in _KINDS if key in inner]
    if not kinds and _TERMS_FILE in inner:
        return MatchKind.TERMS
    if len(kinds) != 1 or (_TERMS_FILE in inner and kinds != ["terms"]):
        inner.faults.add(inner.node, f"a match looks for one kind of thing; expected exactly one of {', '.join(_KINDS)}")
        return None
    return _KINDS[kinds[0]]


def _of_kind(inner: Fields, kind: MatchKind, known: Known) -> Match | None:
    is_exact = inner.flag("exact_case")
    if kind in _COMBINED:
        return _combined(inner, kind, known)
    if kind in {MatchKind.PORTION, MatchKind.BANNER}:
        return _marking(inner, kind, known)
    if kind is MatchKind.TERMS:
        values = _terms(inner, known)
    elif kind in {MatchKind.PERSON, MatchKind.OFFICE}:
        values = tuple(_name(inner, each) for each in inner.texts(kind.value))
    else:
        values = tuple(filter(None, [inner.text(kind.value)]))
    if values and kind is MatchKind.REGEX:
        check_expression(inner, values[0], is_exact=is_exact)
    if values and kind is MatchKind.ENTITY and values[0] not in ENTITIES:
        inner.fault("entity", f"unknown entity {values[0]!r}{hint(values[0], ENTITIES)}; expected one of {', '.join(sorted(ENTITIES))}")
    return Match(kind, values, is_exact) if values else None


def _terms(inner: Fields, known: Known) -> tuple[str, ...]:
    """Return the terms that stand in the rule, then those of its file, each once."""
    written = inner.texts("terms")
    for each in written:
        check_term(each, inner.faults)
    node = inner.get(_TERMS_FILE)
    listed = known.terms(inner, node) if node is not None else ()
    return tuple(dict.fromkeys((*(each.value for each in written), *listed)))


def _name(inner: Fields, name: Text) -> str:
    check_term(name, inner.faults)
    return " ".join(name.value.split())


def _marking(inner: Fields, kind: MatchKind, known: Known) -> Match | None:
    node = inner.get(kind.value)
    if node is None:
        return None
    fields = Fields(node, inner.faults, kind.value, MARKING_KEYS)
    if not fields.is_mapping:
        return None
    level = fields.text("at_least")
    if level is not None and known.levels and level.upper() not in known.levels:
        what = f"there is no level {level!r}{hint(level.upper(), known.levels)}; expected one of {', '.join(sorted(known.levels))}"
        fields.fault("at_least", what)
    carries = fields.texts("carries")
    for each in carries:
        if known.words and each.value.upper() not in known.words:
            meant = hint(each.value.upper(), known.words)
            inner.faults.add(each.node, f"no vocabulary has the word {each.value!r}{meant}; expected one that 'declass marking' reads")
    if not any(key in fields for key in MARKING_KEYS):
        inner.faults.add(node, f"a {kind.value} without what is asked of it; expected at_least, carries or both")
    return Match(kind, level=level.upper() if level else None, carries=tuple(each.value.upper() for each in carries))


def _combined(inner: Fields, kind: MatchKind, known: Known) -> Match | None:
    node = inner.get(kind.value)
    members = node.members if isinstance(node, List) else []
    if len(members) < _LEAST_PARTS:
        inner.fault(
            kind.value, f"'{kind.value}' of match needs a list of two matches or more; expected such as [{{terms: [a]}}, {{terms: [b]}}]"
        )
        return None
    parts = [_read(Fields(each, inner.faults, "match", MATCH_KEYS), known) for each in members]
    within = _within(inner) if kind is MatchKind.ALL else None
    read = tuple(part for part in parts if part is not None)
    return Match(kind, parts=read, within=within) if len(read) == len(parts) else None


def _within(inner: Fields) -> Within:
    """Return how close; a sentence where nothing is said."""
    text = inner.text("within")
    if text is None:
        return _UNITS["sentence"]
    if words := _WORDS.fullmatch(text):
        return Within(words=int(words[1]))
    if text not in _UNITS:
        inner.fault("within", f"'within' is {text!r}{hint(text, _UNITS)}; expected {', '.join(_UNITS)}, or a number such as 5 words")
    return _UNITS.get(text, _UNITS["sentence"])


def _narrowed(inner: Fields, match: Match, known: Known) -> Match | None:
    near, unless = _conditions(inner, "near", known), _conditions(inner, "unless", known)
    in_heading = inner.choice("in", _PLACES, None)
    pages = _read_pages(inner)
    if near is None or unless is None:
        return None
    return replace(match, near=near, unless=unless, in_heading=in_heading, pages=pages)


def _conditions(inner: Fields, key: str, known: Known) -> tuple[Near, ...] | None:
    """Return the conditions under ``key``, one mapping or a list of them; None where one cannot be read."""
    node = inner.get(key)
    if node is None:
        return ()
    if isinstance(node, List) and not node.members:
        inner.fault(key, f"'{key}' of {inner.what} is an empty list; expected a match, or a list of them")
    found: list[Near | None] = []
    for each in node.members if isinstance(node, List) else [node]:
        fields = Fields(each, inner.faults, key, MATCH_KEYS)
        match = _read(fields, known, extra=True)
        found.append(
            None
            if match is None
            else Near(replace(match, within=_UNITS["sentence"]) if match.kind is MatchKind.ALL else match, _within(fields))
        )
    read = tuple(each for each in found if each is not None)
    return read if len(read) == len(found) else None


def _read_pages(inner: Fields) -> tuple[tuple[int, int], ...]:
    text = inner.text("pages")
    if text is None:
        return ()
    found: list[tuple[int, int]] = []
    for part in text.split(","):
        range_ = _PAGES.fullmatch(part.strip())
        first, last = (_page(range_[1]), _page(range_[2] or range_[1])) if range_ else (1, 0)
        if 0 <= last < first or (first == _LAST != last):
            inner.fault("pages", f"'pages' is {text!r}; expected numbers and ranges such as 1, 3-5, last")
            return ()
        found.append((first, last))
    return tuple(found)


def _page(text: str) -> int:
    return _LAST if text == "last" else int(text)
