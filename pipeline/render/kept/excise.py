"""Excise one page: the codes of what is withheld go, touched lines are set anew, and the marks to draw are returned.

What it leaves: fonts as they are (they are pruned when the document is rebuilt), objects that no content names any more, and
images under text that stays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from operator import itemgetter

from pikepdf import Name, Object, Page, Pdf

from pipeline.content.geometry import overlap
from pipeline.content.values import GraphicKind, Instruction, Path, Scene, Show
from pipeline.render.kept.burning import burn_under
from pipeline.render.kept.copies import Copies, copy_streams
from pipeline.render.kept.drawings import Band, bars_over, measuring, removed_operators
from pipeline.render.kept.fellows import Fellows, fellows_of
from pipeline.render.kept.lines import UNPLACED, Cell, Line, cells_of, is_tight, lines_with, raised, stretches
from pipeline.render.kept.rewrite import Changes, rewritten, whole
from pipeline.render.kept.room import staying
from pipeline.render.kept.runs import Plan, Run, runs_of
from pipeline.render.kept.segments import Piece, joined, segments_of
from pipeline.render.kept.setting import Ends, Place, Placement, UnsafePageError, set_segment
from pipeline.render.kept.strikes import strikes_of
from pipeline.render.kept.values import Bar, Gap, Marks

__all__ = ["Copies", "UnsafePageError", "excise_page"]

_HALF = 0.5  # em: a box reaches from the baseline at least so high, an underline does not
_TOUCHING = 0.15  # em, by which a box may lap over the end of the text before it

_HALF_TURN = 180  # degrees
_LEVEL = 1e-3  # of a unit vector, by which a level line may lean


@dataclass(slots=True)
class _Excision:
    """What is found out about one page before it is changed."""

    scene: Scene
    wanted: Sequence[Gap]
    gaps: dict[int, int]
    moved: dict[int, Place] = field(default_factory=dict)
    fellows: dict[int, Fellows] = field(default_factory=dict)
    touched: set[tuple[Path, int]] = field(default_factory=set)
    bars: list[tuple[int, int, Bar]] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)

    def set_lines(self) -> None:
        """Set all lines anew that lose a letter."""
        if not self.gaps:
            return
        cut = {show.first for show in _shows_with(self.scene.shows, self.gaps)}
        every = stretches(self.scene)
        lines = lines_with(every, cut)
        firsts = {each.show.first for line in lines for each in line.stretches}
        ways: dict[tuple[float, float], Fellows] = {}
        for line in lines:
            way = line.stretches[0].dx, line.stretches[0].dy
            if way not in ways:
                ways[way] = fellows_of(every, firsts, *way, self.scene.sheet.crop)
            self.fellows.update((each.show.first, ways[way]) for each in line.stretches)
            self._set_line(line, ways[way].beside(line.offset, line.em))
        # Only now: letters that go along with cut ones have been found.
        self.touched.update((show.path, show.at) for show in _shows_with(self.scene.shows, self.gaps))

    def _set_line(self, line: Line, fellows: Fellows) -> None:
        cells = cells_of(line, self.gaps)
        pieces, tail = joined(cells, self.gaps)
        segments = segments_of(pieces, fellows.columns)
        numbers = {cell.number: cell for cell in cells}
        reached: list[float] = []
        at = 0
        while at < len(segments):
            here, after = segments[at], segments[at + 1 : at + 2]
            if all(piece.gap is None for piece in here):
                reached.append(max(piece.end for piece in here))
                at += 1
                continue
            blanks = after[0][0].before if after else tail
            self._prune(here, blanks)
            limit = after[0][0].start if after else None
            placement = self._set(line, here, blanks, fellows, (max(reached, default=None), limit))
            if placement is None:
                segments[at : at + 2] = [here + segments[at + 1]]
                continue
            self.moved.update(placement.moved)
            self.touched.update((numbers[each].stretch.show.path, numbers[each].stretch.show.at) for each in placement.moved)
            self._mark(line, here, placement)
            reached.append(placement.right)
            at += 1

    def _set(self, line: Line, pieces: Sequence[Piece], tail: list[Cell], fellows: Fellows, ends: Ends) -> Placement | None:
        """Set a segment anew; where its column does not hold it, and nothing that stays is in its way, up to the page's edge."""
        unit = self.scene.sheet.unit
        fellows = self._before_box(line, pieces, _within_clip(line, pieces, fellows))
        try:
            return set_segment(pieces, tail, fellows, ends, unit)
        except UnsafePageError:
            _, beyond = fellows.column_of(pieces[0].start)
            placement = set_segment(pieces, tail, replace(fellows, columns=()), ends, unit) if beyond is not None else None
            if beyond is None or placement is None or self._is_in_the_way(line, beyond, placement.right):
                raise
            return placement

    def _before_box(self, line: Line, pieces: Sequence[Piece], fellows: Fellows) -> Fellows:
        """Return the page's edges for a line that ends before the next box on it: another's bar must not go without a word."""
        one, going = line.stretches[0], {number for gap in self.wanted for number in gap.graphics}
        end, foot, head = max(piece.end for piece in pieces), line.offset, line.offset + _HALF * line.em
        band = Band(one.dx, one.dy, line.offset, line.em, 0.0, 0.0, end, end, end, end)
        boxes = [
            band.along(each.box)
            for number, each in enumerate(self.scene.graphics)
            if each.kind == GraphicKind.FILL and each.is_opaque and not each.is_in_layer_off and number not in going
        ]
        ahead = [left for left, low, _, high in boxes if left >= end - _TOUCHING * line.em and low <= foot and high >= head]
        return replace(fellows, high=min(fellows.high, *ahead)) if ahead else fellows

    def _is_in_the_way(self, line: Line, left: float, right: float) -> bool:
        """Tell whether text of other lines stands where a line would run over it."""
        one, own = line.stretches[0], {each.show.first for each in line.stretches}
        font = one.show.font
        over = Band(one.dx, one.dy, line.offset, line.em, font.ascent * line.em, font.descent * line.em, left, right, left, right).cell()
        others = [show for show in self.scene.shows if show.first not in own]
        return any(overlap(box, over) for box in staying(others, self.gaps, self.moved))

    def _prune(self, pieces: Sequence[Piece], tail: list[Cell]) -> None:
        """Cut all but one blank of those beside a gap, and after the segment: their number may tell how long the cut words were."""
        runs = [
            piece.before for index, piece in enumerate(pieces) if piece.gap is not None or (index and pieces[index - 1].gap is not None)
        ]
        for run in (*runs, tail):
            self.gaps.update((blank.number, UNPLACED) for blank in run[1:])
            del run[1:]

    def _mark(self, line: Line, pieces: Sequence[Piece], placement: Placement) -> None:
        """Note the bars of a segment and the band that it takes."""
        one = line.stretches[0]
        font = one.show.font
        ascent, descent = font.ascent * line.em, font.descent * line.em
        offset = line.offset + min((raised(each) for each in line.stretches), key=abs)
        for each in placement.bars:
            gap = self.wanted[each.gap]
            x = whole(each.along * one.dx - offset * one.dy)
            y = whole(each.along * one.dy + offset * one.dx)
            bar = Bar(x, y, one.dx, one.dy, each.width, ascent, descent, gap.action, gap.words, is_first=False)
            self.bars.append((each.gap, each.number, bar))
        cut = next(piece for piece in pieces if piece.gap is not None)
        left, right = pieces[0].start, max(piece.end for piece in pieces)
        first = min(cut.start, placement.left, pieces[0].start if pieces[0].cells[0].number in self.moved else cut.start)
        self.bands.append(Band(one.dx, one.dy, offset, line.em, ascent, descent, left, right, first, max(right, placement.right)))

    def marks(self, struck: Sequence[tuple[int, ...]], removed: Sequence[int]) -> Marks:
        """Return the marks to draw."""
        bars: list[Bar] = []
        texts = staying(self.scene.shows, self.gaps, self.moved) if any(gap.graphics for gap in self.wanted) else []
        for number, gap in enumerate(self.wanted):
            own = [bar for index, _, bar in sorted(self.bars, key=itemgetter(1)) if index == number]
            own += bars_over(self.scene, gap, texts)
            bars += [_first(bar) if gap.is_first and not index else bar for index, bar in enumerate(own)]
        touched = [band.edges() for band in self.bands] + [self.scene.graphics[number].box for number in removed]
        bars.sort(key=lambda bar: bar.descent != 0)  # those over pictures first: others may lie on them
        is_turned = self.scene.sheet.rotate % _HALF_TURN != 0
        unticked = frozenset(band.edges() for band in self.bands if abs(band.dx if is_turned else band.dy) > _LEVEL)
        return Marks(tuple(bars), strikes_of(self.scene, struck, self.moved, self.gaps), tuple(touched), unticked)

    def measuring_forms(self) -> set[Path]:
        """Return the forms that are as large as a line in them which was set anew."""
        tight = {show.path for show in self.scene.shows if (show.path, show.at) in self.touched and show.path and is_tight(show)}
        return {path[:length] for path in tight for length in range(1, len(path) + 1)}

    def changes(self, removed: Mapping[Path, set[int]], images: Mapping[tuple[Path, int], Object]) -> dict[Path, Changes]:
        """Return what becomes of each stream that is touched, but for the names of copies."""
        paths = {path for path, _ in self.touched} | set(removed) | {path for path, _ in images}
        ways = {path[:length] for path in paths for length in range(len(path) + 1)}
        shows: dict[Path, dict[int, list[Show]]] = {path: defaultdict(list) for path in ways}
        inner: dict[Path, dict[int, Show]] = {path: {} for path in ways}
        for show in self.scene.shows:
            if show.path in shows:
                shows[show.path][show.at].append(show)
            for length in range(len(show.path)):
                if show.path[:length] in inner:
                    inner[show.path[:length]].setdefault(show.path[length], show)
        plan = Plan(self.gaps, self.moved, self.fellows)
        runs: dict[Path, dict[int, list[Run]]] = {path: {} for path in ways}
        for path, at in self.touched:
            runs[path][at] = runs_of(shows[path][at], plan)
        loose = self.measuring_forms()
        forms = {path: {each[-1] for each in loose if each[:-1] == path} for path in ways}
        return {path: Changes(shows[path], runs[path], removed.get(path, set()), {}, inner[path], forms[path], bool(path)) for path in ways}


def _first(bar: Bar) -> Bar:
    return Bar(bar.x, bar.y, bar.dx, bar.dy, bar.width, bar.ascent, bar.descent, bar.action, bar.words, is_first=True)


def _shows_with(shows: Sequence[Show], numbers: Mapping[int, int]) -> list[Show]:
    """Return the shows that hold one of the glyphs."""
    firsts = [show.first for show in shows]
    return [shows[index] for index in sorted({bisect_right(firsts, number) - 1 for number in numbers})]


def _within_clip(line: Line, pieces: Sequence[Piece], fellows: Fellows) -> Fellows:
    """Return the page's edges for a line, no further out than the clips of its shows reach that hold more than one line."""
    one = line.stretches[0]
    shows = (cell.stretch.show for piece in pieces for cell in piece.cells)
    clips = {show.clip for show in shows if not is_tight(show)}  # a tight one is the cut word's own
    ends = [max(x * one.dx + y * one.dy for x in clip[::2] for y in clip[1::2]) for clip in clips if clip is not None]
    return replace(fellows, high=min(fellows.high, *ends)) if ends else fellows


def _gaps(scene: Scene, gaps: Sequence[Gap]) -> dict[int, int]:
    """Return the gap that each glyph goes with: of those named twice the first; those of layers that are off all go."""
    found: dict[int, int] = {}
    for index, gap in enumerate(gaps):
        for number in gap.glyphs:
            found.setdefault(number, index if gap.is_placed else UNPLACED)
    for show in scene.shows:
        if show.is_in_layer_off:
            for number in range(show.first, show.first + len(show.font.split(show.codes))):
                found.setdefault(number, UNPLACED)
    return found


def excise_page(
    pdf: Pdf, page: Page, scene: Scene, gaps: Sequence[Gap], struck: Sequence[tuple[int, ...]], copies: Copies | None = None
) -> Marks:
    """Take the letters and graphics of ``gaps`` out of a page, set its touched lines anew, and return the marks to draw.

    Changes ``page`` in place: its content and resources are new objects, forms and patterns are copied, shared ones are left as
    they are. ``struck`` are groups of glyphs that stay and are to be struck through; ``copies`` keeps clean copies of forms over the
    pages of one document. Content of layers that are off goes always. Raises UnsafePageError where the page must be refused.
    """
    excision = _Excision(scene, gaps, _gaps(scene, gaps))
    excision.set_lines()
    going = [*(number for gap in gaps for number in gap.graphics), *measuring(scene, excision.bands)]
    marks = excision.marks(struck, going)
    burned = burn_under(pdf, scene, excision.gaps, marks.bars, going)
    changes = excision.changes(removed_operators(scene, [*going, *burned.whole]), burned.images)

    def rewrite(path: Path, names: Mapping[int, Name], empty: AbstractSet[int]) -> Sequence[Instruction]:
        one = changes[path]
        return rewritten(scene.streams[path].instructions, replace(one, removed=one.removed | empty, names=names))

    copy_streams(pdf, page, scene, copies or Copies(), set(changes), rewrite, burned.images, excision.measuring_forms())
    whole = [scene.graphics[number].box for number in burned.whole]
    return replace(marks, touched=(*marks.touched, *burned.touched, *whole))
