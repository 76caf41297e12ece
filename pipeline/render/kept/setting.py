"""Set the rest of a touched line anew: plain advances, plain blanks, and gaps of one width class.

Every place is reckoned from letters that stay, from the edges of other lines and from the page, so that it says nothing of what
is taken out. What stands left of the first gap keeps its place, unless the line is centred, right-aligned or justified, where
that place itself would tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.errors import DeclassError
from pipeline.render.kept.fellows import SHARED, Fellows
from pipeline.render.kept.lines import Cell, Stretch, is_tight
from pipeline.render.kept.segments import Piece

__all__ = ["WIDTHS", "Ends", "Place", "Placed", "Placement", "UnsafePageError", "set_segment"]

WIDTHS = (60.0, 42.0, 28.0, 18.0, 10.0)
"""The width classes of a bar, in points; the first is as wide as the longest label at its smallest type."""
_NARROWEST = 0.6  # of its width: how far the rest of a line is compressed where it does not fit
_STEP = 0.01  # of the scale: compression goes by such steps
_PLAIN_BLANK = 0.25  # em, of fonts without a blank
_CENTRED = 1.5  # points: how far the middle of a centred line may lie from the middle of the page or its text
_INDENT = 3.0  # points: a centred line begins further in than the text
_SHARING = 2  # lines with one right edge make it an edge
_RAGGED_LEFT = 3  # so many left edges of lines with one right edge: more than a paragraph with its indents has
_PLAIN = 0.0005  # em: word gaps that differ by less from a blank are plain; one that is stretched by more measures the line
_CROP_MARGIN = 18.0  # points: text ends so far from the edge of the page, where no line tells more
_UNSHARED_INDENT = 0.2  # of the page: how far in a line begins that is centred, where no other line tells


class UnsafePageError(DeclassError):
    """A page cannot be excised safely; its message says why, and is the reason of the page's refusal."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter stands now, along its line; ``squeeze`` is the compression that its Tz takes."""

    along: float
    squeeze: float = 1.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar's place: ``along`` its line, of gap ``gap``, in place of glyphs of which ``number`` is the first drawn."""

    gap: int
    along: float
    width: float
    number: int


@dataclass(slots=True)
class Placement:
    """What was set: places of moved letters by their numbers, bars, and the extent before and after."""

    moved: dict[int, Place] = field(default_factory=dict)
    bars: list[Placed] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0


Ends = tuple[float | None, float | None]
"""Where what stands before a segment of a line ends, and where what stands after it begins; None for nothing."""


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures letters and blanks plainly: by their fonts' widths, and the spacing that is the page's style."""

    fellows: Fellows

    def letter(self, cell: Cell) -> float:
        """Return the plain advance of a letter that is no blank."""
        show, unit = cell.stretch.show, cell.stretch.unit
        (width,) = show.font.advances(show.font.split(show.codes)[cell.at])
        space = self.fellows.char_space(show.char_space)
        if show.word_space and show.font.split(show.codes)[cell.at] == b" ":
            space += self.fellows.word_space(show.word_space)
        return (width * show.size + space) * show.scale * unit

    def blank(self, stretch: Stretch) -> float:
        """Return the plain advance of a blank beside a show."""
        show = stretch.show
        found = show.font.blank()
        code, width = found or (b"", _PLAIN_BLANK)
        space = self.fellows.char_space(show.char_space) + (self.fellows.word_space(show.word_space) if code == b" " else 0.0)
        return (width * show.size + space) * show.scale * stretch.unit

    def is_plain(self, one: Piece, after: Piece) -> bool:
        """Tell whether the blank between two letters is the plain one."""
        cell = one.cells[0]
        step = after.start - one.end
        return abs(step - after.blanks * self.blank(cell.stretch)) <= _PLAIN * cell.stretch.em

    def is_own(self, stretch: Stretch) -> bool:
        """Tell whether a show has spacing of its own, that no other line has."""
        show = stretch.show
        return self.fellows.char_space(show.char_space) != show.char_space or self.fellows.word_space(show.word_space) != show.word_space


def _blanks(pieces: Sequence[Piece], index: int) -> int:
    """Return how many plain blanks stand before a piece: beside a gap one or none, whatever stood there."""
    piece, last = pieces[index], pieces[index - 1]
    if piece.gap is not None and last.gap is not None:
        return 1
    if last.gap is not None:
        return 1 if piece.blanks or piece.is_word else 0
    return min(piece.blanks, 1) if piece.gap is not None else piece.blanks


def _lay(pieces: Sequence[Piece], first: int, begin: float, width: float, squeeze: float, ruler: _Ruler) -> Placement:
    """Set pieces from ``first`` on, which begins at ``begin``."""
    placement = Placement(left=begin)
    at = begin
    for index in range(first, len(pieces)):
        piece = pieces[index]
        if index > first:
            blank_at = at
            for blank in piece.before:
                placement.moved[blank.number] = Place(blank_at, squeeze)
                blank_at += ruler.letter(blank) * squeeze
            at += _blanks(pieces, index) * ruler.blank(_beside(pieces, index)) * squeeze
        if piece.gap is not None:
            placement.bars.append(Placed(piece.gap, at, width, min(cell.number for cell in piece.cells)))
            at += width
            continue
        base = piece.cells[0]
        for cell in piece.cells:
            placement.moved[cell.number] = Place(at + (cell.start - base.start) * squeeze, squeeze)
        at += ruler.letter(base) * squeeze
    placement.right = at
    return placement


def _beside(pieces: Sequence[Piece], index: int) -> Stretch:
    """Return the show whose blank stands before a piece: of the letter before, or after where a gap stands before."""
    last, piece = pieces[index - 1], pieces[index]
    return (last if last.gap is None or piece.gap is not None else piece).cells[-1 if last.gap is None else 0].stretch


def _fitting(lay: Callable[[float, float], Placement], unit: float, fits: Callable[[Placement], bool]) -> Placement | None:
    """Return the first placement that fits: by the widest class, else the narrower ones, else compressed; None where none does."""
    for width in WIDTHS:
        placement = lay(width / unit, 1.0)
        if fits(placement):
            return placement
    squeeze = 1.0 - _STEP
    while squeeze >= _NARROWEST:
        placement = lay(WIDTHS[-1] / unit, round(squeeze, 2))
        if fits(placement):
            return placement
        squeeze -= _STEP
    return None


def _middle(left: float, right: float, fellows: Fellows) -> float | None:
    """Return the middle that a line is centred on, or None.

    A line that begins where others do is centred only if those are centred themselves, and more lines are, that begin elsewhere.
    """
    middles, block = [(fellows.low + fellows.high) / 2], fellows.block()
    if block is not None:
        middles.append(sum(block) / 2)
    middle = _centre(left, right, middles)
    if middle is None or not fellows.reaches:
        is_far_in = left >= fellows.low + _UNSHARED_INDENT * (fellows.high - fellows.low)
        return middle if is_far_in else None
    sharing = fellows.sharing_left(left)
    centred = [each for each in fellows.reaches if _centre(each.left, each.right, middles)]
    if any(each not in centred for each in sharing):
        return None
    is_style = any(abs(each.left - left) > _INDENT for each in centred)
    return middle if is_style or (not sharing and block is not None and left >= block[0] + _INDENT) else None


def _centre(left: float, right: float, middles: Sequence[float]) -> float | None:
    """Return the one of ``middles`` that a line lies around, or None."""
    return next((middle for middle in middles if abs((left + right) / 2 - middle) <= _CENTRED), None)


def _right_edge(left: float, right: float, fellows: Fellows) -> float | None:
    """Return the right edge that a line keeps with others while its left edge is its own, or None.

    Lines that begin where it does speak against it, unless they end where it does as well, and no more do than begin elsewhere, at
    places of their own: of typewritten lines some have as many letters.
    """
    ending = fellows.sharing_right(right)
    alike = [each for each in ending if abs(each.left - left) > SHARED]
    both, lefts = len(ending) - len(alike), {round(each.left) for each in alike}
    most = len(alike) if len(lefts) >= _RAGGED_LEFT else len(alike) - 1
    if len(alike) < _SHARING or both > most or len(fellows.sharing_left(left)) > both:
        return right if _is_mirrored(left, right, fellows) else None
    return alike[0].right


def _column_middle(left: float, right: float, fellows: Fellows) -> float | None:
    """Return the middle that a segment shares with others that begin elsewhere, as cells and lines of a signature do, or None."""
    if fellows.sharing_left(left):
        return None
    middle = (left + right) / 2
    alike = [(each.left + each.right) / 2 for each in fellows.reaches if abs((each.left + each.right) / 2 - middle) <= SHARED]
    return alike[0] if alike else None


def _is_mirrored(left: float, right: float, fellows: Fellows) -> bool:
    """Tell whether a line that begins where no other does ends as far from the page's edge as the text begins from the other: a margin."""
    block = fellows.block()
    if block is None or left < block[0] + _INDENT or fellows.sharing_left(left):
        return False
    return abs((fellows.high - right) - (block[0] - fellows.low)) <= SHARED


def _is_justified(pieces: Sequence[Piece], fellows: Fellows, ruler: _Ruler) -> bool:
    """Tell whether a line is spaced out: its spacing then tells how long the cut words were.

    Only what stays may tell that, never where the line ends: of a ragged line that ends at the edge by chance it would be told.
    """
    if any(ruler.is_own(piece.cells[0].stretch) for piece in pieces if piece.gap is None):
        return True
    steps = [(one, two) for one, two in pairwise(pieces) if two.blanks and one.gap is None and two.gap is None]
    return fellows.is_flush and bool(steps) and not any(ruler.is_plain(one, two) for one, two in steps)


def set_segment(pieces: Sequence[Piece], tail: Sequence[Cell], fellows: Fellows, ends: Ends, unit: float) -> Placement | None:
    """Set one segment of a touched line anew.

    ``tail`` are kept blanks after its last piece, ``ends`` are where the segment before ends and where the next one begins, None for
    none, ``unit`` the points of a user space unit. Returns None where the rest fits nowhere before the next one: the segments are then
    to be set as one.
    Raises UnsafePageError where it would run over the edge of the page.
    """
    placement: Placement | None
    floor, limit = ends
    ruler = _Ruler(fellows)
    left, right = pieces[0].start, max(piece.end for piece in pieces)
    first = next(index for index, piece in enumerate(pieces) if piece.gap is not None)
    room = _room(pieces, left, right, fellows)
    limits = _limits(left, fellows, limit, ruler.blank(pieces[-1].cells[0].stretch), unit)
    rights = (min(limits[0], room[1]), *limits)
    edge = _right_edge(left, right, fellows)
    middle = (
        None if edge is not None else _column_middle(left, right, fellows) or (_middle(left, right, fellows) if limit is None else None)
    )
    placement = None
    if middle is not None or edge is not None:
        low = fellows.low if floor is None else floor + ruler.blank(pieces[0].cells[0].stretch)
        rooms = ((max(room[0], low), room[1]), (low, fellows.high)) if limit is None else ((low, limits[0]),)
        placement = _set_floating(pieces, middle, edge, rooms, ruler, unit)
        if placement is None and limit is None and floor is None:
            raise UnsafePageError("a line would run over the edge of the page")
    if placement is None:
        if _is_justified(pieces, fellows, ruler):
            first = 0
        begin = left if first == 0 else _after(pieces, first, ruler)
        placement = _set_from(pieces, first, begin, rights, ruler, unit, is_followed=limit is not None)
    if placement is None:
        return None
    at = placement.right
    for blank in tail:
        placement.moved[blank.number] = Place(at)
        at += ruler.letter(blank)
    return placement


def _after(pieces: Sequence[Piece], first: int, ruler: _Ruler) -> float:
    """Return where the first gap begins: a plain blank after the letter before it, or right at its end."""
    return pieces[first - 1].end + _blanks(pieces, first) * ruler.blank(pieces[first - 1].cells[0].stretch)


def _room(pieces: Sequence[Piece], left: float, right: float, fellows: Fellows) -> tuple[float, float]:
    """Return how far the clips of what stays let a line reach, and the page.

    A clip that fits that line only, or that did not hold all of it from ``left`` to ``right``, measures its words and says nothing.
    """
    low, high = fellows.low, fellows.high
    for stretch in {id(piece.cells[0].stretch): piece.cells[0].stretch for piece in pieces if piece.gap is None}.values():
        clip = stretch.show.clip
        if clip is not None and (not is_tight(stretch.show) or fellows.shares_clip(clip)):
            along = [x * stretch.dx + y * stretch.dy for x in (clip[0], clip[2]) for y in (clip[1], clip[3])]
            if min(along) <= left + SHARED and max(along) >= right - SHARED:
                low, high = max(low, min(along)), min(high, max(along))
    return low, high


def _limits(left: float, fellows: Fellows, limit: float | None, blank: float, unit: float) -> tuple[float, ...]:
    """Return where a segment may end, the better one first."""
    if limit is not None:
        return (limit - blank,)
    column, beyond = fellows.column_of(left)
    if beyond is not None:
        return (beyond - blank,) if column is None else (column, beyond - blank)
    margin, block = fellows.high - _CROP_MARGIN / unit, fellows.block()
    if block is not None:
        margin = min(margin, fellows.high - (block[0] - fellows.low))
    return margin if column is None else max(column, margin), fellows.high


def _set_from(
    pieces: Sequence[Piece], first: int, begin: float, ends: tuple[float, ...], ruler: _Ruler, unit: float, *, is_followed: bool
) -> Placement | None:
    def lay(width: float, squeeze: float) -> Placement:
        return _lay(pieces, first, begin, width, squeeze, ruler)

    for end in ends:
        found = _fitting(lay, unit, lambda placement, end=end: placement.right <= end)  # type: ignore[misc]
        if found is not None:
            return found
    if is_followed:
        return None
    raise UnsafePageError("a line would run over the edge of the page, or into another column")


def _set_floating(
    pieces: Sequence[Piece],
    middle: float | None,
    edge: float | None,
    rooms: Sequence[tuple[float, float]],
    ruler: _Ruler,
    unit: float,
) -> Placement | None:
    """Set a centred or right-aligned line anew, all of it, in the first of ``rooms`` that holds it; None where none does."""

    def lay(width: float, squeeze: float) -> Placement:
        length = _lay(pieces, 0, 0.0, width, squeeze, ruler).right
        begin = middle - length / 2 if middle is not None else (edge or 0.0) - length
        return _lay(pieces, 0, begin, width, squeeze, ruler)

    for low, high in rooms:
        found = _fitting(lay, unit, lambda placement, low=low, high=high: low <= placement.left and placement.right <= high)  # type: ignore[misc]
        if found is not None:
            return found
    return None
