"""What the source never contains, read from its syntax trees; each rule is also shown to see a planted case."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "labelkeep"
LONGEST_FUNCTION = 60
VAGUE_NAMES = {"util", "utils", "helper", "helpers", "service", "services", "manager", "managers", "base", "common"}
FORBIDDEN_MODULES = {"random", "pickle", "shelve", "marshal"}
FORBIDDEN_CALLS = {"eval", "exec", "print", "get_server"}
FORBIDDEN_ARGUMENTS = {("shell", True), ("verify", False)}
SQL_CALLS = {"execute", "executemany", "exec_driver_sql", "scalar", "scalars", "text", "stream", "copy"}

Finding = tuple[int, str]
Rule = Callable[[ast.Module], Iterator[Finding]]


def called_name(node: ast.Call) -> str:
    """Last part of the name that is called: ``c.execute(...)`` gives ``execute``."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def long_functions(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {lines} lines"


def forbidden_modules(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
        yield from ((node.lineno, f"imports {name}") for name in names if name.split(".")[0] in FORBIDDEN_MODULES)


def forbidden_calls(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if called_name(node) in FORBIDDEN_CALLS and not (
            isinstance(node.func, ast.Attribute) and called_name(node) in {"print", "eval", "exec"}
        ):
            yield node.lineno, f"calls {called_name(node)}"
        for keyword in node.keywords:
            if isinstance(keyword.value, ast.Constant) and (keyword.arg, keyword.value.value) in FORBIDDEN_ARGUMENTS:
                yield node.lineno, f"passes {keyword.arg}={keyword.value.value}"


def is_put_together(node: ast.expr) -> bool:
    """Whether a text is made at run time: f-string, ``%``, ``+`` with a text, or ``"...".format()``."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        sides = (node.left, node.right)
        return any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides) or any(
            is_put_together(side) for side in sides
        )
    is_format = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return is_format and isinstance(node.func.value, ast.Constant)


def assembled_sql(tree: ast.Module) -> Iterator[Finding]:
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for scope in [*scopes, tree]:
        made = {
            target.id
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign) and is_put_together(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and called_name(node) in SQL_CALLS and node.args:
                first = node.args[0]
                if is_put_together(first) or (isinstance(first, ast.Name) and first.id in made):
                    yield node.lineno, f"puts SQL together for {called_name(node)}"


def transaction_ends(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called_name(node) in {"commit", "rollback"}:
            yield node.lineno, f"calls {called_name(node)}: the grant opens and closes the transaction"


RULES: dict[Rule, str] = {
    long_functions: "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION,
    forbidden_modules: "from random import choice",
    forbidden_calls: "subprocess.run('ls', shell=True)",
    assembled_sql: "def f(c, name):\n    sql = f'select {name}'\n    c.execute(sql)",
}


def findings(rule: Rule, folder: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in sorted(folder.rglob("*.py"))
        for line, what in rule(ast.parse(path.read_text("utf-8")))
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_source_has_none_of(rule: Rule) -> None:
    assert findings(rule, SOURCE) == []


@pytest.mark.parametrize(("rule", "planted"), RULES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_case_is_seen_by(rule: Rule, planted: str) -> None:
    assert list(rule(ast.parse(planted)))


@pytest.mark.parametrize(
    "planted",
    [
        "c.execute('select %s' % name)",
        "c.execute('select ' + name)",
        "c.execute('select {}'.format(name))",
        "sqlalchemy.text(f'select {name}')",
    ],
)
def test_every_way_to_put_sql_together_is_seen(planted: str) -> None:
    assert list(assembled_sql(ast.parse(planted)))


def test_a_fixed_statement_with_arguments_is_left_alone() -> None:
    assert list(assembled_sql(ast.parse("c.execute('select %s', (name,))"))) == []


@pytest.mark.parametrize("planted", ["eval(x)", "print(x)", "get(url, verify=False)", "server.get_server(path)"])
def test_every_forbidden_call_is_seen(planted: str) -> None:
    assert list(forbidden_calls(ast.parse(planted)))


def test_rooms_do_not_end_transactions() -> None:
    assert findings(transaction_ends, SOURCE / "domain") == []
    assert list(transaction_ends(ast.parse("session.commit()")))


def test_modules_have_telling_names() -> None:
    vague = [path.relative_to(ROOT).as_posix() for path in SOURCE.rglob("*") if path.stem in VAGUE_NAMES]

    assert vague == []


SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:\s*ignore)(?P<rest>.*)")
WITH_CODE_AND_REASON = re.compile(r"^(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w, -]+\])\W*\w.{4,}")


def unexplained(text: str) -> list[int]:
    """Line numbers of suppressions without a rule code and a reason, on the same line or as a comment above it."""
    lines = text.splitlines()
    found: list[int] = []
    for number, line in enumerate(lines):
        match = SUPPRESSION.search(line)
        if match is None:
            continue
        above = number > 0 and lines[number - 1].lstrip().startswith("#")
        rest = match["rest"].strip() + (" (reason above)" if above else "")
        if not WITH_CODE_AND_REASON.match(rest):
            found.append(number + 1)
    return found


def test_suppressions_carry_a_code_and_a_reason() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        for line in unexplained(path.read_text("utf-8"))
    ]

    assert silent == []


@pytest.mark.parametrize("planted", ["x = 1  # noqa", "x = 1  # noqa: S101", "x = 1  # type: ignore[arg-type]"])
def test_a_silent_suppression_is_seen(planted: str) -> None:
    assert unexplained(planted) == [1]


def test_an_explained_suppression_passes() -> None:
    assert unexplained("x = 1  # noqa: S101 -- checked by the caller") == []
    assert unexplained("# The stub is wrong.\nx = 1  # type: ignore[arg-type]") == []
