"""Names of glyphs and faces: those that everybody uses are kept, any other could be a word."""

from __future__ import annotations

import re

from fontTools.agl import AGL2UV, LEGACY_AGL2UV, toUnicode
from pikepdf import Array, Dictionary, Name, Object
from reportlab.pdfbase import _fontdata

from pipeline.render.kept.plain import entry, word

__all__ = ["BASES", "base_of", "differences", "face_name", "is_plain_name", "meant", "plain_names"]

BASES = {
    f"/{name}": {code: glyph for code, glyph in enumerate(_fontdata.encodings[name]) if glyph not in {None, ".notdef"}}
    for name in ("StandardEncoding", "WinAnsiEncoding", "MacRomanEncoding", "MacExpertEncoding")
}
"""The encodings that a PDF may name: code to glyph name."""
_NUMBERED = re.compile(r"(?:[A-Za-z]{1,2}|uni|cid|glyph|index|glyph_)\d{1,5}|uni[0-9A-F]{4}|u[0-9A-F]{4,6}|[A-Za-z]\d{1,3}_\d{1,5}")
_PARTS = re.compile(r"[._]")
_SUFFIXES = frozenset(
    """alt alt1 sc smcp c2sc onum lnum tnum pnum oldstyle swash sups subs sinf case cap small fitted taboldstyle init fina medi
    isol""".split()
)
_TAG = re.compile(r"[A-Z]{6}\+")
_FACES = frozenset(
    """adobegaramondpro arial arialblack arialmt arialnarrow arialunicodems batang bookantiqua bookmanoldstyle calibri calibrilight
    cambria cambriamath candara centurygothic centuryschoolbook cmbx10 cmbx12 cmbx5 cmbx6 cmbx7 cmbx8 cmbx9 cmcsc10 cmex10 cmmi10
    cmmi12 cmmi5 cmmi6 cmmi7 cmmi8 cmmi9 cmr10 cmr12 cmr17 cmr5 cmr6 cmr7 cmr8 cmr9 cmsl10 cmss10 cmss12 cmss8 cmss9 cmsy10 cmsy5
    cmsy6 cmsy7 cmsy8 cmsy9 cmti10 cmti12 cmti7 cmti8 cmti9 cmtt10 cmtt12 cmtt8 cmtt9 comicsansms consolas constantia corbel
    courier couriernew couriernewps couriernewpsmt courierprime courierstd dejavusans dejavusansmono dejavuserif dotum ebgaramond
    franklingothic freemono freesans freeserif frutiger futura garamond georgia gillsans gillsansmt gulim heiseikakugo heiseimin
    helvetica hysmyeongjo impact kozminpro kozminproregular lato lettergothic lettergothicstd letterpressgothic liberationmono
    liberationsans liberationserif lmroman10 lmroman12 lucidaconsole lucidasans lucidasansunicode malgungothic mhei microsoftyahei
    mingliu minionpro msam10 msbm10 msgothic msmincho mspgothic mspmincho mssansserif msung myriadpro newcenturyschlbk nimbusmonl
    nimbusmonops nimbusroman nimbusromno9l nimbussanl nimbussans notosans notosansmono notoserif ocra ocrastd ocrb opensans optima
    palatino palatinolinotype pmingliu prestigeelite publicsans roboto segoeui sfrm1000 simhei simsun sourcesanspro sourceserifpro
    stsong symbol symbolmt symbolps tahoma times timesnewroman timesnewromanps timesnewromanpsmt trebuchetms univers univerzs
    verdana webdings wingdings wingdings2 wingdings3 zapfdingbats""".split()
)
_STYLES = (("Bold", "Bold"), ("Italic", "Italic"), ("Oblique", "Italic"))
_ENDING = re.compile(
    r"(?:[-,](?:bold|italic|oblique|regular|roman|mt|light|medium|semibold|black|narrow|condensed|ps|std|pro|it|bd|boldmt|italicmt)*)+"
)


def face_name(name: str, ordinal: int, *, is_embedded: bool) -> str:
    """Return a font's name: its own where that is a common face, else a number and its style; with an idle tag where it is embedded."""
    own = _TAG.sub("", name)
    face, _, style = re.sub(r"[-,]", "\0", own, count=1).partition("\0")
    rest = own[len(face) :].lower()
    if face.lower().replace(" ", "") in _FACES and (not style or _ENDING.fullmatch(rest)):
        plain = own.replace(" ", "")
    else:
        styles = dict.fromkeys(plain for word, plain in _STYLES if word.lower() in own.lower())
        plain = f"Font{ordinal}" + ("," + "".join(styles) if styles else "")
    return f"AAAAAA+{plain}" if is_embedded else plain


def is_plain_name(name: str) -> bool:
    """Tell whether a glyph's name is one of the Adobe Glyph List, made of such, or a number: none that could be a word of a record."""
    if name in AGL2UV or name in LEGACY_AGL2UV or name == ".notdef" or _NUMBERED.fullmatch(name):
        return True
    parts = _PARTS.split(name)
    return len(parts) > 1 and all(part in AGL2UV or part in _SUFFIXES or _NUMBERED.fullmatch(part) for part in parts if part)


def plain_names(names: dict[int, str]) -> dict[str, str]:
    """Return new names, by the first code that uses each, for the names that could be words."""
    found: dict[str, str] = {}
    for code, name in sorted(names.items()):
        if not is_plain_name(name):
            found.setdefault(name, f"g{code}")
    return found


def meant(name: str) -> str:
    """Return the text that a glyph's name stands for, or nothing."""
    return str(toUnicode(name))


def differences(font: Object) -> dict[int, str]:
    """Return what a font's Differences say: code to glyph name (ISO 32000-1, 9.6.6.1)."""
    listed, code = entry(entry(font, "/Encoding"), "/Differences"), 0
    found: dict[int, str] = {}
    rows: list[object] = list(listed.as_list()) if isinstance(listed, Array) else []
    for each in rows:
        if isinstance(each, int):
            code = each
        elif isinstance(each, Name):
            found[code] = word(each)[1:]
            code += 1
    return found


def base_of(font: Object) -> str | None:
    """Return the encoding that a font names, itself or as the base of its differences."""
    named = entry(font, "/Encoding")
    named = entry(named, "/BaseEncoding") if isinstance(named, Dictionary) else named
    return word(named) if word(named) in BASES else None
