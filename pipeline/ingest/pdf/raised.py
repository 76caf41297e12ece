"""The numbers and letters of notes, raised or lowered beside a word, become raised or lowered characters: they are no part of the word."""

from __future__ import annotations

from dataclasses import replace

from pipeline.ingest.pdf.accents import Piece

__all__ = ["with_raised"]

_SMALLER = 0.85  # of the size before it
_OFF = 0.12  # em before it, by which a smaller sign's baseline lies higher or lower
_HIGHER = 0.25  # em, by which that of a sign as large lies higher, as typewriters set it
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LETTERS = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


def with_raised(before: Piece, piece: Piece) -> Piece:
    """Return a piece that follows another within a word, raised or lowered where it is the number or the letter of a note.

    Several raised letters are left: 1st, 2nd.
    """
    if not before.text[-1].isalnum():
        return piece
    up = (before.baseline - piece.baseline) / before.em
    is_small = piece.em <= _SMALLER * before.em
    if up < (_OFF if is_small else _HIGHER):
        return replace(piece, text=piece.text.translate(_LOWERED)) if is_small and up <= -_OFF else piece
    is_letter = len(piece.text) == 1
    return replace(piece, text=piece.text.translate(_RAISED | _LETTERS if is_letter else _RAISED))
