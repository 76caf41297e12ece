"""What each page of a PDF hides, and what of it could not be judged."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
from pikepdf import Pdf

from pipeline.content.flatten import flatten
from pipeline.content.layers import read_layers
from pipeline.content.values import Edges, Font, GraphicKind, Scene
from pipeline.content.walk import read_scene
from pipeline.folding import fold_text
from pipeline.verify.check.glyphs import Glyphs, read_glyphs
from pipeline.verify.check.hidden import Hidden, hidden
from pipeline.verify.check.looks import Looks, looks
from pipeline.verify.check.values import Finding, Kind, Unjudged

__all__ = ["PageRead", "read_pages"]

_MOST_PLACES = 12  # of one cause on one page that are told one by one
_APART = 3.0  # letters' heights from one place to the next
_FEW = 3  # letters; fewer in a row, or no two in a row on a page, are what careless drawing does, but under a box
_OFTEN_STRAY = frozenset({Kind.CLIPPED, Kind.OUTSIDE, Kind.GROUND, Kind.UNSEEN})
_ONE_PLACE = frozenset({Kind.SCAN_TEXT})
_BOXED = frozenset({Kind.UNDER_BOX, Kind.GROUND})
_LABEL = re.compile(
    r"(?:redact(?:ed|ions?)|(?:filed)?(?:under)?seal(?:ed)?|confidential|privileged?|withheld|deleted|sanitized|exempt(?:ion)?|classified"
    r"|b[1-9][a-f]?|(?:25|50)x[1-9]|[136][.]?[345][a-h])+"
)  # folded, with the codes of 5 U.S.C. 552(b) and of E.O. 13526
_UNTOLD = "\N{REPLACEMENT CHARACTER}"
_PICTURES = frozenset({GraphicKind.IMAGE, GraphicKind.INLINE_IMAGE, GraphicKind.SHADING})


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page as our own walk reads it: the strings that it shows, in drawn order, what they say aloud, and what it hides."""

    shown: tuple[str, ...]
    spoken: tuple[str, ...]
    findings: tuple[Finding, ...]
    not_judged: tuple[Unjudged, ...]


def read_pages(plain: bytes, *, is_judged: bool = True) -> Iterator[PageRead]:
    """Yield the pages of a decrypted PDF, read and, if that is asked for, judged by how they look. Annotations count as what they draw."""
    with Pdf.open(io.BytesIO(plain), suppress_warnings=True) as pdf:
        flat = flatten(pdf)
        target = io.BytesIO()
        pdf.save(target)
        layers, fonts = read_layers(pdf), dict[tuple[int, int], Font]()
        with looks(target.getvalue()) if is_judged else nullcontext() as seen:
            for at, page in enumerate(pdf.pages):
                scene = read_scene(page, fonts, layers)
                marked = [each.box for each in flat.unapplied if each.page == at]
                findings, unjudged = _judged(at, scene, seen, marked) if is_judged else ([], [])
                shown = tuple("".join(show.font.texts(show.codes)) for show in scene.shows)
                unjudged += [*_unjudged(scene, shown), *scene.faults, *flat.faults.get(at, ())]
                yield PageRead(shown, _spoken(scene), tuple(findings), tuple(Unjudged(each, at + 1) for each in dict.fromkeys(unjudged)))


def _spoken(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys(show.spoken for show in scene.shows if show.spoken))


def _judged(at: int, scene: Scene, seen: Looks | None, marked: Sequence[Edges]) -> tuple[list[Finding], list[str]]:
    glyphs = read_glyphs(scene)
    look = seen.of_page(at) if seen else None
    found = [each for cause in hidden(scene, glyphs, look, marked) for each in _findings(at + 1, cause, glyphs)]
    return found, [] if look else ["what the page looks like"]


def _unjudged(scene: Scene, shown: Sequence[str]) -> Iterator[str]:
    doubtful = [each for each in scene.graphics if each.is_doubtful]
    if any(each.kind in _PICTURES for each in doubtful):
        yield "images that may hold words"
    if any(each.kind not in _PICTURES for each in doubtful):
        yield "drawings that may be letters"
    if any(_UNTOLD in each for each in shown):
        yield "letters that a font does not tell"


def _findings(page: int, cause: Hidden, glyphs: Glyphs) -> list[Finding]:
    """Return one finding a place where hidden glyphs stand together."""
    places = [list(cause.glyphs)] if cause.kind in _ONE_PLACE else _places(cause.glyphs, glyphs)
    if len(places) > _MOST_PLACES:
        places = [*places[: _MOST_PLACES - 1], [each for place in places[_MOST_PLACES - 1 :] for each in place]]
    if cause.kind in _OFTEN_STRAY and len(places) == len(cause.glyphs) <= _FEW:
        return [Finding(Kind.STRAY, page, _place(cause.glyphs, glyphs), len(places))]
    return [Finding(_kind(cause.kind, each, glyphs), page, _place(each, glyphs), len(each)) for each in places]


def _kind(kind: Kind, numbers: Sequence[int], glyphs: Glyphs) -> Kind:
    """Return the kind of a place: a box that hides no more than a redaction's own label leaks nothing, nor does a line over a letter."""
    if kind is Kind.CROSSED:
        return Kind.STRUCK if len(numbers) >= _FEW else kind
    if kind is Kind.BLACKED_SCAN and len(numbers) < _FEW:
        return Kind.SCAN_TEXT
    return Kind.MARK if kind in _BOXED and _LABEL.fullmatch(fold_text("".join(glyphs.texts[each] for each in numbers))) else kind


def _places(numbers: Sequence[int], glyphs: Glyphs) -> list[list[int]]:
    found: list[list[int]] = []
    for each in numbers:
        if found and _is_near(glyphs, found[-1][-1], each):
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _is_near(glyphs: Glyphs, one: int, other: int) -> bool:
    (a, b, c, d), (p, q, r, s) = glyphs.boxes[one], glyphs.boxes[other]
    reach = _APART * max(d - b, s - q)
    return bool(min(d, s) > max(b, q) and p - c < reach and a - r < reach)


def _place(numbers: Sequence[int], glyphs: Glyphs) -> str:
    boxes = glyphs.boxes[np.array(numbers)]
    x0, y0 = np.nan_to_num(boxes[:, :2].min(axis=0))
    x1, y1 = np.nan_to_num(boxes[:, 2:].max(axis=0))
    return f"points {x0:.0f},{y0:.0f} to {x1:.0f},{y1:.0f}"
