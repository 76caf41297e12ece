"""Pages compared by their pixels, and bars by what lies under them: on paper of every kind."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pikepdf
import pytest
from kept_pdfs import BAR, Kept, expected, kept, red, save, source
from pikepdf import Array, Dictionary, Name

from pipeline.verify.kept.expected import KeptBar, KeptExpected
from pipeline.verify.kept.pixels import View

CROP = (50.0, 600.0, 560.0, 780.0)


def _on_paper(pdf: bytes, rotate: int, crop: tuple[float, ...]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0].obj
        page.Rotate, page.CropBox = rotate, Array(crop)
        return save(opened)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_and_cropped_page_passes(rotate: int) -> None:
    assert red(_on_paper(kept(), rotate, CROP), before=_on_paper(source(), rotate, CROP)) == set()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_made_larger_on_one_side_passes(rotate: int) -> None:
    larger = (CROP[0], CROP[1] - 24, CROP[2], CROP[3])
    assert red(_on_paper(kept(), rotate, larger), before=_on_paper(source(), rotate, CROP)) == set()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_rule_more_is_seen_on_every_page(rotate: int) -> None:
    ruled = kept(lambda made: made.lines.append("0 g\n72 620 200 1 re\nf\n"))
    larger = (CROP[0], CROP[1] - 24, CROP[2], CROP[3])
    assert red(_on_paper(ruled, rotate, larger), before=_on_paper(source(), rotate, CROP)) == {"pixels"}


def test_a_page_that_is_turned_otherwise_is_a_leak() -> None:
    assert "pixels" in red(_on_paper(kept(), 90, CROP), before=_on_paper(source(), 0, CROP))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_page_space_is_placed_as_displayed(rotate: int) -> None:
    wide, high = (100, 200) if rotate % 180 == 0 else (200, 100)
    view = View((10, 20, 60, 120), rotate, wide, high)
    upper_left = {0: (10, 120), 90: (10, 20), 180: (60, 20), 270: (60, 120)}[rotate]
    assert view.placed(*upper_left) == (0, 0)
    assert view.rectangle((10, 20, 60, 120)) == (slice(0, high), slice(0, wide))
    assert view.rectangle((-90, 20, -80, 30)) != view.rectangle((10, 20, 60, 120))


def _picture(shades: np.ndarray) -> Callable[[Kept], None]:
    """Return an edit that draws an image of some shades of grey under the bar, twice its size."""
    high, wide = shades.shape

    def edit(made: Kept) -> None:
        image = made.pdf.make_stream(shades.astype(np.uint8).tobytes())
        for key, value in {"Type": Name.XObject, "Subtype": Name.Image, "Width": wide, "Height": high, "BitsPerComponent": 8}.items():
            image[f"/{key}"] = value
        image.ColorSpace = Name.DeviceGray
        made.page.Resources.XObject = Dictionary(X1=image)
        across, up = BAR.width * 2, (BAR.ascent - BAR.descent) * 2
        x, y = BAR.x - BAR.width / 2, BAR.y + BAR.descent - up / 4
        made.lines.insert(0, f"q\n{across} 0 0 {up} {x} {y} cm\n/X1 Do\nQ\n")

    return edit


def _noise() -> np.ndarray:
    return np.random.default_rng(7).integers(200, 256, (40, 160))


def _wanted() -> KeptExpected:
    around = (BAR.x - BAR.width, BAR.y - 20, BAR.x + BAR.width * 2, BAR.y + 24)
    return expected(touched=(around,))


def test_an_image_that_is_not_burned_under_a_bar_is_a_leak() -> None:
    assert red(kept(_picture(_noise())), _wanted()) == {"bars"}


def test_an_image_that_is_burned_under_a_bar_passes() -> None:
    shades = _noise()
    shades[10:30, 40:120] = 0
    assert red(kept(_picture(shades)), _wanted()) == set()


def test_a_burn_that_leaves_one_pixel_of_another_shade_is_a_leak() -> None:
    shades = _noise()
    shades[10:30, 40:120] = 0
    shades[20, 60] = 90
    assert red(kept(_picture(shades)), _wanted()) == {"bars"}


def test_text_under_a_bar_is_a_leak_though_its_letters_were_expected() -> None:
    under = f"BT\n/F1 8 Tf\n1 0 0 1 {BAR.x + 5} {BAR.y} Tm\n(it) Tj\nET\n"
    wanted = expected(furniture="Released in part it")
    assert red(kept(lambda made: made.lines.append(under)), wanted) == {"bars"}


def test_a_bar_of_another_colour_than_was_said_is_a_leak() -> None:
    assert red(kept(), expected(bars=(replace(BAR, fill=(1.0, 1.0, 1.0)),))) == {"bars"}


@pytest.mark.parametrize(("dx", "dy"), [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.6, 0.8)])
def test_the_corners_of_a_bar_go_along_its_line(dx: float, dy: float) -> None:
    corners = KeptBar(100, 200, dx, dy, 50, 8, -2, (0, 0, 0)).corners()
    assert corners[0] == pytest.approx((100 + 2 * dy, 200 - 2 * dx))
    assert corners[1] == pytest.approx((100 + 50 * dx + 2 * dy, 200 + 50 * dy - 2 * dx))
    assert corners[2] == pytest.approx((100 + 50 * dx - 8 * dy, 200 + 50 * dy + 8 * dx))
