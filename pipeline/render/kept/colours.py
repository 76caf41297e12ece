"""Colour spaces and shadings, copied by kind (ISO 32000-1, 8.6 and 8.7.4): numbers, never names or words of the source."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from pipeline.render.kept.functions import copy_function
from pipeline.render.kept.icc import clean_profile
from pipeline.render.kept.plain import copy_plain, entry, number, take_numbers, word

__all__ = ["DEVICE", "Palette", "components"]

DEVICE = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/G": 1, "/RGB": 3, "/CMYK": 4, "/CalGray": 1, "/CalRGB": 3}
_FULL = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/CalGray": "/DeviceGray", "/CalRGB": "/DeviceRGB"}
_BY_COMPONENTS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_CIE = {"/CalGray": ("/WhitePoint", "/BlackPoint", "/Gamma"), "/CalRGB": ("/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix")}
_LAB = ("/WhitePoint", "/BlackPoint", "/Range")
_PROCESS = frozenset(("/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black", "/Red", "/Green", "/Blue", "/Gray"))
_MOST_ENTRIES = 256
_MOST_INKS = 32
_DEEPEST = 8
_MESHES = frozenset((4, 5, 6, 7))
_LAST_SHADING = 7
_SHADING_NUMBERS = (
    "/ShadingType", "/Background", "/BBox", "/AntiAlias", "/Domain", "/Matrix", "/Coords", "/Extend",
    "/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag", "/Decode", "/VerticesPerRow",
)  # fmt: skip


class Palette:
    """The colour spaces and shadings of one new file; each that the source shares is shared again."""

    def __init__(self, target: Pdf) -> None:
        """Copy into ``target``."""
        self._target = target
        self._made: dict[tuple[int, int], Object | None] = {}

    def space(self, old: object, depth: int = 0) -> Object | None:
        """Return a colour space as new objects; None where it is of no known kind."""
        if isinstance(old, Name):
            named = _FULL.get(word(old), word(old))
            return Name(named) if named in DEVICE or named == "/Pattern" else None
        if not isinstance(old, Array) or not len(old) or depth > _DEEPEST:
            return None
        place = old.objgen
        if place not in self._made or not old.is_indirect:
            new = self._of_kind(word(old[0]), old, depth)
            if not old.is_indirect or not isinstance(new, Array):
                return new
            self._made[place] = self._target.make_indirect(new)
        return self._made[place]

    def _of_kind(self, kind: str, old: Array, depth: int) -> Object | None:
        """Return a colour space that is an array."""
        if len(old) == 1 or (kind in DEVICE and kind not in _CIE):
            return self.space(old[0], depth + 1)
        if kind in _CIE or kind == "/Lab":
            values = Dictionary()
            take_numbers(old[1], values, _CIE.get(kind, _LAB))
            return Array([Name(kind), values])
        if kind == "/ICCBased":
            return self._profile(old[1])
        if kind in {"/Indexed", "/I"}:
            return self._indexed(old, depth)
        if kind in {"/Separation", "/DeviceN"}:
            return self._inks(kind, old, depth)
        if kind == "/Pattern":
            base = self.space(old[1], depth + 1)
            return None if base is None else Array([Name("/Pattern"), base])
        return None

    def _profile(self, stream: object) -> Object | None:
        """Return an ICC space whose profile holds numbers alone; the device's space of as many components where it cannot be read."""
        count = entry(stream, "/N") if isinstance(stream, Stream) else None
        if not isinstance(stream, Stream) or not isinstance(count, int) or count not in _BY_COMPONENTS:
            return None
        profile = clean_profile(stream.read_bytes())
        if profile is None:
            return Name(_BY_COMPONENTS[count])
        new = self._target.make_stream(profile)
        new["/N"] = count
        take_numbers(stream, new, ("/Range",))
        new["/Alternate"] = Name(_BY_COMPONENTS[count])
        return Array([Name("/ICCBased"), new])

    def _indexed(self, old: Array, depth: int) -> Object | None:
        """Return an indexed space; of its table what its highest index can reach."""
        base, high = self.space(old[1], depth + 1), number(old[2])
        wide = components(base)
        if base is None or wide is None or not isinstance(high, int) or not 0 <= high < _MOST_ENTRIES:
            return None
        table = old[3].read_bytes() if isinstance(old[3], Stream) else bytes(old[3])
        return Array([Name("/Indexed"), base, high, String(table[: (high + 1) * wide])])

    def _inks(self, kind: str, old: Array, depth: int) -> Object | None:
        """Return a space of inks; inks other than the common ones lose their names, and all their attributes."""
        base, tint = self.space(old[2], depth + 1), copy_function(self._target, old[3])
        if base is None or tint is None:
            return None
        if kind == "/Separation":
            return Array([Name(kind), _ink(old[1], 1), base, tint])
        inks = list(old[1].as_list())
        if len(inks) > _MOST_INKS:
            return None
        return Array([Name(kind), Array([_ink(each, place) for place, each in enumerate(inks, 1)]), base, tint])

    def shading(self, old: Object) -> Object | None:
        """Return a shading as new objects; None where it is of no known kind."""
        kind, space = entry(old, "/ShadingType"), self.space(entry(old, "/ColorSpace"))
        if not isinstance(kind, int) or not 0 < kind <= _LAST_SHADING or space is None:
            return None
        if kind in _MESHES and not isinstance(old, Stream):
            return None
        new: Object = self._target.make_stream(old.read_bytes()) if isinstance(old, Stream) else Dictionary()
        take_numbers(old, new, _SHADING_NUMBERS)
        extend = entry(old, "/Extend")
        if isinstance(extend, Array):
            new["/Extend"] = Array([copy_plain(each) is True for each in extend])
        new["/ColorSpace"] = space
        function = copy_function(self._target, entry(old, "/Function"))
        if function is not None:
            new["/Function"] = function
        return new


def _ink(name: object, place: int) -> Name:
    """Return an ink's name where it is a common one, else a number's."""
    return Name(word(name)) if word(name) in _PROCESS else Name(f"/Ink{place}")


def components(space: object) -> int | None:
    """Return how many numbers make a colour of a copied space; None for a pattern or for what is none."""
    if isinstance(space, Name):
        return DEVICE.get(word(space))
    if not isinstance(space, Array):
        return None
    kind = word(space[0])
    if kind == "/ICCBased":
        return int(space[1]["/N"])
    if kind == "/DeviceN":
        return len(space[1])
    return {"/Lab": 3, "/Indexed": 1, "/Separation": 1}.get(kind, DEVICE.get(kind))
