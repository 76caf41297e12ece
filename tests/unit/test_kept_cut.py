"""Excision in small: what each operator, letter and edge comes to, where a mistake would be told by nothing else."""

from __future__ import annotations

import pytest
from kept_pages import WORDS, content_of, excised, gap_over, glyphs_over, opened, page_with, texts_of

from pipeline.content.geometry import positions
from pipeline.content.values import Scene
from pipeline.content.walk import read_scene
from pipeline.model import Action
from pipeline.render.kept.excise import excise_page
from pipeline.render.kept.values import Gap

OTHER = "BT /F1 12 Tf 72 400 Td (Nobody else was there that night but the porter) Tj ET"
CUT = "BT /F1 12 Tf 72 700 Td (He met Ostrakov at noon) Tj ET"


def origins(scene: Scene) -> dict[str, tuple[float, float]]:
    """Return where each show begins, by its text."""
    return {"".join(show.font.texts(show.codes)): positions(show)[0] for show in scene.shows}


def test_a_move_that_shows_nothing_still_moves_what_follows_on_a_line_that_is_kept() -> None:
    source = page_with(f"{CUT} BT /F1 12 Tf 72 600 Td (left) Tj [-5000] TJ (right) Tj ET")
    _, _, page, _ = excised(source, "Ostrakov")
    before, after = origins(opened(source)[2]), origins(read_scene(page, {}))
    assert after["right"] == pytest.approx(before["right"], abs=0.01)


def test_text_and_spaces_within_a_path_that_goes_stay() -> None:
    source = page_with(f"BT /F1 12 Tf 72 700 Td 0 0 m (within) Tj ET q 1 0 0 1 0 9 cm Q 9 99 l 99 99 l S {OTHER}")
    document, page, scene = opened(source)
    excise_page(document, page, scene, [Gap((), (0,), Action.REFER, WORDS)], ())
    assert "within" in "".join(texts_of(read_scene(page, {})))
    assert not read_scene(page, {}).graphics
