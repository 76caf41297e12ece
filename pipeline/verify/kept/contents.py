"""Content streams: known operators with the operands that they take, no comment, no mark but what a bar says aloud.

The bytes are read as they are, by one expression; what that does not know must be the plain writing of what pikepdf reads in it.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE
from collections.abc import Collection, Sequence
from decimal import Decimal

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    Dictionary,
    Name,
    Object,
    PdfError,
    Stream,
    String,
    parse_content_stream,
    unparse_content_stream,
)

from pipeline.errors import LeakError
from pipeline.verify.kept.case import Case

__all__ = ["probe_contents"]

PROBE = "streams"
_SHOWN = ("content", "form", "pattern:1")
# n a number, s a string, a an array of strings and numbers, d one of numbers alone, m a name; ISO 32000-1, Annex A.
_SIGNATURES = {
    **dict.fromkeys("b B b* B* BT ET EMC f F f* h n q Q s S T* W W*".split(), ""),
    **dict.fromkeys("g G i j J M Tc TL Tr Ts Tw Tz w".split(), "n"),
    **dict.fromkeys("d0 l m Td TD".split(), "nn"),
    **dict.fromkeys("rg RG".split(), "nnn"),
    **dict.fromkeys("k K re v y".split(), "nnnn"),
    **dict.fromkeys("c cm d1 Tm".split(), "nnnnnn"),
    **dict.fromkeys("cs CS Do gs sh ri".split(), "m"),
    "d": "dn",
    "Tf": "mn",
    "Tj": "s",
    "TJ": "a",
    "'": "s",
    '"': "nns",
}
_COLOURS = frozenset(("sc", "SC", "scn", "SCN"))
_KINDS = {int: "n", float: "n", Decimal: "n"}
# Strings with up to two parentheses in one another are read at once; what is deeper is read by pikepdf.
_STRING = rb"(?:\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)|<[0-9A-Fa-f\s]*+>)\s*+"
_NUMBER = rb"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)"
_NUMBERS = rb"\[(?:[\s]++|%s(?=[\s\]]))*+\]\s*+" % _NUMBER
_SHOWS = rb"\[(?:%s|\s++|%s(?=[\s\](<]))*+\]\s*+" % (_STRING, _NUMBER)
_NAME = rb"/[^\s\x00()<>\[\]{}/%]++\s++"
_OPERANDS = {"n": _NUMBER + rb"\s++", "s": _STRING, "a": _SHOWS, "d": _NUMBERS, "m": _NAME}
_SPAN = re.compile(rb"/Span\s*+<<\s*+/ActualText\s*+<((?:[0-9A-Fa-f]{2})*)>\s*+>>\s*+BDC")


def _grammar() -> re.Pattern[bytes]:
    """Return the expression that a stream of known operators, each with its operands and nothing between, is a match of."""
    by_operands: dict[str, list[str]] = {}
    for operator, operands in _SIGNATURES.items():
        by_operands.setdefault(operands, []).append(operator)
    forms = []
    for operands, words in sorted(by_operands.items(), key=lambda item: -len(item[0])):
        named = b"|".join(re.escape(word.encode()) for word in sorted(words, reverse=True))
        forms.append(b"".join(_OPERANDS[kind] for kind in operands) + b"(?:%s)" % named)
    colours = rb"(?:%s)*+(?:%s)?(?:scn|SCN|sc|SC)" % (_OPERANDS["n"], _NAME)
    marks = rb"%s|/Artifact\s++BMC" % _SPAN.pattern.replace(b"((", b"(?:(")
    return re.compile(rb"\s*+(?:(?:%s)(?:\s++|\Z))*+" % b"|".join((*forms, colours, marks)), re.DOTALL)


_KNOWN = _grammar()
_NOT_OURS = "its content holds something that no page of ours shows"
_ARTIFACT = "/Artifact"


def probe_contents(case: Case) -> None:
    """Raise LeakError unless every stream that draws holds known operators, whole, and nothing beside them.

    Of marked content only ``Span`` with an ActualText that a bar speaks, and ``Artifact`` without properties, may stand there.
    """
    spoken = frozenset(words for page in case.expected.pages for words in page.spoken)
    for number, (role, stream) in case.roles.items():
        if role in _SHOWN:
            _check(number, stream, spoken)


def _check(number: int, stream: Object, spoken: Collection[str]) -> None:
    try:
        data = stream.read_bytes()
        if not (_KNOWN.fullmatch(data) and _speaks_alone(data, spoken)) and not _is_parsed(data, parse_content_stream(stream), spoken):
            raise LeakError(PROBE, f"object {number}", _NOT_OURS)
    except PdfError:
        raise LeakError(PROBE, f"object {number}", "its content cannot be read") from None


def _speaks_alone(data: bytes, spoken: Collection[str]) -> bool:
    said = [bytes.fromhex(digits.decode()) for digits in _SPAN.findall(data)]
    return all(each.startswith(BOM_UTF16_BE) and each.decode("utf-16", "replace") in spoken for each in said)


def _is_parsed(data: bytes, instructions: Sequence[object], spoken: Collection[str]) -> bool:
    """Tell whether content is the plain writing of known operators, as pikepdf writes it: what it would pass over is not there."""
    return data.strip() == unparse_content_stream(instructions).strip() and all(_is_known(each, spoken) for each in instructions)  # type: ignore[arg-type]  # as parsed


def _is_known(instruction: object, spoken: Collection[str]) -> bool:
    if isinstance(instruction, ContentStreamInlineImage):
        return _is_plain_image(instruction)
    operands, operator = instruction.operands, str(instruction.operator)  # type: ignore[attr-defined]
    wanted = _SIGNATURES.get(operator)
    if wanted is not None:
        written = _written(operands)
        return written == wanted or (wanted == "a" and written == "d")
    if operator in _COLOURS:
        return _is_colour(operands)
    if operator == "BDC":
        return len(operands) == len("nd") and operands[0] == Name.Span and _speaks(operands[1], spoken)
    return operator == "BMC" and len(operands) == 1 and str(operands[0]) == _ARTIFACT


def _written(operands: Sequence[object]) -> str:
    """Return the kinds of operands as the letters of a signature; ``?`` for any that no operator takes."""
    return "".join(_KINDS.get(type(each)) or _kind(each) for each in operands)


def _kind(value: object) -> str:
    if isinstance(value, Name):
        return "m"
    if isinstance(value, String):
        return "s"
    if not isinstance(value, Array):
        return "?"
    kinds = {_KINDS.get(type(each)) or ("s" if isinstance(each, String) else "?") for each in value.as_list()}
    return "?" if "?" in kinds else "a" if "s" in kinds else "d"


def _is_colour(operands: Sequence[object]) -> bool:
    written = _written(operands)
    return bool(written) and set(written[:-1]) <= {"n"} and written[-1] in "nm"


def _speaks(properties: object, spoken: Collection[str]) -> bool:
    return isinstance(properties, Dictionary) and set(properties.keys()) == {"/ActualText"} and str(properties["/ActualText"]) in spoken


_IMAGE_KEYS = frozenset(
    "/W /Width /H /Height /BPC /BitsPerComponent /CS /ColorSpace /D /Decode /DP /DecodeParms /F /Filter /I /Interpolate /IM /ImageMask "
    "/Intent /L /Length".split()
)


def _is_plain_image(image: ContentStreamInlineImage) -> bool:
    """Tell whether an inline image has known keys; its data was compared with the writing of what was parsed."""
    found = image.iimage.obj if not isinstance(image.iimage, Stream) else image.iimage
    return set(found.keys()) <= _IMAGE_KEYS
