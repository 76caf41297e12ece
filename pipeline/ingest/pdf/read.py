"""A PDF becomes a record whose pages are kept: every glyph that our own walk finds is laid out as a person reads the page.

Annotations are made content first. What the source hides, and what may hold words that nobody read, follows its page's text and
is for a person. A page that cannot be read or excised safely is refused, with its number and the reason.
"""

from __future__ import annotations

import io
import logging
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import pypdfium2
from pikepdf import Page, Pdf

from pipeline.content.clusters import APART, clusters
from pipeline.content.flatten import Flattened, Unapplied, flatten
from pipeline.content.geometry import positions
from pipeline.content.hidden import CLIPPED, LAYER_OFF, OUTSIDE
from pipeline.content.layers import Layers, read_layers
from pipeline.content.links import Link
from pipeline.content.pixels import hidden
from pipeline.content.unpacked import TooLargeError, TornError
from pipeline.content.values import Edges, Font, Path, Scene
from pipeline.content.variants import without_spoken
from pipeline.content.walk import read_scene
from pipeline.errors import InputError
from pipeline.ingest.door import Limits, ReadText
from pipeline.ingest.pdf.carried import left_behind
from pipeline.ingest.pdf.compose import Doubt, Part, Sheet, compose
from pipeline.ingest.pdf.layout import Row, read_rows, runs_down
from pipeline.ingest.pdf.opening import BROKEN, open_pdf, saved
from pipeline.ingest.pdf.overprinted import OVERPRINTED, overprinted
from pipeline.ingest.pdf.second import disagreements
from pipeline.ingest.pdf.torn import torn_letters
from pipeline.ingest.pdf.words import Frame, frames, paper_size
from pipeline.ingest.text import text_blocks
from pipeline.model import KeptLink, KeptPages

__all__ = ["read_pdf"]

UNTOLD = "its font does not tell all of its letters"
BACKWARD = "it runs from right to left"
DOWNWARD = "letters stand below each other"
GRAPHIC = "an image or a drawing that may hold words"
PATTERNED = "it is drawn by a pattern"
UNAPPLIED = "under a redaction that was never applied"
_NOTHING = "the PDF shows nothing on any page; check that it was saved whole"
_UNREAD = "the PDF cannot be read by the second reader; print it to a new PDF"
_UNPLACED = frozenset({CLIPPED, LAYER_OFF, OUTSIDE, PATTERNED})
_REPLACEMENT = "\ufffd"
_PRIVATE = frozenset({"Co", "Cn", "Cs"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})

for _library in ("pypdf", "pikepdf", "pdfminer", "fontTools"):  # their words may quote the record
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


def read_pdf(untrusted: bytes, limits: Limits, passwords: Sequence[str] = ()) -> ReadText:
    """Read a PDF with a text layer. Raises InputError where a page of it cannot be read, or not be excised safely."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries' own words may quote the record
        opened = open_pdf(untrusted, limits, passwords)
        gone = left_behind(opened.pdf)
        flattened = _flattened(opened.pdf)
        gone += [each for each in flattened.carried if each not in gone]
        plain = saved(opened.pdf)
        sheets = list(_sheets(plain, limits, flattened.unapplied))
        composed = compose(sheets)
        if not composed.text.strip():  # what is drawn then is rules and boxes alone
            composed = compose([replace(sheet, parts=(Part(graphics=sheet.drawn),)) for sheet in sheets])
        if not composed.text.strip():
            raise InputError(_NOTHING)
    remarks = (*opened.remarks, *([f"not taken over, and not judged: {', '.join(gone)}"] if gone else []))
    encoding, kept = f"PDF {opened.pdf.pdf_version}", KeptPages(plain, composed.kept, tuple(map(_link, flattened.links)))
    return ReadText(encoding, composed.text, composed.pages, text_blocks(composed.text), remarks, kept, composed.unsure)


def _link(link: Link) -> KeptLink:
    return KeptLink(link.page + 1, link.box, None if link.target is None else link.target + 1, link.uri)


def _refusal(number: int, faults: Iterable[str]) -> str:
    why = "; ".join(faults)
    return f"page {number}: {why}, so it cannot be excised safely; print that page to a new PDF, or save its text as plain text (.txt)"


def _flattened(pdf: Pdf) -> Flattened:
    try:
        found = flatten(pdf)
    except BROKEN:
        raise InputError("the annotations of the PDF are damaged, so they cannot be drawn; print it to a new PDF") from None
    for number in sorted(found.faults):
        raise InputError(_refusal(number + 1, found.faults[number]))
    return found


def _sheets(plain: bytes, limits: Limits, unapplied: Sequence[Unapplied]) -> Iterator[Sheet]:
    """Yield each page as its parts. Raises InputError at the first that cannot be excised safely."""
    fonts: dict[tuple[int, int], Font] = {}
    budget = limits.max_operators
    with Pdf.open(io.BytesIO(plain)) as pdf:
        layers, second = read_layers(pdf), _Second(plain, len(pdf.pages))
        for number, page in enumerate(pdf.pages, start=1):
            scene = _scene(page, number, fonts, layers)
            budget -= sum(len(each.instructions) for each in scene.streams.values())
            if budget < 0:
                limit = f"{limits.max_operators:,}"
                raise InputError(f"page {number}: the content is beyond the limit of {limit} operators in all; print it anew")
            areas = [each.box for each in unapplied if each.page == number - 1]
            yield _sheet(scene, _why(pdf, page, scene, areas), second, number)
        second.close()


class _Second:
    """The document as pdfium reads it; where marks say words aloud it would read those, so then without the marks."""

    def __init__(self, plain: bytes, count: int) -> None:
        self.plain = plain
        self.whole, self.bare = self._opened(plain), None
        if len(self.whole) != count:
            raise InputError(f"the readers find different numbers of pages ({count} and {len(self.whole)}); print it to a new PDF")

    @staticmethod
    def _opened(plain: bytes) -> pypdfium2.PdfDocument:
        try:
            return pypdfium2.PdfDocument(plain)
        except pypdfium2.PdfiumError:
            raise InputError(_UNREAD) from None

    def disagreements(self, scene: Scene, number: int, rows: Sequence[Row], others: str) -> Mapping[int, str]:
        document = self.whole
        if any(show.spoken is not None for show in scene.shows):
            self.bare = document = self.bare or self._opened(without_spoken(self.plain))
        try:
            page = document[number - 1]
            found = disagreements(page, rows, others)
            page.close()
        except pypdfium2.PdfiumError:
            raise InputError(_UNREAD) from None
        return found

    def close(self) -> None:
        for each in (self.whole, self.bare):
            if each is not None:
                each.close()


def _scene(page: Page, number: int, fonts: dict[tuple[int, int], Font], layers: Layers) -> Scene:
    try:
        scene = read_scene(page, fonts, layers)
    except (*BROKEN, TornError, TooLargeError):
        raise InputError(f"page {number} is damaged: its content cannot be decoded; get a whole copy, or print it to a new PDF") from None
    if scene.faults:
        raise InputError(_refusal(number, scene.faults))
    return scene


def _why(pdf: Pdf, page: Page, scene: Scene, areas: Sequence[Edges]) -> Mapping[int, str]:
    """Return the glyphs that no eye can see, and those that somebody meant to redact, each with the reason."""
    found = dict(hidden(pdf, page, scene))
    for show in scene.shows:
        if any(_is_pattern(scene, show.path[: depth + 1]) for depth in range(len(show.path))):
            found |= dict.fromkeys(range(show.first, show.first + len(show.font.split(show.codes))), PATTERNED)
    for show in scene.shows if areas else ():
        ends = positions(show)
        for at, (here, there) in enumerate(pairwise(ends)):
            x, y = (here[0] + there[0]) / 2, (here[1] + there[1]) / 2
            if any(left <= x <= right and low <= y <= high for left, low, right, high in areas):
                found.setdefault(show.first + at, UNAPPLIED)
    return found


def _is_pattern(scene: Scene, path: Path) -> bool:
    form = scene.streams[path].form
    return form is not None and "/PatternType" in form


def _sheet(scene: Scene, why: Mapping[int, str], second: _Second, number: int) -> Sheet:
    """Return a page as its parts: what shows, what stands at an angle, what is hidden, and graphics that may hold words."""
    upright, angled = _parted(frames(scene, why))
    rows = [row for frame in upright for row in read_rows(frame.words)]
    secret = [(reason, frame) for reason, each in _by_reason(why) for frame in frames(scene, each, wanted=True)]
    turned = [tuple(read_rows(frame.words)) for frame in angled]
    joined = tuple(pair for frame in (*upright, *angled, *(frame for _, frame in secret)) for pair in frame.joined)
    torn = torn_letters(scene, why.keys(), _places([tuple(rows), *turned], joined))
    parts = [Part(each, doubts=_doubts(each, {}, torn)) for each in turned]
    read = [(reason, frame) for reason, frame in secret if reason != PATTERNED]  # no other reader looks into patterns
    level = [Part(tuple(read_rows(frame.words)), reason) for reason, frame in secret]
    upright_rows = [*rows, *(row for _, frame in read if not frame.angle for row in read_rows(frame.words))]
    others = _text([*angled, *(frame for _, frame in read if frame.angle)])
    doubts = {at: each for at, each in second.disagreements(scene, number, upright_rows, others).items() if at < len(rows)}
    own = Part(tuple(rows), DOWNWARD if runs_down(rows) else None, doubts=_doubts(rows, doubts, torn))
    doubtful = [at for at, each in enumerate(scene.graphics) if each.is_doubtful and not each.is_in_layer_off]
    near = clusters([scene.graphics[at].box for at in doubtful], APART / scene.sheet.unit)
    graphics = [Part(why=GRAPHIC, graphics=tuple(sorted(doubtful[at] for at in group))) for group in near]
    unplaced = frozenset(at for at, reason in why.items() if reason in _UNPLACED)
    drawn = tuple(at for at, each in enumerate(scene.graphics) if not each.is_in_layer_off)
    return Sheet((own, *parts, *level, *graphics), *paper_size(scene.sheet), joined, frozenset(why), unplaced, drawn)


def _parted(found: Sequence[Frame]) -> tuple[list[Frame], list[Frame]]:
    return [each for each in found if not each.angle], [each for each in found if each.angle]


def _text(found: Sequence[Frame]) -> str:
    return "".join(word.text for frame in found for word in frame.words)


def _by_reason(why: Mapping[int, str]) -> list[tuple[str, frozenset[int]]]:
    """Return the hidden glyphs by what hides them."""
    ordered = sorted(why, key=lambda each: why[each])
    return [(reason, frozenset(each)) for reason, each in groupby(ordered, key=lambda number: why[number])]


def _places(parts: Sequence[Sequence[Row]], joined: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Return the row of each glyph, by its part and its place in it; what is one with a letter is in that letter's row."""
    rows = ((part, at, row) for part, own in enumerate(parts) for at, row in enumerate(own))
    found = {number: (part, at) for part, at, row in rows for word in row.words for number in word.glyphs}
    return found | {other: found[letter] for letter, other in joined if letter in found}


def _doubts(rows: Sequence[Row], found: Mapping[int, str], torn: Mapping[int, str]) -> tuple[Doubt, ...]:
    """Return what nobody may release unseen: rows on which the readers disagree, and what a row's own letters say."""
    parted = {at: torn[number] for at, row in enumerate(rows) if torn for word in row.words for number in word.glyphs if number in torn}
    whole, signs = {**found, **parted}, list[Doubt]()
    for at, row in enumerate(rows):
        untold = [number for number, word in enumerate(row.words) if _fault(word.text) == UNTOLD]
        are_signs = all(len(row.words[number].text) == 1 for number in untold)
        told = [word.text for number, word in enumerate(row.words) if not (are_signs and number in untold)]
        why = _fault("".join(told))
        if why is not None:
            whole[at] = why
        elif overprinted(row.words):
            whole.setdefault(at, OVERPRINTED)
        elif at not in whole:
            signs += [Doubt(at, UNTOLD, number) for number in untold]
    return tuple(sorted([*(Doubt(at, why) for at, why in whole.items()), *signs], key=lambda each: each.row))


def _fault(text: str) -> str | None:
    if text.isascii():
        return None
    if any(char == _REPLACEMENT or unicodedata.category(char) in _PRIVATE for char in text):
        return UNTOLD
    return BACKWARD if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text) else None
