"""The allow-list of a kept PDF: which keys each kind of object may have, and what may stand under each (ISO 32000-1).

A value of ``SHAPES`` is a rule: ``plain`` for numbers, truth values and arrays of them, ``name:a b`` for one of some names,
``named`` for a neutral name, ``string:kind`` for a string that ``objects`` judges, ``map:rule`` for a dictionary whose keys are
neutral names, ``list:rule`` for an array of one kind; ``rule|rule`` for either; all else names a shape. What carries words of a
source, such as FontFamily, CharSet, PieceInfo or Metadata of parts, is in no list.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SHAPES", "STREAMS"]

_STREAM = {"/Length": "plain", "/Filter": "filter", "/DecodeParms": "null|parameters|list:null|list:parameters"}
_DEVICES = "name:/DeviceGray /DeviceRGB /DeviceCMYK /Pattern"
_SPACE = f"{_DEVICES}|space"
_TYPED = {
    "/ToUnicode": "cmap",
    "/Type": "name:/Font",
    "/BaseFont": "face",
    "/FontDescriptor": "descriptor",
}
_SIMPLE = {**_TYPED, "/FirstChar": "plain", "/LastChar": "plain", "/Widths": "plain", "/Name": "named", "/Encoding": "codes|encoding"}
_TRANSFER = "name:/Default /Identity|function|list:function"

SHAPES: Mapping[str, Mapping[str, str]] = {
    "trailer": {"/Root": "catalog", "/Info": "properties", "/Size": "plain", "/ID": "list:string:digest"},
    "catalog": {
        "/Type": "name:/Catalog",
        "/Pages": "pages",
        "/Lang": "string:language",
        "/Metadata": "metadata",
        "/ViewerPreferences": "preferences",
        "/PageMode": "name:/UseNone",
    },
    "preferences": {"/DisplayDocTitle": "plain"},
    "metadata": {**_STREAM, "/Type": "name:/Metadata", "/Subtype": "name:/XML"},
    "pages": {"/Type": "name:/Pages", "/Kids": "list:node", "/Count": "plain", "/Parent": "pages"},
    "page": {
        **dict.fromkeys(("/MediaBox", "/CropBox", "/Rotate", "/UserUnit"), "plain"),
        "/Type": "name:/Page",
        "/Parent": "pages",
        "/Resources": "resources",
        "/Contents": "content|list:content",
        "/Group": "group",
        "/Annots": "list:link",
    },
    "group": {"/Type": "name:/Group", "/S": "name:/Transparency", "/CS": _SPACE, "/I": "plain", "/K": "plain"},
    "link": {
        "/Type": "name:/Annot",
        "/Subtype": "name:/Link",
        "/Rect": "plain",
        "/Border": "plain",
        "/F": "plain",
        "/Dest": "destination",
        "/A": "action",
    },
    "action": {"/Type": "name:/Action", "/S": "name:/URI", "/URI": "string:target"},
    "content": {**_STREAM},
    "resources": {
        "/Font": "map:font",
        "/XObject": "map:drawn",
        "/ExtGState": "map:state",
        "/ColorSpace": f"map:{_SPACE}",
        "/Pattern": "map:pattern",
        "/Shading": "map:shading",
        "/ProcSet": "list:name:/PDF /Text /ImageB /ImageC /ImageI",
    },
    "font:/Type1": {**_SIMPLE, "/Subtype": "name:/Type1"},
    "font:/MMType1": {**_SIMPLE, "/Subtype": "name:/MMType1"},
    "font:/TrueType": {**_SIMPLE, "/Subtype": "name:/TrueType"},
    "font:/Type3": {
        **_SIMPLE,
        "/Subtype": "name:/Type3",
        "/FontBBox": "plain",
        "/FontMatrix": "plain",
        "/CharProcs": "glyphs",
        "/Resources": "resources",
    },
    "font:/Type0": {
        **_TYPED,
        "/Subtype": "name:/Type0",
        "/Encoding": "charmap|cmap",
        "/DescendantFonts": "list:descendant",
    },
    "descendant": {
        **_TYPED,
        **dict.fromkeys(("/DW", "/W", "/DW2", "/W2"), "plain"),
        "/Subtype": "name:/CIDFontType0 /CIDFontType2",
        "/CIDSystemInfo": "collection",
        "/CIDToGIDMap": "name:/Identity|numbers",
    },
    "collection": {"/Registry": "string:registry", "/Ordering": "string:ordering", "/Supplement": "plain"},
    "encoding": {"/Type": "name:/Encoding", "/BaseEncoding": "codes", "/Differences": "differences"},
    "descriptor": {
        **dict.fromkeys(
            "/Flags /FontBBox /ItalicAngle /Ascent /Descent /Leading /CapHeight /XHeight /StemV /StemH /AvgWidth /MaxWidth "
            "/MissingWidth /FontWeight".split(),
            "plain",
        ),
        **dict.fromkeys(("/FontFile", "/FontFile2", "/FontFile3"), "program"),
        "/Type": "name:/FontDescriptor",
        "/FontName": "face",
        "/FontStretch": "name:/UltraCondensed /ExtraCondensed /Condensed /SemiCondensed /Normal /SemiExpanded /Expanded /ExtraExpanded "
        "/UltraExpanded",
    },
    "program": {
        **_STREAM,
        **dict.fromkeys(("/Length1", "/Length2", "/Length3"), "plain"),
        "/Subtype": "name:/Type1C /CIDFontType0C /OpenType",
    },
    "cmap": {
        **_STREAM,
        "/Type": "name:/CMap",
        "/CMapName": "named",
        "/CIDSystemInfo": "collection",
        "/WMode": "plain",
        "/UseCMap": "charmap",
    },
    "numbers": {**_STREAM},
    "image": {
        **_STREAM,
        **dict.fromkeys(
            "/Width /Height /BitsPerComponent /ImageMask /Decode /Interpolate /SMaskInData /Matte".split(),
            "plain",
        ),
        "/Type": "name:/XObject",
        "/Subtype": "name:/Image",
        "/ColorSpace": _SPACE,
        "/Intent": "name:/AbsoluteColorimetric /RelativeColorimetric /Saturation /Perceptual",
        "/Mask": "plain|image",
        "/SMask": "image",
    },
    "form": {
        **_STREAM,
        "/Type": "name:/XObject",
        "/Subtype": "name:/Form",
        "/FormType": "plain",
        "/BBox": "plain",
        "/Matrix": "plain",
        "/Resources": "resources",
        "/Group": "group",
    },
    "state": {
        **dict.fromkeys("/LW /LC /LJ /ML /D /OP /op /OPM /FL /SM /SA /CA /ca /AIS /TK".split(), "plain"),
        **dict.fromkeys(("/BG", "/BG2", "/UCR", "/UCR2", "/TR", "/TR2"), _TRANSFER),
        "/Type": "name:/ExtGState",
        "/RI": "name:/AbsoluteColorimetric /RelativeColorimetric /Saturation /Perceptual",
        "/Font": "sized",
        "/BM": "blend|list:blend",
        "/SMask": "name:/None|mask",
    },
    "mask": {"/Type": "name:/Mask", "/S": "name:/Alpha /Luminosity", "/G": "form", "/BC": "plain", "/TR": "name:/Identity|function"},
    "pattern:1": {
        **_STREAM,
        **dict.fromkeys(("/PaintType", "/TilingType", "/PatternType", "/BBox", "/XStep", "/YStep", "/Matrix"), "plain"),
        "/Type": "name:/Pattern",
        "/Resources": "resources",
    },
    "pattern:2": {"/Type": "name:/Pattern", "/PatternType": "plain", "/Shading": "shading", "/Matrix": "plain", "/ExtGState": "state"},
    "shading": {
        **_STREAM,
        **dict.fromkeys(
            "/ShadingType /Background /BBox /AntiAlias /Domain /Matrix /Coords /Extend /BitsPerCoordinate /BitsPerComponent "
            "/BitsPerFlag /Decode /VerticesPerRow".split(),
            "plain",
        ),
        "/ColorSpace": _SPACE,
        "/Function": "function|list:function",
    },
    "function": {
        **_STREAM,
        **dict.fromkeys(
            "/FunctionType /Domain /Range /Size /BitsPerSample /Order /Encode /Decode /C0 /C1 /N /Bounds".split(),
            "plain",
        ),
        "/Functions": "list:function",
    },
    "profile": {**_STREAM, "/N": "plain", "/Range": "plain", "/Alternate": _SPACE},
    "white": dict.fromkeys(("/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix", "/Range"), "plain"),
    "parameters": {
        **dict.fromkeys(
            "/Predictor /Colors /BitsPerComponent /Columns /EarlyChange /K /EndOfLine /EncodedByteAlign /Rows /EndOfBlock "
            "/BlackIs1 /DamagedRowsBeforeError /ColorTransform".split(),
            "plain",
        ),
        "/JBIG2Globals": "globals",
    },
    "globals": {**_STREAM},
}
STREAMS = frozenset(name for name, shape in SHAPES.items() if "/Length" in shape)
"""The shapes that may be streams; all but shadings and functions must be."""
