"""Images, copied by an allow-list (ISO 32000-1, 8.9.5): their pixels as they are, nothing that only rides along with them."""

from __future__ import annotations

import zlib

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream

from pipeline.render.kept.colours import Palette, components
from pipeline.render.kept.damage import DamagedImageError
from pipeline.render.kept.jbig2 import clean_jbig2
from pipeline.render.kept.jpeg import clean_jpeg
from pipeline.render.kept.jpx import clean_jpx
from pipeline.render.kept.plain import as_array, entry, number, numbers, take_names, take_numbers, word

__all__ = ["Pictures"]

_FULL = {
    "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode", "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode", "/DCT": "/DCTDecode",
}  # fmt: skip
_CLEANED = {"/DCTDecode": clean_jpeg, "/JPXDecode": clean_jpx, "/JBIG2Decode": clean_jbig2}
_FAX = "/CCITTFaxDecode"
_PARAMETERS = {
    _FAX: ("/K", "/EndOfLine", "/EncodedByteAlign", "/Columns", "/Rows", "/EndOfBlock", "/BlackIs1", "/DamagedRowsBeforeError"),
    "/DCTDecode": ("/ColorTransform",),
    "/FlateDecode": ("/Predictor", "/Colors", "/BitsPerComponent", "/Columns"),
}
_NUMBERS = ("/Width", "/Height", "/BitsPerComponent", "/ImageMask", "/Decode", "/Interpolate", "/SMaskInData")
_INTENTS = ("/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual")
_DEFAULT_BITS = 8


class Pictures:
    """The images of one new file; each that the source shares is shared again."""

    def __init__(self, target: Pdf, palette: Palette) -> None:
        """Copy into ``target``, colours by ``palette``."""
        self._target = target
        self._palette = palette
        self._made: dict[tuple[int, int], Object] = {}

    def image(self, old: Stream, *, is_mask: bool = False) -> Object:
        """Return an image as a new stream of the target.

        Metadata, alternates, layers, names and what follows the end of its data do not come along. Raises DamagedImageError where
        its stream does not keep to its format.
        """
        place = old.objgen
        if place == (0, 0):
            return self._copy(old, is_mask)
        if place not in self._made:
            self._made[place] = self._copy(old, is_mask)
        return self._made[place]

    def _copy(self, old: Stream, is_mask: bool) -> Object:
        new = self._target.make_stream(b"")
        new["/Type"], new["/Subtype"] = Name("/XObject"), Name("/Image")
        take_numbers(old, new, _NUMBERS)
        take_names(old, new, (("/Intent", _INTENTS),))
        space = self._palette.space(entry(old, "/ColorSpace"))
        if space is not None and entry(new, "/ImageMask") is not True:
            new["/ColorSpace"] = space
        if is_mask:
            matte = numbers(entry(old, "/Matte"))
            if matte is not None:
                new["/Matte"] = matte
        else:
            self._masks(old, new)
        self._pixels(old, new)
        return new

    def _masks(self, old: Stream, new: Object) -> None:
        """Copy the image's masks: by colour, by a stencil, by an image of opacities."""
        mask, soft = entry(old, "/Mask"), entry(old, "/SMask")
        if isinstance(mask, Stream):
            new["/Mask"] = self.image(mask, is_mask=True)
        elif numbers(mask) is not None:
            new["/Mask"] = numbers(mask)
        if isinstance(soft, Stream):
            new["/SMask"] = self.image(soft, is_mask=True)

    def _pixels(self, old: Stream, new: Object) -> None:
        """Copy the data: as it is where nothing else can be in it, else decoded and packed anew."""
        filters, parameters = _filters(old)
        raw, filters, parameters = _peel(old, filters, parameters)
        size = _bytes_of(new)
        if filters[:1] == ["/FlateDecode"] and len(filters) == 1 and _is_exact(raw, parameters[0], size):
            _write(new, raw, "/FlateDecode", _parameters("/FlateDecode", parameters[0]))
        elif not filters or filters[0] == "/FlateDecode":
            content = _unpack(old, raw, parameters, size) if filters else raw
            _write(new, zlib.compress(content if size is None else content[:size]), "/FlateDecode", None)
        elif filters[0] in _CLEANED:
            settings = _parameters(filters[0], parameters[0])
            if isinstance(entry(parameters[0], "/JBIG2Globals"), Stream):
                shared = clean_jbig2(entry(parameters[0], "/JBIG2Globals").read_bytes())
                settings = Dictionary(JBIG2Globals=self._target.make_stream(shared))
            _write(new, _CLEANED[filters[0]](raw), filters[0], settings)
        else:
            _write(new, raw, filters[0], _parameters(filters[0], parameters[0]))


def _filters(old: Stream) -> tuple[list[str], list[object]]:
    """Return the filters by their full names, and the parameters of each."""
    named, given = entry(old, "/Filter"), entry(old, "/DecodeParms")
    names = [] if named is None else list(named.as_list()) if isinstance(named, Array) else [named]
    listed = as_array(given)
    settings: list[object] = [None if listed is None and given is None else given] if listed is None else list(listed.as_list())
    settings.extend([None] * len(names))
    return [_FULL.get(word(each), word(each)) for each in names], settings[: len(names)]


def _peel(old: Stream, filters: list[str], parameters: list[object]) -> tuple[bytes, list[str], list[object]]:
    """Return the data with only its last filter on, where that one is an image's own; all else is decoded in full."""
    raw = old.read_raw_bytes()
    own = {*_CLEANED, _FAX}
    if not filters or (len(filters) == 1 and filters[0] in {*own, "/FlateDecode"}):
        return raw, filters, parameters
    if filters[-1] not in own:
        return _decode(raw, filters, parameters), [], []
    return _decode(raw, filters[:-1], parameters[:-1]), filters[-1:], parameters[-1:]


def _decode(raw: bytes, filters: list[str], parameters: list[object]) -> bytes:
    """Return data decoded by filters that any stream may have. Raises DamagedImageError where that fails."""
    scratch = Pdf.new()
    stream = scratch.make_stream(raw)
    stream["/Filter"] = Array([Name(each) for each in filters])
    settings = [Dictionary() if each is None else Dictionary(_all_parameters(each)) for each in parameters]
    stream["/DecodeParms"] = Array(settings)
    try:
        return bytes(stream.read_bytes())
    except PdfError as fault:
        raise DamagedImageError("an image's stream cannot be decoded") from fault


def _all_parameters(given: object) -> dict[str, int]:
    """Return the parameters of a filter of any stream, numbers alone."""
    found = {key: number(entry(given, key)) for key in ("/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/EarlyChange")}
    return {key: value for key, value in found.items() if isinstance(value, int)}


def _parameters(kind: str, given: object) -> Dictionary | None:
    """Return the parameters that a filter knows."""
    if not isinstance(given, Dictionary):
        return None
    new = Dictionary()
    take_numbers(given, new, _PARAMETERS.get(kind, ()))
    return new if len(new) else None


def _bytes_of(image: Object) -> int | None:
    """Return how many bytes an image's decoded rows take; None where its entries do not tell."""
    width, height, bits = (number(entry(image, key)) for key in ("/Width", "/Height", "/BitsPerComponent"))
    is_stencil = entry(image, "/ImageMask") is True
    count = 1 if is_stencil else components(entry(image, "/ColorSpace"))
    depth = 1 if is_stencil else bits or _DEFAULT_BITS
    if not (isinstance(width, int) and isinstance(height, int) and isinstance(depth, int)) or count is None:
        return None
    return height * ((width * count * depth + 7) // 8)


def _is_exact(raw: bytes, parameters: object, size: int | None) -> bool:
    """Tell whether packed data holds these many bytes, no more, and nothing stands behind it."""
    if size is None or entry(parameters, "/Predictor") not in {None, 1}:
        return False
    unpacking = zlib.decompressobj()
    try:
        return len(unpacking.decompress(raw, size + 1)) == size and unpacking.eof and not unpacking.unused_data
    except zlib.error:
        return False


def _unpack(old: Stream, raw: bytes, parameters: list[object], size: int | None) -> bytes:
    """Return unpacked data; of damaged data what can be read, and zeros for the rest, as readers draw it. Raises DamagedImageError."""
    try:
        return bytes(old.read_bytes())
    except PdfError as fault:
        if size is None or entry(parameters[0], "/Predictor") not in {None, 1}:
            raise DamagedImageError("an image's stream cannot be decoded") from fault
    unpacking, out = zlib.decompressobj(), bytearray()
    try:
        for place in range(len(raw)):
            if len(out) < size:
                out += unpacking.decompress(raw[place : place + 1])
    except zlib.error:
        pass  # what was read up to here is what a reader shows
    return bytes(out[:size]).ljust(size, b"\0")


def _write(new: Object, data: bytes, kind: str, settings: Dictionary | None) -> None:
    """Set a stream's data with its filter."""
    new.write(data, filter=Name(kind), decode_parms=settings)
