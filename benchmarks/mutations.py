"""The ways to spoil a Python module, one place at a time: what a test suite must notice."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["Mutant", "mutants_of", "mutated"]

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_STEP = 1  # what is added to a number and taken from it
# Arguments that change nothing while the code is right: they check it, or spare memory.
_CHECKS = frozenset({"strict", "slots", "frozen", "repr"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One spoilt place: the ``place``-th node of a module, in the order of ``ast.walk``, spoilt in its ``way``-th way."""

    place: int
    way: int
    line: int
    told: str
    """The function, the line as it reads, what was and became of it, and the column where it stands."""


def _compare(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Compare):
        return
    for at, operator in enumerate(node.ops):
        new = copy.deepcopy(node)
        new.ops[at] = _COMPARED[type(operator)]()
        yield new


def _reckon(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _RECKONED:
        new = copy.deepcopy(node)
        new.op = _RECKONED[type(node.op)]()
        yield new
    if isinstance(node, ast.BoolOp):
        swapped = copy.deepcopy(node)
        swapped.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield swapped
    if isinstance(node, ast.UnaryOp):
        yield copy.deepcopy(node.operand)


def _count(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + _STEP)
        yield ast.Constant(node.value - _STEP)


def _turn(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what asks the opposite question."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        new = copy.deepcopy(node)
        new.test = ast.UnaryOp(ast.Not(), new.test)
        yield new
    if isinstance(node, ast.comprehension):
        for at in range(len(node.ifs)):
            asked = copy.deepcopy(node)
            asked.ifs[at] = ast.UnaryOp(ast.Not(), asked.ifs[at])
            yield asked


def _leave_out(node: ast.AST) -> Iterator[ast.AST]:
    """Yield nothing in place of a statement; a name that is not given a value would be told by Python itself."""
    does = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    sets = isinstance(node, ast.Assign) and any(isinstance(each, ast.Attribute | ast.Subscript) for each in node.targets)
    if does or sets or isinstance(node, ast.AugAssign | ast.Continue | ast.Break | ast.Raise):
        yield ast.Pass()
    if isinstance(node, ast.Return) and node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _cut(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Slice):
        for bound in ("lower", "upper"):
            if getattr(node, bound) is not None:
                new = copy.deepcopy(node)
                setattr(new, bound, None)
                yield new
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLED:
        called = copy.deepcopy(node)
        called.func = ast.Name(_CALLED[node.func.id], ast.Load())
        yield called


_WAYS: tuple[Callable[[ast.AST], Iterator[ast.AST]], ...] = (_compare, _reckon, _count, _turn, _leave_out, _cut)


def _spoilt(node: ast.AST) -> list[ast.AST]:
    return [new for way in _WAYS for new in way(node)]


def _told(node: ast.AST) -> str:
    asked = node.test if isinstance(node, ast.If | ast.While | ast.IfExp) else node
    return " ".join(ast.unparse(ast.fix_missing_locations(asked)).split())


def _passed_over(tree: ast.Module) -> set[int]:
    """Return the nodes, by identity, in which nothing is to be spoilt: annotations, decorators, and checks."""
    over: set[int] = set()
    for node in ast.walk(tree):
        roots = [getattr(node, name) for name in ("annotation", "returns") if getattr(node, name, None) is not None]
        roots += getattr(node, "decorator_list", [])
        roots += [each for each in getattr(node, "keywords", []) if each.arg in _CHECKS]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript | ast.BinOp) and _is_alias(node):
            roots.append(node)
        over.update(id(each) for root in roots for each in ast.walk(root))
    return over


def _is_alias(node: ast.Assign) -> bool:
    """Tell whether an assignment names a type: such names are in camel case."""
    return all(isinstance(each, ast.Name) and each.id.lstrip("_")[:1].isupper() and not each.id.isupper() for each in node.targets)


def _functions(tree: ast.Module) -> dict[int, str]:
    """Return the name of the innermost function that each node stands in, by identity."""
    found: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.update((id(each), node.name) for each in ast.walk(node))
    return found


def _where(node: ast.AST) -> tuple[int, int]:
    """Return the line and the column of a node."""
    stands = node.target if isinstance(node, ast.comprehension) else node
    return getattr(stands, "lineno", 1), getattr(stands, "col_offset", 0)


def mutants_of(source: str) -> list[Mutant]:
    """Return every mutant of a module's source."""
    tree, lines = ast.parse(source), source.splitlines()
    over, functions = _passed_over(tree), _functions(tree)
    found: list[Mutant] = []
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in over:
            continue
        for way, new in enumerate(_spoilt(node)):
            line, column = _where(node)
            told = f"{functions.get(id(node), 'module')}: {lines[line - 1].strip()} | {_told(node)} -> {_told(new)} @{column}"
            found.append(Mutant(place, way, line, told))
    return found


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Return the new node in place of the old one."""
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """Return a module's tree with one place spoilt."""
    tree = ast.parse(source)
    node = next(each for place, each in enumerate(ast.walk(tree)) if place == mutant.place)
    new = _spoilt(node)[mutant.way]
    _Swap(node, new).visit(tree)
    return ast.fix_missing_locations(tree)
