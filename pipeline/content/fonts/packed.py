"""The data of streams that fonts bring, bounded before and after they are unpacked."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Object

from pipeline.content.unpacked import TooLargeError, unpacked

__all__ = ["stream_data"]

_LZW = frozenset({"/LZWDecode", "/LZW"})


def stream_data(stream: Object, bound: int) -> bytes:
    """Return a stream's data, predictors undone. Raises TooLargeError beyond ``bound`` bytes, and TornError or PdfError on bad data."""
    data = unpacked(stream, bound, strict=False)
    if _needs_library(stream):  # neither of these makes much of little, and ``unpacked`` has bounded what goes in
        data = stream.read_bytes()
    if len(data) > bound:
        raise TooLargeError
    return data


def _needs_library(stream: Object) -> bool:
    filters, parameters = stream.get("/Filter"), stream.get("/DecodeParms")
    named = {str(each) for each in (filters if isinstance(filters, Array) else [filters])}
    given = parameters if isinstance(parameters, Array) else [parameters]
    return bool(named & _LZW) or any(isinstance(each, Dictionary) and int(each.get("/Predictor", 1)) > 1 for each in given)
