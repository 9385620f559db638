"""Writes the generated parts of docs/ from the code, or (without ``--write``) names the pages that are out of date.

A generated part stands between ``<!-- generated: NAME -->`` and ``<!-- /generated -->``; NAME is a function below.
"""

import argparse
import ast
import difflib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import labelkeep
from labelkeep.core import settings as settings_module
from labelkeep.core.errors import LabelkeepError
from labelkeep.core.settings import Settings

ROOT = Path(__file__).parents[1]
PART = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n).*?(<!-- /generated -->)", re.DOTALL)
NOTHING = "Nothing yet.\n"


def module_or_none(name: str) -> ModuleType | None:
    """Import a module of Labelkeep, or None when it does not exist; other failures are raised."""
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name and name.startswith(missing.name):
            return None
        raise


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Markdown table; empty when there are no rows."""
    body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    columns = list(head)
    top = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    return "\n".join([*top, *body]) + "\n" if body else NOTHING


def first_line(text: str | None) -> str:
    """First paragraph of a docstring as one line."""
    return " ".join(inspect.cleandoc(text or "").split("\n\n")[0].split())


def attribute_docstrings(module: ModuleType, class_name: str) -> dict[str, str]:
    """Strings that stand below the fields of a class, by field."""
    tree = ast.parse(inspect.getsource(module))
    owner = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    return {
        field.target.id: first_line(text.value.value)
        for field, text in zip(owner.body, owner.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


def bounds(metadata: Iterable[Any]) -> str:
    """``1 to 60`` for a field with limits; empty without."""
    low = next((item.ge for item in metadata if hasattr(item, "ge")), None)
    high = next((item.le for item in metadata if hasattr(item, "le")), None)
    if low is None and high is None:
        return ""
    return f" ({low} to {high})" if high is not None else f" (from {low})"


def settings() -> str:
    """Every setting with its environment variable, default and meaning."""
    said = attribute_docstrings(settings_module, "Settings")
    rows = [
        (
            f"`LABELKEEP_{name.upper()}`",
            f"`{shown(field.default)}`{bounds(field.metadata)}",
            said.get(name, "**not documented**"),
        )
        for name, field in Settings.model_fields.items()
    ]
    return table(("setting", "default", "meaning"), rows)


def shown(default: Any) -> str:
    """Print a default value as an operator would write it."""
    return "none" if default in (None, ()) else str(default)


def roles() -> str:
    """The role x capability table."""
    capabilities = module_or_none("labelkeep.access.capabilities")
    held = module_or_none("labelkeep.access.roles")
    if capabilities is None or held is None:
        return NOTHING
    columns: dict[str, Any] = {**held.ROLES, **{f"site {name}": has for name, has in held.SITE_ROLES.items()}}
    rows = [
        (f"`{kind.__name__}`", first_line(kind.__doc__), *("yes" if kind in has else "" for has in columns.values()))
        for kind in capabilities.CAPABILITIES
    ]
    return table(("capability", "what it allows", *(name.replace("_", " ") for name in columns)), rows)


def events() -> str:
    """Every action that the ledger knows, by the thing that it speaks of."""
    module = module_or_none("labelkeep.infra.ledger.actions")
    if module is None:
        return NOTHING
    things: dict[str, list[str]] = {}
    for action in sorted(module.ACTIONS):
        things.setdefault(action.split(".")[0], []).append(f"`{action}`")
    return table(("thing", "events"), ((thing.replace("_", " "), ", ".join(has)) for thing, has in things.items()))


def all_modules() -> None:
    """Import everything in the package, so that every subclass is known."""
    for found in pkgutil.walk_packages(labelkeep.__path__, "labelkeep."):
        if not found.name.endswith("__main__") and ".migrations" not in found.name:
            import_module(found.name)


def subclasses(kind: type) -> set[type]:
    """All classes below a class."""
    return {below for child in kind.__subclasses__() for below in {child, *subclasses(child)}}


def errors() -> str:
    """Every error that an API client or a command can meet."""
    all_modules()
    # A class that takes its code from above is a special case of that code, not another one.
    kinds = {kind for kind in subclasses(LabelkeepError) if "code" in vars(kind)}
    codes: dict[str, tuple[int, set[str]]] = {}
    for kind in kinds:
        codes.setdefault(kind.code, (kind.status, set()))[1].add(first_line(kind.__doc__))
    rows = [(f"`{code}`", str(status), " ".join(sorted(said))) for code, (status, said) in sorted(codes.items())]
    return table(("code", "status", "meaning"), rows)


def plugins() -> str:
    """Every plug-in file, by kind."""
    rows: list[tuple[str, str, str]] = []
    for kind in ("datatypes", "formats", "stores", "keys"):
        package = import_module(f"labelkeep.plugins.{kind}")
        for found in pkgutil.iter_modules(package.__path__):
            if found.ispkg:
                continue
            module = import_module(f"{package.__name__}.{found.name}")
            if hasattr(module, "KIND"):
                rows.append((kind, f"`{module.KIND.name}`", first_line(module.__doc__)))
    return table(("kind", "name", "what it does"), rows)


def walk_commands(command: Any, words: str) -> Iterable[tuple[str, str]]:
    """Full name and first help line of a command and those below it."""
    below = getattr(command, "commands", None)
    if not below:
        yield f"`{words}`", first_line(command.help)
        return
    for name, child in sorted(below.items()):
        yield from walk_commands(child, f"{words} {name}")


def commands() -> str:
    """Every command of the command line."""
    module = module_or_none("labelkeep.entrypoints.cli")
    if module is None or not hasattr(module, "app"):
        return NOTHING
    typer = import_module("typer.main")
    return table(("command", "what it does"), walk_commands(typer.get_command(module.app), "labelkeep"))


PARTS: dict[str, Callable[[], str]] = {
    part.__name__: part for part in (settings, roles, events, errors, plugins, commands)
}


def regenerated(text: str) -> str:
    """Return the page with each generated part made anew."""
    return PART.sub(lambda part: part[1] + PARTS[part["name"]]() + part[3], text)


def main() -> int:
    """Write or compare; exit code 1 when a page is out of date or a part stands on no page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the pages instead of comparing them")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="folder of the pages")
    arguments = parser.parse_args()
    write = arguments.write
    placed: set[str] = set()
    stale = 0
    for page in sorted(arguments.docs.rglob("*.md")):
        before = page.read_text("utf-8")
        after = regenerated(before)
        placed |= {part["name"] for part in PART.finditer(before)}
        if before == after:
            continue
        stale += 1
        name = page.relative_to(arguments.docs.parent).as_posix()
        if write:
            page.write_text(after, "utf-8")
            print(f"wrote {name}")
        else:
            print("\n".join(difflib.unified_diff(before.splitlines(), after.splitlines(), name, "code", lineterm="")))
    homeless = sorted(set(PARTS) - placed)
    if homeless:
        print(f"No page has a place for: {', '.join(homeless)}.")
    return 1 if homeless or (stale and not write) else 0


if __name__ == "__main__":
    sys.exit(main())
