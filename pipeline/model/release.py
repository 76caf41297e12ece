"""What is rendered, released and logged."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model.decision import Version

__all__ = ["AuditEvent", "Draft", "DrawnBar", "DrawnPage", "Edges", "Release"]

Edges = tuple[float, float, float, float]
"""Left, lower, right and upper, in the space of a page of a PDF."""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar on a kept page, in its own space: from (``x``, ``y``) on the baseline along the unit vector (``dx``, ``dy``).

    Sizes are user space units, ``descent`` negative; ``is_held`` where the passage waits for a person; ``mark`` is its running id,
    ``is_first`` where the bar says its words aloud.
    """

    x: float
    y: float
    dx: float
    dy: float
    width: float
    ascent: float
    descent: float
    is_held: bool
    mark: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What was drawn on a page that is kept, as its writer declares it, in the page's own space.

    ``labels`` are the words on its bars in drawn order, ``touched`` where lines were set anew and graphics went, ``bands`` where head,
    foot and ticks stand.
    """

    labels: tuple[str, ...]
    bars: tuple[DrawnBar, ...]
    touched: tuple[Edges, ...]
    bands: tuple[Edges, ...]



@dataclass(frozen=True, slots=True)
class Draft:
    """One version as rendered and not yet verified: ``pdf`` and ``text`` as bytes.

    ``pages_of`` gives, for each blank in order, the page of the PDF on which it stands; ``drawn`` what was drawn on each page that
    is kept, empty where the record was set anew.
    """

    version: Version
    pdf: bytes = field(repr=False)
    text: bytes = field(repr=False)
    pages_of: tuple[int, ...] = ()
    drawn: tuple[DrawnPage, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """A draft that every probe has read back and found clean. Only ``verify`` builds one."""

    draft: Draft
    probes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a release that nothing has checked."""
        if not self.probes:
            msg = "a release needs the probes that passed"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of a log: ``facts`` is canonical JSON; ``hash`` covers all else, ``prev`` included."""

    seq: int
    at: str
    type: str
    subject: str
    facts: str = field(repr=False)
    prev: str
    hash: str
