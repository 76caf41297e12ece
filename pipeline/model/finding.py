"""What detectors claim about spans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipeline.model.marking import Marking
from pipeline.model.record import Span

__all__ = ["Finding", "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of the person whom a finding is about, as far as a rule on privacy asks.

    ``born`` is the latest day on which the record lets the person be born; None where it tells none. ``office`` is what the
    list of officials says that an official was, with the years.
    """

    is_official: bool = False
    born: dt.date | None = None
    is_deceased: bool = False
    office: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A detector's claim about a span: who found it, which rule, how sure (0 to 1), and why."""

    span: Span
    kind: str
    detector: str
    confidence: float
    why: str
    rule: str | None = None
    marking: Marking | None = None
    extent: Span | None = None
    """What a portion mark governs, or the page of a banner; None where that is the whole record."""
    is_closed: bool = False
    """Whether every word in it is a word of markings, so that a hold may leave it readable: nothing else can stand there."""
    subject: Subject | None = None
    """The person whom it names or tells of, where anything is known that a rule on privacy asks for."""
