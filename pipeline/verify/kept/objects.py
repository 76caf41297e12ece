"""Every object of the file, from the trailer on, by allow-list: an unknown key, name or string is a leak."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from pipeline.errors import LeakError
from pipeline.verify.kept.expected import KeptExpected
from pipeline.verify.kept.shapes import SHAPES, STREAMS

__all__ = ["Roles", "is_format", "read_roles"]

PROBE = "objects"
Roles = dict[int, tuple[str, Object]]
"""Of each stream, by its object number, what it is for and the stream."""

_NEUTRAL = re.compile(r"/[A-Za-z]{0,4}[0-9]{0,6}(?:\+[0-9]{1,4})?|/Ink[0-9]+|/Font[0-9]+")
_FACE = re.compile(r"/(?:[A-Z]{6}\+)?[A-Za-z0-9,+_-]{1,63}")
_GLYPH = re.compile(r"/[A-Za-z0-9._-]{1,63}")  # of AGL and of producers; the hunt for secrets reads them too
_CHARMAP = re.compile(r"/[A-Za-z0-9]{1,24}(?:-[A-Za-z0-9]{1,16}){0,4}-[HV]|/[HV]")
_FILTERS = frozenset(
    f"/{name}Decode" for name in ("Flate", "LZW", "ASCIIHex", "ASCII85", "RunLength", "CCITTFax", "JBIG2", "DCT", "JPX")
)
_CODES = frozenset(("/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding", "/StandardEncoding"))
_BLENDS = frozenset(
    f"/{name}"
    for name in (
        "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference "
        "Exclusion Hue Saturation Color Luminosity"
    ).split()
)
_ORDERINGS = frozenset(("Identity", "UCS", "Japan1", "GB1", "CNS1", "Korea1", "KR"))
_INKS = re.compile(r"/(?:All|None|Cyan|Magenta|Yellow|Black|Red|Green|Blue|Gray|Ink[0-9]+)")
_FITS = frozenset(("/Fit", "/FitH", "/FitV", "/XYZ", "/FitB"))
_DIGEST = 16  # bytes
_DEEPEST = 12  # arrays within arrays
_UNKNOWN = "it holds a key, a name or a string that no writer of ours wrote"
_WHITE_SPACES = frozenset(("/CalGray", "/CalRGB", "/Lab"))


_FORMAT = (
    frozenset(key for shape in SHAPES.values() for key in shape)
    | frozenset(word for shape in SHAPES.values() for rule in shape.values() for word in re.findall(r"/[^\s|]+", rule))
    | (_FILTERS | _CODES | _BLENDS | _FITS | _WHITE_SPACES)
    | frozenset(("/ICCBased", "/Pattern", "/Indexed", "/Separation", "/DeviceN"))
)


def is_format(name: str) -> bool:
    """Tell whether a name, with its slash, is one that the format itself knows, or of a map of characters or an ink that all know."""
    return name in _FORMAT or any(rule.fullmatch(name) for rule in (_CHARMAP, _INKS))


def _is_plain(value: object, depth: int = 0) -> bool:
    if isinstance(value, bool | int | float | Decimal):
        return True
    return isinstance(value, Array) and depth < _DEEPEST and all(_is_plain(each, depth + 1) for each in value.as_list())


class _Look:
    """One look at a whole file: what is still to be seen, and what each stream turned out to be."""

    def __init__(self, expected: KeptExpected) -> None:
        self.roles: Roles = {}
        self._seen: set[tuple[tuple[int, int], str]] = set()
        self._waiting: list[tuple[Object, str, int]] = []
        self._strings: dict[str, Callable[[String], bool]] = {
            "digest": lambda value: len(bytes(value)) == _DIGEST,
            "language": lambda value: str(value) == expected.language,
            "target": lambda value: str(value) in expected.targets,
            "registry": lambda value: str(value) == "Adobe",
            "ordering": lambda value: str(value) in _ORDERINGS,
        }
        self._names: dict[str, Callable[[str], object]] = {
            "named": _NEUTRAL.fullmatch,
            "face": _FACE.fullmatch,
            "charmap": _CHARMAP.fullmatch,
            "codes": _CODES.__contains__,
            "blend": _BLENDS.__contains__,
        }

    def at(self, item: Object, shape: str, place: int = 0) -> None:
        """Look at an object and at all that it reaches. Raises LeakError for the first thing that is not on the list."""
        self._waiting.append((item, shape, place))
        while self._waiting:
            self._one(*self._waiting.pop())

    def _one(self, item: Object, shape: str, place: int) -> None:
        number = item.objgen[0] or place
        if item.objgen[0]:
            key = (item.objgen, shape)
            if key in self._seen:
                return
            self._seen.add(key)
        if shape == "properties":
            return  # whose values the probe of metadata compares
        if not isinstance(item, Dictionary | Stream) or (isinstance(item, Stream) and shape not in STREAMS):
            raise LeakError(PROBE, f"object {number}", _UNKNOWN)
        if isinstance(item, Stream) and self.roles.setdefault(number, (shape, item))[0] != shape:
            raise LeakError(PROBE, f"object {number}", "one stream is used for two things")
        allowed = SHAPES[shape]
        for name, value in item.items():
            rule = allowed.get(name)
            if rule is None or not self._fits(value, rule, number):
                raise LeakError(PROBE, f"object {number}, {name if rule else 'a key'}", _UNKNOWN)

    def _fits(self, value: object, rule: str, place: int) -> bool:
        if rule.startswith("map:"):
            return isinstance(value, Dictionary) and all(
                _NEUTRAL.fullmatch(key) and self._fits(each, rule.removeprefix("map:"), place) for key, each in value.items()
            )
        return any(self._fits_one(value, each, place) for each in rule.split("|"))

    def _fits_one(self, value: object, rule: str, place: int) -> bool:
        if rule.startswith("list:"):
            return isinstance(value, Array) and all(self._fits_one(each, rule.removeprefix("list:"), place) for each in value)
        if rule == "plain":
            return _is_plain(value)
        if rule == "null":
            return value is None
        if rule.startswith("string:"):
            return isinstance(value, String) and self._strings[rule.removeprefix("string:")](value)
        if rule.startswith("name:"):
            return isinstance(value, Name) and str(value) in rule.removeprefix("name:").split()
        if rule in self._names:
            return isinstance(value, Name) and bool(self._names[rule](str(value)))
        if rule in _SPECIAL:
            return _SPECIAL[rule](self, value, place)
        return self._shape(value, rule, place)

    def _shape(self, value: object, shape: str, place: int) -> bool:
        is_stream = isinstance(value, Stream)
        must_be = shape in STREAMS and shape not in {"shading", "function"}
        if not isinstance(value, Dictionary | Stream) or (is_stream and shape not in STREAMS) or (must_be and not is_stream):
            return False
        self._waiting.append((value, shape, place))
        return True

    def later(self, value: Object, shape: str, place: int) -> bool:
        """Note an object to be looked at, of a shape that its own entries have told."""
        return shape in SHAPES and self._shape(value, shape, place)

    def fits(self, value: object, rule: str, place: int) -> bool:
        """Tell whether a value is what a rule allows; what it reaches is looked at later."""
        return self._fits(value, rule, place)


def _node(look: _Look, value: object, place: int) -> bool:
    kinds = {"/Pages": "pages", "/Page": "page"}
    return isinstance(value, Dictionary) and look.later(value, kinds.get(str(value.get("/Type")), ""), place)


def _filter(_: _Look, value: object, __: int) -> bool:
    names = value.as_list() if isinstance(value, Array) else [value]
    return all(isinstance(each, Name) and str(each) in _FILTERS for each in names)


def _told(key: str, kind: str) -> Callable[[_Look, object, int], bool]:
    """Return a rule for objects that say themselves which of several shapes they have."""

    def check(look: _Look, value: object, place: int) -> bool:
        return isinstance(value, Dictionary | Stream) and look.later(value, f"{kind}:{value.get(key)}", place)

    return check


def _drawn(look: _Look, value: object, place: int) -> bool:
    kinds = {"/Image": "image", "/Form": "form"}
    return isinstance(value, Stream) and look.later(value, kinds.get(str(value.get("/Subtype")), ""), place)


def _differences(_: _Look, value: object, __: int) -> bool:
    if not isinstance(value, Array):
        return False
    return all(_GLYPH.fullmatch(str(each)) if isinstance(each, Name) else _is_plain(each, _DEEPEST) for each in value.as_list())


def _glyphs(look: _Look, value: object, place: int) -> bool:
    return isinstance(value, Dictionary) and all(
        _GLYPH.fullmatch(key) and isinstance(each, Stream) and look.later(each, "content", place) for key, each in value.items()
    )


def _sized(look: _Look, value: object, place: int) -> bool:
    return isinstance(value, Array) and len(value) == len("fs") and look.fits(value[0], "font", place) and _is_plain(value[1])


def _destination(_: _Look, value: object, __: int) -> bool:
    if not isinstance(value, Array) or not len(value):
        return False
    page, *rest = value
    is_page = isinstance(page, Dictionary) and page.get("/Type") == Name.Page and page.objgen != (0, 0)
    return is_page and all((isinstance(each, Name) and str(each) in _FITS) or each is None or _is_plain(each) for each in rest)


def _space(look: _Look, value: object, place: int) -> bool:
    if not isinstance(value, Array) or not len(value) or not isinstance(value[0], Name):
        return False
    kind, rest = str(value[0]), list(value)[1:]
    rules = {"/ICCBased": ("profile",), "/Pattern": (_ANY_SPACE,), "/Indexed": (_ANY_SPACE, "plain", "table")}
    rules |= dict.fromkeys(_WHITE_SPACES, ("white",))
    rules |= {"/Separation": ("ink", _ANY_SPACE, "function"), "/DeviceN": ("list:ink", _ANY_SPACE, "function")}
    wanted = rules.get(kind, ())
    return bool(wanted) and len(wanted) == len(rest) and all(look.fits(each, rule, place) for each, rule in zip(rest, wanted, strict=True))


_ANY_SPACE = "name:/DeviceGray /DeviceRGB /DeviceCMYK|space"
_LONGEST_TABLE = 256 * 32  # bytes: an indexed space has 256 colours of 32 inks at most
_SPECIAL: dict[str, Callable[[_Look, object, int], bool]] = {
    "node": _node,
    "filter": _filter,
    "font": _told("/Subtype", "font"),
    "pattern": _told("/PatternType", "pattern"),
    "drawn": _drawn,
    "differences": _differences,
    "glyphs": _glyphs,
    "sized": _sized,
    "destination": _destination,
    "space": _space,
    "ink": lambda _, value, __: isinstance(value, Name) and _INKS.fullmatch(str(value)) is not None,
    "table": lambda look, value, place: (
        (isinstance(value, String) and len(bytes(value)) <= _LONGEST_TABLE) or look.fits(value, "numbers", place)
    ),
}


def read_roles(pdf: Pdf, expected: KeptExpected) -> Roles:
    """Return what each stream of a file is for. Raises LeakError for whatever the allow-list does not know.

    That every object is reached, and nothing else is in the file, is for the probe of the layout.
    """
    look = _Look(expected)
    look.at(pdf.trailer, "trailer")
    return look.roles
