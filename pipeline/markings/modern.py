"""Modern markings: a banner or portion mark with ``//`` between its categories (CAPCO Register and Manual 2016, A.6).

marking  = us | foreign | joint
us       = level rest
foreign  = "//" (nato-level | nac | owner (SP owner)* SP level | "FGI" SP level) rest
           owner is a trigraph, a tetragraph, or a longer name that the vocabulary holds; a hyphen before the level is told as a fault
nac      = "NATO" SP activity SP level       in a portion mark N, the letters of the activity, and the level: NIS
joint    = "//JOINT" SP level SP country (SP country)* rest      a portion mark may leave out the countries
rest     = ["//" sci] ["//" sap] ["//" aea] ["//" fgi] ["//" dissem] ["//" non-ic]
portion  = "(" marking ")", in abbreviations

The categories themselves are the productions of ``pipeline.markings.categories``.
"""

from __future__ import annotations

import re

from pipeline.markings.build import Builder
from pipeline.markings.categories import read_part
from pipeline.markings.checks import check_joint, check_units
from pipeline.markings.faults import Faults
from pipeline.markings.stack import FOREIGN_OWNER, capitals, read_stack
from pipeline.markings.units import ORDER, Context, Part, Unit, check_countries
from pipeline.markings.vocabulary import Form, Vocabulary
from pipeline.model import Category, Marking

__all__ = ["read_modern"]

_JOINT, _FGI, _NATO = "JOINT", "FGI", "NATO"
_CUI = "CUI"
_LATER = frozenset({Category.SCI, Category.AEA, Category.DISSEM, Category.NON_IC})  # what stands after the level and its //
_LEVEL = r"(?P<level>TOP SECRET|[A-Z]+)"
_OWNERS = r"(?P<owners>[A-Z]{2,4}(?:,? [A-Z]{2,4})*?)"  # as few as may be: DEU TOP SECRET has one owner
_OWNED = re.compile(rf"{_OWNERS} {_LEVEL}")
_OWNED_LATE = re.compile(rf"{_LEVEL} {_OWNERS}")
_JOINTLY = re.compile(rf"{_JOINT} {_LEVEL}(?: {_OWNERS})?")
_JOINTLY_LATE = re.compile(rf"{_JOINT} {_OWNERS} {_LEVEL}")
_NAC = re.compile(rf"{_NATO} (?P<activity>[A-Z]{{4,}}) {_LEVEL}")
_COUNTRY = re.compile(r"[A-Z]{3,4}")
_NAC_PORTION = re.compile(r"N(?P<activity>[A-Z]{1,4})(?P<level>[A-Z])")


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
        self.is_cui = self.is_joint = False
        small = next((word for word in re.finditer(r"[a-z]+", text) if word.group() != "and"), None)
        if small is not None and not is_portion:
            faults.add("capitals", small.start(), small.end())

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
            if self._later_level(part):
                continue
            units = read_part(part, self._context(last))
            last = self._place(units, part, last)
            for unit in units:
                self._take(unit)
        check_units(self.units, self.builder, self.vocabulary, self.faults)
        if self.is_joint:
            check_joint(self.parts[1 if not self.parts[0].text else 0], self.builder, self.vocabulary, self.faults)
        marking = self.builder.marking("portion" if self.is_portion else "banner", source)
        return None if marking.level is None and marking.is_bare else marking

    def _context(self, before: int) -> Context:
        return Context(self.vocabulary, self.faults, self.is_portion, before, self.is_cui)

    def _later_level(self, part: Part) -> bool:
        """Read a level after the first category: CUI beside classified information is none; any other is one too many.

        The higher of two levels is the one that counts.
        """
        form = self.vocabulary.level_forms.get(part.text) or self.vocabulary.nato_forms.get(part.text)
        if form is None or part.text in self.vocabulary.modern:
            return False
        if form.token.name == _CUI:
            self.is_cui = True
            self.builder.add("non_ic", [_CUI])
            return True
        level = form.token.level or form.token.name
        if self.builder.level is not None:
            self.faults.add("second-level", part.start, part.end, what=level)
        self.builder.level = max(level, self.builder.level, key=self.vocabulary.level_rank)
        if form.token.owner is not None:
            self.builder.add("non_us", [_NATO])
            self.builder.own(form.token.owner)
        return True

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
        token = form.token
        self.builder.level, self.is_cui = token.name, token.name == _CUI
        self._check_form(head, form)
        if token.successor is not None:
            self.faults.add("obsolete-marking", head.start, head.end, what=token.name, how=token.successor, rule=token.source)
        return True

    def _check_form(self, head: Part, form: Form) -> None:
        if self.is_portion and form.is_name and not form.is_portion:
            self.faults.add("spelled-out-level", head.start, head.end, what=self.builder.level or "")
        elif not self.is_portion and form.is_portion and not form.is_name:
            self.faults.add("abbreviated-level", head.start, head.end, what=self.builder.level or "")

    def _stacked_level(self, head: Part) -> bool:
        """Read a head that holds more than a level: caveats of old, or an owner whose ``//`` was left out."""
        elements = read_stack(head.text, self.vocabulary, is_portion=self.is_portion)
        levels = [each.level for each in elements or () if each.level]
        if elements and levels:
            for each in elements:
                self.builder.take(each)
            if any(
                each.category in {Category.NATO, Category.COUNTRY} or (each.category is Category.FGI and each.level) for each in elements
            ):
                self.faults.add("foreign-start", head.start, head.end)
            if len(set(levels)) > 1:
                self.builder.level = max(levels, key=self.vocabulary.level_rank)
                self.faults.add("second-level", head.start, head.end, what=levels[1])
            if "/" in head.text and any(each.category in _LATER for each in elements):
                self.faults.add("separator", head.start, head.end, what="two categories joined by a single slash")
            return True
        if not elements and (self._nato(head) or self._owned(head)):  # RESTRICTED DATA is no level of a state DATA
            self.faults.add("foreign-start", head.start, head.end)
            return True
        return False

    def _foreign(self, head: Part) -> None:
        bare = head.text.lstrip("/ ")
        if bare != head.text:
            self.faults.add("separator", head.start, head.end, what="more than two slashes")
            head = Part(bare, head.start, head.end)
        if not (self._nato(head) or self._activity(head) or self._owned(head) or self._stacked_owner(head)):
            self.faults.add("missing-level", head.start, head.end)
            lead, *names = head.text.split() or [""]
            if lead in {_JOINT, _FGI}:  # the owners hold it, whatever its level is
                self.builder.add("non_us", [name for name in names if _COUNTRY.fullmatch(name)] or [lead])
                self.builder.own(FOREIGN_OWNER)
            elif head.text:
                for unit in read_part(head, self._context(-1)):
                    self._take(unit)

    def _stacked_owner(self, head: Part) -> bool:
        """Read owners and a level as a stack has them: names longer than a tetragraph, a hyphen before the level."""
        elements = read_stack(head.text, self.vocabulary, is_portion=self.is_portion) or ()
        if not elements or not all(each.level and each.owner for each in elements):
            return False
        for each in elements:
            self.builder.take(each)
        if "-" in head.text:
            self.faults.add("separator", head.start, head.end, what="a hyphen before the level")
        return True

    def _nato(self, head: Part) -> bool:
        form = self.vocabulary.nato_forms.get(head.text)
        if form is None:
            return False
        self._set_nato(form.token.level, form.token.owner)
        self._check_form(head, form)
        return True

    def _set_nato(self, level: str | None, owner: str | None, activity: str | None = None) -> None:
        self.builder.level = level
        self.builder.add("non_us", [_NATO, *([activity] if activity else [])])
        self.builder.own(owner)

    def _activity(self, head: Part) -> bool:
        """Read a level of an activity of the North Atlantic Council, which is NATO's."""
        match = (_NAC_PORTION if self.is_portion else _NAC).fullmatch(head.text) or _NAC.fullmatch(head.text)
        form = self.vocabulary.level_forms.get(match["level"]) if match else None
        if match is None or form is None or match["activity"] in {"TOP", _NATO}:
            return False
        # the Register gives no names of activities; a group whose name begins with the letters is the one that is meant
        activity = next((name for name in self.vocabulary.groups if name.startswith(match["activity"])), match["activity"])
        owner = next((token.token.owner for token in self.vocabulary.nato_forms.values()), FOREIGN_OWNER)
        self._set_nato(form.token.name, owner, activity)
        return True

    def _owned(self, head: Part) -> bool:
        """Read the level and the owners of a marking of other states, or of a joint one; the wrong way round too."""
        is_joint = head.text.partition(" ")[0] == _JOINT
        matches = [pattern.fullmatch(head.text) for pattern in ((_JOINTLY, _JOINTLY_LATE) if is_joint else (_OWNED, _OWNED_LATE))]
        for is_late, match in enumerate(matches):
            form = self.vocabulary.level_forms.get(match["level"]) if match else None
            if match is None or form is None:
                continue
            names = re.findall(r"[A-Z]+", match["owners"] or "")
            if is_late:
                what, how = (
                    ("the JOINT marking", "JOINT, the level, the owners") if is_joint else ("the marking", "the owner, then the level")
                )
                self.faults.add("list-order", head.start, head.end, what=what, how=how)
            self._set_owners(head, names, is_joint=is_joint, has_commas="," in (match["owners"] or ""))
            self.builder.level = form.token.name
            self._check_form(head, form)
            return True
        return False

    def _set_owners(self, head: Part, names: list[str], *, is_joint: bool, has_commas: bool) -> None:
        self.is_joint = is_joint
        self.builder.add("non_us", names)
        self.builder.own(FOREIGN_OWNER)
        if has_commas:
            self.faults.add("separator", head.start, head.end, what="commas between owners")
        if is_joint and "USA" not in names and (names or not self.is_portion):
            self.faults.add("usa-missing", head.start, head.end, what=_JOINT)
        check_countries(names, self.faults, head.start, head.end, what=f"the {_JOINT} list" if is_joint else "the owners list")

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
