"""First start from an installed wheel: from `labelkeep serve` on an empty home to the first answer, and idle memory.

The wheel is built from this checkout and installed into a fresh environment; its dependencies are those of the
environment that runs the gate, so nothing is fetched and installing is not timed. What is timed: start of Python,
making the database, migrations, serving, until ``/api/v1/health`` answers 200. Memory is the PSS of the server, its
sandbox processes and its database, ten seconds later. The reduced form leaves the browser app out, waits less, and
judges processor time instead of wall time: other tests run beside it.
"""

import os
import signal
import subprocess
import sys
import sysconfig
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

import homes
import processes
from studio import free_port

BENCH = True
SECONDS, MIB = 10, 300
ROOT = Path(__file__).parents[2]


def run(reduced: bool, seed: int) -> dict[str, Any]:  # noqa: ARG001  every gate takes a seed; nothing is drawn here
    """Build, install, start and judge."""
    with homes.folder() as folder:
        program = install(folder, web=not reduced)
        starts = [start(program, folder / f"home-{n}", idle=2 if reduced else 10) for n in range(1 if reduced else 3)]
        again = start(program, folder / "home-0", idle=1)
    seconds, memory = median(each["seconds"] for each in starts), max(each["idle_pss_mib"] for each in starts)
    figures = {
        "first_start_s": seconds, "idle_pss_mib": memory, "second_start_s": again["seconds"],
        "cpu_s": median(each["cpu_s"] for each in starts), "starts": starts, "load": processes.load(),
    }  # fmt: skip
    quick = figures["cpu_s"] < SECONDS if reduced else seconds < SECONDS
    return {"passed": quick and memory < MIB, "figures": figures}


def install(folder: Path, *, web: bool) -> Path:
    """Build the wheel, install it into a fresh environment and return the command."""
    environment = dict(os.environ) if web else {**os.environ, "LABELKEEP_BUILD_WITHOUT_WEB": "1"}
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    said(subprocess.run(build, cwd=ROOT, env=environment, capture_output=True, text=True, check=False))
    wheel = next((folder / "dist").glob("*.whl"))
    said(
        subprocess.run(
            [sys.executable, "-m", "venv", str(folder / "venv")], capture_output=True, text=True, check=False
        )
    )
    python = folder / "venv" / "bin" / "python"
    options = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    said(subprocess.run([str(python), "-m", "pip", *options], capture_output=True, text=True, check=False))
    packages = next((folder / "venv").glob("lib/python3*/site-packages"))
    # read after the environment's own packages, where the installed wheel lies
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin" / "labelkeep"


def said(done: "subprocess.CompletedProcess[str]") -> None:
    """Stop with the last words of a command that failed."""
    if done.returncode:
        raise SystemExit(f"{done.args[0]} failed: {(done.stdout + done.stderr)[-1500:]}")


def start(program: Path, home: Path, idle: float) -> dict[str, float]:
    """Start the server on that home, wait for its first answer, let it idle, stop it."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    log = home.with_suffix(".log")
    began = time.perf_counter()
    with log.open("wb") as output:
        command = [str(program), "serve", "--home", str(home), "--port", str(port)]
        child = subprocess.Popen(command, env=environment, cwd=home.parent, stdout=output, stderr=output)
    try:
        while not healthy(port):
            if child.poll() is not None:
                raise SystemExit(f"The installed server stopped: {log.read_text()[-1500:]}")
            time.sleep(0.02)
        seconds, cpu = time.perf_counter() - began, processes.cpu_seconds([child.pid])
        time.sleep(idle)
        idle_pss = processes.pss_mib([child.pid])
        return {"seconds": round(seconds, 2), "cpu_s": round(cpu, 2), "idle_pss_mib": idle_pss}
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


def healthy(port: int) -> bool:
    """Say whether the server answers 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/v1/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
