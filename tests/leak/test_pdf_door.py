"""Hostile PDFs: what shows more or less than it says is refused by name, what is honest is read word for word.

The builders are ``hostile_*.py`` and ``honest_pdfs.py``, in which each function is one file.
"""

from __future__ import annotations

import hostile_drawings
import hostile_pdfs
import pytest

from pipeline.errors import InputError
from pipeline.ingest import DEFAULT_LIMITS, read_pdf

assert hostile_drawings  # registers its attacks


@pytest.mark.parametrize("name", hostile_pdfs.ATTACKS)
def test_an_attack_is_refused_with_what_it_carries(name: str) -> None:
    make, sentence = hostile_pdfs.ATTACKS[name]
    with pytest.raises(InputError, match=sentence) as caught:
        read_pdf(make(), DEFAULT_LIMITS)
    assert hostile_pdfs.SECRET not in str(caught.value)
