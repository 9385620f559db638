"""Label Studio from its package, set up as well as we know: gunicorn, kept connections, nothing sent out."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from postgres import Server

VERSION = "1.23.2"
PACKAGES = (f"label-studio=={VERSION}", "gunicorn")
QUIET = {
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "FEATURE_FLAGS_OFFLINE": "true",
    "LOG_LEVEL": "ERROR",
    "DEBUG": "false",
    "NO_PROXY": "*",
}
SETTINGS = """from core.settings.base import *  # Label Studio reads half-made settings while it makes them
SENTRY_DSN = ""
from core.settings.label_studio import *
# a connection per request, Django's default, would cost Label Studio a login each time
DATABASES["default"]["CONN_MAX_AGE"] = 600
"""


def cache_folder() -> Path:
    """Return where the environment is kept between runs: outside the repository."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "labelkeep-bench"


def installed() -> Path:
    """Return the environment with Label Studio in it; made when it is missing."""
    home = cache_folder() / "label-studio"
    if not (home / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "--quiet", *PACKAGES], check=True)
        (home / "ready").touch()
    return home


class Filled:
    """A database with people, a project and tasks, and how to serve it."""

    def __init__(self, server: Server, *, people: int, tasks: int, sampling: str = "Sequential sampling") -> None:
        self._home = installed()
        self._package = next(self._home.glob("lib/python3*/site-packages/label_studio"))
        self._folder = server.folder.parent / "label-studio"
        self._folder.mkdir()
        (self._folder / "bench_settings.py").write_text(SETTINGS)
        with psycopg.connect(server.conninfo(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE label_studio")
        self._environment = self._variables(server)
        self._plan = self._fill({"people": people, "tasks": tasks, "sampling": sampling})
        with psycopg.connect(server.conninfo("label_studio"), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def _variables(self, server: Server) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            **QUIET,
            "PYTHONPATH": f"{self._folder}:{self._package}",
            "DJANGO_SETTINGS_MODULE": "bench_settings",
            "DJANGO_DB": "default",
            "POSTGRE_HOST": str(server.folder),
            "POSTGRE_USER": "postgres",
            "POSTGRE_PASSWORD": server.password,
            "POSTGRE_NAME": "label_studio",
            "BASE_DATA_DIR": str(self._folder / "data"),
        }

    def _fill(self, plan: dict[str, Any]) -> dict[str, Any]:
        command = [str(self._home / "bin" / "python"), "-P", str(Path(__file__).with_name("studio_fill.py"))]
        done = subprocess.run(
            command,
            input=json.dumps(plan | {"password": secrets.token_urlsafe(16)}),
            env=self._environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"Label Studio could not be filled: {done.stderr[-2000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    @contextmanager
    def served(self, workers: int, threads: int) -> Generator[dict[str, Any]]:
        """Serve by gunicorn; yields a plan for the annotators, with the process number as ``pid``."""
        port = free_port()
        command = [
            str(self._home / "bin" / "gunicorn"), "--chdir", str(self._package), "--bind", f"127.0.0.1:{port}",
            "--workers", str(workers), "--threads", str(threads),
            "--worker-class", "gthread" if threads > 1 else "sync",
            "--keep-alive", "60", "--timeout", "120", "--log-level", "error", "core.wsgi:application",
        ]  # fmt: skip
        with (self._folder / "log").open("ab") as log:
            child = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        try:
            wait_for(port, child)
            yield {"dialect": "label_studio", "host": "127.0.0.1", "port": port, "pid": child.pid, **self._plan}
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait()


def free_port() -> int:
    """Return a port of this machine that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, child: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody listens."""
    while child.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server under measurement did not start.")
