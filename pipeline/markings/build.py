"""What is read of one marking, gathered word by word."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.markings.stack import FOREIGN_OWNER, Element
from pipeline.model import Category, Marking

__all__ = ["Builder", "kind_of"]

_LISTS = ("sci", "sap", "aea", "fgi", "non_us", "dissem", "rel_to", "display_only", "non_ic", "legacy", "precedence", "owners")
_LIST_OF = {
    Category.SCI: "sci",
    Category.AEA: "aea",
    Category.NATO_CONTROL: "non_us",
    Category.COUNTRY: "non_us",
    Category.DISSEM: "dissem",
    Category.NON_IC: "non_ic",
    Category.CUI: "non_ic",
    Category.CUI_DISSEM: "dissem",
    Category.CAVEAT: "legacy",
    Category.CHANNEL: "legacy",
    Category.CODE_WORD: "legacy",
    Category.SLUG: "legacy",
    Category.PRECEDENCE: "precedence",
}
_NATO = "NATO"
_CAVEATS = frozenset({Category.CAVEAT, Category.DISSEM, Category.NON_IC, Category.SLUG, Category.CHANNEL})
_CONTROLS = frozenset({Category.AEA, Category.CODE_WORD, Category.SCI, Category.CAVEAT, Category.DISSEM, Category.NON_IC})


class Builder:
    """Collects the words of one marking by the list in which they are reported."""

    def __init__(self) -> None:
        self.level: str | None = None
        self.lists: dict[str, list[str]] = {name: [] for name in _LISTS}

    def add(self, name: str, words: Iterable[str]) -> None:
        """Add ``words`` to the list ``name``, each once."""
        self.lists[name] += [word for word in dict.fromkeys(words) if word not in self.lists[name]]

    def own(self, owner: str | None) -> None:
        """Note whose hold the marking makes."""
        self.add("owners", [owner] if owner else [])

    def take(self, element: Element) -> None:
        """Take one element of a stack."""
        if element.level is not None and self.level is None:
            self.level = element.level
        self.own(element.owner)
        if element.category is Category.NATO:
            self.add("non_us", [_NATO])
        elif element.category is Category.AEA and "-SIGMA " in element.name:
            self._take_sigma(element.name)
        elif element.category is Category.DISSEM and element.name.startswith(("REL TO ", "RELEASABLE TO ")):
            countries = element.name.partition(" TO ")[2].replace(" AND ", " ").replace(",", " ").split()
            self.add("rel_to", countries)
        elif element.category is Category.FGI:
            self.add("fgi", element.name.split()[1:] or [element.name])
        elif element.category is Category.COUNTRY and element.token is None:  # the owners of a joint marking
            self.add("non_us", element.name.split())
        elif element.category in _LIST_OF:
            self.add(_LIST_OF[element.category], [element.name])
        if element.category is Category.COUNTRY:
            self.own(element.owner or FOREIGN_OWNER)

    def _take_sigma(self, names: str) -> None:
        """Take ``RD-SIGMA 14 RD-SIGMA 18``; they take the place of the bare unit."""
        parts = names.split(" ")
        found = [f"{unit} {number}" for unit, number in zip(parts[::2], parts[1::2], strict=True)]
        bare = found[0].split("-")[0]
        self.lists["aea"] = [word for word in self.lists["aea"] if word != bare]
        self.add("aea", found)

    def marking(self, kind: str, text: str) -> Marking:
        """Return what was collected."""
        return Marking(kind, self.level, text, **{name: tuple(words) for name, words in self.lists.items()})


def kind_of(elements: Iterable[Element]) -> str | None:
    """Return the kind of a line that holds these elements, or None where they make no marking."""
    found = tuple(elements)
    levels = {each.name for each in found if each.category is Category.LEVEL}
    categories = {each.category for each in found}
    if len(levels) > 1:
        return "checkbox"
    if levels or any(each.level for each in found):
        return "banner"
    for category, kind, beside in (
        (Category.COPY_CONTROL, "copy-control", _CAVEATS),
        (Category.SLUG, "slug", frozenset()),  # beside a caveat it is part of a marking, which is struck as one
        (Category.CHANNEL, "channel", _CAVEATS),
    ):
        if category in categories and not categories & (_CONTROLS - beside):
            return kind
    if categories & ({*_LIST_OF, Category.NATO, Category.FGI} - {Category.PRECEDENCE}):
        return "banner"
    if Category.PRECEDENCE in categories:
        return "precedence"
    return "authority-block" if Category.INSTRUCTION in categories else None
