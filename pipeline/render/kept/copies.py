"""Streams are never changed where they lie: a form or pattern is copied for each place that draws it, and its parents with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, unparse_content_stream

from pipeline.content.values import Instruction, Path, Scene, StreamOf
from pipeline.render.kept.instructions import cleaned

__all__ = ["Copies", "copy_streams"]

_FORM_KEYS = ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group")
_PATTERN_KEYS = ("/Type", "/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix")
_KINDS = {"Do": "/XObject", "scn": "/Pattern", "SCN": "/Pattern"}
_NEW = "/Kept"  # names of copies are this and a number

_EVERYWHERE = (-14400, -14400, 14400, 14400)  # user space units, the largest paper on every side; the BBox of a form that measured a line

Rewrite = Callable[[Path, Mapping[int, Name], AbstractSet[int]], Sequence[Instruction]]
"""Takes a stream, new names of what it draws by operator, and the operators that draw what is empty now."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Clean copies of forms and patterns that lose nothing, kept over the pages of one document."""

    clean: dict[tuple[int, int], Object] = field(default_factory=dict)


@dataclass(slots=True)
class _Copying:
    pdf: Pdf
    scene: Scene
    copies: Copies
    touched: AbstractSet[Path]
    rewrite: Rewrite
    loose: AbstractSet[Path]
    made: dict[Path, dict[int, Object]] = field(default_factory=lambda: defaultdict(dict))
    empty: dict[Path, set[int]] = field(default_factory=lambda: defaultdict(set))

    def copy(self, path: Path, stream: StreamOf) -> None:
        """Make the copy of a form or pattern and note it for its parent."""
        form = stream.form
        if form is None:
            return
        key = form.objgen
        is_shared = path not in self.touched and key != (0, 0) and "/Resources" in form
        found = self.copies.clean.get(key) if is_shared else None
        if found is None:
            data, resources = self.content(path, stream)
            if path in self.touched and not data.strip() and "/PatternType" not in form:
                self.empty[path[:-1]].add(path[-1])
                return
            found = self.pdf.make_stream(data)
            for entry in _PATTERN_KEYS if "/PatternType" in form else _FORM_KEYS:
                if entry in form:
                    found[entry] = form[entry]
            if path in self.loose and "/PatternType" not in form:
                found["/BBox"] = Array(_EVERYWHERE)
            found["/Resources"] = resources
        if is_shared:
            self.copies.clean[key] = found
        self.made[path[:-1]][path[-1]] = found

    def content(self, path: Path, stream: StreamOf) -> tuple[bytes, Object]:
        """Return a stream's new bytes and its resources, in which its own copies have new names."""
        names, resources = _renamed(stream, self.made[path])
        new = self.rewrite(path, names, self.empty[path]) if path in self.touched else cleaned(stream.instructions, names)
        return unparse_content_stream(new), resources


def _renamed(stream: StreamOf, made: Mapping[int, Object]) -> tuple[dict[int, Name], Object]:
    """Return the new names of copies by their operators, and a copy of the resources that knows them, and no longer the old ones."""
    if not made:
        return {}, stream.resources
    resources = Dictionary(dict(stream.resources.items()))
    names: dict[int, Name] = {}
    groups: dict[str, dict[str, Object]] = {}
    number = 0
    for at in sorted(made):
        each = stream.instructions[at]
        kind, old = _KINDS[str(each.operator)], str(list(each.operands)[-1])
        group = groups.setdefault(kind, dict(stream.resources[kind].items()))
        while f"{_NEW}{number}" in group:
            number += 1
        names[at] = Name(f"{_NEW}{number}")
        group[str(names[at])] = made[at]
        groups[kind] = group
        names_of_old = {str(list(stream.instructions[one].operands)[-1]) for one in made}
        if old in names_of_old:
            group.pop(old, None)
    for kind, group in groups.items():
        resources[kind] = Dictionary(group)
    return names, resources


def copy_streams(
    pdf: Pdf,
    page: Page,
    scene: Scene,
    copies: Copies,
    touched: AbstractSet[Path],
    rewrite: Rewrite,
    images: Mapping[tuple[Path, int], Object] | None = None,
    loose: AbstractSet[Path] = frozenset(),
) -> None:
    """Give a page new content: streams on the way to ``touched`` ones by ``rewrite``, all others cleaned.

    Marked content, comments and what no reader knows do not come along, nor any entry of a form beside those that draw it.
    ``images`` take the place of those that operators draw. A form that paints nothing any more goes, with the box that it was as
    large as; those of ``loose`` clip no longer, for their boxes measured a line.
    """
    ways = {path[:length] for path in touched for length in range(len(path) + 1)}
    copying = _Copying(pdf, scene, copies, ways, rewrite, loose)
    for (path, at), image in (images or {}).items():
        copying.made[path][at] = image
    for path in sorted(scene.streams, key=lambda path: (-len(path), path)):
        if path:
            copying.copy(path, scene.streams[path])
    own = scene.streams.get(())
    if own is None:
        return
    data, resources = copying.content((), own)
    page.obj["/Contents"] = pdf.make_stream(data)
    page.obj["/Resources"] = resources
