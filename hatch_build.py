"""Puts what lies outside the package into the wheel: the built browser app and the migrations."""

import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB_IN_PACKAGE = "labelkeep/entrypoints/http/web"
WITHOUT_WEB = "LABELKEEP_BUILD_WITHOUT_WEB"


class LabelkeepBuildHook(BuildHookInterface):  # pyright: ignore[reportMissingTypeArgument] -- generic without a default
    """Builds the browser app when missing and maps it into ``labelkeep``; an editable install reads the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add ``web/dist`` and ``migrations`` to the wheel; raise RuntimeError when the browser app cannot be built."""
        if version == "editable":
            return
        root = Path(self.root)
        if (root / "web" / "package.json").exists() and not os.environ.get(WITHOUT_WEB):
            self._build_web(root / "web")
        if self.target_name == "wheel":
            self._map(build_data["force_include"], root)

    def _build_web(self, web: Path) -> None:
        if (web / "dist" / "index.html").exists():
            return
        try:
            subprocess.run(
                ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=web, check=True
            )
            subprocess.run(["npm", "run", "build"], cwd=web, check=True)
        except FileNotFoundError:
            message = (
                f"Building the wheel needs Node 20 or newer with npm; set {WITHOUT_WEB}=1 to leave the browser app out."
            )
            raise RuntimeError(message) from None

    def _map(self, included: dict[str, str], root: Path) -> None:
        if (root / "web" / "dist").is_dir():
            included[str(root / "web" / "dist")] = WEB_IN_PACKAGE
        for path in sorted((root / "migrations").rglob("*")):
            if path.is_file() and path.suffix in {".py", ".sql", ".ini", ".mako"}:
                included[str(path)] = f"labelkeep/migrations/{path.relative_to(root / 'migrations').as_posix()}"
        if (root / "alembic.ini").exists():
            included[str(root / "alembic.ini")] = "labelkeep/alembic.ini"
