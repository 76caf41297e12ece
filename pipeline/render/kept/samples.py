"""The samples of an image as numbers: rows, columns and components (ISO 32000-1, 8.9.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Samples", "pack", "unpack"]

_BYTE = 8
_WORD = 16


@dataclass(slots=True)
class Samples:
    """``values`` has the shape (rows, columns, components); ``bits`` is the depth of one of them: 1, 2, 4, 8 or 16."""

    values: NDArray[np.uint16] | NDArray[np.uint8]
    bits: int

    @property
    def top(self) -> int:
        """The largest value that a sample can have."""
        return (1 << self.bits) - 1


def unpack(data: bytes, width: int, height: int, count: int, bits: int) -> Samples:
    """Return the samples of unpacked image data; data that ends early reads as zeros, what follows the last row is left out."""
    row = (width * count * bits + 7) // 8
    whole = np.frombuffer(data[: row * height].ljust(row * height, b"\0"), dtype=np.uint8).reshape(height, row)
    if bits == _WORD:
        words: NDArray[np.uint16] = whole.view(">u2").astype(np.uint16)
        return Samples(words.reshape(height, width, count), bits)
    if bits == _BYTE:
        return Samples(whole.reshape(height, width, count).copy(), bits)
    single = np.unpackbits(whole, axis=1)
    if bits == 1:
        return Samples(single[:, : width * count].reshape(height, width, count), bits)
    weights = (1 << np.arange(bits - 1, -1, -1)).astype(np.uint8)
    values = (single.reshape(height, -1, bits) * weights).sum(axis=2, dtype=np.uint8)
    return Samples(values[:, : width * count].reshape(height, width, count).copy(), bits)


def pack(samples: Samples) -> bytes:
    """Return samples as image data, each row filled up to whole bytes with zeros."""
    height = samples.values.shape[0]
    flat = samples.values.reshape(height, -1)
    if samples.bits == _WORD:
        return flat.astype(">u2").tobytes()
    if samples.bits == _BYTE:
        return flat.astype(np.uint8).tobytes()
    shifts = np.arange(samples.bits - 1, -1, -1).astype(np.uint8)
    single = (flat.astype(np.uint8)[:, :, None] >> shifts) & 1
    return np.packbits(single.reshape(height, -1), axis=1).tobytes()
