"""Content streams: known operators with the operands that they take, no comment, no mark but what a bar says aloud.

The bytes are read twice: token by token, so that nothing stands between the operators, and operator by operator.
"""

from __future__ import annotations

import re
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
_WORDS = b"|".join(re.escape(word.encode()) for word in sorted({*_SIGNATURES, *_COLOURS, "BDC", "BMC"}, reverse=True))
# Strings with up to two parentheses in one another are read at once; what is deeper must be the canonical writing of itself.
_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)|<[0-9A-Fa-f\s]*+>"
_NUMBER = rb"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)"
_NAME = rb"/[^\s\x00()<>\[\]{}/%]++"
_SPAN = rb"/Span\s*+<<\s*+/ActualText\s*+(?:%s)\s*+>>\s*+BDC" % _STRING
_END = rb"(?=[\s\x00()<>\[\]/]|\Z)"
_KNOWN = re.compile(rb"(?:[\s\x00\[\]]++|%s|%s|%s|(?:%s|%s)%s)*+" % (_SPAN, _STRING, _NAME, _NUMBER, _WORDS, _END), re.DOTALL)
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
        instructions = parse_content_stream(stream)
        data = stream.read_bytes()
    except PdfError:
        raise LeakError(PROBE, f"object {number}", "its content cannot be read") from None
    is_whole = _KNOWN.fullmatch(data) or data.strip() == unparse_content_stream(instructions).strip()
    if not is_whole or not all(_is_known(each, spoken) for each in instructions):
        raise LeakError(PROBE, f"object {number}", _NOT_OURS)


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
