"""Content that is drawn but not walked, masks and the procedures of letters: whether it shows text or images."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import ContentStreamInlineImage, Dictionary, Object, Stream

from pipeline.content.streams import Parsed

__all__ = ["is_drawing", "letters_show_text", "may_hold_words"]

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_BUILDING = frozenset({"l", "c", "v", "y", "re"})
_MANY_PARTS = 40  # of paths; a rounded box has 8
_DEEPEST = 6  # forms within forms


def may_hold_words(mask: Object | None, parsed: Parsed) -> bool:
    """Tell whether the form of a mask shows text or images, or cannot be told. Raises ContentError where it is damaged."""
    return not isinstance(mask, Stream) or _shows(mask, mask.get("/Resources"), parsed, are_images_words=True)


def is_drawing(mask: Object | None, parsed: Parsed) -> bool:
    """Tell whether the form of a mask draws paths of so many parts that they may be letters. Raises ContentError where it is damaged."""
    return _parts(mask, parsed, 0) > _MANY_PARTS


def _parts(form: Object | None, parsed: Parsed, depth: int) -> int:
    if not isinstance(form, Stream):
        return 0
    if depth > _DEEPEST:
        return _MANY_PARTS + 1
    names = [str(each.operator) for each in parsed.form(form).instructions if not isinstance(each, ContentStreamInlineImage)]
    within = names.count("Do") and sum(_parts(each, parsed, depth + 1) for each in _forms(form))
    return sum(name in _BUILDING for name in names) + within


def _forms(form: Object) -> list[Object]:
    """Return all that the resources of a form name, drawn or not."""
    resources = form.get("/Resources")
    objects = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    return [each for _, each in objects.items()] if isinstance(objects, Dictionary) else []


def letters_show_text(font: Object, parsed: Parsed) -> bool:
    """Tell whether a procedure of a Type 3 font shows text of another font. Raises ContentError where it is damaged.

    Images in it are let through: letters of scanned fonts are such.
    """
    procedures = font.get("/CharProcs")
    drawn = [each for _, each in procedures.items() if isinstance(each, Stream)] if isinstance(procedures, Dictionary) else []
    return any(_shows(each, font.get("/Resources"), parsed, are_images_words=False) for each in drawn)


def _shows(form: Object, resources: Object | None, parsed: Parsed, *, are_images_words: bool, depth: int = 0) -> bool:
    if depth > _DEEPEST:
        return True
    for instruction in parsed.form(form).instructions:
        if isinstance(instruction, ContentStreamInlineImage):
            is_shown = are_images_words
        elif str(instruction.operator) == "Do":
            drawn = _drawn(resources, list(instruction.operands))
            kind = "" if drawn is None else str(drawn.get("/Subtype"))
            if drawn is None or kind != "/Form":
                is_shown = are_images_words or kind != "/Image"
            else:
                is_shown = _shows(drawn, drawn.get("/Resources", resources), parsed, are_images_words=are_images_words, depth=depth + 1)
        else:
            is_shown = str(instruction.operator) in _SHOWING
        if is_shown:
            return True
    return False


def _drawn(resources: Object | None, operands: Sequence[object]) -> Object | None:
    objects = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    found = objects.get(str(operands[0])) if isinstance(objects, Dictionary) and operands else None
    return found if isinstance(found, Stream) else None
