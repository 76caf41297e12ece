"""Modern markings: a banner or portion mark with ``//`` between its categories (CAPCO Register and Manual 2016, A.6).

marking  = us | foreign | joint
us       = level rest
foreign  = "//" (nato-level | owner (SP owner)* SP level | "FGI" SP level) rest
joint    = "//JOINT" SP level SP country (SP country)* rest
rest     = ["//" sci] ["//" sap] ["//" aea] ["//" fgi] ["//" dissem] ["//" non-ic]
portion  = "(" marking ")", in abbreviations

The categories themselves are the productions of ``pipeline.markings.categories``.
"""

from __future__ import annotations

import re

from pipeline.markings.build import Builder
from pipeline.markings.categories import COUNTRIES, ORDER, Part, Unit, read_part
from pipeline.markings.checks import check_units
from pipeline.markings.faults import Faults
from pipeline.markings.stack import FOREIGN_OWNER, capitals, read_stack
from pipeline.markings.vocabulary import Vocabulary
from pipeline.model import Category, Marking

__all__ = ["read_modern"]

_JOINT, _FGI = "JOINT", "FGI"
_TRIGRAPH = len("USA")
_OWNED = rf"(?P<owners>{COUNTRIES}?) (?P<level>TOP SECRET|[A-Z]+)"  # as few owners as there can be: TOP is none
_JOINED = rf"{_JOINT} (?P<level>TOP SECRET|[A-Z]+) (?P<owners>{COUNTRIES})"


def read_modern(text: str, vocabulary: Vocabulary, faults: Faults, *, is_portion: bool, source: str) -> Marking | None:
    """Read a marking with ``//``; what is wrong with it goes to ``faults``. None where it says nothing at all.

    ``text`` is the inside of the parentheses of a portion mark; ``source`` is what is kept as the marking's text.
    """
    return _Reader(text, vocabulary, faults, is_portion=is_portion).read(source)


class _Reader:
    """Reads one marking, category by category."""

    def __init__(self, text: str, vocabulary: Vocabulary, faults: Faults, *, is_portion: bool) -> None:
        self.vocabulary, self.faults, self.is_portion = vocabulary, faults, is_portion
        self.builder = Builder()
        self.parts = self._split(capitals(text))
        self.units: list[Unit] = []

    def _split(self, text: str) -> list[Part]:
        parts: list[Part] = []
        pieces = text.split("//")
        at = 0
        for number, piece in enumerate(pieces):
            bare = piece.strip()
            start = at + len(piece) - len(piece.lstrip())
            is_spaced = (number > 0 and piece[:1].isspace()) or (number < len(pieces) - 1 and piece[-1:].isspace())
            if is_spaced and bare:
                self.faults.add("spacing", start, start + len(bare), what=bare)
            parts.append(Part(" ".join(bare.split()), start, start + len(bare)))
            at += len(piece) + len("//")
        return parts

    def read(self, source: str) -> Marking | None:
        """Return the marking, its categories in whatever order they stand."""
        rest = self._head()
        last = -1
        for part in rest:
            if not part.text:
                self.faults.add("separator", part.start, part.end, what="an empty category")
                continue
            units = read_part(
                part, self.vocabulary, self.faults, is_portion=self.is_portion, before=last, is_cui=self.builder.level == "CUI"
            )
            last = self._place(units, part, last)
            for unit in units:
                self._take(unit)
        check_units(self.units, self.builder, self.vocabulary, self.faults)
        marking = self.builder.marking("portion" if self.is_portion else "banner", source)
        return None if marking.level is None and marking.is_bare else marking

    # --- the level, of the United States or of others ---

    def _head(self) -> list[Part]:
        """Read the level; return the categories that follow."""
        head = self.parts[0]
        if not head.text:
            self._foreign(self.parts[1])
            return self.parts[2:]
        if self._level(head) or self._stacked_level(head):
            return self.parts[1:]
        self.faults.add("missing-level", head.start, head.end)
        return self.parts

    def _level(self, head: Part) -> bool:
        form = self.vocabulary.level_forms.get(head.text)
        if form is None:
            return False
        self.builder.level = form.token.name
        self._check_form(head, is_abbreviated=form.is_portion and not form.is_name, is_full=form.is_name and not form.is_portion)
        return True

    def _check_form(self, head: Part, *, is_abbreviated: bool, is_full: bool) -> None:
        if self.is_portion and is_full:
            self.faults.add("spelled-out-level", head.start, head.end, what=self.builder.level or "")
        elif not self.is_portion and is_abbreviated:
            self.faults.add("abbreviated-level", head.start, head.end, what=self.builder.level or "")

    def _stacked_level(self, head: Part) -> bool:
        """Read a head that holds more than a level: caveats of old, or an owner whose ``//`` was left out."""
        unslashed = re.fullmatch(_JOINED, head.text) or re.fullmatch(_OWNED, head.text)
        elements = read_stack(head.text, self.vocabulary, is_portion=self.is_portion)
        if elements and any(each.level for each in elements):
            for each in elements:
                self.builder.take(each)
            if any(each.category in {Category.NATO, Category.COUNTRY} for each in elements):
                self.faults.add("foreign-start", head.start, head.end)
            return True
        if unslashed and self._owned(unslashed["owners"], unslashed["level"], head):
            self.faults.add("foreign-start", head.start, head.end)
            return True
        return False

    def _foreign(self, head: Part) -> None:
        nato = self.vocabulary.nato_forms.get(head.text)
        if nato is not None:
            self.builder.level = nato.token.level
            self.builder.add("non_us", ["NATO"])
            self.builder.own(nato.token.owner)
            self._check_form(head, is_abbreviated=nato.is_portion and not nato.is_name, is_full=nato.is_name and not nato.is_portion)
            return
        joint = re.fullmatch(_JOINED, head.text)
        owned = re.fullmatch(_OWNED, head.text)
        match = joint or owned
        if match is None or not self._owned(match["owners"], match["level"], head):
            self.faults.add("missing-level", head.start, head.end)
            lead, *names = head.text.split() or [""]
            if lead in {_JOINT, _FGI}:  # the owners hold it, whatever its level is
                self.builder.add("non_us", [name for name in names if re.fullmatch(COUNTRIES, name)] or [lead])
                self.builder.own(FOREIGN_OWNER)
            elif head.text:
                for unit in read_part(head, self.vocabulary, self.faults, is_portion=self.is_portion, before=-1, is_cui=False):
                    self._take(unit)
        elif joint and "USA" not in match["owners"].split():
            self.faults.add("usa-missing", head.start, head.end, what=_JOINT)

    def _owned(self, owners: str, level: str, head: Part) -> bool:
        form = self.vocabulary.level_forms.get(level)
        if form is None:
            return False
        names = owners.split()
        self.builder.level = form.token.name
        self.builder.add("non_us", names)
        self.builder.own(FOREIGN_OWNER)
        self._check_form(head, is_abbreviated=form.is_portion and not form.is_name, is_full=form.is_name and not form.is_portion)
        if names != sorted(names, key=lambda name: (len(name) > _TRIGRAPH, name)):
            self.faults.add(
                "list-order",
                head.start,
                head.end,
                what=f"the {_JOINT if head.text.startswith(_JOINT) else 'owners'} list",
                how="trigraphs, then tetragraphs, each in alphabetical order",
            )
        return True

    # --- the categories ---

    def _place(self, units: list[Unit], part: Part, last: int) -> int:
        """Check that the category of ``units`` comes after those before; return its place in the order."""
        places = [ORDER[unit.category] for unit in units if unit.category in ORDER]
        if not places:
            return last
        if len(set(places)) > 1:
            self.faults.add("separator", part.start, part.end, what="two categories joined by a single slash")
        if places[0] == last:
            self.faults.add("separator", part.start, part.end, what="one category split by a double slash")
        elif places[0] < last:
            self.faults.add("category-order", part.start, part.end, what=part.text)
        return max(last, *places)

    def _take(self, unit: Unit) -> None:
        self.units.append(unit)
        if unit.list_name:
            if any(name in self.builder.lists[unit.list_name] for name in unit.names):
                self.faults.add("duplicate", unit.start, unit.end, what=" ".join(unit.names))
            self.builder.add(unit.list_name, unit.names)
        self.builder.own(unit.owner)
