"""Who held high office and when, and when a person's privacy ends: what a rule set says of persons."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Official", "PrivacyEnds", "Register"]


@dataclass(frozen=True, slots=True)
class Official:
    """One office that one person held from the year ``since`` to the year ``until``, both whole; None where he still does.

    ``also`` are other forms of the name, ``titles`` folded words that he was called by beside those of his office.
    """

    name: str
    office: str
    since: int
    until: int | None = None
    also: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    is_woman: bool = False

    def __post_init__(self) -> None:
        """Refuse an office that ends before it begins."""
        if self.until is not None and self.until < self.since:
            msg = "an office ends in the year it began, or later"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Register:
    """The officials whose names stay readable, and folded surnames too ``frequent`` to tell one of them alone."""

    officials: tuple[Official, ...] = field(default=(), repr=False)
    frequent: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class PrivacyEnds:
    """When privacy ends: ``years_after_birth`` (None: age never ends it), and for the ``deceased``, by their full names."""

    years_after_birth: int | None = None
    deceased: tuple[str, ...] = field(default=(), repr=False)
