"""Decisions as a reader sees them: adjacent ones of one kind are one passage, with its amount."""

from __future__ import annotations

import enum
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.model import Action, Claim, Decision, KeptLink, Record, Span
from pipeline.segments import GRAPHIC, has_paragraph_break

__all__ = ["AmountPolicy", "Kept", "Passage", "amount", "clean_links", "count_words", "page_finder", "passages", "pieces", "unhidden"]

_ADDRESS = re.compile(r"(?:https?://|mailto:)[\w./:?=&%#@+~-]+", re.ASCII)  # such as needs no escapes
WORDS_A_LINE = 10
LINES_A_PAGE = 40
_FEW_LINES, _MANY_LINES, _HALF_PAGE_LINES = 3, 10, 30


class AmountPolicy(enum.StrEnum):
    """How much of a blank's size is shown."""

    NONE = "none"
    BUCKET = "bucket"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Passage:
    """A blank as printed: ``words`` counts the words of the source that lie wholly or partly in it."""

    id: str
    span: Span
    action: Action
    codes: tuple[str, ...]
    owners: tuple[str, ...]
    claims: tuple[Claim, ...]
    words: int


def passages(record: Record, decisions: Iterable[Decision]) -> tuple[Passage, ...]:
    """Return the blanks of a version in order: W0001... withheld, R0001... referred.

    Neighbours of one action are one passage; white space within a paragraph does not part them.
    """
    groups: list[list[Decision]] = []
    for decision in decisions:
        if decision.action is Action.RELEASE:
            continue
        last = groups[-1][-1] if groups else None
        if last and last.action is decision.action and _is_adjacent(record.text[last.span.end : decision.span.start]):
            groups[-1].append(decision)
        else:
            groups.append([decision])
    counts = {Action.REDACT: 0, Action.REFER: 0}
    found = []
    for group in groups:
        action = group[0].action
        counts[action] += 1
        letter = "W" if action is Action.REDACT else "R"
        found.append(_passage(record, group, f"{letter}{counts[action]:04d}"))
    return tuple(found)


def page_finder(record: Record) -> Callable[[Span], tuple[int, ...]]:
    """Return what tells on which pages of the source a span stands, by their numbers."""
    pages = [(page.span, page.number) for page in record.pages if page.span]
    starts, ends = [span.start for span, _ in pages], [span.end for span, _ in pages]

    def found(span: Span) -> tuple[int, ...]:
        return tuple(number for _, number in pages[bisect_right(ends, span.start) : bisect_left(starts, span.end)])

    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """Released text, as it stands in the source; ``is_struck`` where it is a marking to cancel."""

    text: str = field(repr=False)
    is_struck: bool


def pieces(record: Record, decisions: Iterable[Decision]) -> tuple[Kept | Passage, ...]:
    """Return the version in reading order: released text, and passages in place of all else."""
    settled = tuple(decisions)
    found: list[Kept | Passage] = []
    waiting = list(reversed(passages(record, settled)))
    done = 0  # everything before this offset is in ``found``, or in ``kept``
    kept: list[Decision] = []
    for decision in settled:
        if waiting and decision.span.start == waiting[-1].span.start:
            found += _joined(record, kept)
            kept.clear()
            done = waiting[-1].span.end
            found.append(waiting.pop())
        if decision.span.start >= done:
            kept.append(decision)
    return (*found, *_joined(record, kept))


def _joined(record: Record, kept: list[Decision]) -> Iterator[Kept]:
    """Yield neighbouring decisions to release as pieces of text, those of one kind as one."""
    for is_struck, group in groupby(kept, key=lambda each: each.is_struck):
        yield Kept("".join(record.text[each.span.start : each.span.end] for each in group), is_struck)


def unhidden(record: Record, decisions: Iterable[Decision]) -> tuple[tuple[str, int], ...]:
    """Return the texts that are released though the source hides them, each with its page: no kept page can show them."""
    if record.kept is None or not record.unsure:
        return ()
    released = [each.span for each in decisions if each.action is Action.RELEASE]
    pages_of, found = page_finder(record), []
    for span in (each.span for each in record.unsure):
        number = next(iter(pages_of(span)))
        page, kept = record.pages[number - 1], record.kept.pages[number - 1]
        first = page.span.start if page.span else 0
        if kept.hidden.isdisjoint(kept.glyphs[span.start - first : span.end - first]):
            continue
        shown = (record.text[max(span.start, each.start) : min(span.end, each.end)].strip() for each in released if each.overlaps(span))
        found += [(text, number) for text in shown if text]
    return tuple(found)


def clean_links(record: Record, decisions: Iterable[Decision]) -> tuple[KeptLink, ...]:
    """Return the links that may be kept: to a page, or to an address that stands in released text of their own page."""
    if record.kept is None or not record.kept.links:
        return ()
    shown: dict[int, list[str]] = {page.number: [] for page in record.pages}
    pages_of = page_finder(record)
    for each in decisions:
        for number in pages_of(each.span) if each.action is Action.RELEASE else ():
            page = record.pages[number - 1].span or each.span
            shown[number].append("".join(record.text[max(each.span.start, page.start) : min(each.span.end, page.end)].split()))
    return tuple(
        link
        for link in record.kept.links
        if link.target is not None or (link.uri and _ADDRESS.fullmatch(link.uri) and any(link.uri in text for text in shown[link.page]))
    )


def _is_adjacent(gap: str) -> bool:
    return not gap.strip() and not has_paragraph_break(gap)


def _passage(record: Record, group: list[Decision], passage_id: str) -> Passage:
    span = Span(group[0].span.start, group[-1].span.end)
    return Passage(
        passage_id,
        span,
        group[0].action,
        tuple(dict.fromkeys(code for each in group for code in each.codes)),
        tuple(dict.fromkeys(owner for each in group for owner in each.owners)),
        tuple(dict.fromkeys(claim for each in group for claim in each.claims)),
        count_words(record.text[span.start : span.end]),
    )


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def count_words(text: str) -> int:
    """Return how many words a passage has; graphics count as none."""
    return len(text.replace(GRAPHIC, " ").split())


def amount(words: int, policy: AmountPolicy) -> str:
    """Return the size of a blank in words of the policy; ten source words are a line. Empty under ``none``."""
    lines = -(-words // WORDS_A_LINE)
    if policy is AmountPolicy.NONE:
        return ""
    if not words:
        return "image or drawing"
    if policy is AmountPolicy.EXACT:
        return f"{_plural(lines, 'line')}, {_plural(words, 'word')}"
    if words <= 1:
        return "one word or less"
    if words < WORDS_A_LINE:
        return "part of a line"
    if lines <= _FEW_LINES:
        return "1-3 lines"
    if lines <= _MANY_LINES:
        return "4-10 lines"
    if lines <= _HALF_PAGE_LINES:
        return "about half a page"
    return _plural(max(1, round(lines / LINES_A_PAGE)), "page")
