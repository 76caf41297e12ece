"""The house rules as machines: rings, order of stages, sizes, purity, and who may build a Release."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline import STAGES

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline"

# Inward to outward. A module may import those of earlier rows; within a row of one name, its own package.
ORDER = (
    ("model",),
    ("errors",),
    ("authority",),
    ("segments",),
    ("running",),
    ("reach",),
    ("dates",),
    ("folding",),
    ("markings", "people", "content"),
    ("passages",),
    ("statement",),
    ("wording",),
    ("rules",),
    STAGES_ROW := ("ingest", "detect", "decide", "render", "verify", "audit"),
    ("ner",),
    ("rulebook",),
    ("inspection",),
    ("flow",),
    ("chains",),
    ("trial",),
    ("explanation",),
    ("journal",),
    ("scratch",),
    ("store",),
    ("isolate",),
    ("inputs",),
    ("batch",),
    ("coverage",),
    ("report",),
    ("table",),
    ("cli",),
)
RANK = {name: rank for rank, row in enumerate(ORDER) for name in row}
PURE = {name for row in ORDER[: RANK["rulebook"]] for name in row}
FONTS = PACKAGE / "render" / "fonts.py"  # reads the vendored fonts of its own package

MAX_LINES, MAX_MEDIAN_LINES, MAX_FUNCTION, MAX_MEDIAN_FUNCTION, MAX_FLOW = 400, 200, 50, 15, 25


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "data")


def house(path: Path) -> str:
    """Return the first part of a module's name below ``pipeline``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def own_imports(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("pipeline.")}


def outward(own: str, imported: set[str]) -> set[str]:
    """Return which of ``imported`` a module of the house ``own`` may not see."""
    return {name for name in imported if name != own and RANK[name] >= RANK[own]}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_inward_and_no_stage_imports_another(path: Path) -> None:
    if house(path) == "__init__":
        assert own_imports(path) == set()
    else:
        assert outward(house(path), own_imports(path)) == set()


def test_an_import_that_points_outward_or_sideways_is_seen() -> None:
    assert outward("decide", {"flow"}) == {"flow"}
    assert outward("render", {"verify"}) == {"verify"}
    assert outward("decide", {"authority", "model"}) == set()


def test_every_house_has_its_ring() -> None:
    assert {house(path) for path in modules()} - {"__init__"} == set(RANK)


def test_the_order_of_stages_is_the_same_everywhere() -> None:
    arrows = " -> ".join(STAGES)
    assert arrows in (pipeline.__doc__ or "")
    assert arrows in (ROOT / "README.md").read_text()
    tree = ast.parse((PACKAGE / "flow.py").read_text())
    process = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "process")
    targets = ["record", "findings", "decisions", "drafts", "releases", "logs"]
    assigned = [node.targets[0].id for node in process.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    assert [name for name in assigned if name in targets] == targets
    called = [node.func.id for node in ast.walk(process) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    order = [name.lstrip("_") for name in called if name.lstrip("_") in STAGES]
    assert sorted(set(order), key=STAGES.index) == list(STAGES)
    assert len(process.body) <= MAX_FLOW


def test_only_verify_builds_a_release() -> None:
    builders = {
        house(path)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Release"
    }
    assert builders == {"verify"}


def test_only_excise_of_the_writers_sees_the_record() -> None:
    allowed = {"excise.py", "render.py"}
    seeing = {path.name for path in (PACKAGE / "render").glob("*.py") if re.search(r"\bRecord\b", path.read_text())}
    assert seeing == allowed | ({"fonts.py"} if re.search(r"\bRecord\b", FONTS.read_text()) else set())


@pytest.mark.parametrize("path", [path for path in modules() if house(path) in PURE], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_stages_are_pure_of_clock_disk_network_and_environment(path: Path) -> None:
    text = path.read_text()
    impure = re.findall(r"(?<![.\w])open\(|\.today\(|\.now\(|time\.time|os\.environ|(?<!\w)print\(|socket|urllib|requests", text)
    assert impure == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_LINES
    for node in functions(path):
        assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION, node.name


def test_most_files_and_functions_are_smaller_still() -> None:
    assert statistics.median(len(path.read_text().splitlines()) for path in modules()) <= MAX_MEDIAN_LINES
    lengths = [(node.end_lineno or 0) - node.lineno + 1 for path in modules() for node in functions(path)]
    assert statistics.median(lengths) <= MAX_MEDIAN_FUNCTION


def test_every_module_says_its_job_and_every_package_its_surface() -> None:
    for path in modules():
        tree = ast.parse(path.read_text())
        assert ast.get_docstring(tree), path
        named = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name)}
        assert "__all__" in named or path.name == "markings.py" or path.parent != PACKAGE, path


def test_every_test_file_has_its_pedigree() -> None:
    pedigree = (ROOT / "tests" / "README.md").read_text()
    files = {path.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert {name for name in files if f"`{name}`" not in pedigree} == set()


def test_every_command_and_option_is_documented() -> None:
    readme = (ROOT / "README.md").read_text() + (ROOT / "docs" / "commands.md").read_text()
    options = set(re.findall(r'"(--[a-z-]+)"', "".join(path.read_text() for path in (PACKAGE / "cli").glob("*.py"))))
    assert {option for option in options if option not in readme} == set()


def test_no_index_host_and_no_machine_path_is_named() -> None:
    hosts = re.compile(r"py" + r"pi\.org|python" + r"hosted|registry\.np" + r"mjs|/(?:" + r"root|work)/")
    files = [path for path in ROOT.rglob("*") if path.is_file() and path.suffix in {".py", ".md", ".toml", ".txt", ".yaml", ""}]
    hidden = {"output", "mutants"}
    tracked = [path for path in files if not any(part in hidden or part.startswith(".") for part in path.relative_to(ROOT).parts)]
    assert [path.name for path in tracked if hosts.search(path.read_text(errors="ignore"))] == []
