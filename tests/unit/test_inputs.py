"""What arguments stand for: files, folders, patterns; what is refused, and what is passed over and told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.inputs import Found, find

OUT = Path("out")
PUBLIC = ("manifest.json", "redacted.txt", "released.txt")
INTERNAL = ("findings.json", "audit.jsonl", "case.key")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("x")


def found(*arguments: str) -> list[str]:
    """Return each file, with its fault where it has one."""
    files, _ = find([Path(each) for each in arguments], OUT)
    return [f"{each.path}: {each.fault}" if each.fault else str(each.path) for each in files]


def passed_over(*arguments: str) -> tuple[str, ...]:
    return find([Path(each) for each in arguments], OUT)[1]


def test_a_file_is_taken_as_it_is_named_there_or_not() -> None:
    make("a.txt", ".hidden", "a[1].txt")
    assert found("a.txt", "missing.txt", ".hidden", "a[1].txt", "a.txt") == ["a.txt", "missing.txt", ".hidden", "a[1].txt", "a.txt"]
    assert passed_over("a.txt", ".hidden") == ()


def test_a_folder_stands_for_its_files_in_the_order_of_their_names() -> None:
    make("in/b.txt", "in/a/2", "in/a/10", "in/c.txt", "in/a.txt")
    Path("in/empty").mkdir()
    assert found("in") == ["in/a/10", "in/a/2", "in/a.txt", "in/b.txt", "in/c.txt"]
    assert find([Path("in")], OUT)[0][0] == Found(Path("in/a/10"), ("a", "10"))


def test_what_is_hidden_or_links_to_a_folder_is_passed_over_and_told() -> None:
    make("in/a", "in/.b", "in/.c/d", "in/sub/.e", "other/f")
    Path("in/up").symlink_to("..")
    Path("in/other").symlink_to(Path("other").absolute())
    Path("in/file").symlink_to("a")
    assert found("in") == ["in/a", "in/file"]
    assert passed_over("in") == ("3 hidden", "2 links to folders")


def test_members_that_are_no_files_are_records_to_be_refused() -> None:
    make("in/a")
    os.mkfifo("in/pipe")
    Path("in/broken").symlink_to("nowhere")
    Path("in/self").symlink_to("self")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("in/socket")
        assert found("in") == ["in/a", "in/broken", "in/pipe", "in/self", "in/socket"]


def test_a_folder_that_holds_no_file_is_refused() -> None:
    make("hidden/.a")
    Path("empty/below").mkdir(parents=True)
    told = "the folder holds no file that could be run; check the path"
    assert found("empty", "hidden") == [f"empty: {told}", f"hidden: {told}"]


def test_a_folder_that_cannot_be_read_is_refused_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    make("in/a/1", "in/b/1", "in/c")
    real = os.listdir

    def refuse(path: Path) -> list[str]:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("pipeline.inputs.os.listdir", refuse)
    told = "this folder cannot be read (Permission denied); check its rights"
    assert found("in") == [f"in/a: {told}", "in/b/1", "in/c"]
    assert found("in/a") == [f"in/a: {told}"]


def test_a_member_that_the_system_will_not_show_is_a_record_to_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    make("in/a", "in/b")
    real = Path.stat

    def refuse(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refuse)
    assert found("in") == ["in/a", "in/b"]


def test_a_tree_deeper_than_the_stack_is_no_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = ["in", *["d"] * sys.getrecursionlimit()]
    for name in deep:  # step by step: the whole path is longer than the system takes
        Path(name).mkdir()
        monkeypatch.chdir(name)
    Path("file").write_text("x")
    monkeypatch.chdir(folder)
    assert found("in") == [str(Path(*deep, "file"))]
    subprocess.run(["rm", "-rf", "in"], check=True)


# --- patterns ---


def test_a_pattern_that_the_shell_left_alone_is_expanded() -> None:
    make("a.txt", "b.txt", "c.md", "d/e.txt", ".h.txt")
    assert found("*.txt") == ["a.txt", "b.txt"]
    assert found("**/*.txt") == ["a.txt", "b.txt", "d/e.txt"]
    assert found("[ac].*") == ["a.txt", "c.md"]
    assert found("?") == ["d/e.txt"]
    assert find([Path("d/*.txt")], OUT)[0] == (Found(Path("d/e.txt"), ("e.txt",)),)


def test_a_pattern_that_matches_nothing_is_refused() -> None:
    assert found("*.txt", "in/[") == [
        "*.txt: nothing matches this pattern; check the path",
        "in/[: nothing matches this pattern; check the path",
    ]


# --- what declass wrote itself ---


def test_the_output_folder_is_never_input() -> None:
    make("in/a", "in/out/memo/note", "in/out/internal/memo/note")
    files, passed = find([Path("in")], Path("in/out"))
    assert [str(each.path) for each in files] == ["in/a"]
    assert passed == ("1 folder that declass wrote",)
    (only,) = find([Path("in/out")], Path("in/out"))[0]
    assert only.fault == "this is the output folder; choose another with --out, or name the files themselves"
    assert [str(each.path) for each in find([Path("in/out/memo/note")], Path("in/out"))[0]] == ["in/out/memo/note"]


@pytest.mark.parametrize("names", [PUBLIC, INTERNAL])
def test_what_an_earlier_run_wrote_elsewhere_is_passed_over_too(names: tuple[str, ...]) -> None:
    make("in/a", *(f"in/old/memo/{name}" for name in names), *(f"in/older/memo/{name}" for name in names))
    assert found("in") == ["in/a"]
    assert passed_over("in") == ("2 folders that declass wrote",)
    assert found("in/old/memo") == ["in/old/memo: declass wrote this folder; name the record itself"]


def test_a_pattern_takes_nothing_that_declass_wrote() -> None:
    make("a.txt", "out/memo/redacted.txt", *(f"old/memo/{name}" for name in PUBLIC))
    assert found("**/*.txt") == ["a.txt"]
    assert passed_over("**/*.txt") == ("3 matches in folders that declass wrote",)
    assert found("out/memo/*.txt") == ["out/memo/*.txt: nothing matches this pattern; check the path"]
    assert passed_over("out/memo/*.txt") == ("1 match in a folder that declass wrote",)
