"""Watches file sizes: past 300 lines a file is two concepts, past 500 it fails unless ``sizes.toml`` says why."""

import argparse
import subprocess
import sys
import tomllib
from pathlib import Path

WARN, FAIL = 300, 500
SUFFIXES = {".py", ".ts", ".tsx", ".css", ".sql"}


def lengths(root: Path) -> dict[str, int]:
    """Lines of each source file that is tracked, or new and not ignored, by path relative to ``root``."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
    paths = [root / name for name in listed if Path(name).suffix in SUFFIXES]
    return {
        path.relative_to(root).as_posix(): len(path.read_text("utf-8").splitlines()) for path in paths if path.exists()
    }


def complaints(sizes: dict[str, int], allowed: dict[str, str]) -> list[str]:
    """What fails: long files without a reason, reasons without a long file, empty reasons."""
    long = {path: lines for path, lines in sizes.items() if lines > FAIL}
    unreasoned = [
        f"{path} has {lines} lines; split it, or give the reason in sizes.toml."
        for path, lines in long.items()
        if path not in allowed
    ]
    stale = [
        f"sizes.toml allows {path}, which is not longer than {FAIL} lines." for path in allowed if path not in long
    ]
    empty = [f"sizes.toml gives no reason for {path}." for path, reason in allowed.items() if not reason.strip()]
    return unreasoned + stale + empty


def main() -> int:
    """Print warnings and failures; exit code 1 when something fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).parents[1])
    root = parser.parse_args().root
    sizes = lengths(root)
    allowed = tomllib.loads((root / "sizes.toml").read_text("utf-8")).get("allowed", {})
    for path, lines in sorted(sizes.items(), key=lambda item: -item[1]):
        if lines > WARN and path not in allowed:
            print(f"warning: {path} has {lines} lines, past {WARN}")
    failures = complaints(sizes, allowed)
    print("\n".join(failures), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
