"""Words that stand in any PDF and any font: found there, they tell nothing of a record that withholds the same word."""

from __future__ import annotations

import re

from fontTools.agl import AGL2UV

from pipeline.verify.kept.objects import is_format
from pipeline.wording import EMBEDDED_FONTS

__all__ = ["is_public"]

_TAG = re.compile(r"[A-Z]{6}\+")
_UNICODE_NAME = re.compile(r"uni[0-9A-F]{4}|u[0-9A-F]{4,6}|cid[0-9]{1,5}|g(?:id)?[0-9]{1,5}")
# Words of the names of the faces that are most in use: one that is called so tells nothing.
_FACE = re.compile(
    r"(?:Helvetica|Times|Courier|Symbol|ZapfDingbats|Arial|New|Roman|Bold|Italic|Oblique|Regular|Narrow|Black|Light|Medium|Condensed|Sans|"
    r"Serif|Mono|PS|MT|Font|Calibri|Cambria|Candara|Consolas|Georgia|Verdana|Tahoma|Garamond|Palatino|Impact|Futura|Optima|Liberation|DejaVu|"
    r"Noto|Nimbus|Roboto|Lato|Gothic|Mincho|Std|Pro|CM[A-Z]{1,3}|[0-9]{1,5}|[-,+_])+"
)


# Of programs of Type 1 (Adobe Type 1 Font Format, 1990) and of the top dictionaries of CFF.
_PROGRAM = frozenset(
    "FontDirectory FontInfo version Notice Copyright FullName FamilyName Weight ItalicAngle isFixedPitch UnderlinePosition FontName "
    "UnderlineThickness Encoding StandardEncoding PaintType FontType FontMatrix FontBBox UniqueID readonly definefont currentdict "
    "currentfile closefile cleartomark eexec Private CharStrings Subrs OtherSubrs BlueValues OtherBlues FamilyBlues FamilyOtherBlues "
    "BlueScale BlueShift BlueFuzz StdHW StdVW StemSnapH StemSnapV ForceBold LanguageGroup password MinFeature noaccess executeonly "
    "RoundStemUp ExpansionFactor systemdict internaldict startlock callothersubr StrokeWidth CIDFontName CIDSystemInfo FDArray FDSelect "
    "Regular Medium Semibold Roman AdobeFont PSAdobeFont".split()
)


def is_public(name: str) -> bool:
    """Tell whether a name or a word of a font is one that the format, the Adobe Glyph List or a common face has; a slash may lead it."""
    bare = _TAG.sub("", name.removeprefix("/"))
    first = bare.partition(".")[0]
    if bare in _PROGRAM:
        return True
    return is_format(name) or first in AGL2UV or bool(_UNICODE_NAME.fullmatch(first) or _FACE.fullmatch(bare)) or bare in EMBEDDED_FONTS
