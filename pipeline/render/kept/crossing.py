"""What crosses from the pages of a source to a new file, each thing by the allow-list of its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    Dictionary,
    Name,
    Object,
    Pdf,
    Stream,
)

from pipeline.render.kept.colours import Palette
from pipeline.render.kept.draft import Written
from pipeline.render.kept.functions import copy_function
from pipeline.render.kept.images import Pictures
from pipeline.render.kept.plain import as_dictionary, entry, number, numbers, take_names, take_numbers, word
from pipeline.render.kept.streams import write_stream

__all__ = ["Crossing", "Face"]

_DEEPEST = 24  # streams within streams; readers give up near this
_STATE_NUMBERS = ("/LW", "/LC", "/LJ", "/ML", "/OP", "/op", "/OPM", "/FL", "/SM", "/SA", "/CA", "/ca", "/AIS", "/TK")
_BLENDS = frozenset(
    "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge /ColorBurn /HardLight /SoftLight /Difference /Exclusion "
    "/Hue /Saturation /Color /Luminosity".split()
)
_INTENTS = ("/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual")
_DEFAULTS = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
_TILING, _SHADED = 1, 2
_Key = tuple[int, int]


@dataclass(slots=True)
class Face:
    """A font of the source, what stands for it in the new file, what is shown in it, and on which pages."""

    old: Object
    new: Object
    shown: set[bytes] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)


class Crossing:
    """One way over from ``source`` to ``target``; what the source shares is shared again."""

    def __init__(self, source: Pdf, target: Pdf) -> None:
        """Begin with nothing carried over; the source is a copy of its own, objects of it may be made indirect."""
        self.source = source
        self.target = target
        self.palette = Palette(target)
        self.pictures = Pictures(target, self.palette)
        self.faces: dict[_Key, Face] = {}
        self.page = 0
        self._idle: Object | None = None
        self._made: dict[object, tuple[Object, frozenset[bytes]]] = {}
        self._open: list[object] = []

    def write(self, stream: Object, resources: Object | None, beside: Written | None = None) -> Written:
        """Write a stream of the current page anew, and note what it shows."""
        written = write_stream(stream, _Names(self, resources), beside)
        for key, strings in written.shown.items():
            if key is not None:
                self.faces[key].shown |= strings
                self.faces[key].pages.add(self.page)
        return written

    def resources_of(self, written: Written, old: Object | None) -> Dictionary:
        """Return a dictionary of the resources that a stream names, and of the spaces that stand for a device's."""
        new = Dictionary({category: Dictionary(listed) for category, listed in written.resources.items()})
        for key in _DEFAULTS:
            space = self.palette.space(entry(entry(old, "/ColorSpace"), key))
            if space is not None:
                if "/ColorSpace" not in new:
                    new["/ColorSpace"] = Dictionary()
                new["/ColorSpace"][key] = space
        return new

    def face(self, old: Object) -> tuple[_Key, Object]:
        """Return a font's mark and what stands for it."""
        if old.objgen not in self.faces:
            self.faces[old.objgen] = Face(old, self.target.make_indirect(Dictionary(Type=Name("/Font"))))
        return old.objgen, self.faces[old.objgen].new

    def idle(self) -> Object:
        """Return a font in which nothing is shown: its size alone counts."""
        if self._idle is None:
            self._idle = self.target.make_indirect(Dictionary(Type=Name("/Font"), Subtype=Name("/Type1"), BaseFont=Name("/Helvetica")))
        return self._idle

    def once(self, key: object, make: Callable[[], tuple[Object, frozenset[bytes]] | None]) -> tuple[Object, frozenset[bytes]] | None:
        """Return what was made under a key, or make it; what is drawn within itself, or too deeply, is not drawn."""
        if key in self._made:
            return self._made[key]
        if key in self._open or len(self._open) > _DEEPEST:
            return None
        self._open.append(key)
        made = make()
        self._open.pop()
        if made is not None:
            self._made[key] = made
        return made

    def form(self, old: Stream, parent: Object | None) -> tuple[Object, frozenset[bytes]] | None:
        """Return a form, and what it shows in the font that it finds set."""
        own = as_dictionary(entry(old, "/Resources"))
        key = ("form", old.objgen, None if own is not None or parent is None else parent.objgen)
        return self.once(key, lambda: self._form(old, own if own is not None else parent))

    def _form(self, old: Stream, resources: Object | None) -> tuple[Object, frozenset[bytes]]:
        written = self.write(old, resources)
        new = self.target.make_stream(written.content)
        new["/Type"], new["/Subtype"] = Name("/XObject"), Name("/Form")
        take_numbers(old, new, ("/BBox", "/Matrix"))
        new["/Resources"] = self.resources_of(written, resources)
        group = self.group(entry(old, "/Group"))
        if group is not None:
            new["/Group"] = group
        return new, frozenset(written.shown.get(None, ()))

    def group(self, old: Object | None) -> Dictionary | None:
        """Return a transparency group's entries, or None where it is none."""
        if entry(old, "/S") != Name("/Transparency") or old is None:
            return None
        new = Dictionary(Type=Name("/Group"), S=Name("/Transparency"))
        take_numbers(old, new, ("/I", "/K"))
        space = self.palette.space(entry(old, "/CS"))
        if space is not None:
            new["/CS"] = space
        return new

    def state(self, old: Object, parent: Object | None) -> tuple[Object, frozenset[bytes]]:
        """Return a graphics state: numbers, blend mode, dashes, font and soft mask. Halftones and transfer functions do not come along."""
        new = self.target.make_indirect(Dictionary(Type=Name("/ExtGState")))
        take_numbers(old, new, _STATE_NUMBERS)
        take_names(old, new, (("/RI", _INTENTS), ("/BM", _BLENDS)))
        blend, dash, font = entry(old, "/BM"), entry(old, "/D"), entry(old, "/Font")
        if isinstance(blend, Array):
            new["/BM"] = Array([Name(word(each)) for each in blend if word(each) in _BLENDS][:1] or [Name.Normal])
        if isinstance(dash, Array) and len(dash) > 1 and numbers(dash[0]) is not None:
            new["/D"] = Array([numbers(dash[0]), number(dash[1]) or 0])
        if isinstance(font, Array) and len(font) > 1 and isinstance(font[0], Dictionary) and number(font[1]) is not None:
            new["/Font"] = Array([self.face(self.indirect(font, 0))[1], number(font[1])])
        mask = self._soft_mask(entry(old, "/SMask"), parent)
        if mask is not None:
            new["/SMask"] = mask
        return new, frozenset()

    def _soft_mask(self, old: Object | None, parent: Object | None) -> Object | None:
        if isinstance(old, Name):
            return Name("/None")
        group = entry(old, "/G")
        if old is None or not isinstance(group, Stream):
            return None
        form = self.form(group, parent)
        if form is None:
            return None
        new = Dictionary(Type=Name("/Mask"), S=Name("/Luminosity"), G=form[0])
        take_names(old, new, (("/S", ("/Alpha", "/Luminosity")),))
        take_numbers(old, new, ("/BC",))
        transfer = copy_function(self.target, entry(old, "/TR"))
        if transfer is not None:
            new["/TR"] = transfer
        return new

    def pattern(self, old: Object, parent: Object | None) -> tuple[Object, frozenset[bytes]] | None:
        """Return a pattern: a tile, or a shading."""
        kind = entry(old, "/PatternType")
        if kind == _TILING and isinstance(old, Stream):
            resources = as_dictionary(entry(old, "/Resources"))
            written = self.write(old, resources if resources is not None else parent)
            new: Object = self.target.make_stream(written.content)
            new["/Resources"] = self.resources_of(written, resources)
            take_numbers(old, new, ("/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep"))
        elif kind == _SHADED:
            shading = self.shading(entry(old, "/Shading"))
            if shading is None:
                return None
            new = self.target.make_indirect(Dictionary(Shading=shading))
            state = as_dictionary(entry(old, "/ExtGState"))
            if state is not None:
                new["/ExtGState"] = self.state(state, parent)[0]
        else:
            return None
        new["/Type"], new["/PatternType"] = Name("/Pattern"), kind
        take_numbers(old, new, ("/Matrix",))
        return new, frozenset()

    def shading(self, old: Object | None) -> Object | None:
        """Return a shading as an object of its own."""
        if not isinstance(old, Dictionary | Stream):
            return None
        made = self.palette.shading(old)
        return None if made is None else made if made.is_indirect else self.target.make_indirect(made)

    def indirect(self, holder: Object, key: Name | int) -> Object:
        """Return an entry as an object with a number, giving it one where it has none: numbers are how equals are told."""
        found: Object = holder[key]
        if not found.is_indirect:
            found = self.source.make_indirect(found)
            holder[key] = found
        return found


class _Names:
    """What the names of one stream's resources mean in the new file."""

    def __init__(self, crossing: Crossing, resources: Object | None) -> None:
        self._crossing = crossing
        self._resources = resources
        self._spaces: dict[Name, Object | None] = {}
        self._fonts: dict[Name, tuple[_Key, Object] | None] = {}

    def _find(self, category: str, name: Name) -> Object | None:
        """Return an entry of the source's resources that is a dictionary, stream or array."""
        listed = entry(self._resources, category)
        found = entry(listed, name)
        if listed is None or not isinstance(found, Dictionary | Stream | Array):
            return None
        return self._crossing.indirect(listed, name)

    def font(self, name: Name) -> tuple[_Key, Object] | None:
        if name not in self._fonts:
            found = self._find("/Font", name)
            self._fonts[name] = self._crossing.face(found) if isinstance(found, Dictionary) else None
        return self._fonts[name]

    def idle(self) -> Object:
        return self._crossing.idle()

    def state(self, name: Name) -> tuple[Object, _Key | None] | None:
        found = self._find("/ExtGState", name)
        if not isinstance(found, Dictionary):
            return None
        made = self._crossing.once(("state", found.objgen), lambda: self._crossing.state(found, self._resources))
        font = entry(found, "/Font")
        return None if made is None else (made[0], font[0].objgen if isinstance(font, Array) and "/Font" in made[0] else None)

    def drawn(self, name: Name) -> tuple[Object, frozenset[bytes]] | None:
        found = self._find("/XObject", name)
        kind = entry(found, "/Subtype")
        if not isinstance(found, Stream):
            return None
        if kind == Name("/Image"):
            return self._crossing.pictures.image(found), frozenset()
        return self._crossing.form(found, self._resources) if kind == Name("/Form") else None

    def inline(self, image: ContentStreamInlineImage) -> Object | None:
        """Return an inline image as one that stands by itself: its end cannot be mistaken then."""
        given = image.iimage.obj
        raw = image.iimage.read_raw_bytes()
        made = self._crossing.once(("inline", raw, given.unparse(resolved=True)), lambda: (self._alone(given, raw), frozenset()))
        return None if made is None else made[0]

    def _alone(self, given: Object, raw: bytes) -> Object:
        scratch = self._crossing.source.make_stream(raw)
        for key, value in given.items():
            scratch[key] = value
        named = entry(scratch, "/ColorSpace")
        meant = entry(entry(self._resources, "/ColorSpace"), named) if isinstance(named, Name) else None
        if meant is not None:
            scratch["/ColorSpace"] = meant
        return self._crossing.pictures.image(scratch)

    def other(self, category: str, name: Name) -> Object | None:
        if category == "/ColorSpace":
            if name not in self._spaces:
                space = self._crossing.palette.space(entry(entry(self._resources, category), name))
                self._spaces[name] = space if space is None or space.is_indirect else self._crossing.target.make_indirect(space)
            return self._spaces[name]
        found = self._find(category, name)
        if found is None:
            return None
        crossing = self._crossing
        if category == "/Pattern":
            made = crossing.once(("pattern", found.objgen), lambda: crossing.pattern(found, self._resources))
        else:
            made = crossing.once(("shading", found.objgen), lambda: _alone(crossing.shading(found)))
        return None if made is None else made[0]


def _alone(made: Object | None) -> tuple[Object, frozenset[bytes]] | None:
    return None if made is None else (made, frozenset())
