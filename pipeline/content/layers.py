"""Layers (optional content, ISO 32000-1, 8.11) that the document's own configuration leaves off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Object, Pdf

__all__ = ["Layers", "read_layers"]


@dataclass(frozen=True, slots=True)
class Layers:
    """The optional content groups that are off, by object number; ``is_off_base`` where all others are off."""

    on: frozenset[tuple[int, int]] = frozenset()
    off: frozenset[tuple[int, int]] = frozenset()
    is_off_base: bool = False

    def is_off(self, content: object) -> bool:
        """Tell whether content that an ``OC`` entry or mark names is off; what cannot be told is off."""
        if not isinstance(content, Dictionary):
            return True
        if str(content.get("/Type", "")) == "/OCMD":
            return self._is_member_off(content)
        return self._is_group_off(content)

    def _is_group_off(self, group: Object) -> bool:
        key = group.objgen
        return key in self.off or (self.is_off_base and key not in self.on)

    def _is_member_off(self, member: Object) -> bool:
        if "/VE" in member:
            return True
        groups = member.get("/OCGs")
        named = [groups] if isinstance(groups, Dictionary) else list(groups) if isinstance(groups, Array) else []
        states = [not self._is_group_off(each) for each in named if isinstance(each, Dictionary)]
        if not states:
            return False
        policy = str(member.get("/P", "/AnyOn"))
        shown = {"/AllOn": all(states), "/AnyOn": any(states), "/AnyOff": not all(states), "/AllOff": not any(states)}
        return not shown.get(policy, False)


def read_layers(pdf: Pdf) -> Layers:
    """Return the layers that a document's default configuration (OCProperties, D) turns off, told by objects."""
    properties = pdf.Root.get("/OCProperties")
    default = properties.get("/D") if isinstance(properties, Dictionary) else None
    if not isinstance(default, Dictionary):
        return Layers()
    return Layers(_keys(default.get("/ON")), _keys(default.get("/OFF")), str(default.get("/BaseState", "/ON")) == "/OFF")


def _keys(groups: object) -> frozenset[tuple[int, int]]:
    found: Collection[Object] = list(groups) if isinstance(groups, Array) else ()
    return frozenset(each.objgen for each in found if isinstance(each, Dictionary))
