"""Content that is accepted at a glance is accepted token by token."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.errors import LeakError
from pipeline.verify.streams import _KNOWN, _check_content, _check_tokens

PIECES = [
    *(b"BT", b"ET", b"Tj", b"TJ", b"Tf", b"Tm", b"rg", b"S", b"f*", b"T*", b"Do", b"BDC", b"EMC", b"re", b"reS"),
    *(b"1", b"-2.5", b".5", b"+7.", b"1e5", b"--1", b"1.2.3", b"0x", b"."),
    *(b"/F1+0", b"/F12+3", b"/F1", b"/Im1", b"/F1+0/F2+0", b"F1+0"),
    *(b"(x)", b"()", b"(xx)", b"( )", b"(x", b"x)", b"(x)Tj", b"(x) Tj(x) Tj", b"<00>", b"<<", b">>", b"[", b"]", b"{", b"%", b"% x\n"),
    *(b" ", b"\n", b"\r", b"\t", b"\x00", b"\x0b", b"\x0c", b"\xa0", b"\xff", b""),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from([b" ", b"\n", b""]))
@example([b"(x)", b"Tj"], b" ")
@example([b"(x)", b"ET"], b" ")
@example([b"q", b"BTET"], b" ")
def test_what_is_known_at_a_glance_is_known_token_by_token(pieces: list[bytes], gap: bytes) -> None:
    shown = gap.join(pieces)
    if _KNOWN.fullmatch(shown):
        _check_tokens(1, shown)


@pytest.mark.parametrize("shown", [b"", b" ", b"BT 1 0 0 1 72 -7.5 Tm /F1+0 12 Tf (x) Tj () Tj ET\n", b"q\nQ", b"n .5 w S"])
def test_what_our_writer_writes_is_known_at_a_glance(shown: bytes) -> None:
    assert _KNOWN.fullmatch(shown)


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"BT (x) Tj ET zebra",
            b"BT (x) TJ ET",
            b"BT (x) ET",
            b"% zebra\nBT",
            b"[(x)] TJ",
            b"/Im1 Do",
            b"<7A> Tj",
            b"BT (x)",
            b"1 0 0 rgx",
        ),
        *(b"(x) Tj(zebra) f", b"(x) Tjz", b"/F1+0zebra 12 Tf", b"12zebra w", b"/Span <</ActualText <FEFF0041>>> BDC (z) f EMC "),
    ],
)
def test_what_is_unknown_is_a_leak(data: bytes) -> None:
    with pytest.raises(LeakError):
        _check_content(1, data)
