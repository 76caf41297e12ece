"""Which glyphs and graphics of each page go, passage by passage: the decisions of a record as what is to be cut.

What is handed on: numbers of glyphs and graphics, codes, owners, classes of size and running ids. No text of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.content.geometry import bounds, cell, positions
from pipeline.content.values import Edges, Path, Scene
from pipeline.model import Decision, KeptPage, Page, Record, Span
from pipeline.passages import AmountPolicy, Passage, amount, page_finder, pieces
from pipeline.render.kept.values import Gap
from pipeline.wording import blank_words

__all__ = ["PageCuts", "cuts_of", "gaps_with_blanks", "places_of"]

_NONE = -1  # a character that no glyph draws


@dataclass(slots=True)
class PageCuts:
    """What is done to one page: gaps in reading order, hidden glyphs that go though released, and those of each cancelled marking."""

    gaps: list[Gap] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    struck: list[tuple[int, ...]] = field(default_factory=list)


def cuts_of(
    record: Record, decisions: Iterable[Decision], policy: AmountPolicy
) -> tuple[tuple[PageCuts, ...], tuple[tuple[str, int], ...]]:
    """Return the cuts of each page of a record whose pages are kept, and the running id and page of each passage in order.

    Raises ValueError where the record keeps none.
    """
    if record.kept is None:
        msg = "the record keeps no pages"
        raise ValueError(msg)
    pages_of, found = page_finder(record), tuple(PageCuts() for _ in record.pages)
    at = 0
    firsts: list[tuple[str, int]] = []
    for piece in pieces(record, decisions):
        if isinstance(piece, Passage):
            at = piece.span.end
            firsts.append((piece.id, next(iter(pages_of(piece.span)), firsts[-1][1] if firsts else 1)))
            _cut(record, record.kept.pages, piece, policy, pages_of(piece.span), found)
            continue
        span = Span(at, at := at + len(piece.text))
        for number in pages_of(span):
            if hidden := record.kept.pages[number - 1].hidden.intersection(
                _glyphs(span, record.pages[number - 1], record.kept.pages[number - 1])
            ):
                found[number - 1].hidden.update(hidden)
        for number in pages_of(span) if piece.is_struck else ():
            if glyphs := _glyphs(span, record.pages[number - 1], record.kept.pages[number - 1]):
                found[number - 1].struck.append(glyphs)
    return found, tuple(firsts)


def _cut(
    record: Record, kept: tuple[KeptPage, ...], passage: Passage, policy: AmountPolicy, pages: Iterable[int], found: tuple[PageCuts, ...]
) -> None:
    """Add a passage to the cuts of the pages on which it stands."""
    words = blank_words(passage.action, passage.codes, passage.owners, amount(passage.words, policy), passage.id)
    is_first = True
    for number in pages:
        own = kept[number - 1]
        glyphs, graphics = _glyphs(passage.span, record.pages[number - 1], own), tuple(_graphics(passage.span, own))
        if glyphs or graphics:
            is_placed = bool(graphics) or any(each not in own.unplaced for each in glyphs)
            found[number - 1].gaps.append(Gap(glyphs, graphics, passage.action, words, is_first, is_placed))
            is_first = False


def _glyphs(span: Span, page: Page, kept: KeptPage) -> tuple[int, ...]:
    """Return the glyphs that draw the characters of a span on a page, and those that draw a part of them."""
    if page.span is None or not span.overlaps(page.span):
        return ()
    first = page.span.start
    own = set(kept.glyphs[max(span.start - first, 0) : span.end - first]) - {_NONE}
    own |= {other for letter, other in kept.joined if letter in own}
    return tuple(sorted(own))


def _graphics(span: Span, kept: KeptPage) -> Iterator[int]:
    return (number for at, number in kept.graphics if span.start <= at < span.end)


def gaps_with_blanks(scene: Scene, gaps: Sequence[Gap]) -> list[Gap]:
    """Return gaps with the blanks between their glyphs, and those of shows of which nothing else stays: they would tell of words."""
    owner = {number: at for at, gap in enumerate(gaps) for number in gap.glyphs}
    if not owner:
        return list(gaps)
    more: list[set[int]] = [set() for _ in gaps]
    last: int | None = None
    waiting: list[int] = []
    for show in scene.shows:
        texts = show.font.texts(show.codes)
        numbers = range(show.first, show.first + len(texts))
        if last is None and owner.keys().isdisjoint(numbers):
            continue
        said = [number for number, text in zip(numbers, texts, strict=True) if text.strip()]
        gone = [number for number in said if number in owner]
        if gone and len(gone) == len(said):
            more[owner[gone[0]]].update(number for number in numbers if number not in owner)
        for number, text in zip(numbers, texts, strict=True) if gone or last is not None else ():
            if number in owner:
                if last == owner[number]:
                    more[last].update(waiting)
                last, waiting = owner[number], []
            elif text.strip():
                last, waiting = None, []
            else:
                waiting.append(number)
    return [replace(gap, glyphs=tuple(sorted({*gap.glyphs, *own}))) if own else gap for gap, own in zip(gaps, more, strict=True)]


def places_of(scene: Scene, gaps: Iterable[Gap]) -> list[Edges]:
    """Return where glyphs that go have stood without a bar over them: hidden ones, and all that is painted with a pattern of theirs."""
    gone = {number for gap in gaps if not gap.is_placed for number in gap.glyphs}
    found: list[Edges] = []
    for show in scene.shows if gone else ():
        ends = positions(show)
        if gone.isdisjoint(range(show.first, show.first + len(ends) - 1)):
            continue
        over, under = cell(show)
        reach = max(over, under)
        found.append(bounds((x + dx, y + dy) for x, y in ends for dx in (-reach, reach) for dy in (-reach, reach)))
        for depth in range(len(show.path)):
            found += _painted(scene, show.path[: depth + 1])
    return found


def _painted(scene: Scene, path: Path) -> Iterator[Edges]:
    """Yield the boxes of what may be painted with a pattern: all that its parent paints after it is set."""
    form = scene.streams[path].form
    if form is not None and "/PatternType" in form:
        parent, at = path[:-1], path[-1]
        yield from (graphic.box for graphic in scene.graphics if graphic.path == parent and graphic.last > at)
        for show in scene.shows:
            if show.path == parent and show.at > at and show.fill is None:
                yield bounds(positions(show))
