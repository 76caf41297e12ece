"""The language of markings as values: its tokens, a marking that was read, and what is wrong with one."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

__all__ = ["Category", "Marking", "Problem", "Token"]


class Category(enum.StrEnum):
    """What a token of the language is. The first seven are the categories of a modern marking, in their order."""

    SCI = "sci"
    SAP = "sap"
    AEA = "aea"
    FGI = "fgi"
    DISSEM = "dissem"
    NON_IC = "non-ic"
    LEVEL = "level"
    NATO = "nato"
    NATO_CONTROL = "nato-control"
    COUNTRY = "country"
    GROUP = "group"
    CUI = "cui"
    CUI_DISSEM = "cui-dissem"
    CAVEAT = "caveat"
    CHANNEL = "channel"
    CODE_WORD = "code-word"
    COPY_CONTROL = "copy-control"
    PRECEDENCE = "precedence"
    SLUG = "slug"
    CAPTION = "caption"
    LEAD = "lead"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the language of markings, as a vocabulary file gives it.

    ``name`` is the form in a banner and the one that is reported, ``portion`` its form in a portion mark, ``also`` its
    other forms. ``since`` and ``until`` are years. ``levels`` are those it may stand under (none given: any), ``requires``
    and ``excludes`` names of other words, ``sub_levels`` and ``sub_requires`` the same for its parts (compartments with
    sub-compartments, SIGMA numbers); ``members`` are the countries of a group, the numbers of a unit. ``opens`` tells that
    it opens a line whatever follows.
    """

    name: str
    category: Category
    portion: str
    also: tuple[str, ...] = ()
    meaning: str = ""
    source: str = ""
    since: int | None = None
    until: int | None = None
    successor: str | None = None
    owner: str | None = None
    level: str | None = None
    levels: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    sub_levels: tuple[str, ...] = ()
    sub_requires: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Marking:
    """The parsed meaning of a classification marking; words are the banner's, not abbreviations.

    ``sci`` and ``sap`` hold one string for each system or program, ``aea`` one for each SIGMA number. ``legacy`` are the
    caveats, code words, channels and slugs of older markings, ``precedence`` is no control. ``owners`` are those whose hold
    the marking makes (DOE, NATO, a foreign government).
    """

    kind: str
    level: str | None
    text: str = field(repr=False)
    sci: tuple[str, ...] = ()
    sap: tuple[str, ...] = ()
    aea: tuple[str, ...] = ()
    fgi: tuple[str, ...] = ()
    non_us: tuple[str, ...] = ()
    dissem: tuple[str, ...] = ()
    rel_to: tuple[str, ...] = ()
    display_only: tuple[str, ...] = ()
    non_ic: tuple[str, ...] = ()
    legacy: tuple[str, ...] = ()
    precedence: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Tell whether nothing but a level is marked."""
        controls = (
            self.sci,
            self.sap,
            self.aea,
            self.fgi,
            self.non_us,
            self.dissem,
            self.rel_to,
            self.display_only,
            self.non_ic,
            self.legacy,
        )
        return not any(controls)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with a marking: where (offsets, half-open), a stable ``code``, the sentence, and the ``rule`` it rests on."""

    start: int
    end: int
    code: str
    message: str
    rule: str
