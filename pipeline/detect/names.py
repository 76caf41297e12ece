"""The forms in which a record may give the name of a person whom a rule names, and who holds an office that it names."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.model import Span

__all__ = ["full_forms", "grower", "has_capital", "short_forms", "surnames", "with_holder"]

_TITLES = (
    "Mr Mrs Miss Ms Messrs Dr Prof Professor Rev Sir Lord Lady Gen General Col Colonel Maj Major Capt Captain Lt Lieutenant Adm Admiral "
    "Sgt Sergeant Ambassador Amb Minister Secretary Senator Sen Congressman Representative Governor Gov President Premier Director "
    "Judge Justice Consul Comrade Agent Señor Herr Monsieur Chairman Chancellor"
).split()
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset("de del della di da du dos le la von van der den ter ten el al bin ibn ben".split())
_APART = re.compile(r"[\s.,;'’-]+")
_WINDOW = 80  # characters before a surname in which a first name may stand
_MIDDLE = r"(?:\s+[A-Z](?:\.|[\w'’-]*))"
_GAP = r"(?:[^\S\r\n\f]+|[^\S\r\n\f]*(?:\r\n|[\r\n])[^\S\r\n\f]*)"
_NO_NAME = (  # words with a capital that follow an office and name nobody
    "The This That A An In On At And Or Of To For With From By But As Is Was Has Had Will Would Said Says He She His Her It Its We They I "
    "Told Asked Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December"
)
_NAME = rf"(?!(?i:{_NO_NAME.replace(' ', '|')})\b)[A-Z](?:[\w'’-]*\w)?\b"
_PARTICLE = rf"(?:(?i:{'|'.join(sorted(_PARTICLES))}){_GAP})"
_TITLED = rf"(?:(?:{'|'.join(_TITLES)})\b\.?{_GAP})"
_HOLDER = re.compile(
    rf",?{_GAP}\(?{_TITLED}{{0,2}}(?:[A-Z]\.{_GAP}?){{0,3}}{_PARTICLE}{{0,2}}{_NAME}(?:{_GAP}(?:[A-Z]\.{_GAP})?{_PARTICLE}{{0,2}}{_NAME}){{0,2}}"
)
_BREAK = re.compile(r"[\r\n]")
_LINE_START = re.compile(r"[^\r\n\f]*\Z")
_WRAPPED = 40  # characters; a line that short ended where its writer wanted, and the next one is no part of it
_MOST_CAPITALS = 2  # words after an office in a text all in capitals, where nothing tells a name from a verb


def _parts(name: str) -> tuple[list[str], list[str]]:
    """Return the first names and the surname's words; what stands before a comma is the surname."""
    last, comma, first = name.partition(",")
    if comma and first.strip().casefold().rstrip(".") not in _SUFFIXES:
        return first.split(), last.split()
    words = name.replace(",", " ").split()
    words = [word for word in words if word.casefold().rstrip(".") not in _SUFFIXES] or words
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    return words[:at], words[at:]


def surnames(name: str) -> tuple[str, ...]:
    """Return the forms of a surname: whole, and each word of it that is no particle."""
    _, last = _parts(name)
    return tuple(dict.fromkeys([" ".join(last), *(word for word in last if word.casefold() not in _PARTICLES)]))


def full_forms(name: str) -> tuple[str, ...]:
    """Return the forms with a first name, which mean the person in any case; a name of one word is its own."""
    first, words = _parts(name)
    last = " ".join(words)
    if not first:
        return (last,)
    forms = [" ".join([*first, last]), f"{first[0]} {last}", f"{last} {' '.join(first)}", f"{last} {first[0]}"]
    return tuple(dict.fromkeys(forms))


def short_forms(name: str) -> tuple[str, ...]:
    """Return the forms with initials or after a title, which mean the person where the surname has its capital."""
    first, words = _parts(name)
    if not first:
        return ()
    last = " ".join(words)
    initials = [word[0] for word in first]
    forms = [
        " ".join([*initials, last]),
        f"{initials[0]} {last}",
        " ".join([first[0], *initials[1:], last]),
        *(f"{title} {each}" for title in _TITLES for each in surnames(name)),
        *(f"{title} {' '.join([*first, last])}" for title in _TITLES),
    ]
    return tuple(dict.fromkeys(forms))


def has_capital(written: str, *, first: int = 0) -> bool:
    """Tell whether any word of ``written`` from number ``first`` on begins with a capital."""
    return any(word[0].isupper() for word in _APART.split(written.strip())[first:] if word)


def grower(name: str) -> Callable[[str, Span], Span | None]:
    """Return what grows a surname in a text by the first name or initials beside it; where none of the person's stand there, None.

    So ``Ann B. Smith``, ``A. B. Smith`` and ``SMITH, A.`` are Ann Smith, whatever stands between.
    """
    first, _ = _parts(name)
    if not first:
        return lambda _text, _span: None
    whole, initial = re.escape(first[0]), re.escape(first[0][0])
    before = re.compile(rf"(?<!\w)(?:(?i:{whole}){_MIDDLE}{{0,2}}|{initial}\.(?:[\s-]*[A-Z]\.){{0,2}})\s*\Z")
    after = re.compile(rf"\s*,\s*(?:(?i:{whole})\b|{initial}(?:\.|(?=\s*(?:\Z|[\r\n,;)]))))(?:[\s-]*[A-Z]\.)*")

    def grown(text: str, span: Span) -> Span | None:
        from_ = max(0, span.start - _WINDOW)
        ahead, behind = before.search(text[from_ : span.start]), after.match(text, span.end)
        if not ahead and not behind:
            return None
        return Span(from_ + ahead.start() if ahead else span.start, behind.end() if behind else span.end)

    return grown


def with_holder(text: str, office: Span) -> Span:
    """Return an office with the name behind it, where one stands there: ``Secretary of State Dean Rusk``."""
    found = _HOLDER.match(text, office.end)
    if not found:
        return office
    end = found.end()
    is_short = len(_LINE_START.search(text[max(0, office.end - _WRAPPED) : office.end]).group()) < _WRAPPED  # type: ignore[union-attr]
    if is_short and (turn := _BREAK.search(text, office.end, end)):
        end = turn.start()
    written = text[office.end : end]
    if written.isupper() and text[office.start : office.end].isupper():
        words = list(re.finditer(r"\w[\w'’-]+", written))[:_MOST_CAPITALS]
        end = office.end + words[-1].end() if words else end
    kept = text[office.end : end].rstrip(" \t,(")
    return Span(office.start, office.end + len(kept)) if kept.strip(" ,(") else office
