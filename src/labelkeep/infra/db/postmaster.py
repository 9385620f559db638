"""The running PostgreSQL of one data folder: its settings, its pid file, and whether a process really is it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from labelkeep.infra.db.accounts import Account

PORT = "5432"
"""Only a file name inside the private socket folder; nothing listens on a network."""

_FIXED = {
    # Reached through the private socket folder only. Given on the command line, which nothing in the data outranks.
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    # A small machine: one application, few connections, under 300 MiB idle together with it.
    "max_connections": "60",
    "shared_buffers": "128MB",
    "huge_pages": "off",
    "io_method": "sync",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "max_logical_replication_workers": "0",
    "wal_level": "replica",
    "max_wal_senders": "3",
    # One file per weekday, overwritten a week later. No statements, parameters or key values: they hold personal data.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_file_mode": "0600",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "cluster_name": "labelkeep",
}


def command(programs: Path, data: Path, sockets: Path, log: Path) -> list[str]:
    """Return the command that runs PostgreSQL on ``data``, its socket and its log in the given folders."""
    settings = _FIXED | {"unix_socket_directories": f'"{sockets}"', "log_directory": str(log)}
    pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(programs / "bin" / "postgres"), "-D", str(data), *pairs]


def initialise(programs: Path, data: Path, superuser: str, password_file: Path) -> list[str]:
    """Return the command that makes ``data``: UTF-8, text in code-point order, checksums, passwords by SCRAM."""
    return [
        str(programs / "bin" / "initdb"),
        f"--pgdata={data}",
        f"--username={superuser}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--no-instructions",
    ]


@dataclass(frozen=True)
class PidFile:
    """What ``postmaster.pid`` says: the process and its state (``starting``, ``ready`` or ``stopping``)."""

    pid: int
    status: str


def read_pid_file(data: Path) -> PidFile | None:
    """Return what the pid file in ``data`` says, or None when there is none or it is not complete yet."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8", errors="replace").splitlines()
        return PidFile(int(lines[0]), lines[7].strip() if len(lines) > 7 else "starting")
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_postmaster(pid: int, data: Path, account: Account) -> bool:
    """Tell whether the live process ``pid`` is the PostgreSQL of ``data``.

    Process numbers are used again (in a container, soon after a restart), and the pid file is written by the
    database's account: nothing is adopted or signalled on its word alone.
    """
    process = Path(f"/proc/{pid}")
    if not Path("/proc/self").exists():
        return _is_postmaster_by_ps(pid, data)
    try:
        # PostgreSQL works inside its data folder; the owner of the process must be its account.
        if process.stat().st_uid != account.uid or not (process / "cwd").samefile(data):
            return False
        return (process / "exe").readlink().name.startswith("postgres")
    except OSError:
        return False


def has_ended(pid: int) -> bool:
    """Tell whether the process is gone, or dead and only not yet collected by its parent.

    ``is_postmaster`` turns false a moment earlier: a process that is ending has no program and no folder any more.
    """
    try:
        if Path("/proc/self").exists():
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        return True
    return False


def _is_postmaster_by_ps(pid: int, data: Path) -> bool:
    shown = subprocess.run(  # noqa: S603  fixed program, a number as argument
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return f"postgres -D {data}" in shown.stdout
